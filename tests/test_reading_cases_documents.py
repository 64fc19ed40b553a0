"""Documents built after public complaints about programs that read Word, web pages and PDF: each kind is read as a person reads it."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Run
from tests.test_reading_cases import CASES, SOUND

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CASES.is_dir(), reason="the documents of the cases are not part of the repository; they lie beside it in CI"),
]
WITHOUT_TEXT = {"D05", "D06", "D07", "D12", "D14"}
"""What is true of each: it has tables and headings, and no text below them."""
KINDS: dict[str, tuple[str, set[str]]] = {
    "hidden characters of a Word document": ("21", {"C10"}),
    "a document with macros": ("27", set()),
    "a relation that leads nowhere": ("30", set()),
    "a raised number on a page": ("40", {"C10"}),
    "a deleted number on a page": ("41", {"C10"}),
    "a hidden cell of a page": ("42", {"C10"}),
    "fields of a form on a page": ("46", set()),
    "soft hyphens": ("48", set()),
    "a total row printed twice": ("61b", set()),
    "a watermark": ("62", set()),
    "a sideways page": ("63", set()),
    "fields of a form in a PDF": ("67", set()),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_read_as_a_person_reads_it(kind: str, run: Run) -> None:
    start, rules = KINDS[kind]
    [path] = CASES.glob(f"{start}*")
    [file] = json.loads(run("check", path, "--format", "json").out)["files"]
    assert (file["error"], file["year"], file["unread"], file["transcription"]) == (None, 2023, [], [])
    assert {name: file["values"][name] for name in SOUND} == SOUND
    assert {finding["rule"] for finding in file["findings"]} == rules | WITHOUT_TEXT


def test_automatic_numbers_are_the_labels(run: Run) -> None:
    [path] = CASES.glob("25*")
    [file] = json.loads(run("check", path, "--format", "json").out)["files"]
    assert (file["values"]["requests.received.total"], file["values"]["requests.results_total.natural_person"]) == (16, 15)
    assert {finding["rule"] for finding in file["findings"]} == WITHOUT_TEXT


def test_a_text_that_maps_to_no_characters_is_told_as_that(run: Run) -> None:
    [path] = CASES.glob("68*")
    [file] = json.loads(run("check", path, "--format", "json").out)["files"]
    assert file["status"] == "unreadable" and "不能解码" in file["error"] and "Word" in file["error"]
