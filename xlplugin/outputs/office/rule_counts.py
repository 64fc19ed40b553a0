"""规则统计: what each rule of the run came to."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.filing.findings import Severity
from xlplugin.outputs.office.page import Column, Page
from xlplugin.outputs.office.run import Run
from xlplugin.outputs.tally import RuleCount, Tally
from xlplugin.rules import order
from xlplugin.rules.declare import Rule
from xlplugin.text import Text, join, same

NAME = Text("规则统计", "Rules")
COLUMNS = (
    Column(Text("规则", "rule"), 8, "centre"),
    Column(Text("内容", "title"), 58),
    Column(Text("等级", "severity"), 9, "centre"),
    Column(Text("错误（处）", "errors"), 9, "tally"),
    Column(Text("疑点（处）", "warnings"), 9, "tally"),
    Column(Text("提示（处）", "infos"), 9, "tally"),
    Column(Text("涉及单位（家）", "organs"), 11, "tally"),
    Column(Text("已说明（处）", "explained"), 10, "tally"),
    Column(Text("审核放行（处）", "released"), 10, "tally"),
    Column(Text("列为依据（处）", "as grounds"), 10, "tally"),
    Column(Text("未审核（份）", "not checked (files)"), 10, "tally"),
    Column(Text("备注", "remarks"), 26),
)
_COVERED = Text(
    "按各单位最新一次报送统计。错误、疑点、提示不含已说明和审核放行的；“列为依据”是同一处已由更明确的规则指出的；“未审核”是缺少所需数据、规则没有运行的。"
    "各份报送互相核对得出的问题（B 类）列入本表，不计入各单位的错误、疑点数。",
    "Of each organ's newest submission. Errors, warnings and infos are without those explained or released; “as grounds” counts places where a clearer rule speaks; “not checked” are files that "
    "lack what the rule needs. Problems between submissions (family B) are in this table, and not in the organs' counts.",
)
_NOT_CHECKED = Text("未审核：", "not checked: ")
_TOTAL = Text("合计", "total")


def write_rule_counts(page: Page, run: Run, tally: Tally, rules: Sequence[Rule]) -> None:
    """Fills the sheet: the rules that ran, found something or not, and what else was found."""
    declared = {rule.id: rule for rule in rules if not rule.is_of_reading}  # faults of reading have a sheet of their own
    page.head(run.title(Text("规则统计", "rules")), _COVERED)
    page.heading()
    sums = [0] * 8
    reasons: dict[str, list[Text]] = {}
    for missed in run.review.not_checked:
        reasons.setdefault(missed.rule, []).append(missed.reason)
    for rule_id in sorted({*declared, *tally.rules, *reasons}, key=order):
        rule, count = declared.get(rule_id), tally.rules.get(rule_id, RuleCount())
        numbers = _numbers(count)
        sums = [total + number for total, number in zip(sums, numbers, strict=True)]
        severity = rule.severity if rule else count.worst or Severity.INFO
        page.row([rule_id, rule.title.show(run.language) if rule else None, severity.text.show(run.language), *numbers, _remark(reasons.get(rule_id, ())).show(run.language)])
    page.finish(frozen=2)
    shown = [number if position not in (3, 7) else None for position, number in enumerate(sums)]  # organs and files would be added up more than once
    page.row([None, _TOTAL.show(run.language), None, *shown, None], dict.fromkeys(range(len(COLUMNS)), "total"))


def _remark(reasons: Sequence[Text]) -> Text:
    """Why a rule across submissions could not run."""
    return _NOT_CHECKED + join(reasons, "；", "; ") if reasons else same("")


def _numbers(count: RuleCount) -> list[int]:
    by_severity = [count.severities[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)]
    return [*by_severity, count.organ_count, count.waived["explained"], count.waived["released"], count.grounds, count.not_checked]
