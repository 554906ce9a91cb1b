"""Frozen dataclasses that are made quickly: a check of a policy loads well over a hundred.

`dataclass(frozen=True, slots=True)` compiles six functions for every class, which took a third of
the time of a check. A record is such a dataclass whose comparing, hashing, printing and guarding
functions are the same for all classes; only `__init__` is compiled for each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def record(cls: type[T], /) -> type[T]: ...


@overload
def record(*, kw_only: bool) -> Callable[[type[T]], type[T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T] | None = None, /, *, kw_only: bool = False) -> Any:
    """A frozen dataclass with slots: `fields`, `replace` and `match` work as on any other."""
    if cls is None:
        return lambda made: _made(made, kw_only=kw_only)
    return _made(cls, kw_only=False)


def _made(cls: type[T], *, kw_only: bool) -> type[T]:
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # else dataclass works out a signature, which takes long
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    own = fields(made)
    compared = [f.name for f in own if f.compare]
    hashed = [f.name for f in own if (f.compare if f.hash is None else f.hash)]
    made.__init__ = _init(made, own)
    made.__compared__ = _key_of(compared)
    made.__hashed__ = _key_of(hashed)
    for name, function in _SHARED.items():
        setattr(made, name, function)
    finished: type[T] = made
    return finished


def _key_of(names: list[str]) -> Callable[[Any], object]:
    return attrgetter(*names) if names else staticmethod(lambda _: ())


def _init(cls: type, own: tuple[Field[Any], ...]) -> Callable[..., None]:
    """`def __init__(self, a, *, b=_b): _set(self, 'a', a)…`, the one function that is compiled."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": MISSING}
    plain: list[str] = []
    named: list[str] = []
    body: list[str] = []
    for one in own:
        text = one.name
        if one.default is not MISSING:
            known[f"_{one.name}"] = one.default
            text += f"=_{one.name}"
        elif one.default_factory is not MISSING:
            known[f"_{one.name}"] = one.default_factory
            text += "=_MISSING"
            body.append(f" if {one.name} is _MISSING: {one.name} = _{one.name}()")
        (named if one.kw_only else plain).append(text)
        body.append(f" _set(self, {one.name!r}, {one.name})")
    arguments = ", ".join(["self", *plain, *(["*", *named] if named else [])])
    source = "\n".join([f"def __init__({arguments}):", *(body or [" pass"])])
    exec(source, known)  # noqa: S102  # our own class's field names, as in dataclasses
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__compared__(self) == self.__compared__(other)


def _hash(self: Any) -> int:
    return hash((self.__class__, self.__hashed__(self)))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_set(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state_of(self: Any) -> list[object]:
    return [getattr(self, f.name) for f in fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__getstate__": _state_of,
    "__setstate__": _set_state,
}
