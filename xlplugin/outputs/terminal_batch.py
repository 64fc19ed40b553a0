"""What the terminal says of a batch: who stands where, and of a great many files a digest that fits on two screens."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate

from xlplugin.filing.findings import Report, Severity
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.tally import Tally
from xlplugin.outputs.wording import by_reason
from xlplugin.outputs.writer import Checked
from xlplugin.review.review import STATES, Entry, Review, State
from xlplugin.rules import catalogue, order
from xlplugin.text import NOTHING, Text, join, same

MOST_ORGANS, MOST_RULES, MOST_GROUPS, MOST_REASONS, MOST_NAMED = 20, 10, 9, 5, 4
MOST_READ, MOST_ALIKE = 30, 2
"""So many reports are read, and so many organs named in one line."""
_LONGEST = 72
_ORDER: tuple[State, ...] = ("unreadable", "incomplete", "return", "explain")
_OWED = Text("应报 {owed} 家，已报 {sent} 家，未报 {missing} 家。", "{owed} organs are to submit: {sent} have, {missing} have not. ")
_FOUND = Text("涉及 {organs} 家单位。", "{organs} organs. ")
_STATE = Text("{state} {n}", "{state} {n}")
_OTHERS = Text("不审核（其他年度）：{files}", "not judged, of other years: {files}")
_NAMED_MORE = Text("{names} 等 {n} 个", "{names} and others, {n}")
_ORGANS_MORE = Text("另有 {n} 家须处理，没有列出；全部见 --report xlsx=文件 或 --report html=文件。", "{n} more organs are to be dealt with; --report xlsx=FILE or html=FILE has all")
_RULES_MORE = Text("另有 {n} 条规则有发现。", "{n} more rules found something. ")
_COUNTS = Text("错 {errors} 疑 {warnings}", "E {errors} W {warnings}")
_OF_RULE = Text("{title}：{organs} 家 {places} 处", "{title}: {organs} organs, {places} places")
_TO_DO, _RULES, _ACROSS = Text("须处理的单位", "To be dealt with"), Text("各规则", "By rule"), Text("报送情况", "submissions")
_GROUP = Text("{title}：{n} 处（{organs}）", "{title}: {n} ({organs})")
_CUT = same("…")
_SUCH_AS = Text("如：{words}", "such as: {words}")


def standing(review: Review) -> Text:
    """应报、已报、未报, and the five states of what was submitted."""
    states = Counter(entry.state for entry in review.entries)
    owing = {entry.organ for entry in review.entries if entry.member is not None and entry.member.merged_into is None}
    missing = len(review.missing)
    organs = {entry.organ for entry in review.entries}
    first = _OWED.fill(owed=len(owing), sent=len(owing) - missing, missing=missing) if review.has_roster else _FOUND.fill(organs=len(organs))
    told = [_STATE.fill(state=text, n=states[state]) for state, text in STATES.items() if state != "missing"]
    return first + join(told, "，", ", ") + Text("。", ".")


def not_judged(review: Review) -> Text | None:
    """The files of other years, by name; None where all are judged."""
    return _OTHERS.fill(files=_some([one.file for one in review.others])) if review.others else None


class Digest:
    """The lines of a great many files. A report is decoded only where its first problem is told."""

    def __init__(self, run: Checked) -> None:
        self._run, self._titles = run, {rule.id: rule.title for rule in (*catalogue().values(), *run.rules)}
        rank = {state: at for at, state in enumerate(_ORDER)}
        to_do = sorted((entry for entry in run.review.entries if entry.state in rank and entry.newest), key=lambda entry: (rank[entry.state], -_weight(entry)))
        alike: dict[object, list[Entry]] = {}
        for entry in to_do:
            alike.setdefault(_kind(entry), []).append(entry)
        self._groups, self._to_do = list(alike.values())[:MOST_READ], len(to_do)
        self._files = {group[0].newest.file for group in self._groups if group[0].newest}
        self._words: dict[str, Text] = {}

    def wants(self, one: Submission) -> bool:
        """Whether a submission's report is to be told."""
        return one.file in self._files

    def add(self, report: Report) -> None:
        """Keeps the first thing that is to be done about a file."""
        cause = next(iter(report.coverage.unread), None) if report.coverage else None
        problem = next((one.finding for one in report.problems if one.finding.waived is None), None)
        found = report.error or (cause.text if cause else problem.brief.followed_by(problem.ask) if problem else NOTHING)
        self._words[report.file] = Text(_short(found.zh), _short(found.en))

    def lines(self) -> Iterator[tuple[Text, bool]]:
        """The lines, each with whether it is a heading."""
        if self._groups:
            yield _TO_DO, True
        alike = self._alike()
        for names, words in alike[:MOST_ORGANS]:
            yield same("  ") + words.fill(organ=_some(names, MOST_ALIKE)), False
        more = self._to_do - sum(len(names) for names, _ in alike[:MOST_ORGANS])
        if more > 0:
            yield same("  ") + _ORGANS_MORE.fill(n=more), False
        yield from self._by_rule()
        yield from self._across()

    def _alike(self) -> list[tuple[list[str], Text]]:
        """The organs that are told in one line, and the line with a place for their names: what is the same of several is said once."""
        found: dict[Text, list[str]] = {}
        for group in self._groups:
            newest = group[0].newest
            assert newest is not None
            words = self._words.get(newest.file, NOTHING)
            shown = _SUCH_AS.fill(words=words) if len(group) > 1 else words
            end = _COUNTS.fill(errors=newest.errors, warnings=newest.warnings) + same("  ") + _as_it_is(shown)
            found.setdefault(STATES[group[0].state] + same("  {organ}  ") + end, []).extend(entry.organ for entry in group)
        return [(names, words) for words, names in found.items()]

    def _by_rule(self) -> Iterator[tuple[Text, bool]]:
        organs: Counter[str] = Counter()
        for entry in self._run.review.entries:
            organs.update({found.rule for found in entry.newest.found if found.count} if entry.newest else ())
        counts = {rule: count for rule, count in self._run.tally.rules.items() if count.count and (count.worst or Severity.INFO) > Severity.INFO}
        ranked = sorted(counts, key=lambda rule: (-(counts[rule].worst or Severity.INFO), -organs[rule], order(rule)))
        if ranked:
            yield _RULES, True
        for rule in ranked[:MOST_RULES]:
            worst = counts[rule].worst or Severity.INFO
            words = _OF_RULE.fill(title=self._titles.get(rule, same(rule)), organs=organs[rule], places=counts[rule].count)
            yield same("  ") + worst.text + same("  ") + words + same(f" ({rule})"), False
        if len(ranked) > MOST_RULES:
            yield same("  ") + _RULES_MORE.fill(n=len(ranked) - MOST_RULES), False

    def _across(self) -> Iterator[tuple[Text, bool]]:
        groups: dict[str, list[str]] = {}
        worst: dict[str, Severity] = {}
        for one in self._run.review.findings:
            groups.setdefault(one.rule, []).append(one.organ or "")
            worst[one.rule] = max(one.severity, worst.get(one.rule, Severity.INFO))
        if groups:
            yield _ACROSS, True
        for rule, organs in sorted(groups.items(), key=lambda group: order(group[0]))[:MOST_GROUPS]:
            words = _GROUP.fill(title=self._titles.get(rule, same(rule)), n=len(organs), organs=_some([name for name in dict.fromkeys(organs) if name]))
            yield same("  ") + worst[rule].text + same("  ") + words + same(f" ({rule})"), False


