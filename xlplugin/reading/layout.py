"""Where the form stands in a workbook: the edition, every field's cell, and what was noticed of labels and lines.

Of a workbook whose layout was seen before (`workbook.shape`) this is not worked out again. It depends on the texts that
may be labels or state a unit of money, on which cells are filled and on what kind of content they hold, never on a figure or on the wording of
anything else; where it does, because something is told in the file's own words, it is not kept.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from xlplugin.filing.cells import Cell, Place
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.form.sheets import OWN_SHEETS
from xlplugin.reading.formulas.linear import sums_of
from xlplugin.reading.formulas.plain import Gains, SumPlan, plan_sums
from xlplugin.reading.hidden import Way, may_be_hidden, under
from xlplugin.reading.tables.beside import units_beside
from xlplugin.reading.tables.edition import choose
from xlplugin.reading.tables.label_kind import label_kinds
from xlplugin.reading.tables.leftover import tell_leftovers
from xlplugin.reading.tables.one_each import hidden_among, is_named, one_of_each, places_of, stray_names, unofficial_labels
from xlplugin.reading.workbook.grid import NOTHING, Book, Position, RawCell, Sheet

CellKey = tuple[str, int, int | str | None]
"""A field, what stands in its cell (the id of that), and what its sum gives, where it is a plain one."""
MOST_KEPT = 32
"""Ways of filling in one layout that are kept."""
MOST_CELLS = 4_000
"""And cells of one of them: most figures of a batch are small and come again."""


class Figure(NamedTuple):
    """What stands in a field's cell, and what follows of it: `cell` as it is read, where it is no formula, and how much more sums come to than in the first filing."""

    name: str
    raw: RawCell
    cell: Cell | None
    gains: Gains | None
    """None where that is not told by adding whole numbers."""


@dataclass(frozen=True)
class First:
    """The first filing that was read of a layout, where it is a plain one: whole numbers and their sums, nothing hidden, nothing typed in groups of digits."""

    filing: Filing
    changed: tuple[Mapping[Position, RawCell], ...]
    """See `Book.changed`."""
    names_at: tuple[Mapping[Position, str], ...]
    """By the number of the sheet, the fields and where they stand."""
    covers_at: tuple[Mapping[Position, str], ...]
    """By the number of the sheet, the cells under merged ones, and the fields in these."""
    amounts: Mapping[str, int]
    """What its sums and the cells that they add come to."""
    learned: list[Mapping[Position, Figure]] = field(default_factory=list)
    """By the number of the sheet, what the workbook that the layout was learned from holds in the cells that differ there, once it is known."""


@dataclass(frozen=True)
class Layout:
    """A workbook read as one form."""

    form: Form
    places: Mapping[str, Place]
    """By field id, in the form's order."""
    facts: Facts
    """What was noticed of labels, lines and formulas; what depends on the figures is not in it yet."""
    formulas: Mapping[str, Place]
    """By field id, where formulas stand."""
    plan: SumPlan
    """How those formulas are added up that are sums."""
    watched: Mapping[str, Place]
    """The fields of which it must be looked at whether anybody sees them."""
    seen_cells: dict[CellKey, Cell] = field(default_factory=dict, compare=False)
    """Cells as they were read before."""
    seen_raws: list[RawCell] = field(default_factory=list, compare=False)
    """The raw cells that they were read from: an id is that of an object as long as that lives."""
    seen_plain: set[int] = field(default_factory=set, compare=False)
    """Of the cells that were kept so, the ids of those that hold a plain number."""
    seen_figures: dict[int, Figure] = field(default_factory=dict, compare=False)
    """By the ids of the raw cells, where the layout has a first filing."""
    seen_openly: dict[int, Cell] = field(default_factory=dict, compare=False)
    """Cells that nothing hides, by their ids."""
    seen_over_nothing: dict[int, Cell] = field(default_factory=dict, compare=False)
    """And those that nothing hides where nothing is filled that others cover, either."""
    seen_facts: list[Facts] = field(default_factory=list, compare=False)
    """What was noticed of the workbooks in which nothing is hidden, once it is known: the same of all, as their shape is."""

    first: list[First] = field(default_factory=list, compare=False)
    """The first filing, once there is a plain one."""

    def keep(self, key: CellKey, raw: RawCell, cell: Cell) -> None:
        """Keeps a cell, where there is room."""
        if len(self.seen_cells) < MOST_CELLS:
            self.seen_cells[key] = cell
            self.seen_raws.append(raw)
            if cell.is_plain:
                self.seen_plain.add(id(cell))

    def keep_figure(self, figure: Figure) -> None:
        """Keeps what follows of what stands in a cell, where there is room: with it, as an id is that of an object as long as that lives."""
        if len(self.seen_figures) < MOST_CELLS:
            self.seen_figures[id(figure.raw)] = figure

    def keep_first(self, book: Book, filing: Filing, amounts: Mapping[str, int]) -> None:
        """Keeps a filing as the first one."""
        if book.changed is None or self.first:
            return
        names: dict[int, dict[Position, str]] = {id(sheet): {} for sheet in book.sheets}
        covers: dict[int, dict[Position, str]] = {id(sheet): {} for sheet in book.sheets}
        for name, place in self.places.items():
            if (sheet := book.sheet(place.sheet)) is not None:
                names[id(sheet)][place.row, place.column] = name
                covers[id(sheet)].update(dict.fromkeys(under(sheet, place), name))
        self.first.append(First(filing, book.changed, tuple(names.values()), tuple(covers.values()), amounts))

    def told(self, book: Book, hidden: Mapping[Place, Way]) -> Facts:
        """What was noticed of a workbook of this layout."""
        if not hidden and self.seen_facts:
            return self.seen_facts[0]
        facts = replace(
            self.facts,
            formulas_visible=book.formulas_visible,
            external_links=book.external_links,
            has_macros=book.has_macros,
            hidden=tuple(hidden),
            hidden_by=tuple(sorted(set(hidden.values()))),
            blind=book.blind,
        )
        if not hidden:
            self.seen_facts.append(facts)
        return facts

    @property
    def tells_contents(self) -> bool:
        """Whether anything here is worded as the file words it, beyond its labels."""
        facts = self.facts
        by_place = any(label.by_place for label in facts.seen_labels)
        return bool(by_place or facts.covered or facts.duplicate_tables or facts.line_faults or facts.group_numbers)


