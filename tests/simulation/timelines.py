"""Small random worlds whose times cluster around the edges of the rules.

`world_of_seed(7)` is always the same world; `worlds()` is a strategy of hypothesis. `smaller` takes
away rows and settings of a world for as long as a difference remains.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from tests.simulation.model import (
    AD,
    AGENT,
    CHOICES,
    CLOSED,
    GROUP,
    PLATFORM,
    REFUNDED,
    ROBOT,
    SUB,
    Account,
    Message,
    Order,
    Refund,
    Settings,
    World,
)

Row = TypeVar("Row")

HOUR, DAY = 3600, 86400
SHORT = (0, 0, 1, 5, 9, 10, 11, 30, 60, 119, 120, 121, 240)
MIDDLE = (300, 598, 599, 600, 601, 900, 1199, 1200, 1500, 1799, 1800, 1801, 2400)
HOURS = (1, 2, 12, 24, 48, 72)
DAYS = (1, 2, 4, 15, 20, 21, 22)
STARTS = (
    "2024-04-29 23:40:00",
    "2024-04-30 22:00:00",
    "2024-05-06 09:00:00",
    "2024-05-31 23:30:00",
    "2024-02-28 23:50:00",
    "2023-12-31 23:45:00",
)
NUMBERS: dict[str, tuple[int, ...]] = {
    "silence_seconds": (600, 300, 1200),
    "after_sale_days": (21, 4, 1),
    "gap_seconds": (1800, 600, 1200),
    "silent_gap_seconds": (1800, 600, 900),
    "filter_seconds": (10, 11, 60),
    "filter_min_lines": (2, 1, 3),
    "slow_seconds": (120, 119, 60),
    "slow_count": (3, 1, 2),
    "ship_hours": (48, 24),
    "resend_hours": (72, 48),
    "answer_hours": (48, 24, 1),
    "unpaid_open_hours": (72, 48, 1),
    "handover_seconds": (1800, 600),
}


def worlds() -> st.SearchStrategy[World]:
    return st.randoms(use_true_random=False).map(make_world)


def world_of_seed(seed: int) -> World:
    return make_world(Random(seed))


@dataclass
class Draft:
    """A world in the making; ids are given at the end, so that ties of a second fall either way."""

    random: Random
    accounts: list[Account]
    spoken: list[tuple[datetime, str, str, str, bool]] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)

    def accounts_in(self, shop: str, kinds: tuple[str, ...]) -> list[str]:
        return [a.account for a in self.accounts if a.shop == shop and a.kind in kinds]


def make_world(random: Random) -> World:
    shops = [f"店{number}" for number in range(1, random.randint(1, 3) + 1)]
    draft = Draft(random, make_accounts(random, shops))
    listed = [account.account for account in draft.accounts]
    buyers = [f"买家{number}" for number in range(1, random.randint(1, 3) + 1)]
    if random.random() < 0.4:
        buyers.append(random.choice(listed))
    for shop in shops:
        if not draft.accounts_in(shop, (AGENT,)):
            continue
        for buyer in buyers:
            for _ in range(random.choice((1, 1, 1, 2))):
                Walk(draft, shop, buyer).go(random.randint(2, 9))
    return finish(draft)


def make_accounts(random: Random, shops: list[str]) -> list[Account]:
    accounts: list[Account] = []
    for number in range(1, random.randint(2, 4) + 1):
        agent = f"客服{number}"
        homes = list(shops) if number == 1 else random.choices(shops, k=random.randint(1, 2))
        for place, shop in enumerate(homes + random.choices(homes, k=random.randint(0, 1))):
            accounts.append(Account(f"{shop}:{agent}{'甲乙丙丁戊'[place]}", agent, AGENT, shop))
    for shop in shops:
        for kind in (ROBOT, GROUP, AD, PLATFORM, SUB):
            if random.random() < 0.4:
                accounts += [Account(f"{shop}:{kind}", None, kind, shop)]
    return accounts


class Walk:
    """What happens between one shop and one buyer, each thing a telling distance after another."""

    def __init__(self, draft: Draft, shop: str, buyer: str) -> None:
        self.draft, self.random = draft, draft.random
        self.shop, self.buyer = shop, buyer
        self.agents = draft.accounts_in(shop, (AGENT,))
        self.others = draft.accounts_in(shop, (ROBOT, GROUP, AD, PLATFORM, SUB))
        self.account = self.random.choice(self.agents)
        self.times = [datetime.fromisoformat(self.random.choice(STARTS))]

    def go(self, steps: int) -> None:
        deeds: list[Callable[[], None]] = [
            self.talk,
            self.talk,
            self.burst,
            self.buyer_alone,
            self.agent_alone,
            self.slow_talk,
            self.order,
            self.order,
            self.transfer,
            self.relay,
            self.silent_order,
            self.other,
        ]
        for _ in range(steps):
            self.random.choice(deeds)()

    def step(self, *kinds: tuple[int, ...]) -> datetime:
        """A time at an edge, seen from the latest thing or one of those before it."""
        anchor = self.random.choice([self.times[-1], self.times[-1], *self.times[-4:]])
        time = anchor + timedelta(seconds=self.random.choice(self.random.choice(kinds)))
        self.times.append(time)
        return time

    def leap(self) -> datetime:
        """Any distance: seconds, minutes, hours, days, midnight or the end of the month."""
        kind = self.random.randrange(7)
        if kind < 2:
            return self.step(SHORT, MIDDLE)
        if kind < 4:
            return self.step(MIDDLE)
        near = timedelta(seconds=self.random.choice((-1, 0, 0, 1)))
        last = self.times[-1]
        if kind == 4:
            time = last + timedelta(hours=self.random.choice(HOURS)) + near
        elif kind == 5:
            time = last + timedelta(days=self.random.choice(DAYS)) + near
            time += timedelta(hours=self.random.choice((0, 0, 0, 5, -5)))
        else:
            time = self.midnight(last) + near
        self.times.append(time)
        return time

    def midnight(self, after: datetime) -> datetime:
        day = datetime(after.year, after.month, after.day) + timedelta(days=1)
        while self.random.random() < 0.5 and day.day != 1:
            day += timedelta(days=1)
        return day

    def say(self, time: datetime, direction: str, account: str, auto: bool = False) -> None:
        self.draft.spoken.append((time, account, self.buyer, direction, auto))

    def talk(self) -> None:
        self.say(self.leap(), "in", self.account)
        if self.random.random() < 0.2:
            self.say(self.step(SHORT), "in", self.account)
        if self.random.random() < 0.3:
            self.say(self.step(SHORT), "out", self.account, auto=True)
        if self.random.random() < 0.85:
            self.say(self.step(SHORT, SHORT, MIDDLE), "out", self.account)

    def burst(self) -> None:
        """One question and several answers: what the filter is about."""
        self.say(self.leap(), "in", self.account)
        for _ in range(self.random.randint(1, 4)):
            auto = self.random.random() < 0.1
            seconds = self.random.choice((0, 4, 5, 9, 10, 11, 60))
            self.times.append(self.times[-1] + timedelta(seconds=seconds))
            self.say(self.times[-1], "out", self.account, auto)

    def slow_talk(self) -> None:
        for _ in range(self.random.randint(2, 4)):
            self.say(self.step(SHORT), "in", self.account)
            seconds = self.random.choice((119, 120, 121, 121, 300))
            self.times.append(self.times[-1] + timedelta(seconds=seconds))
            self.say(self.times[-1], "out", self.account)

    def buyer_alone(self) -> None:
        self.say(self.leap(), "in", self.account)

    def agent_alone(self) -> None:
        self.say(self.leap(), "out", self.account, auto=self.random.random() < 0.15)

    def transfer(self) -> None:
        self.account = self.random.choice(self.agents)
        self.say(self.step(SHORT, MIDDLE, MIDDLE), "out", self.account)

    def after(self, *seconds: int) -> datetime:
        self.times.append(self.times[-1] + timedelta(seconds=self.random.choice(seconds)))
        return self.times[-1]

    def relay(self) -> None:
        """Agents one after another, about half an hour apart; some go on for long."""
        for _ in range(self.random.randint(2, 5)):
            self.account = self.random.choice(self.agents)
            self.after(300, 600, 1199, 1200, 1500, 1799, 1800, 1801)
            if self.random.random() < 0.4:
                self.say(self.times[-1], "in", self.account)
                self.after(0, 60, 599)
            self.say(self.times[-1], "out", self.account)
            for _ in range(self.random.choice((0, 0, 1, 4))):
                self.say(self.after(300, 599), self.random.choice(("in", "out")), self.account)
        if self.random.random() < 0.7:
            self.place(self.after(0, 1, 60), self.after(0, 1, 600, 1801))

    def silent_order(self) -> None:
        """An order out of the blue, followed up about half an hour later."""
        if self.random.random() < 0.6:
            self.times[-1] += timedelta(days=self.random.choice((3, 16)))
        created = self.leap()
        for _ in range(self.random.randint(1, 4)):
            account = self.random.choice(self.agents)
            self.after(0, 1, 60, 600, 1200, 1799, 1800, 1801)
            if self.random.random() < 0.4:
                self.say(self.times[-1], "in", account)
                self.after(0, 1, 60)
            self.say(self.times[-1], "out", account)
        self.place(created, self.after(0, 1, 60))

    def other(self) -> None:
        """A robot or the like, or an automatic line."""
        account = self.random.choice(self.others or [self.account])
        direction = self.random.choice(("in", "out"))
        self.say(self.leap(), direction, account, auto=self.random.random() < 0.5)

    def order(self) -> None:
        created = self.leap()
        paid = None
        if self.random.random() < 0.75:
            if self.random.random() < 0.5:
                self.say(self.step(SHORT, MIDDLE), "out", self.random.choice(self.agents))
            paid = max(created, self.leap() if self.random.random() < 0.8 else created)
        self.place(created, paid)

    def place(self, created: datetime, paid: datetime | None) -> None:
        order = Order(
            id=f"{len(self.draft.orders) + 1}",
            shop=self.shop,
            buyer=self.buyer,
            created=created,
            paid=paid,
            amount=Decimal(self.random.choice(("99.00", "100.00", "0.01", "778.00", "59.90"))),
            items=self.random.randint(1, 3),
            status=self.random.choice(("交易成功", "交易成功", "卖家已发货", CLOSED)),
        )
        if paid is None:
            order = replace(order, status=self.random.choice(("等待买家付款", CLOSED)))
        else:
            order = self.shipped(order, paid)
            self.refund(order, paid)
        self.draft.orders.append(order)

    def shipped(self, order: Order, paid: datetime) -> Order:
        if self.random.random() < 0.3:
            return order
        shipped = paid + timedelta(
            hours=self.random.choice((1, 24, 48, 48)), seconds=self.random.choice((-1, 0, 1))
        )
        news = shipped + timedelta(seconds=self.random.choice((0, HOUR, DAY)))
        order = replace(order, shipped=shipped, logistics=self.random.choice((None, news, news)))
        if self.random.random() < 0.5:
            days = self.random.choice((1, 3, 4, 7))
            received = shipped + timedelta(days=days)
            if self.random.random() < 0.5:
                self.times.append(received)
                self.say(self.step((0, 1, 60)), "out", self.random.choice(self.agents))
            order = replace(order, received=received)
        return order

    def refund(self, order: Order, paid: datetime) -> None:
        for _ in range(self.random.choice((0, 0, 0, 1, 1, 2, 3))):
            finished = paid + timedelta(days=self.random.choice((0, 1, 1, 5, 30)), seconds=7)
            status = self.random.choice((REFUNDED, REFUNDED, REFUNDED, "退款关闭", "等待卖家处理"))
            self.draft.refunds.append(
                Refund(
                    id=f"{len(self.draft.refunds) + 1}",
                    order=order.id,
                    amount=Decimal(self.random.choice(("1.00", "50.00", "99.00", "938.00"))),
                    applied=paid + timedelta(seconds=5),
                    finished=finished if status != "等待卖家处理" else None,
                    status=status,
                )
            )


def finish(draft: Draft) -> World:
    """Ids, duplicates, the order of rows, and settings."""
    random = draft.random
    ids = [str(number) for number in range(1, len(draft.spoken) + 1)]
    if random.random() < 0.3:
        ids = [f"消息{number}" for number in ids]
    random.shuffle(ids)
    messages: list[Message] = []
    for row_id, (time, account, buyer, direction, auto) in zip(ids, draft.spoken, strict=True):
        text = random.choice(("在", "你好", "多少钱", "[自动回复]您好"))
        messages.append(Message(row_id, time, account, buyer, direction, text, len(text), auto))
    return World(
        messages=tuple(with_repeats(random, messages)),
        orders=tuple(with_repeats(random, draft.orders)),
        refunds=tuple(with_repeats(random, draft.refunds)),
        accounts=tuple(draft.accounts),
        settings=make_settings(random, draft),
    )


def with_repeats(random: Random, rows: list[Row]) -> list[Row]:
    """The rows of an export taken twice, in any order."""
    rows = rows + [row for row in rows if random.random() < 0.05]
    random.shuffle(rows)
    return rows


def make_settings(random: Random, draft: Draft) -> Settings:
    away = random.choice((0.0, 0.05, 0.15, 0.5))
    chosen: dict[str, object] = {}
    for name, readings in CHOICES.items():
        if random.random() < away:
            chosen[name] = random.choice(readings[1:])
    for name, numbers in NUMBERS.items():
        if random.random() < away / 4:
            chosen[name] = random.choice(numbers[1:])
    paid = [order.paid for order in draft.orders if order.paid is not None]
    if paid and random.random() < 0.3:
        near = timedelta(hours=random.choice((48, 72, 96)), seconds=random.choice((-1, 0, 1)))
        chosen["as_of"] = random.choice(paid) + near
    return replace(Settings(), **chosen)  # type: ignore[arg-type]


def smaller(world: World, differs: Callable[[World], bool]) -> World:
    """The least world found, by leaving out rows and settings, that still differs."""
    shrunk = True
    while shrunk:
        shrunk = False
        for candidate in one_less(world):
            if differs(candidate):
                world, shrunk = candidate, True
                break
    return world


def one_less(world: World) -> list[World]:
    found: list[World] = []
    for name in ("messages", "orders", "refunds", "accounts"):
        rows = getattr(world, name)
        for place in range(len(rows)):
            rest = rows[:place] + rows[place + 1 :]
            if name != "accounts" or is_unused(rows[place], world):
                found.append(replace(world, **{name: rest}))
    for setting in fields(Settings):
        if getattr(world.settings, setting.name) != setting.default:
            settings = replace(world.settings, **{setting.name: setting.default})
            found.append(replace(world, settings=settings))
    return found


def is_unused(account: Account, world: World) -> bool:
    return all(message.account != account.account for message in world.messages)
