"""B04: byte-identical files under two organs."""

from collections.abc import Iterator

from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, Submission
from xlplugin.rules.batches.wording import files, organs
from xlplugin.rules.declare import Across, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.text import Text


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    groups: dict[str, list[Submission]] = {}
    for one in batch.sent:
        if one.content and one.is_readable:
            groups.setdefault(one.content, []).append(one)
    for group in groups.values():
        # The organ inside is the same in all of them; the other one is told by a file's name.
        names = list(dict.fromkeys([*(one.organ for one in group), *(one.told for one in group if one.told)]))
        if len(group) > 1 and len(names) > 1:
            words = {"files": files(group), "organs": organs(names), "count": len(group)}
            yield Hit(organ=names[0], others=tuple(names[1:]), files=tuple(one.file for one in group), words=words)


RULE = Rule(
    id="B04",
    severity=Severity.WARNING,
    title=Text("不同单位报送了完全相同的文件", "byte-identical files under two organs"),
    fact=Text("{count} 个文件内容完全相同（{files}），却属于{organs}。", "{count} files are identical byte for byte ({files}), but belong to {organs}"),
    ask=Text("请核对是否把别家的表当成自己的报送了。", "See whether one organ sent another's tables"),
    rationale=Text("两家单位的表不会一个字节都不差；一般是拿错了文件，或者复制了别家的表只改了文件名。", "The tables of two organs are never alike to the byte; a file was mixed up, or copied and renamed."),
    mend=Text("问清是哪一家的，另一家重新报送。", "Find out whose it is, and ask the other organ to submit its own."),
    source=Text("审核工作需要", "the reviewing office's work"),
    check=Across(_check),
    subject="batch",
    examples=(
        Example(several=Several(Batch((Submission("样例二镇.xlsx", "样例一镇", 2023, content="aa", told="样例二镇"), Submission("二镇.xlsx", "样例二镇", 2023, content="bb"))))),
        Example(several=Several(Batch((Submission("一镇.xlsx", "样例一镇", 2023, content="aa"), Submission("样例二镇.xlsx", "样例一镇", 2023, content="aa", told="样例二镇")))), fails_at=("样例一镇",), related=("样例二镇",)),
        Example(several=Several(Batch((Submission("甲.xlsx", "样例一镇", 2023, content="aa"), Submission("乙.xlsx", "样例一镇", 2023, content="aa"))))),
        Example(several=Several(Batch((Submission("甲.xlsx", "甲.xlsx", content="aa", status="unreadable"), Submission("乙.xlsx", "乙.xlsx", content="aa", status="unreadable"))))),
    ),
)
