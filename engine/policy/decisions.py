"""The `decisions` section: rows of tests and what they give."""

from __future__ import annotations

from engine.core.unit import Unit
from engine.policy.checks.p206_row_length import ROW_LENGTH
from engine.policy.model import Decision, DecisionRow, OwnColumn, Test
from engine.policy.reading import Reading, entries, mappings, pairs, text_of
from engine.source.document import Mapping, Node, Scalar


def build_decisions(node: Node | None, reading: Reading) -> tuple[Decision, ...]:
    return tuple(_decision(key, body, reading) for key, body in mappings(node))


def _decision(key: Scalar, body: Mapping, reading: Reading) -> Decision:
    inputs = tuple((name.text, reading.formula(n)) for name, n in pairs(body.get("when")))
    outputs = tuple(
        OwnColumn(name=name.text, unit=Unit(text_of(unit)))
        for name, unit in pairs(body.get("gives"))
    )
    rows: list[DecisionRow] = []
    width = len(inputs) + len(outputs)
    for row in entries(body.get("rows")):
        cells = entries(row)
        if len(cells) != width:
            count, expected = str(len(cells)), str(width)
            reading.found.append(ROW_LENGTH.at(row.span, count=count, expected=expected))
            continue
        rows.append(_row(cells, len(inputs), outputs, reading))
    return Decision(
        heading=reading.heading(key, body),
        hit=text_of(body.get("hit")),  # type: ignore[arg-type]  # the schema's enum has checked it
        inputs=inputs,
        outputs=outputs,
        rows=tuple(rows),
    )


def _row(
    cells: tuple[Node, ...], tested: int, outputs: tuple[OwnColumn, ...], reading: Reading
) -> DecisionRow:
    return DecisionRow(
        tests=tuple(Test(text_of(cell).strip(), cell.span) for cell in cells[:tested]),
        gives=tuple(
            text_of(cell) if output.unit is Unit.TEXT else reading.quantity(cell)
            for cell, output in zip(cells[tested:], outputs, strict=True)
        ),
        span=cells[0].span,
    )
