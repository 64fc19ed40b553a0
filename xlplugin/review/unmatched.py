"""What of a reviewer's list of releases came to nothing: line by line, with what it may have meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlplugin.checking.waive import is_about
from xlplugin.filing.findings import Finding
from xlplugin.filing.submissions import Submission
from xlplugin.form.organ import short_name
from xlplugin.runs.inputs.names import Names
from xlplugin.runs.inputs.releases import Release
from xlplugin.runs.store.results import Results
from xlplugin.text import NOTHING, Text, join, same

_LINE = Text("放行清单 {file} 第 {row} 行没有用上：", "the list of releases {file}, row {row}, released nothing: ")
_NOBODY = Text("这批报送里没有“{organ}”{year}的", 'there is nothing of "{organ}"{year}')
_OF_YEAR = Text(" {year} 年度", " for {year}")
_NEAR = Text("；是否为{near}？", "; is it {near}?")
_YEARS = Text("；该单位报送的是 {years} 年度的", "; the organ sent for {years}")
_NO_SUCH = Text("“{organ}”没有 {rule} 这一处问题{field}", '"{organ}" has no such problem of {rule}{field}')
_FIELD = Text("（字段 {field}）", " (field {field})")
_HAS = Text("；{rule} 在它那里的字段是：{fields}", "; there {rule} is at {fields}")
_OTHER_RULES = Text("；它现有：{rules}。已经改正的，可以删去这一行", "; it has {rules} now. If it was corrected, the row can go")
_NONE = Text("；它没有问题了，可以删去这一行", "; it has no problem left: the row can go")
_END = Text("。", ".")
_MOST = 5


def unmatched(numbered: Sequence[tuple[int, Release]], results: Results, file: str) -> list[Text]:
    """A sentence for each row that answered no problem. Reports are read only of organs that the list names."""
    sent: dict[str, list[Submission]] = {}
    for one in results.submissions():
        if one.named:
            sent.setdefault(short_name(one.named), []).append(one)
    return [_LINE.fill(file=same(file), row=row) + words + (NOTHING if words.zh.endswith("？") else _END) for row, release in numbered if (words := _why(release, sent, results)) is not None]


def _why(release: Release, sent: dict[str, list[Submission]], results: Results) -> Text | None:
    """Why a row came to nothing; None where it was about something."""
    own = sent.get(release.organ, [])
    group = [one for one in own if release.year in (None, one.named_year)]
    if not group:
        year = _OF_YEAR.fill(year=str(release.year)) if release.year else same("")
        words = _NOBODY.fill(organ=same(release.organ), year=year)
        if own:
            return words + _YEARS.fill(years=join(same(str(one)) for one in sorted({one.named_year for one in own if one.named_year})))
        near = Names(sent).near(release.organ)
        return words + (_NEAR.fill(near=join((Text(f"“{name}”", f'"{name}"') for name in near), "、", ", ")) if near else same(""))
    findings = [finding for one in group for finding in results.of(one).report().findings]
    if any(is_about(release.answer, finding) for finding in findings):
        return None
    field = _FIELD.fill(field=same(release.answer.field)) if release.answer.field else same("")
    return _NO_SUCH.fill(organ=same(release.organ), rule=release.answer.rule, field=field) + _instead(release, findings)


def _instead(release: Release, findings: Sequence[Finding]) -> Text:
    """What the organ has in place of it."""
    fields = list(dict.fromkeys(_texts(findings, release.answer.rule)))
    if fields:
        return _HAS.fill(rule=release.answer.rule, fields=join(map(same, fields[:_MOST])))
    rules = list(dict.fromkeys(finding.rule for finding in findings))
    return _OTHER_RULES.fill(rules=join(map(same, rules[:_MOST]))) if rules else _NONE


def _texts(findings: Sequence[Finding], rule: str) -> Iterator[str]:
    for finding in findings:
        if finding.rule == rule:
            yield finding.field or "（空）"
