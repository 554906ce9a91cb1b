"""What a use case comes to."""

from __future__ import annotations

from engine.core.diagnostic import Diagnostic
from engine.core.record import record
from engine.report.model import Report


@record(kw_only=True)
class Result:
    """A report and the findings beside it. Findings make the exit code 1."""

    report: Report
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not self.diagnostics
