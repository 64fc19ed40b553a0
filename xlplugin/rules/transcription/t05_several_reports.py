"""T05: a file holds the tables of several reports."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.facts import Facts, Misreading
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form import editions
from xlplugin.rules.declare import Case, Context, Example, Hit, Rule
from xlplugin.rules.shared.wording import quoted
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit]:
    for misreading in filing.facts.misreadings:
        if misreading.is_of_several_reports:
            yield Hit(None, actual=misreading.text, related=misreading.fields, words={"titles": quoted(misreading.text), "count": len(misreading.fields)})
        elif misreading.kind == "several":
            title = next(table.title.text for table in filing.form.tables if table.id == misreading.table)
            words = {"table": title, "text": quoted(misreading.text), "count": len(misreading.fields)}
            yield Hit(misreading.fields[0], actual=misreading.text, related=misreading.fields[1:], span=Span(misreading.table), words=words, case="pieces")


_TITLES = "样例县2022年政府信息公开工作年度报告 / 样例县2023年政府信息公开工作年度报告"
_FIELDS = tuple(editions()["2021"].fields)
_PIECES = ("requests.granted.natural_person", "requests.granted.total")

RULE = Rule(
    id="T05",
    severity=Severity.INFO,
    title=Text("一个文件里有几份报告的表", "the tables of several reports in one file"),
    fact=Text(
        "文件里有几份报告的表：{titles}；无法确定审核哪一份，{count} 格数字没有读取。这是所读文件的问题，非填报错误。",
        "the file holds the tables of several reports: {titles}; which of them is meant cannot be told, so {count} figures were left out. This is a fault of the file that was read, not of the filing",
    ),
    cases=(
        Case(
            "pieces",
            Text("一张表有几段，各段的列不在同一位置，或者没有表头又出现一次", "a table in pieces whose columns stand at different places, or once more without a header"),
            fact=Text(
                "「{table}」有几段，不能确定是同一份报告的，各段开头是“{text}”；{count} 格数字没有读取。这是所读文件的问题，非填报错误。",
                '{table}: it stands in pieces that may be of different reports, which begin with "{text}", so {count} figures were left out. This is a fault of the file that was read, not of the filing',
            ),
        ),
    ),
    rationale=Text(
        "几个年度或几个单位的报告放在一个网页、一个文件里，各表的数字分不清属于哪一份，合在一起读会张冠李戴。",
        "Where the reports of several years or organs stand in one file, whose a table is cannot be told; read as one, the figures of one would be taken for another's.",
    ),
    mend=Text("一份报告一个文件，重新审核。", "Put each report into a file of its own and check those."),
    source=Text("公开网页上有把几个年度的报告放在一页的", "seen on published pages: the reports of several years on one"),
    check=_check,
    subject="form",
    is_of_reading=True,
    examples=(
        Example(),
        Example(facts=Facts(misreadings=(Misreading("several", "", _TITLES, _FIELDS, is_read=False),)), not_found=_FIELDS, fails_at=(None,), says="200 格数字没有读取", related=_FIELDS),
        Example(
            facts=Facts(misreadings=(Misreading("several", "requests", "予以公开 3 / 部分公开 4", _PIECES, is_read=False),)),
            not_found=_PIECES,
            fails_at=_PIECES[:1],
            says="收到和处理政府信息公开申请情况」有几段，不能确定是同一份报告的，各段开头是“予以公开 3 / 部分公开 4”；2 格",
            related=_PIECES[1:],
        ),
        Example({"requests.received.total": None}, facts=Facts(misreadings=(Misreading("cells", "requests", "0 0", is_read=True),))),
    ),
)
