"""Of all the places where blocks were found, those that count; and where each field then stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import SeenLabel, StrayName
from xlplugin.form import Form
from xlplugin.reading.tables.edition import Reading
from xlplugin.reading.tables.found import Found
from xlplugin.reading.workbook.grid import Book


def one_of_each(reading: Reading) -> tuple[list[Found], tuple[tuple[str, tuple[Place, ...]], ...]]:
    """Each block once, and the tables that stand more than once with different figures or the same.

    A blank copy beside a filled one does not count. Copies that hold the same figures are read once and told; where
    they differ none is read: which of them is the filing, nobody can know.
    """
    kept: list[Found] = []
    twice: dict[str, list[Place]] = {}
    for table, _, places in reading.found:
        if any(found.is_part for found in places):
            kept += places
            continue
        filled = [found for found in places if found.is_filled] or [found for found in places if found.cells][:1]
        if len(filled) > max(1, len(twice.get(table.id, ()))):  # a table of several blocks stands as often as any of these
            twice[table.id] = [found.corner for found in filled]
        whole = max(filled, key=lambda found: len(found.cells), default=None)
        if whole is not None and all(found.holds_the_same(whole) for found in filled):
            kept.append(whole)
    return kept, tuple((table, tuple(dict.fromkeys(places))) for table, places in twice.items())


def hidden_among(book: Book, duplicates: Sequence[tuple[str, Sequence[Place]]]) -> tuple[str, ...]:
    """The sheets that nobody sees on which one of several tables stands: last year's, mostly."""
    hidden = {sheet.name for sheet in book.sheets if sheet.is_hidden}
    return tuple(dict.fromkeys(place.sheet for _, places in duplicates for place in places if place.sheet in hidden)) if hidden else ()


def places_of(form: Form, by_labels: Mapping[str, Place], by_name: Mapping[str, Place | None], doubtful: set[str]) -> dict[str, Place]:
    """Each field's cell: by its labels; by its defined name where no label tells it and no other field claims the cell."""
    places = dict(by_labels)
    taken = set(by_labels.values())
    for name, place in by_name.items():
        if place is not None and name not in places and place not in taken and name.split(".")[0] not in doubtful:
            places[name] = place
    return {name: places[name] for name in form.fields if name in places}


def is_named(found: Found, label: str, by_name: Mapping[str, Place | None]) -> bool:
    """Whether a row that no label tells is told by the template's defined names."""
    row = next((line.id for line in found.block.rows if line.label.official == label), None)
    return row is not None and all(by_name.get(f"{found.table}.{row}.{column.id}") is not None for column in found.block.columns)


def unofficial_labels(kept: Sequence[Found]) -> tuple[SeenLabel, ...]:
    """Unofficial labels, each wording of a label once."""
    labels = {(label.table, label.axis, label.id, label.seen, label.by_place): label for found in reversed(kept) for label in reversed(found.seen_labels)}
    return tuple(sorted(labels.values(), key=lambda label: (label.place is None, label.place)))


def stray_names(book: Book, form: Form, by_labels: Mapping[str, Place]) -> tuple[StrayName, ...]:
    """Names of fields that point nowhere, or to another cell than the labels say."""
    return tuple(
        StrayName(name, place, by_labels.get(name))
        for name, place in book.names.items()
        if (name in form.fields and name in by_labels and place != by_labels[name]) or (name in form.fields and place is None)
    )
