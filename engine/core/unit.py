"""Units are types: a measure, a table column and a formula each have exactly one."""

from enum import StrEnum


class Unit(StrEnum):
    """What a value counts. `number` is a bare number, which takes the unit of its neighbour."""

    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"
    POINTS = "points"
    SECONDS = "seconds"
    DAYS = "days"
    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"


NUMERIC_UNITS = tuple(u for u in Unit if u not in (Unit.TEXT, Unit.TRUTH))
