"""Workbooks of a layout that was seen before: what is filled in from the raw parts is what reading gives, whatever differs."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.submissions import write_submission
from xlplugin.errors import XlpluginError
from xlplugin.form import editions
from xlplugin.reading.layout import layout_of
from xlplugin.reading.layouts import known
from xlplugin.reading.layouts.known import NO_CACHE, Shapes
from xlplugin.reading.layouts.plain_archive import plain_archive
from xlplugin.reading.read import read_filing, read_workbook
from xlplugin.reading.workbook.grid import Book
from xlplugin.reading.workbook.openxml import Package, read_openxml

pytestmark = pytest.mark.slow  # whole workbooks, many of them
SHEET = "xl/worksheets/sheet3.xml"
STRINGS = "xl/sharedStrings.xml"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The parts of a filled template."""
    path = tmp_path_factory.mktemp("known") / "a.xlsx"
    write_submission(path, {"requests.received.company": 3, "requests.granted.company": 3, "requests.received.total": 3})
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archived(parts: dict[str, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer


def package(parts: dict[str, bytes]) -> Package:
    """A package whose directory is laid out without zipfile."""
    plain = plain_archive(archived(parts).getvalue())
    assert plain is not None
    return Package.of(plain)


def trained(parts: dict[str, bytes]) -> Shapes:
    """A cache that has learned a layout."""
    shapes = Shapes()
    for _ in range(2):
        shapes.read(package(parts), False, read_openxml)
    assert [shape is not None for shape in shapes.learned.values()] == [True]
    return shapes


def everything(book: Book) -> object:
    """All that a workbook's reading gives, looks and order too."""
    return book, [[(at, cell, cell.look) for at, cell in sheet.cells.items()] for sheet in book.sheets]


def outcome(read: Callable[[], Book]) -> object:
    try:
        return everything(read())
    except XlpluginError as error:
        return type(error)


def agree(shapes: Shapes, changed: dict[str, bytes]) -> bool:
    """Whether a workbook is read with the cache as without it; gives whether it was filled in."""
    plain = outcome(lambda: read_openxml(Package.of(zipfile.ZipFile(archived(changed))), False))
    books: list[Book] = []

    def read() -> Book:
        books.append(shapes.read(package(changed), False, read_openxml))
        return books[-1]

    assert outcome(read) == outcome(read) == plain  # as it is met, and as its own layout is learned
    return bool(books) and books[0].shape is not None


def with_value(xml: bytes, address: str, cell: bytes) -> bytes:
    """A sheet with other content in one cell that holds a number or nothing."""
    changed, count = re.subn(rb'<c r="%s"( s="\d+")?(?:/>|><v>[^<]*</v></c>)' % address.encode(), lambda match: cell.replace(b"STYLE", match[1] or b""), xml)
    assert count == 1
    return changed


def entry(parts: dict[str, bytes]) -> str:
    """The address of a cell in which a number stands."""
    found = re.search(rb'<c r="([A-Z]+\d+)" s="\d+"><v>3</v></c>', parts[SHEET])
    assert found
    return found[1].decode()


@pytest.mark.parametrize(
    ("held", "is_known"),
    [
        (b'<c r="AT"STYLE><v>17</v></c>', True),
        (b'<c r="AT"STYLE/>', True),
        (b'<c r="AT"STYLE t="n"><v>0</v></c>', True),
        (b'<c r="AT"STYLE><v>1.5E-2</v></c>', True),
        (b'<c r="AT"STYLE><v>-0</v></c>', True),
        (b'<c r="AT"STYLE><v>12345678901234567890123</v></c>', False),
        (b'<c r="AT"STYLE><v> 7 </v></c>', False),
        (b'<c r="AT"STYLE><v>1&#50;</v></c>', False),
        (b'<c r="AT"STYLE><v></v></c>', False),
        (b'<c r="AT"STYLE><v>x</v></c>', False),
        (b'<c r="AT"STYLE t="b"><v>1</v></c>', False),
        (b'<c r="AT"STYLE t="e"><v>#REF!</v></c>', False),
        (b'<c r="AT"STYLE t="inlineStr"><is><t>8</t></is></c>', False),
        (b'<c r="AT"STYLE t="str"><v>9</v></c>', False),
        (b'<c r="AT"STYLE><!--<v>5</v>--><v>6</v></c>', False),
        (b'<c r="AT"STYLE><f>1+1</f><v>2</v></c>', False),
    ],
    ids=lambda value: value.decode() if isinstance(value, bytes) else None,
)
def test_whatever_stands_in_an_entry_cell_is_read_alike(parts: dict[str, bytes], held: bytes, is_known: bool) -> None:
    at = entry(parts)
    changed = {**parts, SHEET: with_value(parts[SHEET], at, held.replace(b"AT", at.encode()))}
    assert agree(trained(parts), changed) == is_known


@pytest.mark.parametrize("text", ["乙镇", "", " 空 格 ", "a&amp;b", "_x0041_", "&#20057;", "x" * 5000, "3", "=1+1", "数</t><t>", "</t></r><r><rPr><strike/></rPr><t>划"])
def test_whatever_stands_among_the_strings_is_read_alike(parts: dict[str, bytes], text: str) -> None:
    count = 0

    def change(match: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return b"<si><t>%s</t></si>" % text.encode() if count == 5 else match[0]

    agree(trained(parts), {**parts, STRINGS: re.sub(rb"<si>.*?</si>", change, parts[STRINGS], flags=re.DOTALL)})
    assert count > 5


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "a comment around a cell": lambda xml: xml.replace(b"</sheetData>", b'<!--<c r="ZA9"><v>1</v></c>--></sheetData>', 1),
    "a cell outside any row": lambda xml: xml.replace(b"</sheetData>", b'</sheetData><c r="ZA9"><v>1</v></c>', 1),
    "a cell within a cell": lambda xml: xml.replace(b"</row>", b'<c r="ZA9"><x><c r="ZB9"><v>1</v></c></x></c></row>', 1),
    "a row among the views": lambda xml: xml.replace(b"<sheetViews>", b'<sheetViews><row r="99"><c r="ZA99"><v>1</v></c></row>', 1),
    "character data": lambda xml: xml.replace(b"</row>", b'<c r="ZA9" t="inlineStr"><is><t><![CDATA[<v>1</v>]]></t></is></c></row>', 1),
    "one address twice": lambda xml: xml.replace(b"</row>", b'<c r="ZA9"><v>1</v></c><c r="ZA9"><v>2</v></c></row>', 1),
    "an array over two cells": lambda xml: xml.replace(b"</row>", b'<c r="ZA9"><f t="array" ref="ZA9:ZB9">1+1</f><v>1</v></c><c r="ZB9"><v>1</v></c></row>', 1),
    "a boolean": lambda xml: xml.replace(b"</row>", b'<c r="ZA9" t="b"><v>1</v></c></row>', 1),
    "a date": lambda xml: xml.replace(b"</row>", b'<c r="ZA9" t="d"><v>1</v></c></row>', 1),
    "a value spelled with an entity": lambda xml: xml.replace(b"</row>", b'<c r="ZA9"><v>&#49;</v></c></row>', 1),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_layout_that_was_made_to_deceive_is_read_as_ever(parts: dict[str, bytes], kind: str) -> None:
    """The file is learned from (twice), then another with other values in the same slots is read."""
    first = {**parts, SHEET: HOSTILE[kind](parts[SHEET])}
    assert first[SHEET] != parts[SHEET]
    shapes = Shapes()
    for _ in range(2):
        agree(shapes, first)
    for value in (b"", b"2", b"0", b"2023-01-01"):
        agree(shapes, {**first, SHEET: re.sub(rb"(ZA9[^>]*>(?:<f[^<]*</f>)?<v>)1(</v>)", rb"\g<1>%s\2" % value, first[SHEET])})
        agree(shapes, {**first, SHEET: first[SHEET].replace(b"<v>1</v>", b"<v>%s</v>" % value)})
        agree(shapes, {**first, SHEET: first[SHEET].replace(b"><v>1</v></c>", b"/>")})


def _mutants(parts: dict[str, bytes], count: int, seed: int) -> Iterator[dict[str, bytes]]:
    """Workbooks with one part changed: a piece taken out, doubled, or replaced by another one of the package."""
    chance = random.Random(seed)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    for _ in range(count):
        name = chance.choice(names)
        pieces = re.split(rb"(?=<)", parts[name])
        at = chance.randrange(len(pieces))
        kind = chance.randrange(4)
        if kind == 0:
            pieces[at : at + 1] = []
        elif kind == 1:
            pieces.insert(at, pieces[chance.randrange(len(pieces))])
        elif kind == 2:
            pieces[at] = re.sub(rb"\d", lambda _: str(chance.randrange(10)).encode(), pieces[at])
        else:
            pieces[at] = pieces[chance.randrange(len(pieces))]
        yield {**parts, name: b"".join(pieces)}


@pytest.mark.parametrize("seed", range(4))
def test_no_part_can_be_changed_without_being_read_anew(parts: dict[str, bytes], seed: int) -> None:
    """The digest covers all that the result depends on."""
    shapes = trained(parts)
    filled = [agree(shapes, mutant) for mutant in _mutants(parts, 20, seed)]
    assert not all(filled)


def test_filings_of_one_layout_are_read_as_each_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures, blanks and organs differ; places, sums and cells that were kept are those of each file."""
    chance = random.Random(7)
    form = editions()["2021"]
    monkeypatch.setattr(known, "SHAPES", Shapes())
    for number in range(12):
        names = chance.sample(list(form.fields), 40)
        values = {name: chance.choice([0, 1, 2, 17, 1234, None]) for name in names if form.fields[name].kind == "count"}
        write_submission(tmp_path / f"{number}.xlsx", values, organ=f"样例{number}镇")
    shapes = Shapes()
    kept = set()
    for path in [*sorted(tmp_path.iterdir()), *sorted(tmp_path.iterdir())]:
        with zipfile.ZipFile(path) as archive:
            book = shapes.read(Package.of(archive), False, read_openxml)
            plain = read_openxml(Package.of(archive), False)
        assert read_filing(book, str(path)) == read_filing(plain, str(path))
        if book.shape is not None:
            kept.add(id(layout_of(book, list(editions().values()))))
    assert kept and len(kept) < 24


def test_whether_anybody_sees_a_figure_is_told_of_each_file_of_a_layout(tmp_path: Path) -> None:
    """One cell has a format that shows nothing: of a 0 that is no matter, of a 3 it is."""
    name, shapes, known_ones = "requests.received.company", Shapes(), 0
    for number, value in enumerate([0, 0, 0, 3, 0, 3, None, 3]):
        path = write_submission(tmp_path / f"{number}.xlsx", {name: value})
        place = read_workbook(path).cells[name].place
        assert place is not None
        book = openpyxl.load_workbook(path)
        book[place.sheet].cell(place.row, place.column).number_format = ";;;"
        book.save(path)
        with zipfile.ZipFile(path) as archive:
            read = shapes.read(Package.of(archive), False, read_openxml)
        known_ones += read.shape is not None
        assert (place in read_filing(read, str(path)).facts.hidden) == (value == 3)
    assert known_ones > 3


@pytest.mark.parametrize("edition", sorted(editions()))
def test_a_filled_template_is_not_parsed_any_more_once_two_were_met(edition: str, tmp_path: Path) -> None:
    """Figures, organ and year differ, and with them the texts that its formulas give; the headings have two lines."""
    form, shapes = editions()[edition], Shapes()
    parsed: list[int] = []

    def counted(package: Package, has_macros: bool) -> Book:
        parsed.append(1)
        return read_openxml(package, has_macros)

    entry = next(name for name, field in form.fields.items() if field.kind == "count")
    for number in range(5):
        path = write_submission(tmp_path / f"{number}.xlsx", {entry: number}, form=form, organ=f"样例{number}镇", year=int(edition) + number)
        before = len(parsed)
        with zipfile.ZipFile(path) as archive:
            shapes.read(Package.of(archive), False, counted)
        assert (len(parsed) == before) == (number > 1)


def test_layouts_with_the_same_sheets_are_each_held_against_their_own(parts: dict[str, bytes]) -> None:
    """A sheet is told by what differs from the last one of its kind, which is the other layout's."""
    shapes = Shapes()
    other = {**parts, "xl/extra.xml": b"<a/>", SHEET: parts[SHEET].replace(b"<v>3</v>", b"<v>8</v>")}
    for one in (parts, parts, other, other):
        agree(shapes, one)
    for value in (b"3", b"8", b"5", b"", b"8"):
        for one in (parts, other):
            assert agree(shapes, {**one, SHEET: parts[SHEET].replace(b"<v>3</v>", b"<v>%s</v>" % value, 2)}) == (value != b"")


def test_it_can_be_switched_off_and_does_not_grow(parts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = Shapes()
    monkeypatch.setattr(known, "MOST_SHAPES", 2)
    monkeypatch.setattr(known, "MOST_MET", 3)
    for number in range(6):
        for _ in range(2):
            agree(shapes, {**parts, "xl/extra.xml": b"<a>%d</a>" % number})
    assert len(shapes.learned) <= 2 and len(shapes.met) <= 3
    monkeypatch.setenv(NO_CACHE, "1")
    assert not agree(shapes, parts)
