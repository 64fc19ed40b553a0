"""Workbooks built after public complaints about programs that read spreadsheets: each kind is read as a person reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

CASES = Path(__file__).parent.parent.parent / "shared" / "cases" / "workbooks"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the workbooks of the cases are not part of the repository; they lie beside it in CI")

PERSON, COMPANY, INTERNAL = "requests.granted.natural_person", "requests.granted.company", "requests.refused_internal_affairs.natural_person"
LEGAL, OTHER, AMOUNT = "requests.received.legal_service", "requests.received.other", "proactive.fees.amount"
LICENCES, PENALTIES = "proactive.licensing.decisions", "proactive.penalties.decisions"
SOUND = {PERSON: 3, COMPANY: 1, INTERNAL: 1, "requests.received.total": 7, "requests.carried_over.total": 1, LICENCES: 12, AMOUNT: 1.5, "review.reconsideration.total": 1}
FOLLOWING = {"R01", "R02", "R03", "W01"}
"""What follows where a figure is text and the formulas leave it out."""

KINDS: dict[str, tuple[str, dict[str, object], set[str], set[str]]] = {
    "backslashes in the names of parts": ("01", {}, set(), set()),
    "escapes in strings": ("03", {}, {"C11"}, FOLLOWING),
    "merged data cells": ("07b", {LEGAL: 3, OTHER: None, "requests.received.total": 10}, {"F02"}, set()),
    "formulas kept as text": ("08", {"requests.received.total": None}, {"C03"}, set()),
    "a number shown as a date": ("09c", {}, {"C09"}, set()),
    "a format that moves the decimal point": ("10b", {AMOUNT: 59237}, {"C15"}, set()),
    "note marks": ("11数", {}, {"C04", "C10"}, FOLLOWING),
    "characters that nobody sees": ("12", {LICENCES: 1234, PENALTIES: 4}, {"C11"}, FOLLOWING),
    "an error value of a new name": ("13b", {INTERNAL: None}, {"C13"}, set()),
    "a whole column of format": ("15", {}, set(), set()),
    "the default password": ("16", {}, set(), set()),
    "a sheet without a part": ("18", {}, set(), set()),
    "a spreadsheet by SheetJS": ("80", {}, set(), set()),
    "a hidden row of an old workbook": ("81", {}, {"W07"}, set()),
    "a row without height": ("83", {}, {"W07"}, set()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_is_read_as_a_person_reads_it(kind: str, run: Run) -> None:
    start, other, rules, following = KINDS[kind]
    [path] = CASES.glob(f"{start}*")
    [file] = json.loads(run("check", path, "--format", "json").out)["files"]
    assert file["error"] is None and file["year"] == 2023
    assert {name: file["values"][name] for name in {**SOUND, **other}} == {**SOUND, **other}
    told = {finding["rule"] for finding in file["findings"]}
    assert rules <= told <= rules | following


def test_a_clean_old_workbook_lists_every_rule_that_its_reader_cannot_serve(run: Run) -> None:
    [path] = CASES.glob("80*")
    [file] = json.loads(run("check", path, "--format", "json").out)["files"]
    assert {entry["rule"] for entry in file["not_checked"]} >= {"W01", "W02", "W03", "W04", "W05", "W06", "W09"}
