"""The reader of sentences against the table: nothing read that is not there, and little that is there missed."""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from xlplugin.sentences import Mention, addings, read
from xlplugin.text import number

SENTENCES = Path(__file__).parent / "sentences"
ORGAN, YEAR, SECTION = "样例县下河镇人民政府", 2023, "overview"
LEAST_RECALL = 0.9

Entry = dict[str, object]
Figure = tuple[str, str, bool, str, str, bool]
"""Subject, number, is_exact, scope, year, is_part."""


@dataclass(frozen=True)
class Measured:
    """How many figures of a part of the table were read, were read though they are not there, and were missed."""

    right: int
    extra: list[tuple[str, str]]
    missed: list[tuple[str, str]]

    @property
    def precision(self) -> float:
        """The share of what was read that is in the table."""
        return self.right / (self.right + len(self.extra))

    @property
    def recall(self) -> float:
        """The share of what is in the table that was read."""
        return self.right / (self.right + len(self.missed))


def entries(name: str) -> list[Entry]:
    found = tomllib.loads((SENTENCES / f"{name}.toml").read_text("utf-8"))["sentence"]
    assert isinstance(found, list)
    return found


FILES = ("open", "frozen", "open_second", "frozen_second", "open_third", "frozen_third", "frozen_fourth", "frozen_fifth", "frozen_sixth", "frozen_seventh", "frozen_eighth", "frozen_ninth", "frozen_tenth", "frozen_eleventh")
MISTAKES = tomllib.loads((SENTENCES / "mistaken.toml").read_text("utf-8"))["mistake"]


def set_right(name: str) -> list[Entry]:
    """A part with its writer's own mistakes set right; the file stays as it was frozen."""
    found = entries(name)
    for mistake in MISTAKES:
        if mistake["part"] != name:
            continue
        [entry] = [entry for entry in found if entry["text"] == mistake["text"]]
        reads = entry["reads"]
        assert isinstance(reads, list)
        reads = [read for read in reads if read != mistake.get("instead_of")]
        entry["reads"] = [*reads, mistake["read"]] if "read" in mistake else reads
        if "adds" in mistake:
            entry["adds"] = mistake["adds"]
    return found


PARTS = {name: set_right(name) for name in FILES}
PARTS["first"] = PARTS["open"] + PARTS["frozen"]
PARTS["second"] = PARTS["open_second"] + PARTS["frozen_second"]
PARTS["all"] = [entry for name in FILES for entry in PARTS[name]]
WIDER = {str(entry["text"]): entry for entry in entries("wider")}
LATER = {str(entry["text"]) for name in FILES if name not in ("open", "frozen") for entry in PARTS[name]}
LEAST_RECALL_OF_ALL = 0.97
each_part = pytest.mark.parametrize("part", PARTS)


def context(entry: Entry) -> dict[str, object]:
    return {"organ": entry.get("organ", ORGAN), "year": entry.get("year", YEAR), "section": entry.get("section", SECTION)}


@cache
def read_once(text: str, organ: str, year: int, section: str, wider: bool) -> tuple[Mention, ...]:
    """Each sentence stands in several parts and is read once."""
    return read(text, organ=organ, year=year, section=section, wider=wider)


added_once = cache(addings)


def mentions(entry: Entry, wider: bool) -> tuple[Mention, ...]:
    return read_once(str(entry["text"]), **context(entry), wider=wider)


def figure(mention: Mention) -> Figure:
    written = number(mention.number) if isinstance(mention.number, (int, Decimal)) else str(mention.number)
    return mention.subject, written, mention.is_exact, mention.scope, mention.year, mention.is_part


def figures_there(entry: Entry) -> Counter[Figure]:
    reads = entry["reads"]
    assert isinstance(reads, list)
    return Counter(
        (read["subject"], read["number"], read.get("exact", True), read.get("scope", "own"), read.get("year", "this"), read.get("part") == "true") for read in reads
    )


def figures_read(entry: Entry) -> Counter[Figure]:
    """The first files are about the reading of single rows, the later ones about the wider one."""
    return Counter(figure(mention) for mention in mentions(entry, str(entry["text"]) in LATER))


