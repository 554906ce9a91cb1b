"""What a policy says, in the users' words. The order of pairs is the order of the file."""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from engine.core.period import Effective, Month
from engine.core.record import record
from engine.core.span import Span
from engine.core.unit import Unit
from engine.policy.case import Case
from engine.policy.meaning import meaning_digest, paying_digest
from engine.policy.periods import Ladder, Notice, Streak, Times
from engine.policy.proration import MidMonth, PaidInFull, Prorate
from engine.policy.row_measures import RowMeasure
from engine.policy.service import ServiceSection
from engine.source.document import Mapping

if TYPE_CHECKING:
    from engine.policy.flag_rules import FlagRules
    from engine.policy.sharing import Distribution, Pool

Method = Literal["whole", "marginal", "slab", "over_quota", "interpolated"]
Edge = Literal["from_inclusive", "to_inclusive", "both_inclusive", "exact"]
Missing = Literal["refuse", "zero", "full", "leave_out"]
Step = Literal["proportional", "full", "started"]
Hit = Literal["unique", "first", "sum", "min", "max"]
Category = Literal["earned", "not_earned", "fine", "compensation", "top_up", "statutory"]


@record
class Quantity:
    """A number as typed. `is_ratio`: it carries %, ‰ or pp. `amount` None means ∞."""

    amount: Decimal | None
    text: str
    is_ratio: bool = False
    span: Span = field(compare=False, default=Span(file=""))


@record
class FormulaText:
    """A formula as typed, on one line."""

    text: str
    span: Span = field(compare=False)


@record
class Rounding:
    places: int
    mode: str

    def __str__(self) -> str:
        return f"{self.mode}({self.places})"


@record(kw_only=True)
class Cite:
    """A clause of a source; `rules` are numbers of the rules page that it shows."""

    source: str
    clause: str
    rules: tuple[str, ...] = ()
    span: Span = field(compare=False)


@record(kw_only=True)
class Source:
    name: str
    doc: str
    title: str


@record(kw_only=True)
class Heading:
    """What every part of a policy may carry. `span` is of its key."""

    name: str
    label: str = ""
    note: str = ""
    cite: Cite | None = None
    span: Span = field(compare=False)


@record(kw_only=True)
class Acceptance:
    """A finding that the author knows and means; `at` says where on a scale, if it is on one.

    `of`: what a finding about the whole pay of a role is about: a measure, an item, a line.
    """

    finding: str
    of: str = ""
    at: Quantity | None
    reason: str
    span: Span = field(compare=False)


@record(kw_only=True)
class MeasureNote:
    """A measure of the shop's own (with a unit), or what a missing figure does."""

    heading: Heading
    unit: Unit | None
    places: int | None
    least: Quantity | None
    greatest: Quantity | None
    better: Literal["higher", "lower"] | None
    grain: Literal["agent_month", "shop_month"] | None
    entered: bool
    missing: Literal["refuse", "zero"] | None
    by: str = ""
    needs_evidence: bool = False
    rows: RowMeasure | None = None


@record
class Reference:
    """The name of another part, where it is used."""

    name: str
    span: Span = field(compare=False)


@record(kw_only=True)
class Role:
    heading: Heading
    kpi: Reference | None
    pay: tuple[Reference, ...]
    accept: tuple[Acceptance, ...] = ()


@record(kw_only=True)
class Eligibility:
    """Who takes part; the others get only the lines of `otherwise`. No roles = every role."""

    heading: Heading
    when: FormulaText
    roles: tuple[Reference, ...]
    otherwise: tuple[Reference, ...]


@record(kw_only=True)
class AsIs:
    """The figure is points already."""


@record(kw_only=True)
class ByFormula:
    """Points by a formula, most often a table's column."""

    formula: FormulaText


@record(kw_only=True)
class ByTarget:
    """figure ÷ target × 100, within floor and cap where stated."""

    target: FormulaText
    cap: Quantity | None
    floor: Quantity | None


@record(kw_only=True)
class ByDeduction:
    """start − deduct × units beyond the limit; units are proportional, full or started."""

    start: Quantity
    deduct: Quantity
    per: Quantity
    limit: FormulaText
    is_above: bool
    step: Step
    floor: Quantity | None


Points = AsIs | ByFormula | ByTarget | ByDeduction


@record(kw_only=True)
class KpiItem:
    """One item of a card: its figure, how it becomes points, and its weight in percent."""

    heading: Heading
    weight: Quantity
    figure: FormulaText
    points: Points
    missing: Missing
    round: Rounding | None


@record(kw_only=True)
class Kpi:
    heading: Heading
    round: Rounding
    items: tuple[KpiItem, ...]


@record(kw_only=True)
class Bound:
    """One end of a band; `amount` None = without limit."""

    amount: Decimal | None
    inclusive: bool