def layout_of(book: Book, forms: Sequence[Form]) -> Layout | None:
    """The layout of a workbook; None where no table of any of the forms is there."""
    if book.shape is None:
        return _layout(book, forms)[0]
    kept: dict[Hashable, tuple[Sequence[Form], Layout]] = book.shape.memory
    key = (tuple(map(id, forms)), _signature(book, forms))
    if key in kept:
        return kept[key][1]
    layout, is_lasting = _layout(book, forms)
    if layout is not None and is_lasting and not layout.tells_contents and len(kept) < MOST_KEPT:
        kept[key] = (forms, layout)  # the forms with it: an id is that of an object as long as that lives
    return layout


def _signature(book: Book, forms: Sequence[Form]) -> Hashable:
    """What a layout depends on besides the shape: which cells are filled, the texts that may be labels or state a unit of money, and the kind of everything else.

    Where only figures and some texts differ from the workbook that the shape was learned from, those texts tell all of it that are of another kind than there.
    """
    kinds = label_kinds(forms)
    if book.unlike is not None:
        others = [(number, at, kinds[text]) for number, at, text in book.unlike if book.sheets[number].name not in OWN_SHEETS]
        learned = book.shape.book.sheets
        return "unlike", tuple([other for other in others if other[2] != _kind_there(learned[other[0]], other[1], kinds)])
    return tuple(
        tuple((at, kinds[stands] if isinstance(stands := cell.stands, str) else stands is None) for at, cell in sheet.cells.items())
        for sheet in book.sheets
        if sheet.name not in OWN_SHEETS
    )


def _kind_there(sheet: Sheet, at: Position, kinds: Mapping[str, Hashable]) -> Hashable:
    """The kind of the text in a cell; None where no text stands there."""
    stands = sheet.cells.get(at, NOTHING).stands
    return kinds[stands] if isinstance(stands, str) else None


def _layout(book: Book, forms: Sequence[Form]) -> tuple[Layout | None, bool]:
    """The layout, and whether it is that of every workbook that is filled in likewise: whether its sums are the same, and nothing in or beside a table was passed over for its figures' sake."""
    reading, others = choose(book, forms)
    if reading is None:
        return None, False
    form = reading.form
    kept, duplicates = one_of_each(reading)
    hangs_on_figures = tell_leftovers(kept, reading.places)
    by_labels = {name: found.place(at) for found in kept for name, at in found.cells.items()}
    by_name = {name: place for name, place in book.names.items() if name in form.fields}
    places = places_of(form, by_labels, by_name, {table for table, _ in duplicates})
    covered = {name: owner for found in kept for name, owner in found.covered.items() if places.get(name) == by_labels[name]}
    raws = book.cells(places)
    formulas = {name: place for name, place in places.items() if name not in covered and raws[name].formula}
    sums, reads_others = sums_of(book, formulas, {place: name for name, place in places.items()})
    facts = Facts(
        seen_labels=(*unofficial_labels(kept), *units_beside(kept)),
        missing_tables=tuple(table.id for table in form.tables if not reading.has(table.id) and not any(name.startswith(f"{table.id}.") for name in places)),
        duplicate_tables=duplicates,
        sheets_out_of_sight=hidden_among(book, duplicates),
        line_faults=tuple(dict.fromkeys(fault for found in kept for fault in found.faults if fault.axis == "column" or not is_named(found, fault.label, by_name))),
        group_numbers=tuple(entry for found in kept for entry in found.group_numbers),
        stray_names=stray_names(book, form, by_labels),
        editions_by_table=others,
        is_template=len(by_name) * 2 > len(form.fields),
        covered=covered,
        formula_terms={name: added.terms for name, added in sums.items() if not added.error},
    )
    return Layout(form, places, facts, formulas, plan_sums(book, places, sums), may_be_hidden(book, places, covered)), not (reads_others or hangs_on_figures)
