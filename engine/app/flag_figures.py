"""Note discipline as a file of figures, which `import --mapping agent_months_wide` takes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from engine.catalog.measures import Catalog
from engine.core.number import plain, quantize
from engine.core.text import Language
from engine.flags.discipline import HANDLED, SHARE, WRONG, AgentDiscipline
from engine.report.machine import neutral
from engine.report.spreadsheet import BOM

# the headers that the shipped mapping knows
_HEADERS = {"zh": ("客服", "月份"), "en": ("agent", "month")}
_PLACES = 4


def figures_file(rows: Iterable[AgentDiscipline], catalog: Catalog, language: Language) -> bytes:
    """One row per agent and month; ratios bear a percent sign, as that mapping wants."""
    names = [catalog.by_name[id_].label(language) for id_ in (HANDLED, WRONG, SHARE)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*_HEADERS[language], *names))
    for row in rows:
        wrong = row.handled - row.right
        writer.writerow((neutral(row.agent), str(row.month), row.handled, wrong, _percent(row)))
    return (BOM + out.getvalue()).encode("utf-8")


def _percent(row: AgentDiscipline) -> str:
    share = row.share or Decimal(0)
    return f"{plain(quantize(share, places=_PLACES, mode='half_up') * 100)}%"
