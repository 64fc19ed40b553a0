"""The store's files: compressed lines that are read one at a time, and that are known for what they are when something is missing."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlplugin.filing.findings import NotChecked
from xlplugin.filing.submissions import Submission
from xlplugin.runs.store.lines import LineReader, LineWriter
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.packed import packed
from xlplugin.text import Text

LINES = st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126)), max_size=8)


def written(lines: list[str], index: list[str]) -> tuple[bytes, list[tuple[int, int]]]:
    stream = BytesIO()
    writer = LineWriter(stream)
    spots = [writer.add(line) for line in lines]
    writer.close(index)
    return stream.getvalue(), spots


@given(LINES, st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126)), min_size=1, max_size=4))
def test_every_line_is_read_back_in_any_order(lines: list[str], index: list[str]) -> None:
    content, spots = written(lines, index)
    reader = LineReader(BytesIO(content))
    assert list(reader.index) == index and [reader.line(spot) for spot in reversed(spots)] == lines[::-1]


def test_any_program_that_knows_gzip_reads_the_lines() -> None:
    content, _ = written(['{"a":1}', '{"b":2}'], ["index"])
    assert gzip.decompress(content).decode("ascii").splitlines()[:3] == ['{"a":1}', '{"b":2}', "index"]


@pytest.mark.parametrize("length", [0, 1, 1022, 1023, 1024, 1025, 5_000, 70_000])
def test_short_lines_and_long_ones_stand_side_by_side(length: int) -> None:
    """Short ones are not compressed; at the limit on either side, and beyond what one block that is not compressed could hold."""
    lines = ["x" * length, "".join(map(chr, (32 + number * 7 % 95 for number in range(length)))), "b"]
    content, spots = written(lines, ["index"])
    reader = LineReader(BytesIO(content))
    assert [reader.line(spot) for spot in spots] == lines == gzip.decompress(content).decode("ascii").split("\n")[:3]


def test_a_file_that_is_cut_short_anywhere_is_known_for_one() -> None:
    content, _ = written(['{"a":1}' * 20, "b"], ["index", "more"])
    for length in range(len(content)):
        with pytest.raises(ValueError, match=r"whole|short|end|literal"):
            LineReader(BytesIO(content[:length]))


def test_an_outcome_is_the_same_once_it_was_packed() -> None:
    missed = (NotChecked("Y01", Text("没有上年数据", "no figures of last year")),)
    outcome = Outcome(Submission("镇.xlsx", content="c0", failure="time", not_checked=missed), '{"file":"a"}', narrative='{"overview":"1"}')
    stored = packed(outcome)
    assert stored.unpacked() == outcome and packed(stored) is stored
    assert (stored.file, stored.content, stored.failure, list(stored.texts)) == ("镇.xlsx", "c0", "time", ["report", "narrative"])


def test_the_same_lines_give_the_same_bytes() -> None:
    assert written(["a", "b"], ["c"]) == written(["a", "b"], ["c"])


def test_a_line_that_was_damaged_is_not_read_as_another() -> None:
    content, [(at, length)] = written(['{"a":"long enough to be compressed, compressed"}'], ["index"])
    broken = bytearray(content)
    broken[at + length - 6] ^= 1  # in the checksum
    with pytest.raises(Exception, match="check"):
        LineReader(BytesIO(bytes(broken))).line((at, length))
