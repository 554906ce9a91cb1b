"""Where in a policy a difference is, and the forms that its sentence can take."""

from __future__ import annotations

from dataclasses import replace

from engine.compare.change import Change, Kind, Listed, Part, Path, Words, shown_path, typed
from engine.compare.fields import Shape
from engine.compare.values import field_words, value_words
from engine.core.record import record
from engine.core.span import Span
from engine.source.document import Mapping, Node

# A column that the author named: its name is never taken for a key of the language.
COLUMN = "column"


@record(kw_only=True)
class Sides:
    """What each side says, and where; empty on the side that says nothing."""

    before: str = ""
    after: str = ""
    old: Span | None = None
    new: Span | None = None


@record(kw_only=True)
class Spot:
    """One place on both sides. `subject`: the part that people would name.

    `bodies`: the part on both sides, for what hangs on its other keys.
    """

    steps: Path
    kind: str
    shape: Shape
    subject: Part
    bodies: tuple[Mapping, Mapping]
    is_words: bool = False

    @property
    def key(self) -> str:
        return self.steps[-1]

    @property
    def field(self) -> Part:
        return self.key if self.kind == COLUMN else field_words(self.kind, self.key)

    def change(self, kind: Kind, words: Part, sides: Sides, inside: Path = ()) -> Change:
        """The change at this place or inside of it, marked where it is about words alone."""
        steps = (*self.steps, *inside)
        if self.is_words:
            words = Words("diff.form.only_words", {"text": words})
        return Change(
            kind=kind,
            path=shown_path(steps),
            steps=steps,
            words=words,
            before=sides.before,
            after=sides.after,
            is_words=self.is_words,
            old=sides.old,
            new=sides.new,
        )


def both(old: Node, new: Node) -> Sides:
    return Sides(before=typed(old), after=typed(new), old=old.span, new=new.span)


def only_old(old: Node, place: Span | None = None) -> Sides:
    return Sides(before=typed(old), old=place or old.span)


def only_new(new: Node, place: Span | None = None) -> Sides:
    return Sides(after=typed(new), new=place or new.span)


def changed(spot: Spot, old: Node, new: Node) -> Change:
    """`转化率: weight 30 → 35`; a formula is told whole."""
    words = _changed_words(spot, value_words(old, spot.shape), value_words(new, spot.shape))
    return spot.change("changed", words, both(old, new))


def _changed_words(spot: Spot, before: Part, after: Part) -> Part:
    filled = {"subject": spot.subject, "field": spot.field, "before": before, "after": after}
    if spot.shape.style != "formula":
        return Words("diff.form.changed", filled)
    if spot.kind == spot.key == "formula":  # the formula is the part itself
        return Words("diff.form.formula", {k: v for k, v in filled.items() if k != "field"})
    return Words("diff.form.field_formula", filled)


def added(spot: Spot, new: Node, place: Span) -> Change:
    filled = {"subject": spot.subject, "field": spot.field}
    words = Words("diff.form.added", {**filled, "after": value_words(new, spot.shape)})
    return spot.change("added", words, only_new(new, place))


def removed(spot: Spot, old: Node, place: Span) -> Change:
    filled = {"subject": spot.subject, "field": spot.field}
    words = Words("diff.form.removed", {**filled, "before": value_words(old, spot.shape)})
    return spot.change("removed", words, only_old(old, place))


def general(spot: Spot, old: Node, new: Node) -> Change:
    """What has no sentence of its own: the path, before and after."""
    filled: dict[str, Part] = {"path": shown_path(spot.steps)}
    words = Words("diff.form.general", {**filled, "before": typed(old), "after": typed(new)})
    return spot.change("changed", words, both(old, new))


Names = tuple[str, ...]


def reordered(
    spot: Spot, before: Names, after: Names, at: Sides, *, columns: bool = False
) -> Change:
    """The same names, one above the other in another way; `at` says where."""
    key = "diff.form.columns_order" if columns else "diff.form.order"
    filled = {"subject": spot.subject, "field": spot.field}
    words = Words(key, {**filled, "before": Listed(before), "after": Listed(after)})
    texts = [f"[{', '.join(names)}]" for names in (before, after)]
    return spot.change("changed", words, replace(at, before=texts[0], after=texts[1]))
