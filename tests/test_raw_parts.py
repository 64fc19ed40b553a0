"""Parts read as they lie in a package: what zipfile reads, or nothing where anything about them is unusual."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlplugin.reading.layouts import imprint, raw, worksheets
from xlplugin.reading.layouts.raw import Kept, RawPart, part_in, raw_part, unpacked
from xlplugin.reading.layouts.views import without_views

CONTENT = b"<a>" + b"0123456789" * 50 + b"</a>"
NAME = "xl/a.xml"


def packed(method: int = zipfile.ZIP_DEFLATED, name: str = NAME, content: bytes = CONTENT) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def read(package: bytes) -> bytes | None:
    """A package's only part as it lies there, unpacked; None where it is zipfile's."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        part = raw_part(archive, archive.infolist()[0])
    return None if part is None else unpacked(part)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
@pytest.mark.parametrize("name", [NAME, "xl/甲.xml", "é.xml"])
@pytest.mark.parametrize("content", [CONTENT, b""], ids=["some", "none"])
def test_it_is_what_zipfile_reads(method: int, name: str, content: bytes) -> None:
    assert read(packed(method, name, content)) == content


def _flags(package: bytes) -> bytes:
    """Both headers say that the part is encrypted."""
    central = package.index(b"PK\x01\x02")
    return package[:6] + b"\x01\x00" + package[8 : central + 8] + b"\x01\x00" + package[central + 10 :]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "another name in its own header": lambda package: package.replace(NAME.encode(), b"xl/b.xml", 1),
    "no header where it should be": lambda package: b"XX" + package[2:],
    "another method in its own header": lambda package: package[:8] + b"\x00\x00" + package[10:],
    "encrypted": _flags,
    "another checksum": lambda package: package.replace(package[14:18], b"\0\0\0\0"),
    "larger than it says": lambda package: package.replace(len(CONTENT).to_bytes(4, "little"), (len(CONTENT) - 1).to_bytes(4, "little")),
    "smaller than it says": lambda package: package.replace(len(CONTENT).to_bytes(4, "little"), (len(CONTENT) + 1).to_bytes(4, "little")),
    "no stream of deflate": lambda package: package[: 30 + len(NAME)] + b"\xff" * 8 + package[38 + len(NAME) :],
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_of_anything_unusual_nothing_is_read(kind: str) -> None:
    damaged = DAMAGES[kind](packed())
    assert damaged != packed() and read(damaged) is None


def held(package: bytes, name: str = NAME) -> bytes | None:
    """A package's part, whose directory is not laid out for it."""
    return part_in(io.BytesIO(package), name)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=["stored", "deflated"])
def test_a_part_is_found_without_laying_the_directory_out(method: int) -> None:
    assert held(packed(method)) == CONTENT
    assert held(packed(method), "xl/c.xml") == b""


ODD: dict[str, bytes] = {
    **{kind: damage(packed()) for kind, damage in DAMAGES.items()},
    "a name that ends like it": packed(name=f"a/{NAME}"),
    "a comment at its end": packed()[:-2] + b"\x05\x00" + NAME.encode()[:5],
    "cut short": packed()[:-30],
    "something before it": b"MZ" + packed(),
    "nothing": b"",
    "its name in another entry's remark": packed(name="b").replace(b"\x01\x00\x00\x00\x00", b"\x01\x00\x00\x00\x00" + NAME.encode()),
}


@pytest.mark.parametrize("kind", ODD)
def test_of_an_archive_that_is_anything_but_plain_no_part_is_taken(kind: str) -> None:
    assert held(ODD[kind]) is None


def part(number: int) -> RawPart:
    return (0, number, 3, b"abc")


def test_what_was_worked_out_twice_is_kept_and_the_kinds_of_work_apart() -> None:
    kept, calls = Kept(), []

    def work(one: RawPart) -> int:
        calls.append(one)
        return one[1]

    assert [kept.of("a", part(7), work) for _ in range(5)] == [7] * 5 and len(calls) == 2
    assert kept.of("b", part(7), work) == 7 and len(calls) == 3
    assert kept.of("a", part(8), work) == 8 and len(calls) == 4


def test_what_is_kept_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "_MOST_KEPT", 4)
    monkeypatch.setattr(raw, "_MOST_MET", 6)
    kept = Kept()
    for number in range(40):
        for _ in range(3):
            assert kept.of("a", part(number), lambda one: one[1]) == number
        assert len(kept._kept) <= 4 and len(kept._met) <= 6


def test_nothing_is_kept_of_what_came_to_nothing() -> None:
    kept, calls = Kept(), []
    for _ in range(4):
        assert kept.of("a", part(1), lambda one: calls.append(one)) is None
    assert len(calls) == 4


