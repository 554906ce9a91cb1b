"""One decision table of a peer → a decision of ours, its outputs known to the chain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.peers.cells import condition_of, parted, sanitized, simple_cell
from tests.peers.chain import NO_WORD, Chain, safe
from tests.peers.draft import NotExpressible
from tests.peers.expressions import NUMBER, TRUTH, WORD, Parser, Resolve, Value

ANYTHING = "-"
_BEYOND = "1000000000"
FREE = "(free expression)"
_HITS = {"UNIQUE": "unique", "ANY": "first", "FIRST": "first", "PRIORITY": "first"}
_TOGETHER = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "sum"}
_QUOTED = re.compile(r"""\s*(['"])(?P<word>[^'"]*)\1\s*""")
_NUMBER = re.compile(r"\s*-?\d[\d_]*(?:\.\d+)?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A peer's table, whatever its file calls the parts."""

    name: str
    hit: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Mapping[str, Sequence[str]], ...]
    defaults: tuple[str, ...] = ()
    aggregate: str = ""


@dataclass
class _Columns:
    """The tested columns: those of the source, then one for each cell that needs a formula."""

    when: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    impossible: set[int] = field(default_factory=set)

    def put(self, row: int, column: str, formula: str, cell: str) -> None:
        place = list(self.when).index(column) if column in self.when else len(self.when)
        self.when.setdefault(column, formula)
        for cells in self.rows:
            cells.extend([ANYTHING] * (len(self.when) - len(cells)))
        self.rows[row][place] = cell


def add_table(chain: Chain, table: Table) -> None:
    """The table as a decision named after its step; its outputs become names of the chain."""
    hit = _hit(table)
    name = f"t{len(chain.draft.decisions) + 1}_{safe(table.name)}"
    columns = _tested(chain, table)
    outputs = [_Output.of(chain, table, index) for index in range(len(table.outputs))]
    kept = [
        row
        for row in range(len(table.rules))
        if row not in columns.impossible and (name, row + 1) not in chain.adjusted.dropped
    ]
    rows = [_row(columns, outputs, row) for row in kept]
    if name in chain.adjusted.with_last_row or not columns.when:
        hit = "first" if hit == "unique" else hit
        last = [output.default(hit) for output in outputs]
        rows.append([*[ANYTHING] * len(columns.when), "0", *(text for text in last if text)])
    if not columns.when:
        raise NotExpressible("a table that tests nothing that is given")
    chain.draft.decisions[name] = {
        "hit": hit,
        "when": columns.when,
        "gives": {"row": "ratio", **{o.column: o.unit for o in outputs if o.column}},
        "rows": rows,
    }
    for output in outputs:
        output.formulas = {n: text for n, text in output.formulas.items() if n - 1 in kept}
        output.publish(chain, name)


def _hit(table: Table) -> str:
    if table.hit in _HITS:
        return _HITS[table.hit]
    if table.hit == "COLLECT" and table.aggregate in _TOGETHER:
        return _TOGETHER[table.aggregate]
    raise NotExpressible("a list of all rows that fit; a decision gives one row, or their sum")


def _row(columns: _Columns, outputs: Sequence[_Output], row: int) -> list[str]:
    given = [output.cells[row] for output in outputs if output.column]
    return [*columns.rows[row], str(row + 1), *given]


def _tested(chain: Chain, table: Table) -> _Columns:
    columns = _Columns(rows=[[] for _ in table.rules])
    for index, expr in enumerate(table.inputs):
        cells = [rule["when"][index].strip() for rule in table.rules]
        if any(cell not in ("", ANYTHING) for cell in cells):
            _test_column(chain, columns, (index, expr), cells)
    return columns


def _test_column(
    chain: Chain, columns: _Columns, asked: tuple[int, str], cells: Sequence[str]
) -> None:
    index, expr = asked
    value = Value(kind=TRUTH, text="") if expr == FREE else chain.parser().parse(expr)
    if value.kind == NUMBER and not value.text and all(_is_words(cell) for cell in cells):
        value = chain.absent_word(expr)
    if value.kind == NUMBER and not value.text:
        raise NotExpressible(f"{expr} has no value in the source's case, and the table tests it")
    if value.kind == NUMBER:
        value = chain.named(value)
    for row, cell in enumerate(cells):
        if cell in ("", ANYTHING):
            continue
        ours = _own_cell(chain, cell, value) if value.text else None
        if ours is None:
            parser = Parser(_or_itself(value, chain.resolve), chain.same_word)
            condition = chain.named(condition_of(cell, value, parser))
            columns.put(row, f"c{index + 1}_{row + 1}", condition.text, "true")
        elif not ours:
            columns.impossible.add(row)
        else:
            column = f"i{index + 1}"
            columns.put(row, column, value.text, ours)


def _or_itself(value: Value, resolve: Resolve) -> Resolve:
    return lambda name: value if name == "$" else resolve(name)


def _is_words(cell: str) -> bool:
    return cell in ("", ANYTHING) or all(_QUOTED.fullmatch(part) for part in parted(cell, ","))


def _own_cell(chain: Chain, cell: str, value: Value) -> str | None:
    """The cell in our spelling; empty where no word of it can occur; None where it needs more."""
    text = simple_cell(cell, value)
    if text is None or value.kind != WORD:
        return text
    words = text.split(" | ")
    if value.is_coded:
        return " | ".join(str(chain.code(word)) for word in words)
    known = value.words
    return " | ".join(word for word in words if known is None or word in known)


@dataclass
class _Output:
    """One output column: words, conditions as 1 and 0, numbers, or formulas picked by the row."""

    name: str
    kind: str
    column: str
    cells: list[str]
    formulas: dict[int, str] = field(default_factory=dict)
    defaults: str = ""

    @property
    def unit(self) -> str:
        return "text" if self.kind == WORD else "ratio"

    @staticmethod
    def of(chain: Chain, table: Table, index: int) -> _Output:
        texts = [rule["then"][index].strip() for rule in table.rules]
        default = table.defaults[index] if index < len(table.defaults) else ""
        name, column = table.outputs[index], f"o{index + 1}"
        filled = [text for text in (*texts, default) if text]
        if table.aggregate == "COUNT":
            return _Output(name, NUMBER, column, ["1"] * len(texts))
        if all(_QUOTED.fullmatch(text) for text in filled):
            return _Output(name, WORD, column, [_word(t) for t in texts], {}, _word(default))
        if all(text in ("true", "false") for text in filled):
            return _Output(name, TRUTH, column, [str(int(text == "true")) for text in texts])
        if all(_NUMBER.fullmatch(text) for text in filled):
            return _Output(name, NUMBER, column, [_plain(t) for t in texts], {}, default.strip())
        return _Output._worked_out(chain, name, texts)

    @staticmethod
    def _worked_out(chain: Chain, name: str, texts: Sequence[str]) -> _Output:
        output = _Output(name, NUMBER, "", [])
        try:
            for row, text in enumerate(texts, start=1):
                value = chain.parser().parse(text) if text else Value(kind=NUMBER, text="0")
                if value.kind != NUMBER or not value.text:
                    raise NotExpressible("a cell that gives the word of another column")
                output.formulas[row] = value.text
        except NotExpressible as lacking:
            chain.note_lacking(name, str(lacking))
            output.formulas.clear()
        return output

    def default(self, hit: str = "first") -> str:
        """What the last row gives; of several it must not be the least or the greatest."""
        if not self.column:
            return ""
        nothing = {"min": _BEYOND, "max": f"-{_BEYOND}"}.get(hit, "0")
        return self.defaults or (NO_WORD if self.kind == WORD else nothing)

    def publish(self, chain: Chain, table: str) -> None:
        place = f"{table}.{self.column}"
        if self.formulas:
            chain.known[self.name] = chain.named(Value(kind=NUMBER, text=self._by_row(table)))
        elif self.column:
            text = f"({place} = 1)" if self.kind == TRUTH else place
            words = tuple(self._words()) if self.kind == WORD else None
            chain.known[self.name] = Value(kind=self.kind, text=text, words=words)
        if self.formulas or self.column:
            chain.lacking.pop(self.name, None)

    def _words(self) -> Iterator[str]:
        yield from dict.fromkeys((*self.cells, self.default()))

    def _by_row(self, table: str) -> str:
        text = "0"
        for row, formula in sorted(self.formulas.items(), reverse=True):
            text = f"if({table}.row = {row}, {formula}, {text})"
        return text


def _word(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    return sanitized(quoted["word"]) if quoted else text or NO_WORD


def _plain(text: str) -> str:
    return text.replace("_", "") or "0"


def by_priority(table: Table, priorities: Sequence[str]) -> Table:
    """The rows in the order of their outputs' priority, so that the first that fits is it."""
    order: list[list[str]] = [re.findall(r'"[^"]*"', text) for text in priorities]

    def place(rule: Mapping[str, Any]) -> tuple[int, ...]:
        texts = zip(rule["then"], order, strict=True)
        return tuple(words.index(text) if text in words else len(words) for text, words in texts)

    rules = tuple(sorted(table.rules, key=place))
    return Table(
        name=table.name, hit=table.hit, inputs=table.inputs, outputs=table.outputs,
        rules=rules, defaults=table.defaults, aggregate=table.aggregate,
    )  # fmt: skip
