"""Tables and expressions in a chain → decisions and formulas over the figures of one case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import yaml

from engine.core.number import scale_of
from tests.peers.cells import sanitized
from tests.peers.draft import Draft, NotExpressible, Translated, Worked
from tests.peers.expressions import NUMBER, TRUTH, WORD, Parser, Value
from tests.peers.reading import number
from tests.peers.running import found_in

MOST_PLACES = 12
NO_WORD = "(none)"
_ATTEMPTS = 12
_ROOMS = ("1000", "100000000")
_UNKNOWN_CODE = 0


@dataclass
class Adjusted:
    """What the checks of our own made necessary, once a first attempt was looked at."""

    rooms: int = 0
    with_last_row: set[str] = field(default_factory=set)
    dropped: set[tuple[str, int]] = field(default_factory=set)


@dataclass
class Chain:
    """The draft of one case, and what each of the peer's names is in it."""

    figures: Mapping[str, object]
    adjusted: Adjusted
    later: Callable[[Chain, str], bool] = lambda chain, name: False
    draft: Draft = field(default_factory=Draft)
    given: dict[str, str] = field(default_factory=dict)
    level: str = ""
    known: dict[str, Value] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    truths: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.given["one"] = "1"
        self.draft.measure("one", ["1"], "money")

    def parser(self) -> Parser:
        return Parser(self.resolve, self.same_word)

    def resolve(self, name: str) -> Value:
        name = name.removeprefix("$.")
        if name in self.known or self.later(self, name):
            return self.known[name]
        if name in self.lacking:
            raise NotExpressible(self.lacking[name])
        if name not in self.figures:
            return Value(kind=NUMBER, text="")
        self.known[name] = self._figure(name, self.figures[name])
        return self.known[name]

    def _figure(self, name: str, value: object) -> Value:
        own = f"v_{safe(name)}"
        if isinstance(value, bool):
            self._given(own, "1" if value else "0")
            return Value(kind=TRUTH, text=f"({own} = 1)")
        if isinstance(value, str):
            return self._word(own, value)
        amount = number(value)
        if amount is None:
            raise NotExpressible("a list in the place of a figure" if value else "no figure")
        self._given(own, amount)
        return Value(kind=NUMBER, text=own)

    def _given(self, own: str, value: str) -> None:
        room = _ROOMS[self.adjusted.rooms]
        self.draft.measure(own, [value, room, f"-{room}"])
        self.given[own] = value

    def _word(self, own: str, value: str) -> Value:
        """The first word is the agent's level; others are numbers: no other word is a figure."""
        if re.fullmatch(r"\d{4}-\d\d-\d\d.*", value):
            raise NotExpressible("dates")
        if not self.level:
            self.level = sanitized(value)
            return Value(kind=WORD, text="level")
        self._given(own, str(self.code(value)))
        return Value(kind=WORD, text=own, is_coded=True)

    def absent_word(self, name: str) -> Value:
        """A word that the source leaves out: a number that stands for none of the words."""
        own = f"v_{safe(name)}"
        self._given(own, str(_UNKNOWN_CODE))
        self.known[name] = Value(kind=WORD, text=own, is_coded=True)
        return self.known[name]

    def code(self, word: str) -> int:
        return self.codes.setdefault(word, len(self.codes) + 1)

    def same_word(self, left: Value, right: Value) -> Value:
        left, right = (right, left) if left.is_literal else (left, right)
        if left.is_literal:
            return Value(kind=TRUTH, text="(1 = 1)" if left.text == right.text else "(1 = 0)")
        if not right.is_literal or left.kind != WORD:
            raise NotExpressible("two words compared with each other")
        if left.is_coded:
            return Value(kind=TRUTH, text=f"({left.text} = {self.code(right.text)})")
        if left.words is not None and right.text not in left.words:
            return Value(kind=TRUTH, text="(1 = 0)")
        return self._is_word(left, sanitized(right.text))

    def _is_word(self, left: Value, word: str) -> Value:
        name = f"is_word_{len(self.draft.decisions) + 1}"
        is_only = left.words == (word,)
        self.draft.decisions[name] = {
            "hit": "first", "when": {"word": left.text}, "gives": {"yes": "ratio"},
            "rows": [[word, "1"]] if is_only else [[word, "1"], ["-", "0"]],
        }  # fmt: skip
        return Value(kind=TRUTH, text=f"({name}.yes = 1)")

    def set(self, name: str, expr: str) -> None:
        """One expression of a step; what the language lacks is noted under its name."""
        try:
            value = self.parser().parse(expr)
            if value.kind == WORD:
                self.known[name] = self._chosen(value) if value.items else value
            else:
                self.known[name] = self.named(value)
        except NotExpressible as lacking:
            self.note_lacking(name, str(lacking))

    def _chosen(self, value: Value) -> Value:
        """Words by conditions, as a decision: the first condition that holds gives its word."""
        *pairs, last = value.items
        conditions, words = pairs[::2], [*pairs[1::2], last]
        name = f"t{len(self.draft.decisions) + 1}_choice"
        count = len(conditions)
        rows = [
            [*("true" if at == row else "-" for at in range(count)), str(row + 1), word.text]
            for row, word in enumerate(words)
        ]
        self.draft.decisions[name] = {
            "hit": "first",
            "when": {f"c{at + 1}": self.named(c).text for at, c in enumerate(conditions)},
            "gives": {"row": "ratio", "o1": "text"},
            "rows": [row for row in rows if (name, int(row[-2])) not in self.adjusted.dropped],
        }
        return Value(kind=WORD, text=f"{name}.o1", words=tuple(w.text for w in words))

    def note_lacking(self, name: str, reason: str) -> None:
        self.lacking[name] = reason
        self.known.pop(name, None)

    def named(self, value: Value) -> Value:
        """The value under the name of a formula, so that it is computed once and can be asked."""
        if not value.text:
            raise NotExpressible("a name without a value")
        if re.fullmatch(r"[a-z]\w*(\.\w+)?", value.text) and value.kind == NUMBER:
            return value
        if value.kind not in (NUMBER, TRUTH):
            raise NotExpressible(f"a {value.kind} as a value")
        name = f"f_{len(self.draft.formulas) + 1}"
        self.draft.formulas[name] = value.text
        if value.kind == TRUTH:
            self.truths.add(name)
        return Value(kind=value.kind, text=name)

    def answered(self, name: str, expect: Mapping[str, object]) -> Translated:
        """The policy that is asked for everything of `expect` that the steps gave."""
        asked: dict[str, str] = {}
        missing: dict[str, str] = {}
        for key, value in expect.items():
            if self.lacking.get(key):
                missing[key] = self.lacking[key]
            elif key in self.known and not self._is_given(key):
                self._ask(key, value, asked, missing)
        lacking = _by_reason(missing)
        if not asked:
            raise NotExpressible(lacking or "what is expected is what was given")
        self._use_everything()
        for unused in self.draft.drop_unused():
            self.given.pop(unused)
        worked = Worked(name=name, given=self.given, expect=asked, level=self.level)
        self.draft.cases.append(worked)
        return Translated(name=name, policy=self.draft.text(), lacking=lacking)

    def _is_given(self, key: str) -> bool:
        """Whether the name still is the figure that the case began with."""
        own = f"v_{safe(key)}"
        return key in self.figures and self.known[key].text in ("level", own, f"({own} = 1)")

    def _ask(
        self, key: str, expected: object, asked: dict[str, str], missing: dict[str, str]
    ) -> None:
        value = self.known[key]
        if value.kind == WORD:
            if "." in value.text:
                asked[value.text] = str(expected)
            return
        wanted = str(int(expected)) if isinstance(expected, bool) else number(expected)
        if wanted is None:
            missing[key] = "what is expected is no number, word or condition"
        elif scale_of(Decimal(wanted)) > MOST_PLACES:
            missing[key] = f"the source carries its quotient beyond {MOST_PLACES} decimals"
        else:
            text = f"if({value.text}, 1, 0)" if value.kind == TRUTH else value.text
            asked[self.named(Value(kind=NUMBER, text=text)).text] = wanted

    def _use_everything(self) -> None:
        """A line for each step: what nothing uses would be refused."""
        for count, name in enumerate(list(self.draft.decisions), start=1):
            column = "row" if not name.startswith("is_word") else "yes"
            self.draft.line(f"uses_{count}", f"one × {name}.{column}")
        for name in self.draft.formulas:
            text = f"if({name}, 1, 0)" if name in self.truths else name
            self.draft.line(f"pays_{name}", f"one × ({text})")


