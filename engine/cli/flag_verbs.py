"""What was typed after `flags` → its use cases."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from engine.app.result import Result
from engine.cli.asked import month_request, workspace_of
from engine.core.text import Language

Show = Callable[[str], None]


def flags(arguments: Namespace, language: Language, show: Show) -> Result:
    _refuse_other_options(arguments)
    if arguments.action == "suggest":
        from engine.app.flag_suggesting import SuggestRequest, suggest

        wanted = SuggestRequest(month=month_request(arguments), upload=arguments.upload)
        return suggest(workspace_of(arguments), wanted, language, show)
    from engine.app.flag_checking import FlagCheckRequest, check_flags

    request = FlagCheckRequest(
        month=month_request(arguments), page=arguments.html, figures=arguments.figures
    )
    return check_flags(workspace_of(arguments), request, language, show)


def _refuse_other_options(arguments: Namespace) -> None:
    """An option of the other action would be typed in vain."""
    from engine.app.checks.w984_option_misplaced import OPTION_MISPLACED
    from engine.core.errors import EngineError
    from engine.core.span import whole_file

    others = ("html", "figures") if arguments.action == "suggest" else ("upload",)
    for other in others:
        if getattr(arguments, other) is not None:
            where, action = whole_file(f"--{other}"), arguments.action
            raise EngineError(OPTION_MISPLACED.at(where, option=f"--{other}", action=action))
