"""What is not learned of a layout, because another file of it may hold something else there; and the bounds of what is kept, and several threads at once."""

from __future__ import annotations

import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from tests.submissions import write_submission
from tests.test_known_layouts import SHEET, STRINGS, agree, everything, outcome, package
from xlplugin.reading.layouts import imprint, known
from xlplugin.reading.layouts.known import Shapes
from xlplugin.reading.workbook.grid import Book
from xlplugin.reading.workbook.openxml import Package, read_openxml

pytestmark = pytest.mark.slow  # whole workbooks, many of them
RELATIONS = "xl/worksheets/_rels/sheet3.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
NOTHING = f'<xdr:wsDr xmlns:xdr="{DRAWING}"/>'.encode()
PICTURE = (
    f'<xdr:wsDr xmlns:xdr="{DRAWING}"><xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>0</xdr:row></xdr:from>'
    "<xdr:to><xdr:col>20</xdr:col><xdr:row>60</xdr:row></xdr:to><xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>"
).encode()


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The parts of a filled template."""
    path = write_submission(tmp_path_factory.mktemp("learned") / "a.xlsx", {"requests.received.company": 3, "requests.granted.company": 3})
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def learning(parts: dict[str, bytes]) -> Shapes:
    """A cache that has met a layout three times."""
    shapes = Shapes()
    for _ in range(3):
        agree(shapes, parts)
    return shapes


def with_strings(parts: dict[str, bytes], strings: list[bytes]) -> bytes:
    """The part of the shared strings with others in it."""
    return re.sub(rb"<si>.*</si>", lambda _: b"".join(strings), parts[STRINGS], flags=re.DOTALL)


@pytest.mark.parametrize("place", ["xl/drawings/drawing9.xml", "xl/drawings/d/drawing9.xml", f"xl/drawings/{'x' * 101}.xml", "xl/media/drawing9.xml", "customXml/item9.xml"])
def test_what_lies_over_the_cells_is_seen_wherever_its_part_lies(parts: dict[str, bytes], place: str) -> None:
    related = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="over" Type="{OFFICE}/drawing" Target="/{place}"/></Relationships>'
    sheet = parts[SHEET].replace(b"</worksheet>", f'<drawing xmlns:r="{OFFICE}" r:id="over"/></worksheet>'.encode())
    shapes = learning({**parts, RELATIONS: related.encode(), SHEET: sheet, place: NOTHING})
    covered = {**parts, RELATIONS: related.encode(), SHEET: sheet, place: PICTURE}
    agree(shapes, covered)
    assert any(one.drawings for one in shapes.read(package(covered), False, read_openxml).sheets)


@pytest.mark.parametrize("name", ["xl/styles.xml", SHEET, STRINGS])
@pytest.mark.parametrize("folder", ["xl/theme", "customXml", "docProps", "parts"])
def test_a_part_that_lies_where_no_reader_of_cells_looks_is_read_anew(parts: dict[str, bytes], name: str, folder: str) -> None:
    elsewhere = f"{folder}/{name.rpartition('/')[2]}"
    related = parts["xl/_rels/workbook.xml.rels"]
    moved = re.sub(rb'Target="/?(?:xl/)?%s"' % re.escape(name.removeprefix("xl/").encode()), b'Target="/%s"' % elsewhere.encode(), related)
    assert moved != related
    first = {other: content for other, content in parts.items() if other != name} | {"xl/_rels/workbook.xml.rels": moved, elsewhere: parts[name]}
    shapes = learning(first)
    for find, instead in ((rb"<v>3</v>", b"<v>4</v>"), (rb"<font>", b"<font><strike/>"), (rb"<t>[^<]+</t>", b"<t>1</t>")):
        agree(shapes, {**first, elsewhere: re.sub(find, instead, first[elsewhere])})


@pytest.mark.parametrize("written", [b" %s", b"%s ", b"+%s", b"0000000%s", b"%s"])
def test_a_text_is_that_of_each_file_however_its_number_is_written(parts: dict[str, bytes], written: bytes) -> None:
    first = {**parts, SHEET: re.sub(rb'( t="s"[^>]*><v>)(\d+)', lambda found: found[1] + written % found[2], parts[SHEET])}
    shapes = learning(first)
    strings = re.findall(rb"<si>.*?</si>", parts[STRINGS], re.DOTALL)
    for number in range(0, len(strings), 7):
        changed = [*strings[:number], "<si><t>乙镇</t></si>".encode(), *strings[number + 1 :]]
        agree(shapes, {**first, STRINGS: with_strings(parts, changed)})


@pytest.mark.parametrize("font", [b"<font><strike/>", b'<font><color rgb="FFFFFFFF"/>'])
@pytest.mark.parametrize("learned", ['<r><rPr><sz val="11"/><color rgb="FF000000"/></rPr><t>12</t></r>', "<r><t>12</t></r>", "<r><rPr/><t>1</t></r><r><t>2</t></r>", "<r><rPr><strike/></rPr><t>1</t></r><r><t>2</t></r>", "<t>12</t>"])
def test_how_a_plain_text_looks_is_not_taken_from_one_of_several_runs(parts: dict[str, bytes], font: bytes, learned: str) -> None:
    struck = {**parts, "xl/styles.xml": parts["xl/styles.xml"].replace(b"<font>", font)}
    strings = re.findall(rb"<si>.*?</si>", parts[STRINGS], re.DOTALL)

    def with_text(number: int, text: str) -> dict[str, bytes]:
        return {**struck, STRINGS: with_strings(parts, [*strings[:number], f"<si>{text}</si>".encode(), *strings[number + 1 :]])}

    for number in (2, 11):
        shapes = learning(with_text(number, learned))
        for text in ("<t>12</t>", "<t>乙</t>", "<r><t>乙</t></r>", "<r><rPr><strike/></rPr><t>1</t></r><r><t>2</t></r>"):
            agree(shapes, with_text(number, text))


def test_layouts_that_come_once_are_not_remembered_for_ever(parts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = Shapes()
    monkeypatch.setattr(known, "MOST_MET", 3)
    for number in range(6):
        shapes.read(package({**parts, "xl/extra.xml": b"<a>%d</a>" % number}), False, read_openxml)
        assert len(shapes.met) == min(number + 1, 3) and not shapes.learned


def test_sheets_without_figures_are_not_remembered_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imprint, "_MOST_FILLINGS", 5)
    for number in range(20):
        imprint._sheet(b"<row><is><t>%d</t></is></row>" % number)
        assert len(imprint.FILLINGS) <= 5


def test_of_several_threads_one_reads_at_a_time(parts: dict[str, bytes]) -> None:
    """What is kept of layouts is changed by each of them."""
    inside: list[int] = []
    seen: set[int] = set()

    def read(package: Package, has_macros: bool) -> Book:
        inside.append(1)
        sleep(0.01)  # the others come to it meanwhile, if they may
        seen.add(len(inside))
        inside.pop()
        return read_openxml(package, has_macros)

    shapes = Shapes()
    kinds = [{**parts, "xl/extra.xml": b"<a>%d</a>" % (number % 3), SHEET: parts[SHEET].replace(b"<v>3</v>", b"<v>%d</v>" % number)} for number in range(9)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda one: everything(shapes.read(package(one), False, read)), kinds))
    assert together == [outcome(lambda one=one: read_openxml(package(one), False)) for one in kinds] and seen == {1}  # type: ignore[misc]
