"""Reports as JSON: one object, keys always there, blank is null, amounts are numbers, no timings."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, TextIO

from xlplugin.filing.cells import Value
from xlplugin.filing.coverage import Coverage, Unread
from xlplugin.filing.findings import Differing, Finding, NotChecked, Report, Suspect
from xlplugin.outputs.harmless import escaped
from xlplugin.outputs.wording import left_out_objects
from xlplugin.rules import order
from xlplugin.rules.declare import Rule
from xlplugin.text import Language
from xlplugin.version import __version__

_SHORT = 200
"""Texts no longer than this are kept as they are written."""
_OWN = ("file", "organ", "year", "values", "not_checked")
"""What of a report is its own, or is kept by itself, where many are alike."""
_MOST_KEPT = 64
"""Of what is kept for reports that are alike."""
_Frame = tuple[list[str], tuple[int, ...], str]
"""A report without what is its own, in pieces; in place of which pieces that is to be put; and the report's status."""


class ReportsObject:
    """The whole result of a check, written report by report to a stream; ends with a line break."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream, self._language = stream, language
        self._statuses: Counter[str] = Counter()
        self._missed: tuple[Sequence[NotChecked], str] = ((), "[]")
        self._frames: dict[tuple[object, ...], _Frame] = {}
        self._others: dict[int, tuple[Mapping[str, Value | None], dict[str, int], list[str]]] = {}
        tool = {"tool": {"name": "xlplugin", "version": __version__}}
        stream.write(_indented(tool, 0).removesuffix("\n}") + ',\n  "files": [')

    def add(self, report: Report) -> None:
        """Writes a report."""
        if report.not_checked is not self._missed[0]:  # most files lack the same, and then hold the same object
            entries = [_not_checked(entry, self._language) for entry in report.not_checked]
            self._missed = report.not_checked, _indented(entries, 6)
        kept, places, status = self._frame(report)
        pieces = kept.copy()
        own = _indented(report.file, 6), _indented(report.organ, 6), _indented(report.year, 6), self._values(report.values), self._missed[1]
        for place, text in zip(places, own, strict=True):
            pieces[place] = text
        most, before = places[_OWN.index("values")], ",\n    " if self._statuses else "\n    "
        for text in (before + "".join(pieces[:most]), pieces[most], "".join(pieces[most + 1 :])):  # the most of it is ASCII, which is encoded at once
            self._stream.write(text)
        self._statuses[status] += 1

    def _frame(self, report: Report) -> _Frame:
        """What stands around a report's own members; that of reports of which nothing is said is kept, as many have the same."""
        if not _is_plain(report):
            return _framed(report, self._language)
        key = report.edition, report.coverage, report.sources.get("organ"), report.sources.get("year")
        frame = self._frames.get(key)
        if frame is None:
            if len(self._frames) >= _MOST_KEPT:
                self._frames.clear()
            frame = self._frames[key] = _framed(report, self._language)
        return frame

    def _values(self, values: Mapping[str, Value | None]) -> str:
        """A report's values; where they differ from others', what those are written as is kept, and only the different ones are put in."""
        if not isinstance(values, Differing):
            return _indented(values, 6)
        known = self._others.get(id(values.others))
        if known is None:
            if len(self._others) >= _MOST_KEPT:
                self._others.clear()
            places = {name: 2 * number + 1 for number, name in enumerate(values.others)}
            known = values.others, places, _put_in(tuple(values.others), 6, _each(values.others, 8))
            self._others[id(values.others)] = known  # it holds the values, whose id is their own as long as they live
        _, places, kept = known
        pieces, written, figures = kept.copy(), _WRITTEN.get, iter(values.figures)
        for number, figure in zip(figures, figures, strict=True):
            pieces[2 * number + 1] = written(figure) or repr(figure)
        for name, value in values.rest.items():
            pieces[places[name]] = _indented(value, 8)
        return "".join(pieces)

    def end(self, more: Mapping[str, Any] | None = None, left_out: Iterable[str] = (), others: Iterable[tuple[str, int | None]] = ()) -> None:
        """Writes how many files came out how, which of the folders' files were not checked and why, which are of other years than the one asked for, and further keys."""
        apart = left_out_objects(left_out, self._language)
        other_years = [{"file": file, "year": year} for file, year in others]
        rest = _indented({"summary": _summary(self._statuses), "left_out": apart, "other_years": other_years, **(more or {})}, 0)
        self._stream.write(("\n  ]" if self._statuses else "]") + ",\n" + rest.removeprefix("{\n") + "\n")


def write_reports_json(stream: TextIO, reports: Iterable[Report], language: Language) -> None:
    """Writes the object of these reports."""
    written = ReportsObject(stream, language)
    for report in reports:
        written.add(report)
    written.end()


def _is_plain(report: Report) -> bool:
    """Whether nothing is said of a report's file, of which all was read: then its status is told, too."""
    coverage = report.coverage
    said = report.findings or report.transcription or report.advice or report.notes or report.unread_numbers or report.parts
    return not said and report.error is None and (coverage is None or coverage.is_whole)


