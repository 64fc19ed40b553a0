"""B03: a submission of no organ on the roster."""

from collections.abc import Iterator

from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, Due, Submission
from xlplugin.rules.batches.wording import NO_ROSTER, files, is_nameless, organ
from xlplugin.rules.declare import Across, Case, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.text import Text, join, same

_NEAR = Text("是否为{near}？", " Is it {near}?")


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    if batch.due is None:
        yield Unknown(NO_ROSTER)
        return
    groups: dict[str, list[Submission]] = {}
    for one in batch.sent:
        if not one.is_on_roster:
            groups.setdefault(one.organ, []).append(one)
    for name, group in groups.items():
        sent = tuple(one.file for one in group)
        if all(is_nameless(one) for one in group):
            yield Hit(organ=name, files=sent, case="nameless", words={"files": files(group)})
            continue
        near = list(dict.fromkeys(other for one in group for other in one.near))
        hint = _NEAR.fill(near=join((organ(other) for other in near), "或", " or ")) if near else same("")
        yield Hit(organ=name, files=sent, others=tuple(near), words={"organ": organ(name), "files": files(group), "hint": hint})


_ROSTER = (Due("样例县卫生健康局"),)

RULE = Rule(
    id="B03",
    severity=Severity.WARNING,
    title=Text("报送单位不在名册上", "a submission of no organ on the roster"),
    fact=Text(
        "名册上没有{organ}（{files}），未认作名册上的任何单位。{hint}",
        "{organ} ({files}) is not on the roster, and was taken for no organ there.{hint}",
    ),
    ask=Text("请核对单位名称，或在名册中补上这家单位。", "Check the name, or add the organ to the roster"),
    rationale=Text(
        "名称差一个字可能就是另一家单位，所以只提示相近的名称，不替人认定；没有认定的，不计入名册单位的报送和汇总。",
        "One character may make another organ: near names are told and never taken, and such a file counts for no organ of the roster.",
    ),
    mend=Text("单位写错名称的，改正后重新报送；名册漏了的，补上再审。", "Correct the name in the submission, or add the organ to the roster, and check again."),
    source=Text("审核工作需要", "the reviewing office's work"),
    cases=(
        Case(
            "nameless",
            Text("文件没有写明是哪家的", "the file names no organ"),
            fact=Text("{files} 没有写明单位，也无法从文件名看出是哪家的。", "{files} does not say whose it is, nor does the file's name"),
            ask=Text("请核对；补上单位名称，或让单位重新报送。", "Write the organ's name into it, or ask for it again"),
        ),
    ),
    check=Across(_check),
    subject="batch",
    examples=(
        Example(several=Several(Batch((Submission("卫健.xlsx", "样例县卫生健康局", 2023, "样例县卫生健康局"),), 2023, _ROSTER))),
        Example(
            several=Several(Batch((Submission("卫健.xlsx", "样例县卫健局", 2023, "样例县卫健局", is_on_roster=False, near=("样例县卫生健康局",)),), 2023, _ROSTER)),
            fails_at=("样例县卫健局",),
            says="名册上没有“样例县卫健局”（卫健.xlsx），未认作名册上的任何单位。是否为“样例县卫生健康局”？",
        ),
        Example(several=Several(Batch((Submission("样例三镇2023年报.xlsx", "样例三镇", 2023, is_on_roster=False),), 2023, _ROSTER)), fails_at=("样例三镇",), says="名册上没有“样例三镇”"),
        Example(several=Several(Batch((Submission("年报.xlsx", "年报.xlsx", 2023, is_on_roster=False),), 2023, _ROSTER)), fails_at=("年报.xlsx",), says="年报.xlsx 没有写明单位"),
    ),
)