def reasons(review: Review, tally: Tally) -> list[tuple[Text, tuple[str, ...]]]:
    """Why rules could not run, of all files and across them, a few."""
    everywhere = [missed for missed in tally.missed_by_any if missed.reason in tally.reasons_of_all]
    return [*by_reason(everywhere), *by_reason(review.not_checked)][:MOST_REASONS]


def _weight(entry: Entry) -> int:
    """Errors first."""
    return 1000 * entry.newest.errors + entry.newest.warnings if entry.newest else 0


def _kind(entry: Entry) -> object:
    """What entries have in common that are told together: the same problems as often. What could not be read has a reason of its own."""
    newest = entry.newest
    if newest is None or entry.state in ("unreadable", "incomplete"):
        return id(entry)
    return entry.state, newest.errors, newest.warnings, frozenset((found.rule, found.count) for found in newest.found)


def _as_it_is(words: Text) -> Text:
    """The words in a pattern: their braces are no placeholders."""
    return Text(*(part.replace("{", "{{").replace("}", "}}") for part in (words.zh, words.en)))


def _some(names: Iterable[str], most: int = MOST_NAMED) -> Text:
    every = list(names)
    shown = join(map(same, map(_short, every[:most])), "、", ", ")
    return _NAMED_MORE.fill(names=shown, n=len(every)) if len(every) > most else shown


def _short(text: str) -> str:
    """The text, or what of it goes into so many columns of the screen."""
    if sum(map(_columns, text)) <= _LONGEST:
        return text
    widths = accumulate(map(_columns, text))
    return text[: sum(width < _LONGEST for width in widths)] + _CUT.zh


def _columns(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1