def _framed(report: Report, language: Language) -> _Frame:
    shown = report_object(report, language, entries=(), values={})
    names = tuple(shown)
    texts = ["" if name in _OWN else _indented(value, 6) for name, value in shown.items()]
    return _put_in(names, 4, texts), tuple([2 * names.index(name) + 1 for name in _OWN]), shown["status"]


def _indented(value: object, columns: int) -> str:
    """JSON as it stands inside another object, laid out as `json.dumps` does with an indent of 2, which costs it three times as long."""
    write = _SCALARS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, dict) and value:
        return "".join(_put_in(tuple(value), columns, _each(value, columns + 2)))
    if isinstance(value, list) and value:
        inner = " " * (columns + 2)
        return "[\n" + ",\n".join([inner + _indented(held, columns + 2) for held in value]) + f"\n{' ' * columns}]"
    return "[]" if value == [] else _ENCODER.encode(value)


def _each(values: Mapping[Any, object], columns: int) -> list[str]:
    """The values of an object's members as they stand in it; most are small whole numbers."""
    written = _WRITTEN.get
    return [written(value) or repr(value) if type(value) is int else _indented(value, columns) for value in values.values()]


def _put_in(names: tuple[str, ...], columns: int, texts: Iterable[str]) -> list[str]:
    """An object with these members, in pieces."""
    pieces = _object(names, columns).copy()
    pieces[1::2] = texts
    return pieces


@lru_cache(256)
def _object(names: tuple[str, ...], columns: int) -> list[str]:
    """An object with these members, which many files have alike: after each piece but the last their values are to be put in, in place of every second one."""
    inner, pieces = " " * (columns + 2), ["{\n"]
    for name in names:
        pieces[-1] += f"{inner}{_name(name)}: "
        pieces += ["", ",\n"]
    return [*pieces[:-1], f"\n{' ' * columns}}}"]


def _quoted(text: str) -> str:
    return _name(text) if len(text) <= _SHORT else escaped(json.encoder.encode_basestring(text))


@lru_cache(2**12)
def _name(text: str) -> str:
    """A name of a member, or another short text: every file has the same."""
    return escaped(json.encoder.encode_basestring(text))


_PLAIN = frozenset({int, str, type(None)})
"""Values of cells that JSON has as they are."""
_WRITTEN = {number: str(number) for number in range(1000)}
"""What most figures are."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_SCALARS: Mapping[type, Callable[[Any], str]] = {str: _quoted, int: int.__repr__, type(None): lambda value: "null", Decimal: lambda value: repr(float(value))}


def _summary(statuses: Counter[str]) -> dict[str, int]:
    """How many files came out how."""
    return {
        "files": statuses.total(),
        "clean": statuses["clean"],
        "with_errors": statuses["error"],
        "with_warnings": statuses["warning"],
        "incomplete": statuses["incomplete"],
        "unreadable": statuses["unreadable"],
    }


def report_object(report: Report, language: Language, entries: Sequence[NotChecked] | None = None, values: Mapping[str, Value | None] | None = None) -> dict[str, Any]:
    """One file's report; `entries`: what was not checked, and `values`, where they are not to be the report's, as JSON has them.

    `sources`: where organ and year were found, one of `xlplugin.filing.filing.Source` each; null where they were found nowhere.
    """
    return {
        "file": report.file,
        "parts": list(report.parts),
        "status": report.status,
        "organ": report.organ,
        "year": report.year,
        "edition": report.edition,
        "sources": {"organ": report.sources.get("organ"), "year": report.sources.get("year")},
        "read": _read(report.coverage),
        "unread": [_unread(one, language) for one in report.coverage.unread] if report.coverage else [],
        "unread_numbers": [{"sentence": one.sentence, "number": _number(one.number), "section": one.section} for one in report.unread_numbers],
        "values": _numbers(report.values) if values is None else values,
        "findings": [_finding(finding, language) for finding in report.findings],
        "suspects": [_suspect(suspect, language) for suspect in report.suspects],
        "advice": [advice.text.show(language) for advice in report.advice],
        "notes": [note.text.show(language) for note in report.notes],
        "not_checked": [_not_checked(entry, language) for entry in (report.not_checked if entries is None else entries)],
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


def _read(coverage: Coverage | None) -> dict[str, int] | None:
    """How many figures the form has, how many were read, and how many of these are saved values that were not recalculated."""
    return None if coverage is None else {"fields": coverage.fields, "read": coverage.read, "saved": coverage.saved}


def _unread(one: Unread, language: Language) -> dict[str, Any]:
    """Rows where they are whole, else fields."""
    which = {"rows": list(one.rows)} if one.rows else {"fields": list(one.fields)}
    return {"table": one.table, **which, "reason": one.reason.show(language)}


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


def _numbers(values: Mapping[str, object]) -> dict[str, object]:
    """The values as JSON has them; most are whole numbers, which stay as they are."""
    if _PLAIN.issuperset(map(type, values.values())):
        return dict(values)
    return {**values, **{name: _number(value) for name, value in values.items() if type(value) not in _PLAIN}}


def _number(value: object) -> object:
    """A value as JSON has it: an amount as a number, a date as text."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
