"""The findings as JUnit XML, for continuous integration: a suite a file, a failed test an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from xlplugin.filing.coverage import Coverage
from xlplugin.filing.findings import Finding, NotChecked, Problem, Report, Severity
from xlplugin.outputs.harmless import harmless, one_line
from xlplugin.outputs.machine.target import Target, opened
from xlplugin.outputs.wording import LEFT_OUT, because, by_reason
from xlplugin.outputs.writer import Checked
from xlplugin.runs.store.results import Result
from xlplugin.text import Language, Text

_INCOMPLETE = Text("未审全：", "not wholly checked: ")
_READING = Text("读取", "reading")
_ALL_FILES = Text("全部文件", "all files")


@dataclass(frozen=True, slots=True)
class Case:
    """One test: passed, or what it came to (`failure`, `error`, `skipped`) with a line and the whole of it."""

    name: str
    outcome: str = ""
    line: str = ""
    text: str = ""
    kind: str = ""


class JunitReport:
    """A suite for each file, and one for the findings of the whole run, if any.

    An error nobody let pass is a failure, so a suite has as many as its file has errors; a file that could not be read, or not wholly, is an
    error; the rules that could not run for one reason, and a file that was left out, are a skipped test. Everything else stands in the suite's output, and fails nothing.
    """

    def __init__(self, target: Target) -> None:
        self._target = target

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._stream = files.enter_context(opened(self._target))
        self._run = run
        _line(self._stream, '<?xml version="1.0" encoding="UTF-8"?>')
        _line(self._stream, '<testsuites name="xlplugin">')

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        report, language = result.report(), self._run.language
        properties = {"organ": report.organ, "year": report.year, "edition": report.edition, "status": report.status}
        _write_suite(self._stream, report.file, properties, list(_cases(report, language)), _remarks(report.problems, report.transcription, language))

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        review, language = self._run.review, self._run.language
        if review.findings or review.not_checked:
            problems = [Problem(one, ()) for one in review.findings]
            cases = [*_failures(problems, language), *_skipped(review.not_checked, language)]
            _write_suite(self._stream, _ALL_FILES.show(language), {}, cases, _remarks(problems, (), language))
        for file in self._run.manifest.left_out:
            _write_suite(self._stream, file, {}, [Case(_READING.show(language), "skipped", LEFT_OUT.show(language))], "")
        _line(self._stream, "</testsuites>")
        return ()


def _cases(report: Report, language: Language) -> Iterator[Case]:
    reading = _READING.show(language)
    if report.error is not None:
        sentence = report.error.show(language)
        yield Case(reading, "error", sentence, sentence, "unreadable")
        return
    yield _incomplete(report.coverage, reading, language) if report.coverage and not report.coverage.is_whole else Case(reading)
    yield from _failures(report.problems, language)
    yield from _skipped(report.not_checked, language)


def _incomplete(coverage: Coverage, name: str, language: Language) -> Case:
    """The error of a file of which not everything was read: how much was, then one line a cause."""
    line = (_INCOMPLETE + coverage.text).show(language)
    return Case(name, "error", line, "\n".join([line, *(cause.text.show(language) for cause in coverage.unread)]), "incomplete")


def _skipped(entries: Sequence[NotChecked], language: Language) -> list[Case]:
    """One for each reason, with the rules that could not run for it."""
    return [Case(" ".join(rules), "skipped", reason.show(language)) for reason, rules in by_reason(entries)]


def _failures(problems: Sequence[Problem], language: Language) -> list[Case]:
    """One for each error that counts. Of several with one name all but the first are numbered: some tools keep one test a name."""
    found: list[Case] = []
    taken: Counter[str] = Counter()
    for problem in problems:
        finding = problem.finding
        if finding.severity is Severity.ERROR and finding.waived is None:
            name = " ".join(filter(None, (finding.rule, _place(finding))))
            taken[name] += 1
            name = f"{name} #{taken[name]}" if taken[name] > 1 else name
            message = finding.message.show(language)
            grounds = [because(ground).show(language) for ground in problem.grounds]
            found.append(Case(name, "failure", message, "\n".join([message, *grounds]), finding.rule))
    return found


def _remarks(problems: Sequence[Problem], transcription: Sequence[Finding], language: Language) -> str:
    """What fails nothing: warnings, infos, what was explained or released, and how well the file could be read."""
    lines = []
    for finding in [problem.finding for problem in problems] + list(transcription):
        if finding.severity is Severity.ERROR and finding.waived is None and finding not in transcription:
            continue
        waived = f" [{finding.waived.text.show(language)}]" if finding.waived else ""
        severity = finding.severity.text.show(language)
        lines.append(one_line(" ".join(filter(None, (f"{severity}{waived}", _place(finding), finding.message.show(language), f"({finding.rule})")))))
    return "\n".join(lines)


def _place(finding: Finding) -> str:
    return finding.place.full if finding.place else finding.field or ""


def _write_suite(stream: TextIO, name: str, properties: Mapping[str, object], cases: Sequence[Case], remarks: str) -> None:
    counts = Counter(case.outcome for case in cases)
    numbers = {"tests": len(cases), "failures": counts["failure"], "errors": counts["error"], "skipped": counts["skipped"], "time": 0}
    _line(stream, f"<testsuite{_attributes({'name': name, **numbers})}>")
    given = {key: value for key, value in properties.items() if value is not None}
    if given:
        _line(stream, "<properties>" + "".join(f"<property{_attributes({'name': key, 'value': value})}/>" for key, value in given.items()) + "</properties>")
    for case in cases:
        head = f"<testcase{_attributes({'classname': name, 'name': case.name, 'time': 0})}"
        if not case.outcome:
            _line(stream, f"{head}/>")
        elif case.outcome == "skipped":
            _line(stream, f"{head}><skipped{_attributes({'message': case.line})}/></testcase>")
        else:
            said = _attributes({"type": case.kind, "message": case.line})
            _line(stream, f"{head}><{case.outcome}{said}>{escape(harmless(case.text))}</{case.outcome}></testcase>")
    if remarks:
        _line(stream, f"<system-out>{escape(remarks)}</system-out>")
    _line(stream, "</testsuite>")


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f" {name}={quoteattr(one_line(str(value)))}" for name, value in values.items())


def _line(stream: TextIO, text: str) -> None:
    stream.write(f"{text}\n")
