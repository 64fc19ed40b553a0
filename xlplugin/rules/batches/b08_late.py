"""B08: submitted after the roster's deadline."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, DatedBy, Due, Submission
from xlplugin.rules.batches.wording import NO_ROSTER, by_organ_and_year, dated_by, file_name, organ
from xlplugin.rules.declare import Across, Case, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.text import Text, same


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    if batch.due is None:
        yield Unknown(NO_ROSTER)
        return
    for group in by_organ_and_year(batch):
        first = group[0]
        if first.year not in (batch.year, None) or first.deadline is None or first.submitted is None or first.submitted <= first.deadline:
            continue
        on, deadline = first.submitted.isoformat(), first.deadline.isoformat()
        words = {"organ": organ(first.organ), "file": same(file_name(first.file)), "on": on, "by": dated_by(first), "deadline": deadline}
        hit = Hit(organ=first.organ, files=(first.file,), actual=on, expected=deadline, words=words)
        yield replace(hit, case="file_date") if first.dated_by == "file" else hit


def _sent(number: int, on: dt.date, by: DatedBy = "saved") -> Submission:
    return Submission(f"一镇{number}.xlsx", "样例一镇", 2023, submitted=on, dated_by=by, deadline=dt.date(2024, 1, 31), round=number)


_ROSTER = (Due("样例一镇", dt.date(2024, 1, 31)),)

RULE = Rule(
    id="B08",
    severity=Severity.WARNING,
    title=Text("迟报", "submitted after the deadline"),
    fact=Text(
        "{organ}最早一次报送（{file}）在 {on}（{by}），晚于名册的截止日期 {deadline}。",
        "the first submission of {organ} ({file}) is of {on} ({by}), after the roster's deadline {deadline}",
    ),
    ask=Text("请核对收文记录；确属迟报的，请单位说明原因。", "See when it came in; if it was late, ask for the reason"),
    rationale=Text(
        "是否迟报，看最早的一次：按期报送、退回后补正的，不算迟报。",
        "The first submission tells: one that was in time, was returned and came back corrected is not late.",
    ),
    mend=Text("确属迟报的，单位说明原因；收文记录与文件日期不一致的，以收文记录为准。", "If it was late, the organ gives the reason; where the record of receipt says otherwise, the record is right."),
    source=Text("名册的截止日期；条例第四十九条", "the roster's deadline; article 49 of the regulation"),
    cases=(
        Case(
            "file_date",
            Text("只知道文件日期", "only the file's date is known"),
            Severity.INFO,
            fact=Text(
                "{organ}最早一次报送是 {file}，文件日期 {on}，晚于截止日期 {deadline}；文件日期可能是拷贝时的日期，不能说明迟报。",
                "the first submission of {organ} is {file}; the file's date {on} is after the deadline {deadline}, but may be that of a copy and proves nothing",
            ),
            ask=Text("请按收文记录核实。", "See when it came in"),
        ),
    ),
    check=Across(_check),
    subject="batch",
    examples=(
        Example(several=Several(Batch((_sent(1, dt.date(2024, 1, 31)),), 2023, _ROSTER))),
        Example(several=Several(Batch((_sent(1, dt.date(2024, 2, 1), "signed"),), 2023, _ROSTER)), fails_at=("样例一镇",)),
        Example(several=Several(Batch((_sent(1, dt.date(2024, 1, 30)), _sent(2, dt.date(2024, 2, 6))), 2023, _ROSTER))),
        Example(several=Several(Batch((_sent(1, dt.date(2024, 3, 1), "file"),), 2023, _ROSTER)), fails_at=("样例一镇",), severity=Severity.INFO),
    ),
)
