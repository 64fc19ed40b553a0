"""What one organ's slip says: its rows, its hints, and the words that stand in the template's placeholders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding, Report, Severity
from xlplugin.outputs.slips.items import Item, items_of, items_of_batch
from xlplugin.outputs.slips.options import OPEN, SlipOptions
from xlplugin.review.review import Entry, Rounds
from xlplugin.rules.declare import Rule
from xlplugin.runs.inputs.far import is_remote
from xlplugin.text import Text, join, same

PLACEHOLDERS: Mapping[str, str] = {
    "单位": "organ",
    "年度": "year",
    "文件": "file",
    "份数": "files",
    "报送次数": "round",
    "报送日期": "submitted",
    "结论": "conclusion",
    "复核情况": "follow-up",
    "重报要求": "resubmission",
    "错误数": "errors",
    "疑点数": "warnings",
    "期限": "deadline",
    "审核机关": "authority",
    "日期": "date",
}
"""What a template may hold anywhere, in Chinese or in English."""
ROW_PLACEHOLDERS: Mapping[str, str] = {
    "组别": "group",
    "序号": "number",
    "单元格": "cell",
    "章节": "section",
    "行": "row",
    "列": "column",
    "现填": "content",
    "问题": "problem",
    "修改要求": "request",
    "编号": "rule",
}
"""What its row for a problem may hold besides; 组别 in a row of its own stands above each group."""
HINT, HINT_EN = "提示", "hint"
"""In a paragraph of its own, which is repeated for each sentence."""

_GROUPS: Mapping[Severity | None, Text] = {
    None: Text("未能审核的数字（请按要求处理后重新报送）", "Figures that could not be checked (do what is asked and send it again)"),
    Severity.ERROR: Text("错误（须改正）", "Errors (to be corrected)"),
    Severity.WARNING: Text("疑点（请核实说明）", "Warnings (please check and explain)"),
}
_ORDER = ("一", "二", "三")
_ERRORS = Text("发现错误 {errors} 处（须改正）", "it holds {errors} error{s} (to be corrected)")
_WARNINGS = Text("疑点 {warnings} 处（须核实说明）", "{warnings} warning{s} (to be checked and explained)")
_RETURNED = Text("，现予退回修改", ", and is returned for correction")
_EXPLAIN = Text(
    "未发现须改正的错误，有疑点 {warnings} 处须核实说明，现予退回核实",
    "it holds no error, but {warnings} warning{s} to be checked and explained, and is returned for that purpose",
)
_UNREADABLE = Text("报送的文件无法读取，未能审核，现予退回，请重新报送", "the file could not be read and was not checked; it is returned to be sent again")
_NOT_WHOLE = Text("{read}，未能全部审核", "not all of it could be checked ({read})")
_AND_FOUND = Text("；另{found}", "; {found}")
_RETURNED_AGAIN = Text("，现予退回，请按下列要求处理后重新报送", ", and it is returned; do what is asked below and send it again")
_ASK_READABLE = Text(
    "下列数字未能读取：{which}。请提供可以读取的版本（按规定表样填写的工作簿，或可编辑的报告原件），并按附表中“未能审核的数字”的要求逐项处理。",
    "These figures could not be read: {which}. Please send a version that can be read (a workbook in the official form, or the report's editable original) and do what the attached table asks for under “Figures that could not be checked”. ",
)
_ASK_RECALCULABLE = Text(
    "下列数字的公式无法重新计算，只按保存的值审核：{which}。请改用模板自带的求和公式或直接填数后重新报送。",
    "The formulas of these figures could not be recalculated, and their saved values were checked: {which}. Please use the template's own sums or type the figures, and send it again. ",
)
_AND_MORE = Text("等 {n} 处", " and others, {n} in all")
_MOST_CAUSES = 3
_MENDED, _OPEN, _NEW = Text("已改正 {n} 处", "{n} mended"), Text("仍未改正 {n} 处", "{n} still open"), Text("新出现 {n} 处", "{n} new")
_FOLLOW_UP = Text("与上次报送相比，问题{parts}。", " Against the submission before it: {parts}.")
_NO_DATE = Text("＿＿＿＿年＿＿月＿＿日", "______________")
_NO_DAY = Text("＿＿＿＿", "________")
_TO_SIGN = Text("　　　　年　　月　　日", "______________")
_NO_NAME = Text("＿＿＿＿＿＿＿＿", "________________")
_SENDER = Text("报送单位（{file}）", "To the sender of {file}")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True)
class Slip:
    """One slip, ready to be laid into a template."""

    organ: str
    words: Mapping[str, Text]
    """By the Chinese name of the placeholder."""
    groups: Sequence[tuple[Text, Sequence[Item]]]
    hints: Sequence[Text]
    deadline: Text
    """As it stands in a row; short where there is none."""


def slip_of(entry: Entry, report: Report, filing: Filing | None, rules: Mapping[str, Rule], batch: Sequence[Finding] = (), options: SlipOptions = OPEN) -> Slip:
    """The slip for an organ's newest submission. `batch`: what the comparison of files found of the organ.

    What `options` leave open is taken from the roster (deadline, the sender as the organ's 上级), and else left open.
    """
    newest = entry.newest
    sender = options.sender or (entry.member.parent if entry.member else None)
    until = options.deadline or (entry.member.deadline if entry.member else None)
    items = [*items_of(report, filing, rules), *items_of_batch(batch, filing, rules)]
    by_severity = {severity: [item for item in items if item.severity is severity] for severity in _GROUPS}
    file = "、".join(map(file_name, report.files))
    is_named = entry.member is not None or bool(newest and newest.named)
    year = entry.year or report.year
    words = {
        "单位": same(entry.organ) if is_named else _SENDER.fill(file=same(file)),
        "年度": same(str(year)) if year else _NO_DAY,
        "文件": same(file),
        "份数": same(str(max(1, len(entry.submissions)))),
        "报送次数": same(str(newest.round if newest else 1)),
        "报送日期": _date(newest.submitted) if newest and newest.submitted else _NO_DATE,
        "结论": _conclusion(report, len(by_severity[Severity.ERROR]), len(by_severity[Severity.WARNING])),
        "复核情况": _follow_up(entry.rounds),
        "重报要求": _resubmission(report),
        "错误数": same(str(len(by_severity[Severity.ERROR]))),
        "疑点数": same(str(len(by_severity[Severity.WARNING]))),
        "期限": _date(until) if until else _NO_DATE,
        "审核机关": same(sender) if sender else _NO_NAME,
        "日期": _date(options.dated) if options.dated else _TO_SIGN,
    }
    named = [(severity, found) for severity, found in by_severity.items() if found]
    groups = [(Text(f"{_ORDER[number]}、", f"{number + 1}. ") + _GROUPS[severity], found) for number, (severity, found) in enumerate(named)]
    hints = [advice.text for advice in report.advice] + [note.brief for note in report.notes]
    return Slip(entry.organ, words, groups, hints, _short(until) if until else _NO_DAY)


def file_name(file: str) -> str:
    """The last part of a path of this system or another's, or of an address."""
    return PurePosixPath(file).name if is_remote(file) or "\\" not in file else PureWindowsPath(file).name


def _conclusion(report: Report, errors: int, warnings: int) -> Text:
    if report.error is not None:
        return _UNREADABLE
    if not errors and report.status != "incomplete":
        return _EXPLAIN.fill(warnings=warnings, s=_plural(warnings))
    found = [words.fill(**{name: count}, s=_plural(count)) for words, name, count in ((_ERRORS, "errors", errors), (_WARNINGS, "warnings", warnings)) if count]
    listed = join(found, "、", " and ")
    if report.status == "incomplete" and report.coverage is not None:
        return _NOT_WHOLE.fill(read=report.coverage.text) + (_AND_FOUND.fill(found=listed) if found else same("")) + _RETURNED_AGAIN
    return listed + _RETURNED


def _resubmission(report: Report) -> Text:
    """Where figures were not read: which, and that a version is wanted that can be read; empty where all were."""
    unread = report.coverage.unread if report.coverage else ()
    if report.error is not None or not unread:
        return same("")
    named = [Text("「", "") + cause.title + Text("」", ", ") + cause.where for cause in unread]
    more = _AND_MORE.fill(n=len(named)) if len(named) > _MOST_CAUSES else same("")
    listed = join(named[:_MOST_CAUSES], "；", "; ") + more
    return (_ASK_RECALCULABLE if all(cause.is_saved for cause in unread) else _ASK_READABLE).fill(which=listed)


def _plural(count: int) -> str:
    return "" if count == 1 else "s"


def _follow_up(rounds: Rounds | None) -> Text:
    if rounds is None:
        return same("")
    counted = ((_MENDED, rounds.mended), (_OPEN, rounds.open), (_NEW, rounds.new))
    parts = [words.fill(n=len(problems)) for words, problems in counted if problems]
    return _FOLLOW_UP.fill(parts=join(parts, "，", ", ")) if parts else same("")


def _date(day: dt.date) -> Text:
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def _short(day: dt.date) -> Text:
    return Text(f"{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1][:3]}")
