"""Reports that are much alike: what of `check --format json` is written once for several is what each would have by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from xlplugin.filing.coverage import Coverage, Unread
from xlplugin.filing.findings import Differing, Finding, NotChecked, Report, Severity, UnreadNumber
from xlplugin.filing.submissions import Submission, changed
from xlplugin.outputs.machine import objects
from xlplugin.outputs.machine.objects import report_object, write_reports_json
from xlplugin.text import Text

OTHERS = {"a": 1, "b": None, "c": Decimal("2.5"), "d": 4}
ALL = Coverage(4, 4)
PLAIN = Report("a.xlsx", "样例镇", 2023, "2021", OTHERS, coverage=ALL, sources={"organ": "title", "year": "title"})
ERROR = Finding("C01", Severity.ERROR, Text("甲", "one"))
UNLIKE: Sequence[dict[str, Any]] = (
    {"file": "b.xlsx"},
    {"organ": None},
    {"year": 2022},
    {"edition": "2020"},
    {"sources": {"organ": "cover", "year": "title"}},
    {"sources": {"organ": "title", "year": "file"}},
    {"sources": {}},
    {"coverage": None},
    {"coverage": Coverage(4, 3)},
    {"coverage": Coverage(4, 3, unread=(Unread("t", ("a",), Text("残缺", "torn")),))},
    {"findings": (ERROR,)},
    {"findings": (replace(ERROR, severity=Severity.INFO),)},
    {"transcription": (ERROR,)},
    {"unread_numbers": (UnreadNumber("3 件", 3),)},
    {"error": Text("读不出", "unreadable")},
    {"parts": ("a.xlsx", "b.xlsx")},
    {"not_checked": (NotChecked("C02", Text("无", "none")),)},
    {"values": {"a": 1}},
    {"values": Differing(OTHERS, [], {})},
    {"values": Differing(OTHERS, [0, 7, 3, 123456], {})},
    {"values": Differing(OTHERS, [1, 0], {"a": None, "c": Decimal("0.5")})},
)


def written(*reports: Report) -> Any:
    stream = StringIO()
    write_reports_json(stream, reports, "en")
    return json.loads(stream.getvalue())


@pytest.mark.parametrize("own", UNLIKE, ids=lambda own: next(iter(own)))
def test_a_report_after_one_that_is_nearly_the_same_is_written_as_it_is(own: dict[str, Any]) -> None:
    report = replace(PLAIN, **own)
    found = written(PLAIN, report, PLAIN)
    alone = [json.loads(json.dumps(report_object(one, "en"))) for one in (PLAIN, report, PLAIN)]
    assert found["files"] == alone
    assert found["summary"] == {
        "files": 3,
        **{name: [one["status"] for one in alone].count(status) for name, status in (("clean", "clean"), ("with_errors", "error"), ("with_warnings", "warning"))},
        **{status: [one["status"] for one in alone].count(status) for status in ("incomplete", "unreadable")},
    }


def test_values_told_by_what_differs_are_what_they_are_one_by_one() -> None:
    values = Differing(OTHERS, [0, 7, 3, 8], {"b": 9})
    assert values == {"a": 7, "b": 9, "c": Decimal("2.5"), "d": 8}
    assert list(values) == list(OTHERS)


def test_no_more_is_kept_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "_MOST_KEPT", 1)
    reports = [replace(PLAIN, edition=str(number % 3), values=Differing({"a": number}, [], {})) for number in range(9)]
    assert [one["values"] for one in written(*reports)["files"]] == [{"a": number} for number in range(9)]


def test_a_submission_with_other_facts_has_all_else_alike() -> None:
    one = Submission("a.xlsx", "样例镇", 2023, tables=("t",), near=("b",))
    facts: dict[str, Any] = {"organ": "样例县", "year": None, "near": ()}
    assert changed(one, **facts) == replace(one, **facts)
