"""A record is what a frozen dataclass with slots is."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from engine.core.record import record


@record
class Place:
    file: str
    line: int = 0
    span: str = field(compare=False, default="")


@record(kw_only=True)
class Named:
    name: str
    place: Place = field(default=Place("x"))
    notes: list[str] = field(default_factory=list, hash=False)
    secret: str = field(default="s", repr=False)


@record
class Nothing:
    """No fields at all."""


@dataclass(frozen=True, slots=True)
class Other:
    file: str
    line: int = 0


def test_it_is_made_and_compared_like_a_dataclass() -> None:
    assert Place("a", 1) == Place("a", 1, "elsewhere")
    assert Place("a", 1) != Place("a", 2)
    assert Place("a") != Other("a")
    assert Nothing() == Nothing()
    assert len({Place("a"), Place("a", 0, "b"), Nothing(), Nothing()}) == 2
    assert hash(Named(name="n", notes=["a"])) == hash(Named(name="n", notes=["b"]))


def test_each_has_lists_of_its_own() -> None:
    assert Named(name="a").notes is not Named(name="b").notes


@pytest.mark.parametrize("wrong", [{}, {"nmae": "a"}, {"name": "a", "more": 1}])
def test_wrong_arguments_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Named(**wrong)  # type: ignore[arg-type]  # that is the point


def test_it_takes_no_names_by_place_where_they_are_asked_for() -> None:
    with pytest.raises(TypeError):
        Named("a")  # type: ignore[misc]  # that is the point


def test_nothing_of_it_can_be_changed() -> None:
    place = Place("a")
    with pytest.raises(FrozenInstanceError):
        place.line = 2  # type: ignore[misc]  # that is the point
    with pytest.raises(FrozenInstanceError):
        del place.file
    with pytest.raises(AttributeError):
        place.column = 3  # type: ignore[attr-defined]  # there is no such slot
    assert not hasattr(place, "__dict__")


def test_it_is_shown_replaced_matched_copied_and_kept() -> None:
    named = Named(name="n", secret="t")
    assert repr(named) == "Named(name='n', place=Place(file='x', line=0, span=''), notes=[])"
    assert replace(named, name="m").name == "m"
    assert [f.name for f in fields(named)] == ["name", "place", "notes", "secret"]
    match named:
        case Named(name=name, place=Place(file, line)):
            assert (name, file, line) == ("n", "x", 0)
    assert copy.deepcopy(named) == named
    assert pickle.loads(pickle.dumps(named)) == named
