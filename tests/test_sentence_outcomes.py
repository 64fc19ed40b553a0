"""What the rules of family N make of single sentences: no finding that is not due, and nearly every one that is."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

import pytest

from tests.filings import filing_of
from tests.test_sentences import FILES, ORGAN, PARTS, SECTION, YEAR, Entry
from xlplugin.checking.check import check
from xlplugin.rules import catalogue

NARRATIVE_RULES = [rule for rule in catalogue().values() if rule.id.startswith("N")]
LEAST_RECALL = 0.93


def due(entry: Entry) -> Counter[str]:
    finds = entry["finds"]
    assert isinstance(finds, list)
    return Counter(map(str, finds))


def found(entry: Entry) -> Counter[str]:
    tables, year = entry.get("tables", {}), entry.get("year", YEAR)
    assert isinstance(tables, dict) and isinstance(year, int)
    filing = filing_of(tables, organ=str(entry.get("organ", ORGAN)), year=year, narrative={str(entry.get("section", SECTION)): str(entry["text"])})
    [report] = check([filing], rules=NARRATIVE_RULES)
    return Counter(finding.rule if finding.field is None else f"{finding.rule} {finding.field}" for finding in report.findings)


@pytest.mark.parametrize("part", [name for name in FILES if name not in ("open", "frozen")])
def test_no_finding_is_false_and_nearly_every_one_that_is_due_is_there(part: str, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [(str(entry["text"]), due(entry), found(entry)) for entry in PARTS[part]]
    right = sum((wanted & got).total() for _, wanted, got in outcomes)
    recall = right / sum(wanted.total() for _, wanted, _ in outcomes)
    record_property(f"recall of findings on {part}", recall)
    with capsys.disabled():
        sys.stdout.write(f"\n{part}: {right} findings right, recall {recall:.3f} ")
    assert [(text, got - wanted) for text, wanted, got in outcomes if got - wanted] == []
    assert recall >= LEAST_RECALL
