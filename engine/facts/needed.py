"""Only what the figures read is made, and a relation is dropped when nothing reads it any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlglot import exp

from engine.facts.narrowing import Words, narrowed
from engine.facts.step import Step


def needed(
    steps: Sequence[Step], readers: Iterable[Step], keep: Iterable[str] = ()
) -> tuple[Step, ...]:
    """The steps that `readers` (or somebody who names relations in `keep`) hang on, in order.

    What only other steps read goes as soon as the last of them is done: at 50 million messages
    that is what decides the memory. What no step here makes (`lines`, `orders`) is never dropped.
    """
    by_name = {step.creates: step for step in steps}
    readers = tuple(readers)
    alive = set(keep).union(*(_reads(reader, by_name) for reader in readers))
    for name in tuple(alive):
        if name in by_name and by_name[name].is_view:
            alive |= _reads(by_name[name], by_name)
    words = Words(frozenset(keep)).with_all(readers)
    found: list[Step] = []
    for whole in reversed(steps):
        if whole.creates not in alive:
            continue
        step = narrowed(whole, words)
        words = words.with_all((step,))
        reads = _reads(step, by_name)
        found.append(step if step.is_view else replace(step, drops=_last(reads - alive, by_name)))
        alive |= reads
    return tuple(reversed(found))


def _last(names: set[str], by_name: Mapping[str, Step]) -> tuple[str, ...]:
    return tuple(name for name, step in by_name.items() if name in names and not step.is_view)


def _reads(step: Step, by_name: Mapping[str, Step]) -> set[str]:
    """What the step reads, and what the views among it read."""
    found = {table.name for table in step.tree.expression.find_all(exp.Table)}
    for name in tuple(found):
        if name in by_name and by_name[name].is_view:
            found |= _reads(by_name[name], by_name)
    return found
