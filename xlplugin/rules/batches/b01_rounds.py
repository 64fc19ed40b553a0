"""B01: several submissions of one organ and year."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from xlplugin.filing.findings import Severity
from xlplugin.filing.submissions import Batch, Submission
from xlplugin.rules.batches.wording import by_organ_and_year, changes, day, file_name, files, organ, told_apart, year_of
from xlplugin.rules.declare import Across, Case, Context, Example, Hit, Rule, Several, Unknown
from xlplugin.text import Text, same

_CHANGED = Text("；与上一次相比，已改 {mended} 处、未改 {open} 处、新增 {new} 处", "; since the one before, {mended} mended, {open} still open, {new} new")


def _check(batch: Batch, context: Context) -> Iterator[Hit | Unknown]:
    told: set[str] = set()
    for group in by_organ_and_year(batch):
        if len(group) == 1 and group[0].round == 1 and not group[0].wanted:
            continue  # as most are: nothing to be told
        counting = next((one for one in group if one.is_newest), group[-1])
        words: dict[str, object] = {"organ": organ(group[0].organ), "year": year_of(group[0].year), "counting": same(told_apart([counting.file, *(one.file for one in group if one is not counting)])[0]), "day": day(counting)}
        sent = tuple(one.file for one in group)
        if counting.wanted and counting.organ not in told:
            told.add(counting.organ)
            yield Hit(organ=counting.organ, files=sent, case="not_there", words={**words, "wanted": same(file_name(counting.wanted))})
        chosen = [one for one in group if one.is_chosen]
        if len({one.round for one in chosen}) > 1:
            yield Hit(organ=counting.organ, files=sent, case="several_fit", words={**words, "count": len(chosen), "files": files(chosen)})
        rounds = max(one.round for one in group)
        if rounds > 1:
            yield Hit(organ=counting.organ, files=sent, actual=rounds, words={**words, "count": rounds, "changed": _changed(group, batch), "files": files(group)})
        elif len(group) > 1:
            yield Hit(organ=counting.organ, files=sent, actual=len(group), case="same_content", words={**words, "count": len(group), "files": files(group)})


def _changed(group: list[Submission], batch: Batch) -> Text:
    found = changes(group, batch)
    return same("") if found is None else _CHANGED.fill(mended=len(found[0]), open=len(found[1]), new=len(found[2]))


def _sent(file: str, number: int, day: int, is_newest: bool = True) -> Submission:
    return Submission(file, "样例一镇", 2023, content=str(number), round=number, is_newest=is_newest, submitted=dt.date(2024, 1, day), dated_by="saved")


_TWICE = Batch((_sent("一镇.xlsx", 1, 15, False), _sent("一镇（改）.xlsx", 2, 22)), 2023)
_BROKEN = Example({"requests.received.other": 1, "requests.received.total": 1, "requests.granted.company": 1}, year=2023)
_LESS_BROKEN = Example({"requests.received.other": 1, "review.reconsideration.pending": 1, "review.litigation_direct.pending": 1}, year=2023)

RULE = Rule(
    id="B01",
    severity=Severity.INFO,
    title=Text("同一单位同一年度报送多次", "several submissions of one organ and year"),
    fact=Text(
        "{organ}{year}共报送 {count} 次（{files}），以 {counting}（{day}）为准{changed}。",
        "{organ} submitted {count} times{year} ({files}); {counting} counts ({day}){changed}",
    ),
    ask=Text("应以另一份为准的，请在名册“采用文件”栏写明文件名。", "If another is to count, write its name into 采用文件 of the roster"),
    rationale=Text(
        "退回修改后会再次报送，旧的一份不再算数。哪一份算数、改了没有，审核人员要一眼看到。",
        "What was returned comes back corrected, and the older file no longer counts. A reviewer has to see which one does, and whether it was mended.",
    ),
    mend=Text(
        "以落款日期最晚的为准；没有落款的看工作簿的保存日期，再没有的看文件日期。要采用另一份，在名册“采用文件”栏写文件名。",
        "The latest signature counts, else the workbook's own date, else the file's. To use another one, name it in the roster's column 采用文件.",
    ),
    source=Text("审核工作需要", "the reviewing office's work"),
    cases=(
        Case(
            "same_content",
            Text("几个文件内容相同", "files of one content"),
            fact=Text(
                "{organ}{year}有 {count} 个内容相同的文件（{files}），只算报送一次。",
                "{organ} has {count} files of one content{year} ({files}); they count as one submission",
            ),
            ask=Text("如果其中一个应是另一家单位的，请让该单位重新报送。", "If one was to be another organ's, ask that organ to submit again"),
        ),
        Case(
            "not_there",
            Text("名册“采用文件”所写的文件没有报送", "the file that the roster wants was not sent"),
            fact=Text(
                "名册“采用文件”写的是“{wanted}”，{organ}没有这个名字的文件，仍以 {counting}（{day}）为准。",
                'the roster wants "{wanted}" to count (采用文件), but {organ} has no file of that name; {counting} counts ({day})',
            ),
            ask=Text("请核对文件名。", "Check the file name"),
        ),
        Case(
            "several_fit",
            Text("名册“采用文件”所写的名字有几次报送都符合", "several submissions have the name that the roster wants"),
            fact=Text(
                "名册“采用文件”所写的名字，{organ}{year}有 {count} 份都符合（{files}），以其中最新的 {counting}（{day}）为准。",
                "the name that the roster wants to count (采用文件) fits {count} submissions of {organ}{year} ({files}); the newest of them, {counting}, counts ({day})",
            ),
            ask=Text("应以另一份为准的，请连同文件夹一起写。", "If another is to count, write its folder, too"),
        ),
    ),
    check=Across(_check),
    subject="batch",
    examples=(
        Example(several=Several(Batch((_sent("一镇.xlsx", 1, 15),), 2023))),
        Example(
            several=Several(_TWICE, {"一镇.xlsx": _BROKEN, "一镇（改）.xlsx": _LESS_BROKEN}),
            fails_at=("样例一镇",),
            says="共报送 2 次（一镇.xlsx、一镇（改）.xlsx），以 一镇（改）.xlsx（2024-01-22，按工作簿保存日期）为准；与上一次相比，已改 4 处、未改 2 处、新增 3 处",
        ),
        Example(
            several=Several(Batch((_sent("初稿/年报.xlsx", 1, 15, False), _sent("改后/年报.xlsx", 2, 22)), 2023)),
            fails_at=("样例一镇",),
            says="共报送 2 次（初稿/年报.xlsx、改后/年报.xlsx），以 改后/年报.xlsx（2024-01-22",
        ),
        Example(
            several=Several(Batch((_sent("报送/一镇.xlsx", 1, 15, False), _sent("报送/一镇（改）.xlsx", 2, 22)), 2023)),
            fails_at=("样例一镇",),
            says="共报送 2 次（一镇.xlsx、一镇（改）.xlsx），以 一镇（改）.xlsx（2024-01-22",
        ),
        Example(several=Several(Batch((_sent("一镇.xlsx", 1, 15, False), _sent("一镇 - 副本.xlsx", 1, 15)), 2023)), fails_at=("样例一镇",)),
        Example(several=Several(Batch((Submission("一镇.xlsx", "样例一镇", 2023, wanted="一镇终稿.xlsx"),), 2023)), fails_at=("样例一镇",)),
        Example(
            several=Several(Batch((replace(_sent("第一次/年报.xlsx", 1, 15, False), is_chosen=True), replace(_sent("第二次/年报.xlsx", 2, 22), is_chosen=True)), 2023)),
            fails_at=("样例一镇",) * 2,
            says="2023 年度有 2 份都符合（第一次/年报.xlsx、第二次/年报.xlsx），以其中最新的 第二次/年报.xlsx（2024-01-22",
        ),
        Example(several=Several(Batch((Submission("2022.xlsx", "样例一镇", 2022), Submission("2023.xlsx", "样例一镇", 2023)), 2023))),
        Example(several=Several(Batch((_sent("一镇.xlsx", 1, 15), _sent("一镇（改）.xlsx", 2, 22, False)), 2023), {"一镇.xlsx": _BROKEN}), fails_at=("样例一镇",), says="以 一镇.xlsx（2024-01-15，按工作簿保存日期）为准。"),
    ),
)
