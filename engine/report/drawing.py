"""Charts as drawings that stand in a page: no script, nothing loaded, the same bytes every time.

The library places shapes by floats, which are pixels here; every number that is printed is the text
of an exact amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

from engine.core.number import fixed, plain
from engine.core.width import width
from engine.report.charts import Bars, Chart, Curves, Waterfall, ticks
from engine.report.page import shown
from engine.report.plotting import Style, pygal

_FONTS = (
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
)
_WIDE, _ROW, _FRAME = 960, 30, 90
_FONT, _PER_PLACE = 13, Decimal("0.6")
_LONGEST = 38
_PLACES = 2
# light enough to be written on
GAIN, LOSS, TOTAL, NONE = "#8ccf92", "#f2a08c", "#a9c8e6", "transparent"
_LINES = ("#2b5c8a", "#b35806", "#1b7837", "#762a83", "#b2182b", "#4d4d4d", "#01665e", "#8c510a")
_PALE = ("#a9c8e6", "#f6c992", "#b5dcb8", "#d4bfe0", "#f2a08c", "#cfcfcf", "#a3d8d2", "#dfc39a")
# lines are told apart by their strokes, too
_DASHES = ("", "10,4", "3,3", "12,4,3,4", "6,6", "2,6", "14,3", "8,3,2,3")
_ROOM = 8

# so many numbers can be printed beside their points
_FEW = 24


def drawing(chart: Chart) -> Element:
    """The chart as SVG, with its title for those who do not see it."""
    match chart:
        case Bars():
            drawn = _bars(chart)
        case Waterfall():
            drawn = _waterfall(chart)
        case Curves():
            drawn = _curves(chart)
    drawn.uuid = chart.key
    return _plain(fromstring(drawn.render()), chart)


def _style(colours: Sequence[str]) -> Style:
    return Style(
        background="transparent", plot_background="transparent", foreground="#333",
        foreground_strong="#1c1c1c", foreground_subtle="#ccc", opacity="1", opacity_hover="1",
        transition="none", colors=tuple(colours), font_family=_FONTS, label_font_size=_FONT,
        major_label_font_size=_FONT, value_font_size=_FONT, legend_font_size=_FONT,
        value_label_font_size=_FONT,
        value_colors=("#1c1c1c",) * len(colours),
    )  # fmt: skip


def _options(colours: Sequence[str], names: Sequence[str] = ()) -> dict[str, Any]:
    # the library takes every sign for a narrow one
    wider = max((width(name) - len(name) for name in names), default=0)
    return {
        "style": _style(colours), "js": [], "disable_xml_declaration": True, "width": _WIDE,
        "show_legend": False, "truncate_label": -1, "truncate_legend": -1,
        "margin_left": 20 + int(wider * _FONT * _PER_PLACE), "margin_right": 60,
        "legend_at_bottom": True, "spacing": 12, "print_values": True,
    }  # fmt: skip


def _value(amount: Decimal, text: str, **more: str) -> dict[str, Any]:
    return {"value": float(amount), "formatter": lambda *_: text, **more}


def _axis(marks: Sequence[Decimal], less: Decimal = Decimal(0), unit: str = "") -> list[Any]:
    """`less`: what is taken from every amount before it is drawn."""
    return [{"value": float(mark - less), "label": f"{plain(mark)}{unit}"} for mark in marks]


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else ''}{fixed(amount, _PLACES)}"


def short(text: str) -> str:
    """At most so many places; the table below has all of it."""
    text = shown(text)
    if width(text) <= _LONGEST:
        return text
    while width(text) >= _LONGEST:
        text = text[:-1]
    return f"{text}…"


def _bars(chart: Bars) -> Any:
    # the library draws the first bar at the bottom
    bars = [(short(name), amount) for name, amount in reversed(chart.bars)]
    names = [name for name, _ in bars]
    amounts = [amount for _, amount in bars] or [Decimal(0)]
    drawn = pygal.HorizontalBar(**_options((TOTAL,), names), height=_FRAME + _ROW * len(bars))
    drawn.x_labels = names
    _set_axis(drawn, amounts)
    drawn.print_values_position = "top"
    values = [
        _value(amount, _signed(amount), color=GAIN if amount > 0 else LOSS)
        for _, amount in bars
    ]  # fmt: skip
    drawn.add("", values)
    return drawn


def _set_axis(drawn: Any, amounts: Sequence[Decimal]) -> None:
    """From 0, with room beside the longest bar for what is printed there."""
    low, high = min(*amounts, Decimal(0)), max(*amounts, Decimal(0))
    room = (high - low) / _ROOM
    least, most = low - room if low < 0 else low, high + room if high > 0 else high
    drawn.range = (float(least), float(most))
    drawn.y_labels = _axis([mark for mark in ticks(low, high) if least <= mark <= most])


def _waterfall(chart: Waterfall) -> Any:
    rows = list(reversed(list(_levels(chart))))
    names = [short(name) for name, *_ in rows]
    low = chart.low
    drawn = pygal.HorizontalStackedBar(
        **_options((NONE, TOTAL), names), height=_FRAME + _ROW * len(rows)
    )
    drawn.x_labels = names
    drawn.y_labels = _axis(chart.marks, low)
    drawn.add("", [{"value": float(min(a, b) - low), "formatter": lambda *_: ""}
                   for _, a, b, _ in rows])  # fmt: skip
    drawn.add("", [_value(abs(b - a), text, color=_colour(a, b, text)) for _, a, b, text in rows])
    return drawn


def _colour(start: Decimal, end: Decimal, text: str) -> str:
    if text[:1] not in "+-":
        return TOTAL
    return GAIN if end > start else LOSS


def _levels(chart: Waterfall) -> Iterator[tuple[str, Decimal, Decimal, str]]:
    """Name, from where, to where, and what is printed."""
    low, at = chart.low, chart.first[1]
    yield chart.first[0], low, at, fixed(at, _PLACES)
    for name, amount in chart.steps:
        yield name, at, at + amount, _signed(amount) if amount else "+0.00"
        at += amount
    yield chart.last[0], low, chart.last[1], fixed(chart.last[1], _PLACES)


def _curves(chart: Curves) -> Any:
    held = [a for _, amounts in chart.series for a in amounts if a is not None] or [Decimal(0)]
    low = min(*held, Decimal(0)) if chart.unit else min(held)
    made = pygal.Bar if chart.is_bars else pygal.Line
    is_few = len(chart.values) * len(chart.series) <= _FEW
    options = _options(_PALE if chart.is_bars else _LINES) | {
        "show_legend": len(chart.series) > 1, "print_values": is_few,
        "print_labels": not chart.is_bars, "margin_right": 140,
    }  # fmt: skip
    drawn = made(**options, height=300 + 18 * len(chart.series))
    drawn.x_labels = [short(value) for value in chart.values]
    drawn.x_label_rotation = 45 if len("".join(chart.values)) > _LONGEST * 2 else 0
    if chart.is_bars:
        _set_axis(drawn, held)
    else:
        drawn.y_labels = _axis(ticks(low, max(held)), unit=chart.unit)
    drawn.allow_interruptions = True
    if chart.is_bars:
        drawn.print_values_position = "top"
    for number, (name, amounts) in enumerate(chart.series):
        drawn.add(short(name), _points(chart, name, amounts), **_stroke(chart, number))
    return drawn


def _points(
    chart: Curves, name: str, amounts: Sequence[Decimal | None]
) -> list[dict[str, Any] | None]:
    """Of several lines the last point of each bears its name."""
    points = [
        None if a is None else _value(a, f"{fixed(a, _PLACES)}{chart.unit}") for a in amounts
    ]  # fmt: skip
    last = next((point for point in reversed(points) if point is not None), None)
    if last is not None and len(chart.series) > 1 and not chart.is_bars:
        last["label"] = short(name)
    return points


def _stroke(chart: Curves, number: int) -> dict[str, Any]:
    dash = _DASHES[number % len(_DASHES)]
    return {"stroke_style": {"dasharray": dash}} if dash and not chart.is_bars else {}


def _plain(svg: Element, chart: Chart) -> Element:
    """Without scripts and name spaces; what a script would show is a title that browsers show."""
    for node in svg.iter():
        node.tag = node.tag.rpartition("}")[2]
        for name in [n for n in node.attrib if n.startswith("{")]:
            del node.attrib[name]
    for parent in list(svg.iter()):
        for child in list(parent):
            if child.tag in ("script", "title") or child.get("class") == "tooltip":
                parent.remove(child)
        _explain(parent)
    if isinstance(chart, Waterfall):
        _drop_base(svg)
    if isinstance(chart, Bars):
        _beside(svg)
    title = Element("title", id=f"{chart.key}-title")
    title.text = shown(chart.title)
    svg.insert(0, title)
    svg.attrib |= {"role": "img", "aria-labelledby": f"{chart.key}-title"}
    return svg


def _drop_base(svg: Element) -> None:
    """What the bars of the steps stand on was only there to move them to their place."""
    for group in svg.iter("g"):
        if "serie-0" in str(group.get("class")).split():
            group[:] = []


def _beside(svg: Element) -> None:
    """What is printed at the end of a bar stands outside of it."""
    for text in svg.iter("text"):
        if text.get("class") == "value" and text.text:
            is_gain = text.text.startswith("+")
            text.attrib |= {"text-anchor": "start" if is_gain else "end"}
            text.set("dx", "6" if is_gain else "-6")


def _explain(parent: Element) -> None:
    """The hidden notes of the library: where it is in pixels goes, what it is stays."""
    said = {str(child.get("class")): child for child in parent if child.tag == "desc"}
    if not said:
        return
    for child in said.values():
        parent.remove(child)
    texts = (said[key].text for key in ("x_label", "value") if key in said)
    text = " ".join(one for one in texts if one)
    if text:
        SubElement(parent, "title").text = text
