"""D19: another organ or another year is spoken of as the report's own: text copied from elsewhere."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.proactive.level import level_of
from xlplugin.rules.report.shared.faults import Fault, span_of, words_of
from xlplugin.rules.report.shared.period import years_disagree
from xlplugin.rules.report.shared.samples import OPENING, OVERVIEW, report
from xlplugin.rules.report.shared.strangers import other_author, other_organ, other_year
from xlplugin.rules.report.shared.texts import passages, quote, sentences
from xlplugin.text import Text

_KINDS = {"乡镇": "township", "街道": "township", "省直部门": "bureau", "市直部门": "bureau", "县直部门": "bureau"}
_ALONE = (None, "本机关")
_UNKNOWN = Unknown(Text("不知道单位名称和报告年度", "neither the organ nor the report year is known"))
_FAULT = Text("写到“{what}”（{seen}）", 'speaks of "{what}" ({seen})')


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.organ is None and filing.year is None:
        yield _UNKNOWN
        return
    year = None if years_disagree(filing) else filing.year
    faults: dict[str, Fault] = {}
    for passage in passages(filing):
        for sentence in sentences(passage.words):
            for what in _strangers(sentence, filing, year, is_opening=passage.section is None):
                faults.setdefault(what, Fault(passage, _FAULT.fill(what=what, seen=quote(sentence)), sentence))
    if faults:
        mine = "、".join(part for part in (filing.organ or "", f"{filing.year}年" if filing.year else "") if part)
        yield Hit(actual="、".join(faults), expected=mine, words=words_of(list(faults.values()), zh="；", en="; "), span=span_of(faults.values()))


def _strangers(sentence: str, filing: Filing, year: int | None, *, is_opening: bool) -> Iterator[str]:
    """The other years and organs that a sentence has for its subject; years only where `year` is surely the report's."""
    another = other_year(sentence, year, filing.organ or "", is_opening=is_opening) if year is not None else None
    if another is not None:
        yield f"{another}年"
    if filing.organ is None:
        return
    level = level_of(filing)
    kind = _KINDS.get(level.id) if level is not None and filing.scope in _ALONE else None
    organ = other_organ(sentence, filing.organ, kind) or (other_author(sentence, filing.organ) if is_opening else None)
    if organ is not None:
        yield organ


RULE = Rule(
    id="D19",
    severity=Severity.WARNING,
    title=Text("把其他单位或其他年度写成主语", "another organ or another year as the subject"),
    lead=Text("{where}", "{where}"),
    fact=Text("{faults}，而这是“{expected}”的报告。", '{faults}, but the report is that of "{expected}"'),
    ask=Text("请核对是否沿用了其他报告的文字；属实的，请说明。", "See whether the words are left over from another report; if they are meant, say so"),
    rationale=Text(
        "套用其他单位或上年的报告而漏改，是雷同的明显痕迹。比较、回顾、计划、所引文件和上级机关不算。",
        "A name or a year that was not changed shows that the text was copied. Comparisons, history, plans, documents quoted and higher bodies do not count.",
    ),
    mend=Text("改为本单位、本年度的情况。", "Tell of this organ and this year."),
    source=Text("经验判断", "judgement"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(narrative={"overview": "2021年，我镇主动公开信息30条，比2020年多5条。"}),
        Example(narrative={"overview": "2021年，样例二镇收到政府信息公开申请3件。"}, fails_at=(None,), expected="样例一镇、2021年", place=Span("overview", "2021年，样例二镇收到政府信息公开申请3件", 0, 22)),
        Example(
            narrative={"overview": "我镇地处山区。2020年，我镇主动公开信息30条。", "other": "样例二镇收到政府信息公开申请3件。"},
            fails_at=(None,),
            says=("「一、总体情况」写到“2020年”", "；「六、其他需要报告的事项」写到“样例二镇”"),
            place=Span("overview", "2020年，我镇主动公开信息30条", 7, 24),
        ),
        Example(document=report(opening="现公布样例二镇2021年政府信息公开工作年度报告。"), fails_at=(None,), says="报告开头写到“样例二镇”"),
        Example(document=report(opening=OPENING), narrative={"overview": f"{OVERVIEW}比2020年增加5条。按照县政府要求，2020年以来我镇公开信息90条。"}),
        Example(organ=None, year=0, narrative={"overview": OVERVIEW}, not_checked=(None,)),
        Example(organ=None, narrative={"overview": "2020年，我镇主动公开信息30条。"}, fails_at=(None,), expected="2021年"),
        Example(narrative={"overview": "2020年，样例一镇便民服务中心发放指南30份。"}, fails_at=(None,), says="写到“2020年”"),
        Example(narrative={"overview": "2020年，我镇成立领导小组。2020年，县政府投资新建广场。"}),
        Example(narrative={"overview": "2020年，我镇高度重视政府信息公开工作。"}, fails_at=(None,)),
        Example(narrative={"overview": "2022年，我镇收到政府信息公开申请3件。"}, fails_at=(None,)),
        Example(narrative={"overview": "我局收到政府信息公开申请3件。"}, fails_at=(None,), says="写到“我局”"),
        Example(document=report(opening="现公布我镇2020年政府信息公开工作年度报告。"), fails_at=(None,), says="报告开头写到“2020年”"),
        Example(organ="样例县教育局", document=report(opening="现公布样例县人民政府2021年政府信息公开工作年度报告。")),
        Example(organ="样例", narrative={"overview": "样例二镇收到政府信息公开申请3件。"}),
    ),
)
