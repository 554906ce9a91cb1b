"""Who is meant by an account or a name on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from engine.app.checks.w909_unknown_agent import UNKNOWN_AGENT
from engine.app.checks.w916_several_agents import SEVERAL_AGENTS
from engine.core.closest import closest
from engine.core.errors import EngineError
from engine.core.span import whole_file


def agent_named(wanted: str, names: Mapping[str, str], place: str) -> str:
    """The account: `names` are those known, by account. An account goes before a name.

    A name that two people bear names neither of them.
    """
    if wanted in names:
        return wanted
    meant = [agent for agent, name in names.items() if name == wanted]
    where = whole_file(place)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise EngineError(SEVERAL_AGENTS.at(where, name=wanted, agents=", ".join(meant)))
    words = [word for pair in names.items() for word in pair if word]
    values = {"agent": wanted, "known": ", ".join(names), "closest": closest(wanted, words)}
    raise EngineError(UNKNOWN_AGENT.at(where, **values))