def wider_figures_there(entry: Entry) -> Counter[Figure]:
    more = WIDER.get(str(entry["text"]))
    return figures_there(entry) + (figures_there(more) if more else Counter())


def wider_figures_read(entry: Entry) -> Counter[Figure]:
    return Counter(figure(mention) for mention in mentions(entry, True))


Sum = tuple[str, tuple[str, ...]]


def sums_there(entry: Entry) -> Counter[Sum]:
    adds = entry.get("adds")
    return Counter([(adds["total"], tuple(adds["parts"]))] if isinstance(adds, dict) else [])


def sums_read(entry: Entry) -> Counter[Sum]:
    return Counter((str(adding.total), tuple(map(str, adding.parts))) for adding in added_once(str(entry["text"])))


def measured(part: list[Entry], there: Callable[[Entry], Counter[Figure]] | Callable[[Entry], Counter[Sum]], was_read: Callable[[Entry], Counter[Figure]] | Callable[[Entry], Counter[Sum]]) -> Measured:
    right, extra, missed = 0, [], []
    for entry in part:
        expected, got = Counter(there(entry)), Counter(was_read(entry))
        right += (expected & got).total()
        extra += [(str(entry["text"]), worded(one)) for one in (got - expected).elements()]
        missed += [(str(entry["text"]), worded(one)) for one in (expected - got).elements()]
    return Measured(right, extra, missed)


def worded(one: object) -> str:
    """A figure or a sum as `misses.toml` has it: `received 15 previous`; `460 = 300 120 40`."""
    assert isinstance(one, tuple)
    if len(one) == 2:
        return f"{one[0]} = {' '.join(one[1])}"
    subject, written, is_exact, scope, year, is_part = one
    marks = [word for word, holds in (("about", not is_exact), ("other", scope == "other"), ("previous", year == "previous"), ("part", is_part)) if holds]
    return " ".join([subject, written, *marks])


@each_part
def test_nothing_is_read_that_is_not_there_and_nearly_every_figure_is_read(part: str, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(PARTS[part], figures_there, figures_read)
    record_property(f"precision on {part}", found.precision)
    record_property(f"recall on {part}", found.recall)
    with capsys.disabled():
        sys.stdout.write(f"\n{part}: {len(PARTS[part])} sentences, {found.right} figures read, precision {found.precision:.3f}, recall {found.recall:.3f} ")
    assert found.extra == []
    assert found.recall >= LEAST_RECALL_OF_ALL


def test_the_wider_reading_finds_in_the_first_files_what_is_listed_and_no_more() -> None:
    found = measured(PARTS["first"], wider_figures_there, wider_figures_read)
    assert found.extra == [] and found.recall >= LEAST_RECALL_OF_ALL
    assert {str(entry["text"]) for entry in PARTS["first"]} >= WIDER.keys()


def test_the_wider_reading_takes_nothing_from_the_reading_of_single_rows() -> None:
    for entry in PARTS["all"]:
        assert not Counter(map(figure, mentions(entry, False))) - wider_figures_read(entry), entry["text"]


@each_part
def test_no_sum_is_read_that_is_not_there_and_nine_of_ten_are_read(part: str, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]) -> None:
    found = measured(PARTS[part], sums_there, sums_read)
    record_property(f"precision of sums on {part}", found.precision)
    record_property(f"recall of sums on {part}", found.recall)
    with capsys.disabled():
        sys.stdout.write(f"\n{part}: {found.right} sums read, precision {found.precision:.3f}, recall {found.recall:.3f} ")
    assert found.extra == []
    assert found.recall >= LEAST_RECALL


def test_the_list_of_misses_is_what_is_missed_today() -> None:
    listed = tomllib.loads((SENTENCES / "misses.toml").read_text("utf-8")).get("miss", [])
    missed = [
        {"part": part, "text": text, "missed": what}
        for part in FILES
        for there, was_read in ((figures_there, figures_read), (sums_there, sums_read))
        for text, what in measured(PARTS[part], there, was_read).missed
    ]
    assert listed == missed
