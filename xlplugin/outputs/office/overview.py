"""审核情况一览表: one organ a line, with the state of what it submitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlplugin.outputs.office.links import file_link
from xlplugin.outputs.office.page import Column, Linked, Page
from xlplugin.outputs.office.run import Run
from xlplugin.review.review import STATES, Entry, State
from xlplugin.text import Text, join

NAME = Text("审核情况一览表", "Overview")
COLUMNS = (
    Column(Text("序号", "no."), 6, "count"),
    Column(Text("单位", "organ"), 30),
    Column(Text("年度", "year"), 7, "count"),
    Column(Text("联系人", "contact"), 24),
    Column(Text("报送时间", "submitted"), 12, "date"),
    Column(Text("时间依据", "dated by"), 11, "centre"),
    Column(Text("轮次", "round"), 6, "count"),
    Column(Text("错误", "errors"), 8, "count"),
    Column(Text("疑点", "warnings"), 9, "count"),
    Column(Text("状态", "state"), 12, "centre"),
    Column(Text("备注", "remarks"), 36),
    Column(Text("报送文件", "file"), 32),
)
_STATE = 9
_DATED = {
    "received": Text("名册登记", "roster"),
    "signed": Text("报告落款", "signature"),
    "saved": Text("工作簿保存", "workbook saved"),
    "file": Text("文件日期", "file"),
}
"""Only the first of these says when it came: the others are said by their names."""
_OWED = Text("应报送 {owed} 家，已报送 {submitted} 家，未报送 {missing} 家，迟报 {late} 家；", "{owed} organs are to submit: {submitted} have, {missing} have not, {late} were late; ")
_FOUND = Text("涉及 {organs} 家单位；", "{organs} organs; ")
_FILES = Text("共收到 {files} 份，其中无法读取 {unreadable} 份。", "{files} files, {unreadable} of them unreadable. ")
_FILES_IN_PART = Text("共收到 {files} 份，其中未审全 {incomplete} 份、无法读取 {unreadable} 份。", "{files} files, {incomplete} of them not wholly checked, {unreadable} unreadable. ")
_ASKS: dict[State, Text] = {
    "explain": Text("有疑点，须核实说明", "warnings to be explained"),
    "return": Text("有错误，须改正后重新报送", "errors to be corrected and submitted anew"),
    "incomplete": Text("没有全部审核，须按“读取问题”的要求处理后重新报送", "not all of it was checked; to be mended as the sheet Reading says and submitted anew"),
}
_BY_STATE = Text("按单位最新一次报送：", "By the newest submission: ")
_LATE = Text("迟报 {days} 天", "{days} day(s) late")
_LATE_UNKNOWN = Text("迟报", "late")
_UNKNOWN = Text("不在应报名单内", "not on the roster")
_MERGED = Text("已并入{organ}", "merged into {organ}")
_ROUNDS = Text("较上次报送：已改 {mended} 处，未改 {open} 处，新增 {new} 处", "since the submission before: {mended} mended, {open} still open, {new} new")


def write_overview(page: Page, run: Run, remarks: Mapping[str, Sequence[Text]], target: Path, more: Sequence[Text]) -> None:
    """Fills the sheet. `remarks`: what is to be said of a file; `more`: of the other sheets."""
    page.head(run.title(Text("审核情况一览表", "overview")), covered(run) + join(more, "", ""))
    page.heading()
    for number, entry in enumerate(run.review.entries, 1):
        newest = entry.newest
        is_read = newest is not None and newest.status != "unreadable"
        page.row(
            [
                number,
                entry.organ,
                entry.year,
                contact(entry),
                newest.submitted if newest else None,
                _DATED[newest.dated_by].show(run.language) if newest and newest.dated_by else None,
                newest.round if newest else None,
                newest.errors if newest and is_read else None,
                newest.warnings if newest and is_read else None,
                STATES[entry.state].show(run.language),
                join(_remarks(entry, run, remarks), "；", "; ").show(run.language),
                Linked(run.all_called(newest.files), file_link(newest.file, target)) if newest else None,
            ],
            {_STATE: f"state_{entry.state}"},
            least=22.0,
        )
    page.finish(frozen=2)


def covered(run: Run) -> Text:
    """What the run covered, and how many organs are in which state."""
    review = run.review
    owing = [entry for entry in review.entries if entry.member is not None and entry.member.merged_into is None]
    missing = len(review.missing)
    words = {"owed": len({entry.organ for entry in owing}), "missing": missing, "late": run.late, "organs": len({entry.organ for entry in review.entries})}
    first = _OWED.fill(submitted=words["owed"] - missing, **words) if review.has_roster else _FOUND.fill(**words)
    incomplete = review.counts.get("incomplete", 0)
    files = (_FILES_IN_PART if incomplete else _FILES).fill(
        files=review.counts.get("files", len(run.known)), incomplete=incomplete, unreadable=review.counts.get("unreadable", 0)
    )
    states = [STATES[state] + Text(f" {run.states[state]} 家", f" {run.states[state]}") for state in STATES if run.states[state] and state != "missing"]
    return first + files + (_BY_STATE + join(states, "，", ", ") + Text("。", ". ") if states else Text("", ""))


def contact(entry: Entry) -> str:
    """Whom to ask, with the telephone number."""
    member = entry.member
    return " ".join(filter(None, (member.contact, member.phone))) if member else ""


def lateness(entry: Entry) -> Text:
    """How late an organ submitted."""
    deadline = entry.member.deadline if entry.member else None
    submitted = entry.newest.submitted if entry.newest else None
    if deadline is None or submitted is None or submitted <= deadline:
        return _LATE_UNKNOWN
    return _LATE.fill(days=(submitted - deadline).days)


def _remarks(entry: Entry, run: Run, remarks: Mapping[str, Sequence[Text]]) -> Iterator[Text]:
    if entry.state in _ASKS:
        yield _ASKS[entry.state]
    if entry.state == "incomplete" and entry.newest is not None and entry.newest.coverage is not None:
        yield entry.newest.coverage.text
    if entry.is_late:
        yield lateness(entry)
    if entry.member is None and run.review.has_roster:
        yield _UNKNOWN
    if entry.member is not None and entry.member.merged_into:
        yield _MERGED.fill(organ=entry.member.merged_into)
    if entry.rounds is not None:
        rounds = entry.rounds
        yield _ROUNDS.fill(mended=len(rounds.mended), open=len(rounds.open), new=len(rounds.new))
    if entry.newest is not None:
        for remark in remarks.get(entry.newest.file, ()):
            yield Text(remark.zh.rstrip("。"), remark.en)
