"""What the rules' functions share: the cells they need, the sides of another rule's relation, thresholds as exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xlplugin.filing.cells import Shape, Value
from xlplugin.filing.filing import Filing
from xlplugin.form.model import Axis, Form
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import Context, Rule, Unknown
from xlplugin.text import Text, join, number, same

STANDS_TWICE = Text("“{cell}”所在的表不止一张，不知道取哪一张的", 'the table of "{cell}" stands more than once, and which one counts cannot be told')
LABEL_TWICE = Text("“{cell}”所在的行或列，标签有两处而数字不同，不知道取哪一处的", 'the label of the row or column of "{cell}" stands twice with other figures, and which one counts cannot be told')

WAS_NOT_READ = Text("“{cell}”这一格没有读", 'cell "{cell}" was not read')


@dataclass(frozen=True, slots=True)
class Sides:
    """One equation of a rule's relation by field ids: where it is reported, and the cells added up on each side."""

    at: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field, left to right."""
        return (*self.left, *self.right)


@lru_cache(maxsize=256)
def sides_of(rule: Rule, form: Form) -> tuple[Sides, ...]:
    """The equations of a rule whose check is a relation between plain sums, on a form; none where the form lacks its cells."""
    if not isinstance(rule.check, Relation):
        raise TypeError(f"the check of {rule.id} is no relation")
    return tuple(
        Sides(balance.at, tuple(term.field for term in balance.left.terms), tuple(term.field for term in balance.right.terms))
        for balance in rule.check.balances(form)
    )


@lru_cache(maxsize=256)
def row_of(form: Form, table: str, row: str) -> tuple[str, ...]:
    """The cells of a row, in the form's order; none where the form has no such row."""
    return tuple(field.id for field in form.fields.values() if field.table == table and field.row.id == row)


def across(field: str) -> str:
    """The last part of a field id: its column."""
    return field.rpartition(".")[2]


def total(filing: Filing, fields: Iterable[str]) -> Value:
    """The sum of several cells; a cell without a value counts as 0."""
    amounts = filing.amounts
    return sum([amounts[field] for field in fields if field in amounts])


def has(form: Form, *fields: str) -> bool:
    """Whether the form has all these fields: another edition may not."""
    return all(field in form.fields for field in fields)


def unread(filing: Filing, fields: Iterable[str]) -> list[str]:
    """Those fields of the form that were not found in the file, or whose number cannot be told."""
    unknown = filing.unknown
    return [field for field in fields if field in unknown] if unknown else []


def is_blank(filing: Filing, field: str) -> bool:
    """Whether the cell was found and nothing stands in it."""
    return field in filing.blank


def stands_twice(filing: Filing, field: str) -> bool:
    """Whether a field was not read because its table stands more than once, with other figures."""
    return filing.form.fields[field].table in dict(filing.facts.duplicate_tables)


def ambiguous(filing: Filing, field: str) -> bool:
    """Whether a field was not read because the label of its row or column stands in two places, with other figures."""
    one = filing.form.fields[field]
    labels = {fault.label for fault in filing.facts.line_faults if fault.kind == "ambiguous" and fault.table == one.table}
    return not labels.isdisjoint((one.row.label.official, one.column.label.official))


def why_absent(filing: Filing, field: str, otherwise: Text) -> Text:
    """Why a field is not there: its table or its line stands twice; or what is said of any other."""
    return STANDS_TWICE if stands_twice(filing, field) else LABEL_TWICE if ambiguous(filing, field) else otherwise


def cannot_tell(filing: Filing, fields: Iterable[str]) -> Iterator[Unknown]:
    """One `Unknown` for all the cells that a rule needed and could not have; nothing where there are none."""
    names = list(dict.fromkeys(fields))
    if not names:
        return
    cell = filing.cells.get(names[0])
    if cell is None:
        reason = why_absent(filing, names[0], Text("没有找到“{cell}”这一格", 'cell "{cell}" was not found'))
    elif cell.shape is Shape.NOT_READ:
        reason = WAS_NOT_READ
    elif cell.raw:
        reason = Text("“{cell}”读不出数（原文“{raw}”）", 'cell "{cell}" cannot be read as a number (it says "{raw}")')
    else:
        reason = Text("“{cell}”的公式没有结果", 'the formula in cell "{cell}" has no result')
    if len(names) > 1:
        reason += Text("，另有 {more} 格也无法确定", ", nor can {more} more")
    yield Unknown(reason.fill(cell=filing.form.fields[names[0]].text, raw=cell.raw if cell else "", more=len(names) - 1), names[0])


def figures(filing: Filing, fields: Iterable[str], by: Axis | None = None, most: int = 4) -> Text:
    """Cells with their values, written out: 规章·本年制发件数 3、规章·现行有效件数 8; beyond `most`, how many there are in all.

    `by`: named by their row or column only, where the message names the other.
    """
    names = list(fields)
    listed = join(_figure(filing, name, by) for name in names[:most])
    return listed if len(names) <= most else listed + Text(" 等 {count} 格", " and others, {count} cells in all").fill(count=len(names))


def _figure(filing: Filing, name: str, by: Axis | None) -> Text:
    field = filing.form.fields[name]
    label = field.row.label.text if by == "row" else field.column.label.text if by == "column" else field.text
    return label + same(f" {number(filing.amount(name))}")


def exact(context: Context, name: str) -> Decimal:
    """A threshold of the rule that runs as an exact number: 0.3 of a TOML file is three tenths."""
    return _exact(context.limit(name))


@lru_cache(maxsize=256, typed=True)
def _exact(limit: float) -> Decimal:
    return Decimal(str(limit))


def percent(share: Decimal) -> str:
    """A share as people write it: `30%`."""
    return f"{number((share * 100).normalize() if share else Decimal(0))}%"
