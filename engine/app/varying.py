"""What is varied, and the variants that come of it: `PATH=FROM..TO:STEP`, or `PATH=A,B,C`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from engine.app.checks.w970_no_such_number import NO_SUCH_NUMBER
from engine.app.checks.w971_several_numbers import SEVERAL_NUMBERS
from engine.app.checks.w972_no_number import NO_NUMBER
from engine.app.checks.w973_not_a_range import NOT_A_RANGE
from engine.app.checks.w974_too_many_variants import TOO_MANY_VARIANTS
from engine.app.checks.w977_nothing_to_balance import NOTHING_TO_BALANCE
from engine.core.closest import closest
from engine.core.errors import EngineError
from engine.core.number import has_ratio_sign, parse_decimal, parse_quantity, plain
from engine.core.record import record
from engine.core.span import whole_file
from engine.source.document import Document, Mapping, Scalar, at_path
from engine.source.numbers import NamedNumber, named, values, with_text

MOST_VARIANTS = 20_000
MOST_VARIED = 2
WHOLE = Decimal(100)
_SHOWN_PATHS = 6
_RANGE = re.compile(r"(.+?)\.\.(.+?):(.+)")
_SIGNED = re.compile(r"\s*([+−-]?[\d,.]+)\s*(%|％|‰|pp|万|亿)?\s*")


@record(kw_only=True)
class Axis:
    """One number of the policy, and the texts that it takes on in turn, ascending."""

    number: NamedNumber
    texts: tuple[str, ...]


@record(kw_only=True)
class Variant:
    """One row of what was asked: the texts of the varied numbers, and of the one that balances."""

    index: int
    texts: tuple[str, ...]
    balance: str = ""

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(parse_quantity(text) or Decimal(0) for text in self.texts)

    @property
    def shown(self) -> str:
        return " · ".join((*self.texts, *([self.balance] if self.balance else [])))


@record(kw_only=True)
class Asked:
    """All variants of a policy, as documents that differ in a few texts."""

    document: Document
    axes: tuple[Axis, ...]
    balance: NamedNumber | None
    variants: tuple[Variant, ...]

    def document_of(self, variant: Variant) -> Document:
        root = self.document.root
        for axis, text in zip(self.axes, variant.texts, strict=True):
            root = with_text(root, axis.number.steps, text)
        if self.balance is not None:
            root = with_text(root, self.balance.steps, variant.balance)
        return Document(
            file=self.document.file,
            root=root,
            bytes_digest=self.document.bytes_digest,
            lines=self.document.lines,
        )


def asked_for(document: Document, varied: Sequence[str], balance: str | None) -> Asked:
    """What was typed, read against the policy; nothing of it is guessed."""
    if not 0 < len(varied) <= MOST_VARIED:
        raise EngineError(NOT_A_RANGE.at(whole_file("--vary"), written=" ".join(varied)))
    axes = tuple(_axis(document, text) for text in varied)
    weight = None if balance is None else _number(document, balance)
    count = 1
    for axis in axes:
        count *= len(axis.texts)
    if count > MOST_VARIANTS:
        most = str(MOST_VARIANTS)
        raise EngineError(TOO_MANY_VARIANTS.at(whole_file("--vary"), count=str(count), most=most))
    variants = tuple(
        Variant(index=index, texts=texts, balance=_rest(document, axes, texts, weight))
        for index, texts in enumerate(product(*(axis.texts for axis in axes)), 1)
    )
    return Asked(document=document, axes=axes, balance=weight, variants=variants)


def _axis(document: Document, text: str) -> Axis:
    path, sign, listed = text.partition("=")
    texts = tuple(_texts(listed)) if sign else ()
    if not texts:
        raise EngineError(NOT_A_RANGE.at(whole_file("--vary"), written=text))
    return Axis(number=_number(document, path.strip()), texts=texts)


def _number(document: Document, path: str) -> NamedNumber:
    """The one number that the path names."""
    found = named(document.root, path)
    where = whole_file(document.file)
    if not found:
        known = [value.path for value in values(document.root) if value.is_number]
        raise EngineError(NO_SUCH_NUMBER.at(where, path=path, closest=closest(path, known)))
    if len(found) > 1:
        shown = ", ".join(value.path for value in found[:_SHOWN_PATHS])
        raise EngineError(SEVERAL_NUMBERS.at(where, path=path, known=shown))
    if not found[0].is_number:
        raise EngineError(
            NO_NUMBER.at(found[0].scalar.span, path=path, written=found[0].scalar.text)
        )
    return found[0]


def _texts(listed: str) -> Iterator[str]:
    """The steps of a range, or the members of a list; none where it can not be read."""
    ranged = _RANGE.fullmatch(listed)
    if ranged is not None:
        yield from _steps([_SIGNED.fullmatch(part) for part in ranged.groups()])
        return
    parts = [part.strip() for part in listed.split(",")]
    if all(parse_quantity(part) is not None for part in parts):
        unique = {parse_quantity(part) or Decimal(0): part for part in reversed(parts)}
        yield from (unique[amount] for amount in sorted(unique))


def _steps(parts: Sequence[re.Match[str] | None]) -> Iterator[str]:
    known = [part for part in parts if part is not None]
    numbers = [parse_decimal(part[1].replace("−", "-")) for part in known]
    first, last, step = numbers if len(numbers) == len(parts) else (None, None, None)
    if first is None or last is None or step is None:
        return
    if len({part[2] or "" for part in known}) > 1 or step <= 0 or last < first:
        return  # 0.3%..0.8:0.05% may mean two things
    sign = known[0][2] or ""
    count = int((last - first) / step)
    for number in range(min(count, MOST_VARIANTS) + 1):
        yield f"{plain(first + number * step)}{sign}"


def _rest(
    document: Document, axes: tuple[Axis, ...], texts: tuple[str, ...], balance: NamedNumber | None
) -> str:
    """What is left of 100 for the weight that gives or takes."""
    if balance is None:
        return ""
    changed = {axis.number.steps: text for axis, text in zip(axes, texts, strict=True)}
    items = at_path(document.root, list(balance.steps[:-2]))
    is_card = balance.steps[0] == "kpi" and balance.steps[-1] == "weight"
    others = [
        changed.get((*balance.steps[:-2], key.text, "weight"), weight.text)
        for key, item in (items.pairs if isinstance(items, Mapping) else ())
        if isinstance(item, Mapping) and isinstance(weight := item.get("weight"), Scalar)
        and key.text != balance.steps[-2]
    ]  # fmt: skip
    amounts = [parse_quantity(text) for text in others]
    known = [amount for amount in amounts if amount is not None]
    is_plain = len(known) == len(amounts) and not any(map(has_ratio_sign, others))
    if not is_card or balance.steps in changed or not is_plain:
        raise EngineError(NOTHING_TO_BALANCE.at(balance.scalar.span, path=balance.path))
    return plain(WHOLE - sum(known, Decimal(0)))
