"""What an indicator is made of: cells of the form that are added up, named by table, row and column, whatever edition has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.form.model import Form, Line
from xlplugin.patterns import late
from xlplugin.text import Text, join

_NUMBERED = late(r"^\s*\d+\s*[.．、]\s*")


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a table, or all rows of a group, in one or several columns. `title`: what the sum is called in a formula."""

    title: Text
    table: str
    row: str
    columns: tuple[str, ...] = ("total",)

    def fields(self, form: Form) -> tuple[str, ...]:
        """The cells by their ids; empty where the edition lacks the row or one of the columns."""
        return _fields(self, form)


@lru_cache(maxsize=1024)
def _fields(term: Term, form: Form) -> tuple[str, ...]:
    found = tuple(f"{term.table}.{row.id}.{column}" for row in rows_of(form, term.table, term.row) for column in term.columns)
    return found if all(name in form.fields for name in found) else ()


def rows_of(form: Form, table: str, row: str) -> tuple[Line, ...]:
    """The row of that id, or the rows of the group; empty where the edition has neither."""
    blocks = [block for one in form.tables if one.id == table for block in one.blocks]
    named = tuple(line for block in blocks for line in block.rows if line.id == row)
    return named or tuple(line for block in blocks for line in block.members(row, "row"))


def reasons_of(forms: Iterable[Form], group: str) -> dict[str, Text]:
    """The rows of a group of section three, by id, as they are called without their number; of all editions, in their order."""
    return {row.id: Text(_NUMBERED.sub("", row.label.official), row.label.en) for form in forms for row in rows_of(form, "requests", group)}


def added(terms: Iterable[Term]) -> Text:
    """The sum as a formula says it."""
    return join((term.title for term in terms), "＋", " + ")
