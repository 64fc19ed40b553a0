"""Which cells a rule speaks of, and how a message lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xlplugin.filing.cells import Cell, Place, Shape
from xlplugin.filing.filing import Filing
from xlplugin.text import Text, join, same

MOST = 5
"""A message names at the most this many things; the finding's `related` has them all."""
LONGEST_QUOTATION = 40


def cells_of_shape(filing: Filing, shape: Shape) -> Iterator[tuple[str, Cell]]:
    """The cells that are written in one way, with their field ids, in the form's order."""
    for name in filing.by_shape.get(shape, ()):
        yield name, filing.cells[name]


def by_table(filing: Filing, names: Iterable[str]) -> list[list[str]]:
    """Field ids, one list for each table that has any."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(filing.form.fields[name].table, []).append(name)
    return list(groups.values())


def named(filing: Filing, name: str) -> Text:
    """A cell by its row, column and address: “本年新收·其他”（I6）."""
    text, place = filing.form.fields[name].text, filing.cell(name).place
    at = Text(f"（{place.address}）", f" at {place.address}") if place else same("")
    return Text(f"“{text.zh}”", text.en) + at


def named_cells(filing: Filing, names: Sequence[str]) -> Text:
    """Several cells by row, column and address, cut short after a few."""
    return listed([named(filing, name) for name in names[:MOST]], len(names), "格")


def listed(parts: Sequence[Text], count: int | None = None, unit: str = "处", zh: str = "、", en: str = ", ") -> Text:
    """A list cut short after a few, with each language's separator.

    `count` is how many there are in all, where the parts are not all of them or not one each; `unit` counts them in Chinese.
    """
    whole = len(parts) if count is None else count
    shown = join(parts[:MOST], zh, en)
    is_cut = len(parts) > MOST or (len(parts) == MOST < whole)
    return shown + Text(f"等共 {whole} {unit}", f" and others, {whole} in all") if is_cut else shown


def quoted(words: str) -> Text:
    """What stands in a file, on one line and not too long, without quotation marks."""
    line = " ".join(words.split())
    return same(line if len(line) <= LONGEST_QUOTATION else line[: LONGEST_QUOTATION - 1] + "…")


def quoted_list(words: Iterable[str], unit: str = "处") -> Text:
    """Labels, file names or marks in quotation marks, each once, cut short after a few; no words at all are named so."""
    texts = [(quoted(word) if word.strip() else None) for word in dict.fromkeys(words)]
    marked = [Text(f"“{text.zh}”", f'"{text.en}"') if text else Text("（无字）", "(no words)") for text in texts]
    return listed(marked, unit=unit)


def address(place: Place) -> Text:
    """A cell with its sheet, as formulas write it: 三、申请办理!I30."""
    return same(place.full)
