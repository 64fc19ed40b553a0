"""数据台账: every figure, an organ a row and a field a column, under the form's own labels; one sheet for each edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlplugin.form.model import Block, Field, Form, Group, Label, Line, Table
from xlplugin.outputs.office.figures import Figures
from xlplugin.outputs.office.page import Column, Content, Page
from xlplugin.outputs.office.run import Run
from xlplugin.outputs.template.paper import columns_on_a3
from xlplugin.outputs.template.styles import height, lines
from xlplugin.review.review import STATES, Entry
from xlplugin.text import Text, join

NAME = Text("数据台账", "Ledger")
_NAME_OF = Text("数据台账（{edition}年版）", "Ledger ({edition})")
LEFT = (
    Column(Text("序号", "no."), 6, "count"),
    Column(Text("单位", "organ"), 28),
    Column(Text("年度", "year"), 7, "count"),
    Column(Text("状态", "state"), 10, "centre"),
)
_WIDTH = 5.0
"""Of a column of counts, at least: four figures."""
_WIDE = 9.0
"""Of a column whose heading has no others beside it to be spread over."""
_BESIDE = 4
_LOWEST = 13.5
_MOST_ON_A_PAGE = 42
"""Columns: six rows of the form with a column for each kind of applicant."""
_COVERED = Text(
    "各单位最新一次报送的数据（{edition}年版表式），数字照报送件，空白即未填；序号与审核情况一览表相同。隐藏的第 3 行是字段编号。",
    "The figures of each organ's newest submission (form of {edition}), as submitted; blank is blank. The numbers are those of the overview. The hidden row 3 holds the field ids.",
)


@dataclass(frozen=True, slots=True)
class Headed:
    """One column of the ledger: a field, and its labels from the table down to the column."""

    field: Field
    labels: tuple[Text, Text, Text, Text]


def ledger_names(run: Run, figures: Figures, forms: Mapping[str, Form]) -> dict[str, Text]:
    """The sheets' names by edition: the one most submissions are of comes first, and is plainly called the ledger."""
    counted = Counter(figures.editions[one.file] for entry in run.review.entries if (one := entry.newest) and one.file in figures.editions)
    used = sorted((edition for edition in counted if edition in forms), key=lambda edition: (counted[edition], edition), reverse=True) or [max(forms)]
    return {edition: _NAME_OF.fill(edition=edition) if number else NAME for number, edition in enumerate(used)}


def ledger_columns(form: Form, used: frozenset[str]) -> list[Column]:
    """The sheet's columns: whose figures, then one for each field that some submission may hold."""
    fields = headed_fields(form, used)
    return [*LEFT, *(Column(headed.labels[-1], width, "number") for headed, width in zip(fields, _least_widths(fields), strict=True))]


def write_ledger(page: Page, run: Run, figures: Figures, form: Form, is_first: bool) -> None:
    """Fills a sheet; the first one has every organ, those that have not submitted too."""
    fields = headed_fields(form, figures.fields(form.edition))
    page.sheet.set_row(0, 30)
    page.put(0, run.title(Text("数据台账", "ledger")).show(page.language), "title_left")
    page.next_row += 1
    page.put(0, _COVERED.fill(edition=form.edition).show(page.language), "covered_left")
    page.next_row += 1
    page.sheet.set_row(page.next_row, None, None, {"hidden": True})
    for number, headed in enumerate(fields, len(LEFT)):
        page.put(number, headed.field.id, "field")
    page.next_row += 1
    _write_headings(page, fields)
    most = [0.0] * len(fields)
    for number, entry in enumerate(run.review.entries, 1):
        edition = figures.editions.get(entry.newest.file) if entry.newest else None
        if edition == form.edition or (is_first and edition is None):
            written = _write_entry(page, number, entry, fields, figures)
            most = [max(pair) for pair in zip(most, written, strict=True)] if written else most
    page.finish(frozen=2, repeated=range(2, page.heading_row + 1))
    left = len(LEFT)
    widths = [max(column.width, len(f"{value:.0f}") + 1) for value, column in zip(most, page.columns[left:], strict=True)]
    for number, width in enumerate(widths, left):
        page.sheet.set_column(number, number, width)
    columns_on_a3(page.sheet, [*(column.width for column in LEFT), *widths], 2, [left + first for first in sorted(_pages(fields))])


def _least_widths(fields: Sequence[Headed]) -> list[float]:
    """Narrow columns where a heading of the form's rows stands over several, wider ones where it would be a pillar of text."""
    return [_WIDTH if last - first >= _BESIDE else _WIDE for first, last in _spans(fields, 1) for _ in range(first, last + 1)]


