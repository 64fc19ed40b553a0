"""The table of sentences is sound: whatever reads it can trust its fields, its subjects and its size."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from xlplugin.form import editions

SENTENCES = Path(__file__).parent / "sentences"
FIELDS = {"text", "section", "organ", "year", "reads", "adds", "tables", "finds"}
SECTIONS = {"overview", "proactive", "requests", "review", "problems", "other"}
LISTED = (SENTENCES / "README.md").read_text("utf-8").partition("## Subjects")[2].partition("## What was measured")[0]
NARROW, WIDER = (set(re.findall(r"`(\w+)`", part)) for part in LISTED.split("### Wider subjects"))
SUBJECTS = NARROW | WIDER
MARKS: dict[str, object] = {"exact": False, "scope": "other", "year": "previous", "part": "true"}
MONEY = {"fees", "information_fee"}
FROZEN_DIGEST = "a202aa453893c5eea4ca72ccae7aad43eeaf43eafe57756d904cfc3c1888e798"
SECOND_DIGEST = "e6e565c0fe2507d36e55918d15982d12550d851bc0459682118031c8581e9f59"
LATER_DIGESTS = {
    "frozen_third.toml": "975fb5477b53c6361185c1be4b6bad6e86c4a8404d3af45cf3efeb90023999cc",
    "frozen_fourth.toml": "dc656e774be05557e14f66f339776abcdedd5a0b526af8bf4894b6e125ced241",
    "frozen_fifth.toml": "c3908d6af26a4dca08024976094ca45ad2f1ac312a5a49e78423dfe15f3fd759",
    "frozen_sixth.toml": "d17dadcfe9fd53350b40fc5bd60e92fc1cc5f82501b6754896da8c0b71eebdfa",
    "frozen_seventh.toml": "83900ab7f57c9eaa076727433b0e35aab51887361e9ed93de002d6bc910a65db",
    "frozen_eighth.toml": "b894eb617be941b173011a8c8ae7e26e15e1c16ae7c8d0745044d3594992e7d2",
    "frozen_ninth.toml": "af470557cea55adc8d4840e4475412ec0f1634c299a2fcf3456e27471784644d",
    "frozen_tenth.toml": "ea65d0e04732048610f632e9cc03ba39d51d88ebd57dbcb0734fb8956e5fc71a",
    "frozen_eleventh.toml": "a04c652a2e5c82a4a2d9895c5811c470daa9649c33b3f31880aae2f13d222564",
}
COUNT = re.compile(r"0|[1-9][0-9]*")
PERCENTAGE = re.compile(r"[0-9]+(\.[0-9]+)?%")
AMOUNT = re.compile(r"[0-9]+(\.[0-9]*[1-9])?")

Entry = dict[str, object]


def _entries(name: str) -> list[Entry]:
    entries = tomllib.loads((SENTENCES / name).read_text("utf-8"))["sentence"]
    assert isinstance(entries, list)
    return entries


FROZEN = _entries("frozen.toml")
SECOND_FROZEN, SECOND_OPEN = _entries("frozen_second.toml"), _entries("open_second.toml")
SECOND = SECOND_FROZEN + SECOND_OPEN
BLIND = [_entries(name) for name in LATER_DIGESTS]
SINCE_THIRD = [*(entry for part in BLIND for entry in part), *_entries("open_third.toml")]
LATER = SECOND + SINCE_THIRD
BEFORE_THIRD = FROZEN + _entries("open.toml") + SECOND
ENTRIES = FROZEN + _entries("open.toml") + LATER


def _reads(entry: Entry) -> list[dict[str, object]]:
    reads = entry["reads"]
    assert isinstance(reads, list)
    return reads


def _may_be_number(subject: str, number: str) -> bool:
    return number == "all" or any(form.fullmatch(number) for form in ([AMOUNT] if subject in MONEY else [COUNT, PERCENTAGE]))


@pytest.mark.parametrize("entry", BEFORE_THIRD, ids=lambda entry: str(entry["text"])[:20])
def test_every_entry_is_well_formed(entry: Entry) -> None:
    _well_formed(entry)


def test_every_entry_since_the_third_part_is_well_formed() -> None:
    for entry in SINCE_THIRD:
        _well_formed(entry)


def _well_formed(entry: Entry) -> None:
    assert {"text", "reads"} <= entry.keys() <= FIELDS
    assert re.fullmatch(r"[^。\n]+。", str(entry["text"])), f"one sentence, up to its 。: {entry['text']}"
    assert entry.get("section", "overview") in SECTIONS
    assert re.fullmatch(r"样例.+", str(entry.get("organ", "样例县下河镇人民政府"))), "no real organ"
    assert entry.get("year", 2023) in range(2019, 2031)
    for read in _reads(entry):
        assert {"subject", "number"} <= read.keys() <= {"subject", "number", *MARKS}
        assert read["subject"] in SUBJECTS
        assert _may_be_number(str(read["subject"]), str(read["number"])), read
        assert all(read[mark] == meaning and type(read[mark]) is type(meaning) for mark, meaning in MARKS.items() if mark in read), read


@pytest.mark.parametrize("entry", [entry for entry in BEFORE_THIRD if "adds" in entry], ids=lambda entry: str(entry["text"])[:20])
def test_every_sum_has_a_total_and_at_least_two_parts_all_exact(entry: Entry) -> None:
    _summed(entry)


def test_every_sum_since_the_third_part_has_a_total_and_at_least_two_parts_all_exact() -> None:
    for entry in SINCE_THIRD:
        if "adds" in entry:
            _summed(entry)


def _summed(entry: Entry) -> None:
    adds = entry["adds"]
    assert isinstance(adds, dict) and adds.keys() == {"total", "parts"}
    assert len(adds["parts"]) >= 2
    assert all(COUNT.fullmatch(number) for number in [adds["total"], *adds["parts"]])
    assert not any("exact" in read for read in _reads(entry))


def test_no_sentence_gives_one_subject_two_numbers() -> None:
    def about(read: dict[str, object]) -> tuple[object, ...]:
        period = read["number"] if "part" in read else read.get("year")
        return read["subject"], str(read["number"]).endswith("%"), read.get("scope"), period

    assert [entry["text"] for entry in ENTRIES if len({about(read) for read in _reads(entry)}) < len(_reads(entry))] == []


def test_no_two_sentences_differ_only_in_their_numbers() -> None:
    bare = [re.sub(r"[\s0-9０-９，。、．.,：；%]", "", str(entry["text"])) for entry in ENTRIES]
    assert sorted({text for text in bare if bare.count(text) > 1}) == []


def test_every_subject_is_read_from_some_sentence() -> None:
    assert {read["subject"] for entry in ENTRIES for read in _reads(entry)} == SUBJECTS


def test_the_table_holds_at_least_150_sentences_and_a_third_of_them_is_frozen() -> None:
    assert len(ENTRIES) >= 150
    assert len(FROZEN) >= 60
    assert 3 * len(FROZEN) >= len(BEFORE_THIRD) - len(SECOND)


def test_the_table_holds_at_least_420_sentences_and_a_third_of_them_is_frozen_anew() -> None:
    assert len(BEFORE_THIRD) >= 420
    assert 3 * len(SECOND_FROZEN) >= len(BEFORE_THIRD)


def test_a_third_of_all_sentences_is_frozen_blind() -> None:
    assert len(BLIND[0]) >= 180 and all(len(part) >= 100 for part in BLIND)
    assert 3 * sum(map(len, BLIND)) >= len(ENTRIES)


def test_the_frozen_third_is_as_it_was_written() -> None:
    assert hashlib.sha256((SENTENCES / "frozen.toml").read_text("utf-8").encode()).hexdigest() == FROZEN_DIGEST


def test_the_second_frozen_part_is_as_it_was_written() -> None:
    assert hashlib.sha256((SENTENCES / "frozen_second.toml").read_text("utf-8").encode()).hexdigest() == SECOND_DIGEST


@pytest.mark.parametrize(("name", "digest"), LATER_DIGESTS.items())
def test_a_part_that_was_frozen_blind_is_as_it_was_written(name: str, digest: str) -> None:
    assert hashlib.sha256((SENTENCES / name).read_text("utf-8").encode()).hexdigest() == digest


def test_every_outcome_names_fields_of_the_form_and_a_rule_of_family_n() -> None:
    fields = editions()["2021"].fields
    for entry in LATER:
        tables, finds = entry.get("tables", {}), entry["finds"]
        assert isinstance(tables, dict) and isinstance(finds, list)
        assert tables.keys() <= fields.keys(), entry["text"]
        assert all(find == "N11" or (re.fullmatch(r"N[0-9]{2} \S+", str(find)) and str(find)[4:] in fields) for find in finds), entry["text"]
