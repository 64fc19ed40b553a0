"""What was noticed of a file besides its figures: labels, lines, names, formulas, places where it is damaged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from xlplugin.filing.cells import Place
from xlplugin.form.model import Axis

Sight = Literal["formulas", "names", "links", "hidden", "merges", "formats", "runs"]
"""Facts of a workbook that not every reader gives: formulas, defined names, links to other workbooks, hidden lines, merged areas, number formats and colours, struck-out or raised characters."""


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """A label that is not worded as the form prescribes, or could be told only by its place (`by_place`).

    `beside`: a text that is no label and states the unit of a column, its id: 单位：元 above the table.
    """

    table: str
    axis: Axis | Literal["title", "beside"]
    id: str
    official: str
    seen: str
    place: Place | None = None
    by_place: bool = False


@dataclass(frozen=True, slots=True)
class LineFault:
    """A row or column that is missing, added, out of order, cannot be told from another, whose label stands over the figures of another one too (`shared`), or that shares merged cells with one."""

    kind: Literal["missing", "added", "order", "ambiguous", "shared", "merged"]
    table: str
    axis: Axis
    label: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class StrayName:
    """A defined name that points nowhere (`points_to` None), or elsewhere than the labels say."""

    name: str
    points_to: Place | None
    by_labels: Place | None


@dataclass(frozen=True, slots=True)
class TermsOfFormula:
    """What a formula in a form cell adds up, once its references are followed: factor by field id, and a constant."""

    factors: Mapping[str, Decimal]
    constant: Decimal = Decimal(0)


MisreadingKind = Literal["cells", "torn", "shifted", "furniture", "several", "hidden"]


@dataclass(frozen=True, slots=True)
class Misreading:
    """A place where the file that was read is damaged (读取问题): never the office's fault, and never mended in silence."""

    kind: MisreadingKind
    """A row with too few or too many cells; a row torn in two; a row or group shifted; a page number or header inside a table; several reports, or pieces of
    one table (then `table` is set) that may be of several; a table that the page does not show."""
    table: str
    text: str
    """What stands there, as printed."""
    fields: tuple[str, ...] = ()
    """The fields it concerns."""
    is_read: bool = True
    """Whether their figures could be told all the same; if not, the fields are not in the filing's cells."""
    place: Place | None = None

    @property
    def is_of_several_reports(self) -> bool:
        """Whether the whole file holds several reports, so that neither its tables nor its text are one's."""
        return self.kind == "several" and not self.table


@dataclass(frozen=True, slots=True)
class Facts:
    """What was noticed of the file besides its figures. The rules of families F and W read it."""

    seen_labels: tuple[SeenLabel, ...] = ()
    missing_tables: tuple[str, ...] = ()
    duplicate_tables: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    sheets_out_of_sight: tuple[str, ...] = ()
    """The hidden sheets on which one of these stands."""
    line_faults: tuple[LineFault, ...] = ()
    group_numbers: tuple[tuple[str, str, Place, str], ...] = ()
    """Group headings that hold numbers of their own: table, group id, place, raw text."""
    stray_names: tuple[StrayName, ...] = ()
    editions_by_table: tuple[tuple[str, str], ...] = ()
    is_template: bool = False
    """Whether the workbook carries the template's defined names."""
    formulas_visible: bool = True
    external_links: tuple[str, ...] = ()
    has_macros: bool = False
    hidden: tuple[Place, ...] = ()
    """Form cells that nobody sees: in hidden rows, columns or sheets, under a merged cell, or shown in no colour or by no format."""
    hidden_by: tuple[Literal["line", "cover", "writing"], ...] = ("line",)
    """What hides them: a hidden line or sheet, a merged cell over them, their colour or number format."""
    covered: Mapping[str, str] = field(default_factory=dict)
    """By field id, for the fields that a merged cell covers: the field whose figure stands in it. They count as blank."""
    blind: frozenset[Sight] = frozenset()
    """What the reader of this kind of file cannot see: rules that need it are not checked."""
    formula_terms: Mapping[str, TermsOfFormula] = field(default_factory=dict)
    """By field id, for the form cells whose formula is a plain sum."""
    misreadings: tuple[Misreading, ...] = ()
    is_transcribed: bool = False
    """Whether the figures were taken from a document (into a template, perhaps): typed totals are then no overwritten formulas."""