def headed_fields(form: Form, used: frozenset[str]) -> list[Headed]:
    """A form's fields in its order. Rows of another shape stand behind those they replace, where some filing has them."""
    found: list[Headed] = []
    for table in form.tables:
        for block in table.blocks:
            for row in _rows(form, table, block, used):
                for column in block.columns:
                    above = [block.title] if block.title else []
                    path = [*above, *(group.label for group in block.path(row, "row")), row.label]
                    over = [group.label for group in block.path(column, "column") if group not in _over_all(block)]
                    labels = (_worded([table.title]), _worded(path), _worded(over), _worded([column.label]))
                    found.append(Headed(Field(f"{table.id}.{row.id}.{column.id}", table.id, block.id, row, column), labels))
    return found


def _over_all(block: Block) -> set[Group]:
    """The groups above every column of a block: they tell no column from another."""
    return set.intersection(*(set(block.path(column, "column")) for column in block.columns))


def _rows(form: Form, table: Table, block: Block, used: frozenset[str]) -> Iterator[Line]:
    for row in block.rows:
        yield row
        for alternative in block.alternatives:
            if row.id == alternative.replaces[-1] and f"{table.id}.{alternative.row.id}.{block.columns[0].id}" in used:
                yield alternative.row


def _write_headings(page: Page, fields: Sequence[Headed]) -> None:
    """Table, row, group of columns, column: a heading above others is one cell as wide as they are."""
    sheet, left = page.sheet, len(LEFT)
    for level in range(4):
        spans = _spans(fields, level)
        texts = [fields[first].labels[level].show(page.language) for first, _ in spans]
        widths = [column.width for column in page.columns[left:]]
        tallest = max(lines(text, sum(widths[first : last + 1])) for text, (first, last) in zip(texts, spans, strict=True))
        sheet.set_row(page.next_row, max(20.0, height(tallest)))
        for number, column in enumerate(LEFT):
            page.put(number, column.title.show(page.language) if level == 2 else None, ("header_top", "header_middle", "header_middle", "header_bottom")[level])
        for text, (first, last) in zip(texts, spans, strict=True):
            look = _heading_look(fields[first], level)
            if last > first:
                sheet.merge_range(page.next_row, left + first, page.next_row, left + last, "", page.looks[look])
            page.put(left + first, text, look)
        page.began()
        page.next_row += 1


def _spans(fields: Sequence[Headed], level: int) -> list[tuple[int, int]]:
    """First and last field below each heading of a level. A column of its own, or of no group, stands alone; a table is named on each page anew."""
    found: list[tuple[int, int]] = []
    begun = _pages(fields) if level == 0 else set()
    for number, headed in enumerate(fields):
        is_alone = level == 3 or not headed.labels[level].zh or number in begun
        if found and not is_alone and fields[number - 1].labels[: level + 1] == headed.labels[: level + 1]:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _pages(fields: Sequence[Headed]) -> set[int]:
    """The fields that a new page begins with: rows of the form are not torn, nor is a table that would be whole on a page."""
    found, begun = set(), 0
    ends = {headed.field.table: number for number, headed in enumerate(fields)}
    for first, last in _spans(fields, 1):
        is_new_table = first > 0 and fields[first].field.table != fields[first - 1].field.table
        if last - begun >= _MOST_ON_A_PAGE or (is_new_table and ends[fields[first].field.table] - begun >= _MOST_ON_A_PAGE):
            found.add(first)
            begun = first
    return found


def _heading_look(headed: Headed, level: int) -> str:
    """A column of no group looks as if its heading were two rows tall."""
    if headed.labels[2].zh or level < 2:
        return "header"
    return "header_top" if level == 2 else "header_bottom"


def _write_entry(page: Page, number: int, entry: Entry, fields: Sequence[Headed], figures: Figures) -> list[float]:
    """Writes an organ's row and gives its figures' sizes; none where it has none."""
    found = figures.of(entry.newest.file) if entry.newest else {}
    contents: list[Content] = [number, entry.organ, entry.year, STATES[entry.state].show(page.language)]
    page.row([*contents, *(found.get(headed.field.id) for headed in fields)], {3: f"state_{entry.state}"}, _LOWEST)
    return [abs(found.get(headed.field.id, 0.0)) for headed in fields] if found else []


def _worded(labels: Iterable[Label]) -> Text:
    return join((Text(label.official, label.en) for label in labels), " ", ", ")
