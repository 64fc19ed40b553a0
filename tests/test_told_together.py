"""What was told of several parts of a package is told of the very same bytes only, and what is kept of it does not grow."""

from __future__ import annotations

import pytest

from tests.hostile.packing import packed
from xlplugin.reading.layouts import together
from xlplugin.reading.layouts.plain_archive import PlainArchive, plain_archive
from xlplugin.reading.layouts.together import Together

PARTS = {"_rels/.rels": b"<a/>" * 50, "xl/Workbook.xml": b"<b/>", "xl/worksheets/sheet1.xml": b"0123456789" * 9}
NAMES = ["_rels/.rels", "xl/workbook.xml"]


def archive(parts: dict[str, bytes]) -> PlainArchive:
    found = plain_archive(packed(parts))
    assert found is not None
    return found


def kept(parts: dict[str, bytes], told: bytes = b"told") -> Together:
    found = Together()
    for _ in range(2):
        found.keep(archive(parts), NAMES, told)
    return found


def test_it_is_told_from_the_second_time_on() -> None:
    found = Together()
    for expected in (None, None, b"told"):
        assert found.told(archive(PARTS), NAMES) == expected
        found.keep(archive(PARTS), NAMES, b"told")


def test_the_other_parts_may_differ_and_these_lie_elsewhere() -> None:
    others = {"xl/worksheets/sheet1.xml": b"<c/>" * 99, **{name: PARTS[name] for name in ("xl/Workbook.xml", "_rels/.rels")}}
    assert kept(PARTS).told(archive(others), NAMES) == b"told"


@pytest.mark.parametrize("changed", [{"xl/Workbook.xml": b"<d/>"}, {"_rels/.rels": b"<a/>" * 49 + b"<c/>"}], ids=["stored alike", "packed otherwise"])
def test_of_other_parts_nothing_is_told(changed: dict[str, bytes]) -> None:
    assert kept(PARTS).told(archive({**PARTS, **changed}), NAMES) is None


def test_of_a_name_that_is_spelled_otherwise_nothing_is_told() -> None:
    assert kept(PARTS).told(archive({name.lower(): content for name, content in PARTS.items()}), NAMES) is None


def test_whatever_byte_of_a_part_or_of_its_header_is_another_it_is_not_told_but_for_its_date() -> None:
    """The directory says of such a part what it says of the other, its checksum too."""
    found, content = kept(PARTS), packed(PARTS)
    second = content.index(b"PK\x03\x04", 1)
    dates = {begin + at for begin in (0, second) for at in range(10, 14)}
    for at in range(content.index(b"PK\x03\x04", second + 1)):
        other = plain_archive(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert other is not None and found.told(other, NAMES) == (b"told" if at in dates else None)


def test_of_a_part_with_an_unusual_header_nothing_is_kept() -> None:
    content = packed(PARTS)
    odd = plain_archive(b"PK\x03\x05" + content[4:])
    assert odd is not None
    found = Together()
    for _ in range(3):
        found.keep(odd, NAMES, b"told")
    assert found.told(odd, NAMES) is None and not found._kept


def test_what_is_kept_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "_MOST_KEPT", 4)
    monkeypatch.setattr(together, "_MOST_MET", 6)
    found = Together()
    for number in range(40):
        parts = {**PARTS, "xl/Workbook.xml": b"<b>%d</b>" % number}
        for _ in range(3):
            found.keep(archive(parts), NAMES, b"%d" % number)
        assert found.told(archive(parts), NAMES) == b"%d" % number
        assert len(found._kept) <= 4 and len(found._met) <= 6


def test_nor_do_the_bytes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "_MOST_BYTES", 2000)
    found = Together()
    for number in range(40):
        changed = {**PARTS, "xl/Workbook.xml": b"<b>%d</b>" % number}
        for _ in range(2):
            found.keep(archive(changed), NAMES, b"told")
        assert sum(len(part) for *held, _ in found._kept.values() for parts in held for part in parts) <= 2000
