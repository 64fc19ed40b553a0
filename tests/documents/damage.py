"""One kind of damage each, such as transcriptions have. Each takes a table's rows as its layout has them and says whether it could be done."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.documents.tables import Box, Cells

Damage = Callable[[random.Random, Cells], Cells | None]


def torn_row(rng: random.Random, rows: Cells) -> Cells | None:
    """A row cut by a page break: half of its label below, its figures above or below."""
    at = _figure_row(rng, rows, shortest=6)
    if at is None:
        return None
    row = rows[at]
    label = max(number for number, box in enumerate(row) if box and box.role == "label")
    box = row[label]
    assert box is not None
    cut = rng.randint(3, len(box.text) - 2)
    first, second = list(row), [None if other is None or other.role != "figure" else replace(other, text="") for other in row]
    second[label] = replace(box, text=box.text[cut:])
    if rng.random() < 0.3:
        first = [None if other is None else replace(other, text="") if other.role == "figure" else other for other in row]
        second = [other if other and other.role == "figure" else None for other in row]
        second[label] = replace(box, text=box.text[cut:])
    first[label] = replace(box, text=box.text[:cut])
    between: Cells = [[Box("", "break")]] if rng.random() < 0.5 else []
    return [*rows[:at], first, *between, second, *rows[at + 1 :]]


def page_number(rng: random.Random, rows: Cells) -> Cells | None:
    """A page number, or the page's header, on a line between two rows."""
    return _between(rng, rows, rng.choice(("- 3 -", "— 12 —", "第 3 页", "样例一镇2023年政府信息公开工作年度报告")))


def bare_page_number(rng: random.Random, rows: Cells) -> Cells | None:
    """A page number without any mark."""
    return _between(rng, rows, str(rng.randint(1, 15)))


def shifted_left(rng: random.Random, rows: Cells) -> Cells | None:
    """A row, or all rows of a group, one column to the left."""
    def move(row: list[Box | None]) -> list[Box | None] | None:
        empty = [number for number, box in enumerate(row) if box is None and any(later and later.role == "label" for later in row[number:])]
        return [*(box for number, box in enumerate(row) if number != empty[0]), None] if empty else None

    return _moved(rng, rows, move)


def shifted_right(rng: random.Random, rows: Cells) -> Cells | None:
    """A row, or all rows of a group, one column to the right, out over the edge."""
    return _moved(rng, rows, lambda row: [None, *row])


def lost_group_cells(rng: random.Random, rows: Cells) -> Cells | None:
    """A row without the empty cells before its label."""
    def move(row: list[Box | None]) -> list[Box | None] | None:
        first = next(number for number, box in enumerate(row) if box is not None)
        return [*row[first:], *[None] * rng.choice((0, first))] if first else None

    return _moved(rng, rows, move, least=1)


def repeated_header(rng: random.Random, rows: Cells) -> Cells | None:
    """The header once more at the top of the next page."""
    header = [row for row in rows if row and all(box is None or box.role in ("header", "corner") for box in row)]
    at = _figure_row(rng, rows)
    if at is None or not header or sum(any(box and box.role == "title" for box in row) for row in rows) > 1:
        return None
    return [*rows[:at], [Box("", "break")], *header, *rows[at:]] if at > rows.index(header[-1]) + 1 else None


def extra_columns(rng: random.Random, rows: Cells) -> Cells | None:
    """Empty columns after the last one."""
    count = rng.randint(1, 2)
    return [[*row, *[None] * count] for row in rows]


def broken_labels(rng: random.Random, rows: Cells) -> Cells | None:
    """Labels of the header over two lines: 商业 / 企业."""
    return [[replace(box, text=f"{box.text[: len(box.text) // 2]}\n{box.text[len(box.text) // 2 :]}") if box and box.role == "header" and len(box.text) > 3 else box for box in row] for row in rows]


def stuck_labels(rng: random.Random, rows: Cells) -> Cells | None:
    """Two labels of a header in one cell: 尚未审结总计."""
    places = [
        (at, number)
        for at, row in enumerate(rows)
        for number in range(len(row) - 1)
        if (one := row[number]) and (other := row[number + 1]) and one.role == other.role == "header" and one.columns == other.columns == 1 and one.rows == other.rows
    ]
    if not places:
        return None
    at, number = rng.choice(places)
    one, other = rows[at][number], rows[at][number + 1]
    assert one is not None and other is not None
    joined = replace(one, text=one.text + other.text)
    row = [*rows[at][:number], joined, *([None] if rng.random() < 0.5 else []), *rows[at][number + 2 :]]
    return [*rows[:at], row, *rows[at + 1 :]]


def drifted_number(rng: random.Random, rows: Cells) -> Cells | None:
    """A figure on a line of its own below its row; where nothing tells its column, below the row after that."""
    at = _figure_row(rng, rows)
    if at is None:
        return None
    is_even = any(box is None for row in rows for box in row)
    below = at + 1 if is_even else at + 2
    if below > len(rows) or not _is_figures(rows[below - 1]):
        return None
    number = rng.choice([number for number, box in enumerate(rows[at]) if box and box.role == "figure"])
    box = rows[at][number]
    assert box is not None
    row = list(rows[at])
    row[number] = replace(box, text="")
    return [*rows[:at], row, *rows[at + 1 : below], [replace(box, role="loose")], *rows[below:]] if box.text.strip() else None


def missing_cell(rng: random.Random, rows: Cells) -> Cells | None:
    """A row short of one figure."""
    return _changed(rng, rows, lambda row, number: [*row[:number], *row[number + 1 :]])


def extra_cell(rng: random.Random, rows: Cells) -> Cells | None:
    """A row with a cell too many, empty or not."""
    return _changed(rng, rows, lambda row, number: [*row[:number], rng.choice((None, row[number])), *row[number:]])