@record(kw_only=True)
class Row:
    """One row. Bands have `low` and `high`; exact rows have `key`; points have `low` alone.

    `fixed`, `rate`, `of_excess`, `earn`, `value` are the columns with a meaning; `cells` the
    author's own, in the order of the table's own columns.
    """

    low: Bound
    high: Bound
    key: str = ""
    fixed: Quantity | None = None
    rate: Quantity | None = None
    of_excess: bool = False
    earn: Quantity | None = None
    value: Quantity | None = None
    cells: tuple[Quantity | str, ...] = ()
    span: Span = field(compare=False)


@record(kw_only=True)
class OwnColumn:
    """A column that the author named; without a unit it holds words."""

    name: str
    unit: Unit


@record(kw_only=True)
class Table:
    """A lookup, or with `each` a sum over keys.

    `unit` is of the amount that it gives, None if it only has own columns.
    """

    heading: Heading
    method: Method
    edge: Edge | None
    lookup: FormulaText
    lookup_round: Rounding | None
    apply_to: FormulaText | None
    quota: FormulaText | None
    clamps_outside: bool
    unit: Unit | None
    own_columns: tuple[OwnColumn, ...]
    rows: tuple[Row, ...]
    accept: tuple[Acceptance, ...]
    csv_digest: str = ""
    each: Reference | None = None

    @property
    def is_exact(self) -> bool:
        return self.edge == "exact"


@record
class Test:
    """One cell that tests, as typed: `-`, `<5`, `[5..10)`, `甲、乙`."""

    text: str
    span: Span = field(compare=False)


@record(kw_only=True)
class DecisionRow:
    """Tests in the order of the decision's inputs, values in the order of its outputs."""

    tests: tuple[Test, ...]
    gives: tuple[Quantity | str, ...]
    span: Span = field(compare=False)


@record(kw_only=True)
class Decision:
    """Rows that test several things at once; `hit` says what more than one fitting row means."""

    heading: Heading
    hit: Hit
    inputs: tuple[tuple[str, FormulaText], ...]
    outputs: tuple[OwnColumn, ...]
    rows: tuple[DecisionRow, ...]


@record(kw_only=True)
class NamedFormula:
    heading: Heading
    formula: FormulaText
    round: Rounding | None
    accept: tuple[Acceptance, ...] = ()


@record(kw_only=True)
class Line:
    """One line of the payslip: `amount` where `when` holds, else 0, then rounded."""

    heading: Heading
    amount: FormulaText
    when: FormulaText | None
    round: Rounding | None
    prorate: Prorate | PaidInFull | None = None
    category: Category | None = None
    accept: tuple[Acceptance, ...] = ()
    times: Times | None = None


@record(kw_only=True)
class Limit:
    """A line that pays what brings the sum of other lines within bounds, and 0 if it is there.

    `owner`: the line whose own bound this is; empty for a line that is written out.
    """

    heading: Heading
    counts: tuple[Reference, ...]
    at_least: FormulaText | None
    at_most: FormulaText | None
    when: FormulaText | None
    round: Rounding | None
    category: Category | None = None
    accept: tuple[Acceptance, ...] = ()
    owner: str = ""


@record(kw_only=True)
class Policy:
    """One version of one shop's policy. `history_from`: whose first payslips it looks back to.

    `approvals`: how many people must stand behind what the ledger pays by it.
    """

    name: str
    shop: str
    version: int
    title: str
    effective: Effective
    jurisdiction: str
    approvals: int
    sources: tuple[Source, ...]
    line_round: Rounding | None
    total_round: Rounding | None
    measures: tuple[MeasureNote, ...]
    roles: tuple[Role, ...]
    mid_month: MidMonth
    eligibility: tuple[Eligibility, ...]
    kpis: tuple[Kpi, ...]
    tables: tuple[Table, ...]
    decisions: tuple[Decision, ...]
    formulas: tuple[NamedFormula, ...]
    pools: tuple[Pool, ...]
    distributions: tuple[Distribution, ...]
    lines: tuple[Line | Limit, ...]
    cases: tuple[Case, ...]
    history_from: Month | None
    streaks: tuple[Streak, ...]
    ladders: tuple[Ladder, ...]
    notices: tuple[Notice, ...]
    service: ServiceSection | None = None
    flags: FlagRules | None = None
    bytes_digest: str
    root: Mapping = field(compare=False, repr=False)
    span: Span = field(compare=False)

    @property
    def meaning_digest(self) -> str:
        return meaning_digest(self.root)

    @property
    def paying_digest(self) -> str:
        return paying_digest(self.root)

    @property
    def label(self) -> str:
        return f"{self.shop}/{self.name} v{self.version}"
