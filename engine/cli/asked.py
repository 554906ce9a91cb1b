"""What most verbs ask for: a workspace, and a month of a shop."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path


def workspace_of(arguments: Namespace):  # type: ignore[no-untyped-def]  # imported late
    from engine.app.workspace import find_workspace

    return find_workspace(getattr(arguments, "workspace", None) or Path.cwd())


def maybe_workspace(arguments: Namespace):  # type: ignore[no-untyped-def]  # imported late
    """The workspace if there is one; files can be checked anywhere."""
    from engine.core.errors import EngineError

    try:
        return workspace_of(arguments)
    except EngineError:
        if getattr(arguments, "workspace", None) is not None:
            raise
        return None


def month_request(arguments: Namespace):  # type: ignore[no-untyped-def]  # imported late
    from engine.app.month import MonthRequest
    from engine.app.workspace import month_of

    return MonthRequest(
        shop=arguments.shop, month=month_of(arguments.month), policy=arguments.policy
    )
