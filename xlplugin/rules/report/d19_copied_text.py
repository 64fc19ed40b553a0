"""D19: another organ or another year is spoken of as the report's own: text copied from elsewhere."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import listed
from xlplugin.rules.proactive.level import level_of
from xlplugin.rules.report.period import years_disagree
from xlplugin.rules.report.samples import OPENING, OVERVIEW, report
from xlplugin.rules.report.strangers import other_author, other_organ, other_year
from xlplugin.rules.report.texts import passages, quote, sentences
from xlplugin.text import Text

_KINDS = {"乡镇": "township", "街道": "township", "省直部门": "bureau", "市直部门": "bureau", "县直部门": "bureau"}
_ALONE = (None, "本机关")
_UNKNOWN = Unknown(Text("不知道单位名称和报告年度", "neither the organ nor the report year is known"))
_FAULT = Text("{where}写到“{what}”（{seen}）", '{where} speaks of "{what}" ({seen})')


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.organ is None and filing.year is None:
        yield _UNKNOWN
        return
    year = None if years_disagree(filing) else filing.year
    faults: dict[str, Text] = {}
    for passage in passages(filing):
        for sentence in sentences(passage.words):
            for what in _strangers(sentence, filing, year, is_opening=passage.section is None):
                faults.setdefault(what, _FAULT.fill(where=passage.where, what=what, seen=quote(sentence)))
    if faults:
        mine = "、".join(part for part in (filing.organ or "", f"{filing.year}年" if filing.year else "") if part)
        yield Hit(actual="、".join(faults), expected=mine, words={"faults": listed(list(faults.values()), zh="；", en="; ")})


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
    message=Text(
        "{faults}，而这是“{expected}”的报告。请核对是否沿用了其他报告的文字；属实的，请说明。",
        '{faults}, but the report is that of "{expected}". See whether the words are left over from another report; if they are meant, say so',
    ),
    rationale=Text(
        "套用其他单位或上年的报告而漏改，是雷同的明显痕迹。比较、回顾、计划、所引文件和上级机关不算。",
        "A name or a year that was not changed shows that the text was copied. Comparisons, history, plans, documents quoted and higher bodies do not count.",
    ),
    mend=Text("改为本单位、本年度的情况。", "Tell of this organ and this year."),
    source=Text("经验判断", "judgement"),
    check=_check,
    examples=(
        Example(narrative={"overview": "2021年，我镇主动公开信息30条，比2020年多5条。"}),
        Example(narrative={"overview": "2021年，样例二镇收到政府信息公开申请3件。"}, fails_at=(None,)),
        Example(narrative={"overview": "2020年，我镇主动公开信息30条。"}, fails_at=(None,)),
        Example(document=report(opening="现公布样例二镇2021年政府信息公开工作年度报告。"), fails_at=(None,)),
        Example(document=report(opening=OPENING), narrative={"overview": f"{OVERVIEW}比2020年增加5条。按照县政府要求，2020年以来我镇公开信息90条。"}),
        Example(organ=None, year=0, narrative={"overview": OVERVIEW}),
    ),
)