def stuck_number(rng: random.Random, rows: Cells) -> Cells | None:
    """The first figure of a row in the cell of its label."""
    at = _figure_row(rng, rows)
    if at is None:
        return None
    row = list(rows[at])
    label = max(number for number, box in enumerate(row) if box and box.role == "label")
    first = next(number for number, box in enumerate(row) if box and box.role == "figure")
    one, other = row[label], row[first]
    assert one is not None and other is not None
    row[label] = replace(one, text=one.text + other.text.strip())
    if rng.random() < 0.5:
        del row[first]
    else:
        row[first] = replace(other, text="")
    return [*rows[:at], row, *rows[at + 1 :]] if other.text.strip().isdigit() else None


def lost_label(rng: random.Random, rows: Cells) -> Cells | None:
    """A row without its label."""
    at = _figure_row(rng, rows)
    return None if at is None else [*rows[:at], [replace(box, text="") if box and box.role == "label" else box for box in rows[at]], *rows[at + 1 :]]


def blank_line(rng: random.Random, rows: Cells) -> Cells | None:
    """An empty line between two rows."""
    return _between(rng, rows, "")


def page_header_and_number(rng: random.Random, rows: Cells) -> Cells | None:
    """The page's header among the rows, with the page's number in a cell of its own."""
    found = [at for at, row in enumerate(rows) if at and _is_figures(row) and _is_figures(rows[at - 1])]
    if not found:
        return None
    at = rng.choice(found)
    row: list[Box | None] = [Box(f"样例一镇{rng.choice(('2023年', ''))}政府信息公开工作年度报告", "header"), Box(str(rng.randint(1, 9)), "header")]
    return [*rows[:at], row, *rows[at:]]


def labels_apart(rng: random.Random, rows: Cells) -> Cells | None:
    """Labels of some rows on rows of their own, above their figures or below: a cell's text that was set in its middle."""
    start = _figure_row(rng, rows)
    if start is None:
        return None
    is_above = rng.random() < 0.5
    found: Cells = list(rows[:start])
    end = min(start + rng.choice((1, 2, 3)), len(rows))
    for row in rows[start:end]:
        labels = [None if box is None or box.role == "figure" else box for box in row]
        figures = [None if box is None or box.role != "figure" else box for box in row]
        is_apart = any(labels) and any(figures)
        found += ([labels, figures] if is_above else [figures, labels]) if is_apart else [row]
    return [*found, *rows[end:]]


def another_beside(rng: random.Random, rows: Cells) -> Cells | None:
    """Another year's table beside it, with other figures."""
    width = max(map(len, rows))
    beside = [[box if box is None or box.role != "figure" or not box.text.strip().isdigit() else replace(box, text=str(int(box.text) + 1)) for box in row] for row in rows]
    gap: list[Box | None] = [None] if rng.random() < 0.5 else []
    return [[*row, *[None] * (width - len(row)), *gap, *other] for row, other in zip(rows, beside, strict=True)]


def no_trailing_blanks(rng: random.Random, rows: Cells) -> Cells | None:
    """Rows that end with their last cell that holds something."""
    def cut(row: list[Box | None]) -> list[Box | None]:
        last = max((number for number, box in enumerate(row) if box and box.text.strip()), default=-1)
        return row[: last + 1]

    return [cut(row) for row in rows]


DAMAGES: Mapping[str, Damage] = {
    damage.__name__: damage
    for damage in (
        torn_row,
        page_number,
        bare_page_number,
        shifted_left,
        shifted_right,
        lost_group_cells,
        repeated_header,
        extra_columns,
        broken_labels,
        stuck_labels,
        drifted_number,
        missing_cell,
        extra_cell,
        stuck_number,
        lost_label,
        blank_line,
        page_header_and_number,
        labels_apart,
        another_beside,
        no_trailing_blanks,
    )
}


def _is_figures(row: list[Box | None]) -> bool:
    return any(box and box.role == "figure" for box in row)


def _figure_row(rng: random.Random, rows: Cells, shortest: int = 0) -> int | None:
    found = [at for at, row in enumerate(rows) if _is_figures(row) and any(box and box.role == "label" and len(box.text) >= shortest for box in row)]
    found = [at for at in found if len([box for box in rows[at] if box and box.role == "label"][-1].text) >= shortest]
    return rng.choice(found) if found else None


def _between(rng: random.Random, rows: Cells, text: str) -> Cells | None:
    found = [at for at, row in enumerate(rows) if at and _is_figures(row) and _is_figures(rows[at - 1])]
    if not found:
        return None
    at = rng.choice(found)
    return [*rows[:at], [Box(text, "loose" if text else "break")], *rows[at:]]


def _moved(rng: random.Random, rows: Cells, move: Callable[[list[Box | None]], list[Box | None] | None], least: int = 0) -> Cells | None:
    start = _figure_row(rng, rows)
    if start is None or all(box is not None for row in rows for box in row):
        return None
    end = min(start + rng.choice((1, 1, 3)), len(rows))
    moved = [move(row) if _is_figures(row) and any(box and box.role == "label" for box in row) else row for row in rows[start:end]]
    return [*rows[:start], *(row for row in moved if row is not None), *rows[end:]] if all(row is not None for row in moved) else None


def _changed(rng: random.Random, rows: Cells, change: Callable[[list[Box | None], int], list[Box | None]]) -> Cells | None:
    found = [at for at, row in enumerate(rows) if _is_figures(row)]
    at = rng.choice(found)
    number = rng.choice([number for number, box in enumerate(rows[at]) if box and box.role == "figure"])
    return [*rows[:at], change(list(rows[at]), number), *rows[at + 1 :]]
