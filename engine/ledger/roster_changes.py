"""What a new roster says otherwise than the one before: the newest holds for every month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from engine.core.diagnostic import Diagnostic
from engine.core.record import record
from engine.core.span import whole_file
from engine.ledger.checks.l716_roster_contradicts import ROSTER_CONTRADICTS
from engine.ledger.store import Store


class PostLike(Protocol):
    """A post as it is stored."""

    @property
    def shop(self) -> str: ...
    @property
    def agent(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def hired(self) -> str: ...
    @property
    def left(self) -> str: ...
    @property
    def start(self) -> str: ...
    @property
    def end(self) -> str: ...
    @property
    def row(self) -> int: ...


@record
class Said:
    """What a roster says of a post beside who has it and when it begins."""

    name: str
    role: str
    level: str
    hired: str
    left: str
    end: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.name, self.role, self.level, self.hired, self.left, self.end)

    def takes_back(self, new: Said) -> bool:
        """Whether anything that was said is now said otherwise or no longer."""
        pairs = zip(self.facts, new.facts, strict=True)
        return any(before and before != after for before, after in pairs)

    def text(self, start: str) -> str:
        span = f"{start}..{self.end}"
        employed = f"{self.hired} – {self.left}" if self.hired or self.left else ""
        parts = (self.name, self.role, self.level, span, employed)
        return " · ".join(part for part in parts if part)


Posts = dict[str, Said]


def roster_contradictions(
    store: Store, file: str, roster: Iterable[PostLike]
) -> Iterator[Diagnostic]:
    """Agent by agent; whom the new roster does not name keeps what the earlier one says."""
    posts: dict[tuple[str, str], Posts] = {}
    rows: dict[tuple[str, str], int] = {}
    for one in roster:
        said = Said(one.name, one.role, one.level, one.hired, one.left, one.end)
        posts.setdefault((one.shop, one.agent), {})[one.start] = said
        rows.setdefault((one.shop, one.agent), one.row)
    known = {shop: _stored(store, shop) for shop in dict.fromkeys(shop for shop, _ in posts)}
    for (shop, agent), mine in posts.items():
        for start, before in known[shop].get(agent, {}).items():
            after = mine.get(start)
            if after is None or before.takes_back(after):
                yield ROSTER_CONTRADICTS.at(
                    whole_file(file), row=str(rows[shop, agent]), agent=agent,
                    new="—" if after is None else after.text(start), old=before.text(start),
                )  # fmt: skip


def _stored(store: Store, shop: str) -> Mapping[str, Posts]:
    """Of each agent the posts of the newest roster that names them."""
    found: dict[str, Posts] = {}
    for agent, start, *said in store.rows(
        """
        SELECT r.agent, r.start_month, r.name, r.role, r.level, r.hired, r.left_on, r.end_month
        FROM roster r
        JOIN (SELECT agent, max(number) AS number FROM roster WHERE shop = ? GROUP BY agent) newest
          ON newest.agent = r.agent AND newest.number = r.number
        WHERE r.shop = ? ORDER BY r.agent, r.start_month
        """,
        [shop, shop],
    ):
        found.setdefault(str(agent), {})[str(start)] = Said(*map(str, said))
    return found
