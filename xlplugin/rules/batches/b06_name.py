"""B06: an organ's name differs from the roster's."""

import unicodedata
from collections.abc import Iterator

from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, Due, Submission
from xlplugin.form.spelling import plain_ideographs
from xlplugin.rules.batches.wording import NO_ROSTER, files, organ
from xlplugin.rules.declare import Across, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.text import Text


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    if batch.due is None:
        yield Unknown(NO_ROSTER)
        return
    groups: dict[tuple[str, str], list[Submission]] = {}
    for one in batch.sent:
        if one.is_on_roster and one.named and _plain(one.named) != _plain(one.organ):
            groups.setdefault((one.organ, one.named), []).append(one)
    for (name, seen), group in groups.items():
        words = {"organ": organ(name), "seen": organ(seen), "files": files(group)}
        yield Hit(organ=name, files=tuple(one.file for one in group), actual=seen, expected=name, words=words)


def _plain(name: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKC", plain_ideographs(name)) if mark.isprintable() and not mark.isspace())


_FORTY = "样例县样例一镇人民政府2023年政府信息公开工作年度报告（第二次修改）"
_ROSTER = (Due("样例县样例一镇人民政府"),)

RULE = Rule(
    id="B06",
    severity=Severity.INFO,
    title=Text("单位名称与名册不一致", "an organ's name differs from the roster's"),
    fact=Text(
        "{files} 的单位名称写作{seen}，名册上是{organ}，已按同一家单位处理。",
        "{files} names the organ {seen}, the roster {organ}; they were taken for one organ",
    ),
    ask=Text("不是同一家的，请在名册中分别列出。", "If they are two, list both on the roster"),
    rationale=Text(
        "少写“人民政府”“办事处”，或省去上级地名，仍看作同一家；写法不同的列出来，供核对。",
        "A name without 人民政府 or 办事处, or without the territory above, is taken for the same organ; different spellings are listed to be looked at.",
    ),
    mend=Text("名称以公章上的全称为准。", "The full name on the seal is the right one."),
    source=Text("审核工作需要", "the reviewing office's work"),
    check=Across(_check),
    subject="batch",
    examples=(
        Example(several=Several(Batch((Submission("一镇.xlsx", "样例县样例一镇人民政府", 2023, "样例县 样例一镇人民政府"),), 2023, _ROSTER))),
        Example(several=Several(Batch((Submission("一镇.xlsx", "样例县样例一镇人民政府", 2023, "样例一镇"),), 2023, _ROSTER)), fails_at=("样例县样例一镇人民政府",)),
        Example(several=Several(Batch((Submission("三镇.xlsx", "样例三镇", 2023, "样例三镇", is_on_roster=False),), 2023, _ROSTER))),
        Example(
            several=Several(Batch((Submission(f"{_FORTY}.xlsx", "样例县样例一镇人民政府", 2023, "样例一镇"), Submission(f"上报{_FORTY}\u202e.xlsx", "样例县样例一镇人民政府", 2023, "样例一镇")), 2023, _ROSTER)),
            fails_at=("样例县样例一镇人民政府",),
            says=f"{_FORTY}.xlsx、上报样例县样例一镇人民政府2023年政府…开工作年度报告（第二次修改） .xlsx 的单位名称",
        ),
    ),
)