_PIECES = st.sampled_from(
    [
        *(b"<v>", b"</v>", b"<v>1</v>", b"<v></v>", b"<v>1<b/></v>", b"</c>", b"5", b"<row>", b"</row>"),
        *(b'<c r="A1"/>', b'<c r="A1" s="2"/>', b'<c r="B1"><v>', b'<c r="B1" s="3" t="n"><v>7</v></c>', b'<c r="C1" t="s"><v>0</v></c>'),
        *(b'<c r="D1"><f>A1</f><v>3</v></c>', b'<c r="A1"><is><t>x</t></is></c>'),
        *(b"<sheetViews>", b"</sheetViews>", b"<sheetViews></sheetViews>", b'<sheetViews><pane a="1"/></sheetViews>', b'<workbookView a="2"/>', b"<", b">", b"v>"),
        *(b"\0", b"!", b"<!", b"?", b"<?"),
    ]
)
_SHEETS = st.lists(st.lists(_PIECES, max_size=12).map(lambda pieces: b"<w>" + b"".join(pieces)), max_size=8)
_OTHER_VALUES = (b"<v>88</v>", b"<v></v>", b"<v>1<b/></v>", b"<v>1</v><v>2</v>", b"<v>1</v", b"<v>\0</v>", b"<v>!</v>", b"<v>1>v></v>", b"<v>1")


def _in_full(content: bytes) -> imprint._Part:
    """A sheet split up without regard to any before."""
    return replace(imprint._split_sheet(without_views(content)), content=content)


def _of(part: imprint._Part | None) -> object:
    """All that is told of a sheet."""
    return None if part is None else (part.digest, list(part.values), part.pieces)


@given(_SHEETS, st.sampled_from(_OTHER_VALUES))
@settings(max_examples=600, deadline=None)
def test_a_sheet_that_is_split_only_at_its_values_is_what_it_is_split_in_full(sheets: list[bytes], other: bytes) -> None:
    """And so is one of which only the values are looked at in which it differs from one before."""
    imprint.FILLINGS.clear()
    worksheets.MODELS.clear()
    for content in [*sheets, *sheets, *(sheet.replace(b"<v>1</v>", other) for sheet in sheets), *(sheet.replace(b"<v>1</v>", other, 1) for sheet in sheets)]:
        assert _of(imprint._split(content, imprint._sheet)) == _of(imprint._split(content, _in_full))


TABLE = b"<w><sheetViews><pane/></sheetViews>" + b"".join(b'<c r="A%d"><v>1</v></c><c r="B%d" t="str"><f>x</f><v>%d</v></c>' % (row, row, row) for row in range(1, 40))


def test_a_sheet_that_was_met_twice_is_told_by_what_differs() -> None:
    imprint.FILLINGS.clear()
    worksheets.MODELS.clear()
    parts = [imprint._sheet(content) for content in (TABLE, TABLE, TABLE.replace(b"<v>7<", b"<v>88<"), TABLE.replace(b"<pane/>", b'<pane a="3"/>'), TABLE + b"<v>1</v>")]
    assert [part.filled is parts[1].filled for part in parts] == [False, True, True, True, False]
    assert [part.differing for part in parts] == [{}, {}, {13: b"88"}, {}, {}]
    assert len({part.digest for part in parts[:4]}) == 1


def test_a_sheet_is_not_taken_for_one_that_has_views_among_its_cells() -> None:
    """Of three the first is taken out, of two, too: what is left of three is no sheet with two."""
    views = b"<sheetViews></sheetViews>"
    imprint.FILLINGS.clear()
    worksheets.MODELS.clear()
    for count in (3, 3, 2, 2, 3, 1):
        content = TABLE.replace(b"<sheetViews><pane/></sheetViews>", b"") + views * count
        assert _of(imprint._sheet(content)) == _of(_in_full(content))


def test_sheets_that_others_are_compared_with_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheets, "_MOST_MODELS", 5)
    monkeypatch.setattr(worksheets, "_MOST_BYTES", 2000)
    monkeypatch.setattr(worksheets, "_LARGEST", 900)
    worksheets.MODELS.clear()
    for number in range(150):
        content = b"<row>%s</row>" % (b"<v>1</v>" * number)
        worksheets.MODELS.keep(content, b"", [b"1"] * number)
        assert (worksheets.MODELS.like(content.split(b"<v>")) is None) == (len(content) > 900)
        assert len(worksheets.MODELS) <= 5 and sum(model.size for model in worksheets.MODELS.values()) <= 2000


def test_sheets_of_which_it_is_remembered_which_cells_were_filled_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imprint, "_MOST_SLOTS", 20)
    for number in range(30):
        imprint._sheet(b"<row>%s</row>" % (b"<v>1</v>" * number))
        assert sum(len(filling.slots) for filling in imprint.FILLINGS.values()) <= max(20, number)