def _by_reason(missing: Mapping[str, str]) -> str:
    names: dict[str, list[str]] = {}
    for key, reason in missing.items():
        names.setdefault(reason, []).append(key)
    return "; ".join(f"{reason}, for {', '.join(keys)}" for reason, keys in names.items())


def safe(name: str) -> str:
    return re.sub(r"\W+", "_", name).lower()


def flattened(figures: object, before: str = "") -> dict[str, object]:
    """Names with dots → values that are no objects."""
    if not isinstance(figures, Mapping) or set(figures) == {"num"}:
        return {before: figures}
    flat: dict[str, object] = {}
    for key, value in figures.items():
        flat.update(flattened(value, f"{before}.{key}" if before else key))
    return flat


def settled(attempt: Callable[[Adjusted], Translated]) -> Translated:
    """The translation after what our own checks asked for: room, a last row, no dead rows."""
    adjusted = Adjusted()
    translated = attempt(adjusted)
    for _ in range(_ATTEMPTS):
        if not _adjust(adjusted, translated.policy):
            return translated
        translated = attempt(adjusted)
    return translated


def _adjust(adjusted: Adjusted, policy: str) -> bool:
    for found in found_in(policy):
        if found.check.code in ("B326", "B343") and not adjusted.rooms:
            adjusted.rooms = 1
            return True
        if found.check.code in ("B341", "B343"):
            table, row = _row_at(policy, found.span.line)
            if found.check.code == "B341":
                adjusted.with_last_row.add(table)
            else:
                adjusted.dropped.add((table, row))
            return True
    return False


def _row_at(policy: str, line: int) -> tuple[str, int]:
    """The decision at a line of the text, and the number that its row there gives as `row`."""
    table, rows = "", 0
    for text in policy.split("\n")[:line]:
        if re.fullmatch(r"  \w+:", text):
            table, rows = text.strip()[:-1], 0
        rows += text.startswith("    - - ")
    decision = yaml.safe_load(policy)["decisions"][table]
    cells = decision["rows"][rows - 1] if rows else []
    return table, int(cells[len(decision["when"])]) if cells else 0
