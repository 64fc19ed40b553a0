"""The indicators as a page shows them: figures as they are read, and the bars of a chart."""

from __future__ import annotations

from dataclasses import dataclass

from xlplugin.filing.cells import Value
from xlplugin.indicators.declare import GROUPS, INDICATORS, SHARES
from xlplugin.outputs.indicators.detail import NOT_KNOWN
from xlplugin.outputs.indicators.lines import WHOLE, Indicated, Line
from xlplugin.text import Text, number, same

MOST_ORGANS = 500
"""More lines than these nobody reads on a page."""
WIDE = 200
"""The width of a bar of 100%."""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator of the whole; `bars`: the widths of this year's and last year's share."""

    title: Text
    formula: Text
    parts: str
    now: str
    before: str
    change: Text
    note: Text
    is_few: bool
    bars: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A share of one line: its figure, what it was divided from, and whether it is of few cases."""

    text: str
    parts: str
    is_few: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An organ's or a group's line of one year."""

    name: Text
    kind: str
    year: int
    received: str
    change: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """Everything below the heading 主要指标."""

    year: int
    last: int | None
    count: int
    rows: tuple[Row, ...]
    reasons: tuple[tuple[Text, tuple[tuple[Text, str, str], ...]], ...]
    heads: tuple[Text, ...]
    lines: tuple[Told, ...]
    years: tuple[Told, ...]
    """All organs together year by year, where there are more years than this and the last."""
    left_out: int
    wide: int = WIDE


def view_of(found: Indicated | None) -> IndicatorView | None:
    """The view; None where there is nothing to tell."""
    if found is None:
        return None
    now, before = found.whole[0], next((line for line in found.whole if line.year == found.whole[0].year - 1), None)
    shown = [*found.whole, *(line for group in found.groups for line in group), *(line for organ in found.organs[:MOST_ORGANS] for line in organ)]
    following = [*shown[1:], None]
    reasons = []
    for one in GROUPS:
        last = before.measured.reasons if before else {}
        reasons.append((one.title, tuple((label, _count(now.measured.reasons.get(row)), _count(last.get(row))) for row, label in found.reasons[one.id].items())))
    return IndicatorView(
        now.year,
        before.year if before else None,
        now.count,
        tuple(_rows(now, before)),
        tuple(reasons),
        tuple(one.title for one in SHARES),
        tuple(_told(line, below) for line, below in zip(shown, following, strict=True)),
        tuple(_told(line, below) for line, below in zip(found.whole, (*found.whole[1:], None), strict=True)) if len(found.whole) > 2 else (),
        max(0, len(found.organs) - MOST_ORGANS),
    )


def _rows(now: Line, before: Line | None) -> list[Row]:
    rows = []
    for one in INDICATORS:
        share, last = now.measured.shares[one.id], before.measured.shares[one.id] if before else None
        if one.under:
            value, old = share.value, last.value if last else None
            change = same(NOT_KNOWN) if value is None or old is None else _POINTS.fill(n=f"{(value - old) * 100:+.1f}")
            bars = (round(min(value or 0, 1) * WIDE, 1), round(min(old or 0, 1) * WIDE, 1))
            parts = f"{_count(share.over)} / {_count(share.under)}"
            rows.append(Row(one.title, one.formula, parts, _percent(value), _percent(old), change, one.note, share.is_few, bars))
        else:
            rows.append(Row(one.title, one.formula, _count(share.over), _count(share.over), _count(last.over if last else None), same(_change(now, before)), one.note, False, None))
    return rows


def _told(line: Line, below: Line | None) -> Told:
    is_same = below is not None and (below.name, below.number, below.organ, below.year) == (line.name, line.number, line.organ, line.year - 1)
    cells = tuple(Cell(_percent(share.value), f"{_count(share.over)} / {_count(share.under)}", share.is_few) for one in SHARES for share in [line.measured.shares[one.id]])
    kind = "organ" if line.organ else "group" if line.number else "whole"
    return Told(WHOLE if kind == "whole" else same(line.name), kind, line.year, _count(line.measured.shares["received"].over), _change(line, below if is_same else None), cells)


def _change(line: Line, before: Line | None) -> str:
    """What was received more than the year before: +12（+8.0%）."""
    new, old = line.measured.shares["received"].over, before.measured.shares["received"].over if before else None
    if new is None or old is None:
        return NOT_KNOWN
    return f"{new - old:+}" + (f" ({float(new - old) / float(old):+.1%})" if old else "")


def _count(value: Value | None) -> str:
    return NOT_KNOWN if value is None else number(value)


def _percent(value: float | None) -> str:
    return NOT_KNOWN if value is None else f"{value:.1%}"


_POINTS = Text("{n} 个百分点", "{n} points")
