"""Reports as JSON: one object, keys always there, blank is null, amounts are numbers, no timings."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, TextIO

from xlplugin import __version__
from xlplugin.findings import Finding, NotChecked, Report, Suspect
from xlplugin.rules import order
from xlplugin.rules.declare import Rule
from xlplugin.text import Language


def reports_json(reports: Sequence[Report], language: Language) -> str:
    """The whole result of a check, for machines; ends with a line break."""
    result = {
        "tool": {"name": "xlplugin", "version": __version__},
        "files": [report_object(report, language) for report in reports],
        "summary": summary_object(reports),
    }
    return json.dumps(result, ensure_ascii=False, indent=2) + "\n"


def write_reports_json(stream: TextIO, reports: Iterable[Report], language: Language) -> None:
    """Writes what `reports_json` gives, byte for byte, holding one report at a time."""
    tool = {"tool": {"name": "xlplugin", "version": __version__}}
    stream.write(_indented(tool, 0).removesuffix("\n}") + ',\n  "files": [')
    statuses: Counter[str] = Counter()
    for number, report in enumerate(reports):
        statuses[report.status] += 1
        stream.write((",\n    " if number else "\n    ") + _indented(report_object(report, language), 4))
    stream.write(("\n  ]" if statuses else "]") + ',\n  "summary": ' + _indented(_summary(statuses), 2) + "\n}\n")


def _indented(value: object, columns: int) -> str:
    """JSON as it stands inside another object; a string holds no line break of its own, so all of them are the layout's."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * columns)


def summary_object(reports: Sequence[Report]) -> dict[str, int]:
    """How many files came out how."""
    return _summary(Counter(report.status for report in reports))


def _summary(statuses: Counter[str]) -> dict[str, int]:
    return {
        "files": statuses.total(),
        "clean": statuses["clean"],
        "with_errors": statuses["error"],
        "with_warnings": statuses["warning"],
        "unreadable": statuses["unreadable"],
    }


def report_object(report: Report, language: Language) -> dict[str, Any]:
    """One file's report."""
    return {
        "file": report.file,
        "status": report.status,
        "organ": report.organ,
        "year": report.year,
        "edition": report.edition,
        "values": {name: _number(value) for name, value in report.values.items()},
        "findings": [_finding(finding, language) for finding in report.findings],
        "suspects": [_suspect(suspect, language) for suspect in report.suspects],
        "advice": [advice.text.show(language) for advice in report.advice],
        "notes": [sentence.show(language) for sentence in report.notes],
        "not_checked": [_not_checked(entry, language) for entry in report.not_checked],
        "transcription": [_finding(finding, language) for finding in report.transcription],
        "error": report.error.show(language) if report.error else None,
    }


def rules_json(rules: Sequence[Rule], language: Language) -> str:
    """The rule catalogue: id, severity, title, editions, examples."""
    listed = [
        {
            "id": rule.id,
            "severity": rule.severity.id,
            "title": rule.title.show(language),
            "editions": list(rule.editions),
            "examples": [
                {"edition": example.edition, "values": {name: _number(value) for name, value in example.values.items()}, "fails_at": list(example.fails_at)}
                for example in rule.examples
            ],
        }
        for rule in sorted(rules, key=lambda rule: order(rule.id))
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.id,
        "field": finding.field,
        "sheet": finding.place.sheet if finding.place else None,
        "cell": finding.place.address if finding.place else None,
        "actual": _number(finding.actual),
        "expected": _number(finding.expected),
        "message": finding.message.show(language),
        "related": list(finding.related),
        "covered_by": finding.covered_by,
        "waived": {"kind": finding.waived.kind, "reason": finding.waived.reason} if finding.waived else None,
    }


def _suspect(suspect: Suspect, language: Language) -> dict[str, Any]:
    return {
        "field": suspect.field,
        "sheet": suspect.place.sheet if suspect.place else None,
        "cell": suspect.place.address if suspect.place else None,
        "actual": _number(suspect.actual),
        "expected": _number(suspect.expected),
        "alternatives": [[{"field": name, "expected": _number(value)} for name, value in alternative] for alternative in suspect.alternatives],
        "cause": suspect.cause.show(language) if suspect.cause else None,
    }


def _not_checked(entry: NotChecked, language: Language) -> dict[str, Any]:
    return {"rule": entry.rule, "reason": entry.reason.show(language), **({"field": entry.field} if entry.field else {})}


def _number(value: object) -> object:
    """A value as JSON has it: an amount as a number, a date as text."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
