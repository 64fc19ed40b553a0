"""What the terminal says of a batch: who stands where, and of a great many files a digest that fits on two screens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from xlplugin.filing.findings import Report, Severity
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.tally import Tally
from xlplugin.outputs.wording import by_reason
from xlplugin.outputs.writer import Checked
from xlplugin.review.review import STATES, Entry, Review, State
from xlplugin.rules import catalogue, order
from xlplugin.text import Text, join, same

MOST_ORGANS, MOST_RULES, MOST_GROUPS, MOST_REASONS, MOST_NAMED = 22, 10, 9, 5, 4
_LONGEST = 44
_ORDER: tuple[State, ...] = ("unreadable", "incomplete", "return", "explain")
_OWED = Text("应报 {owed} 家，已报 {sent} 家，未报 {missing} 家。", "{owed} organs are to submit: {sent} have, {missing} have not. ")
_FOUND = Text("涉及 {organs} 家单位。", "{organs} organs. ")
_STATE = Text("{state} {n}", "{state} {n}")
_OTHERS = Text("不审核（其他年度）：{files}", "not judged, of other years: {files}")
_NAMED_MORE = Text("{names} 等 {n} 个", "{names} and others, {n}")
_ORGANS_MORE = Text("另有 {n} 家须处理，没有列出；全部见 --report xlsx=文件 或 --report html=文件。", "{n} more organs are to be dealt with; --report xlsx=FILE or html=FILE has all. ")
_RULES_MORE = Text("另有 {n} 条规则有发现。", "{n} more rules found something. ")
_COUNTS = Text("错 {errors} 疑 {warnings}", "E {errors} W {warnings}")
_OF_RULE = Text("{title}：{organs} 家 {places} 处", "{title}: {organs} organs, {places} places")
_TO_DO, _RULES, _ACROSS = Text("须处理的单位", "To be dealt with"), Text("各规则", "By rule"), Text("报送情况", "submissions")
_GROUP = Text("{title}：{n} 处（{organs}）", "{title}: {n} ({organs})")
_CUT = same("…")


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
        self._shown, self._more = to_do[:MOST_ORGANS], len(to_do) - MOST_ORGANS
        self._files = {entry.newest.file for entry in self._shown if entry.newest}
        self._words: dict[str, Text] = {}

    def wants(self, one: Submission) -> bool:
        """Whether a submission's report is to be told."""
        return one.file in self._files

    def add(self, report: Report) -> None:
        """Keeps the first thing that is to be done about a file."""
        cause = next(iter(report.coverage.unread), None) if report.coverage else None
        problem = next((one.finding for one in report.problems if one.finding.waived is None), None)
        found = report.error or (cause.text if cause else problem.brief.followed_by(problem.ask) if problem else same(""))
        self._words[report.file] = Text(_short(found.zh), _short(found.en))

    def lines(self) -> Iterator[tuple[Text, bool]]:
        """The lines, each with whether it is a heading."""
        if self._shown:
            yield _TO_DO, True
        for entry in self._shown:
            assert entry.newest is not None
            counts = _COUNTS.fill(errors=entry.newest.errors, warnings=entry.newest.warnings)
            yield same("  ") + STATES[entry.state] + same("  ") + same(entry.organ) + same("  ") + counts + same("  ") + self._words.get(entry.newest.file, same("")), False
        if self._more > 0:
            yield same("  ") + _ORGANS_MORE.fill(n=self._more), False
        yield from self._by_rule()
        yield from self._across()

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


def _some(names: Iterable[str]) -> Text:
    every = list(names)
    shown = join(map(same, map(_short, every[:MOST_NAMED])), "、", ", ")
    return _NAMED_MORE.fill(names=shown, n=len(every)) if len(every) > MOST_NAMED else shown


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + _CUT.zh
