"""Sentences that speak of another organ or another year as of the report's own: what is left of a copied report.

Precise before complete: a name or a year counts only as the subject of a sentence such as reports say of themselves.
"""

from __future__ import annotations

import re

from xlplugin.form.organ import short_name
from xlplugin.patterns import late
from xlplugin.rules.report.shared.organs import is_higher_body, is_same_organ
from xlplugin.rules.report.shared.texts import unspaced

_SELF = r"(?:我|本|全)(?:镇|乡|苏木|街道|办事处|办|局|委|厅|院|署|队|处|县|市|区|州|旗|省|单位|机关|中心|部门)"
_REPORTED = r"共|累计|合计|主动公开|主动发布|未收到|未受理|未发生|未接到|没有收到|没有受理|没有发生|收到|新收|受理|接到|办理|公开|发布|通过|认真|严格|围绕|坚持|高度重视|依申请"
_LEAD = r"^(?:[^,:]{0,16}:|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[、.]|[一二三四五六七八九十]是)?"
_YEAR = late(rf"{_LEAD}(?:截至|截止|在)?(?P<year>20\d\d)年(?:度|全年|期间|年?[底末])?,?(?P<subject>{_SELF}|{_REPORTED}|[\u4e00-\u9fff]{{2,}})")
_PRESENTED_YEAR = late(r"(?:现将|现公布|现发布|特公布|特向社会|兹将|编制)[^,。;]{0,24}?(?P<year>20\d\d)年")
_OTHER_TIME = late(r"以来|同期|相比|比较|较|同比|比(?:上|去)年|上年|去年|往年|历年|上一年|结转|起,|遗留|整改|反馈|指出|存在的问题|部署|规划")
_ONCE = late(r"成立|组建|出台|制定|印发|启用|开通|建成|改革|荣获|获评|被评|挂牌|合并|搬迁")
_TO_COME = late(r"将|拟|下一步|计划|力争|继续|进一步|目标|预计|打算|要|加强|推进|提升|提高|完善")

_NAME = r"(?:[\u4e00-\u9fff]{2,4}[县市区旗])?[\u4e00-\u9fff]{1,12}?"
_TOWNSHIP, _BUREAU = r"镇|乡|苏木|街道", r"局|委员会|厅"
_SAYS = (
    r"(?:人民政府|党委、政府|党委政府|政府|办事处|党委|党工委)?(?:20\d\d年度?|本年度|今年|全年)?(?:共|累计|依法|依规|通过[^,]{2,16}?|在[^,]{2,16}?)?"
    r"(?:(?:未|没有|新)?(?:收到|受理|接到|办理)[^,]{0,14}?(?:申请|复议|诉讼)|(?:主动)?(?:公开|发布)(?:各类|政府|政务)*信息|(?:未|没有)?收取[^,]{0,8}?费|(?:高度|十分|非常)重视(?:政府|政务|信息)|(?:认真|深入|全面)贯彻落实)"
)
_SUBJECT = {
    "township": late(rf"{_LEAD}(?:20\d\d年度?)?(?P<name>{_NAME}(?:{_TOWNSHIP})){_SAYS}"),
    "bureau": late(rf"{_LEAD}(?:20\d\d年度?)?(?P<name>{_NAME}(?:{_BUREAU})){_SAYS}"),
}
_OTHER_SELF = {"township": late(r"(?<![自本])我(?:局|委(?!托)|厅|院)"), "bureau": late(r"(?<![自本])我(?:镇|乡|街道)")}
"""How only an organ of another kind speaks of itself."""
_ENDS = rf"(?:{_TOWNSHIP}|{_BUREAU}|政府|办事处|办公室|办公厅|管委会)"
_PRESENTED = (
    late(rf"(?:现公布|现发布|公布|发布|公开|现将|编制)《?(?:20\d\d年度?)?(?P<name>[\u4e00-\u9fff]{{2,18}}?{_ENDS})(?:关于)?(?:20\d\d年度?)?(?:的)?政府信息公开(?:工作)?(?:年度报告|年报)"),
    late(rf"由(?P<name>[\u4e00-\u9fff]{{2,18}}?{_ENDS})(?:负责)?(?:编制|编写|起草)"),
)
_NO_NAME = late(
    r"我|本|该|各|全[镇乡县市区省]|某|上级|其他|有关|相关|下属|所属|辖|部分|镇街|街镇|镇乡|乡镇|村|社区|及|和|与|向|由|对|为|被|经|据|按|从|把|是|的|等|请|并|或|如|部门|单位|办理|公开|发布|信息|申请|通过|同时|其中|包括"
    r"|推荐|指导|督促|要求|组织|协调|帮助|支持|联合|会同|针对|关于|赴|选取|选择|选定|确定|设立|配合|协助|年"
    r"|^(?:县|市|区|省|州|旗|党|镇|乡|街道|国家|国务院|中央|自治|以|在|到|至|让|使|令|即|而|则|因|所|另|随|当)"
)
_QUOTED = late(r"《[^《》]*》|〈[^〈〉]*〉|“[^“”]*”|\"[^\"]*\"|\([^()]{3,}\)")


def other_year(sentence: str, year: int, organ: str, *, is_opening: bool) -> int | None:
    """The year that a sentence speaks of as the report's own though it is another; comparisons, history and plans are none."""
    words = _QUOTED.sub("", unspaced(sentence))
    match = (_PRESENTED_YEAR.search(words) if is_opening else None) or _of_its_own(_YEAR.search(words), organ)
    if match is None or int(match["year"]) == year or f"{year}年" in words or _OTHER_TIME.search(words):
        return None
    if _ONCE.search(words) and not re.search(r"\d(?:条|件|次|份|篇)", words):
        return None
    return None if int(match["year"]) > year and _TO_COME.search(words) else int(match["year"])


def _of_its_own(match: re.Match[str] | None, organ: str) -> re.Match[str] | None:
    """A sentence that begins with a year, where it goes on with 我镇, with what was done, or with the organ's own name."""
    if match is None or re.match(rf"{_SELF}|{_REPORTED}", match["subject"]):
        return match
    name = short_name(organ)
    names = [name, *(found[0] for found in [re.search(r"[^省市县区州旗]{2,}$", name)] if found)]
    return match if match["subject"].startswith(tuple(part for part in names if part)) else None


def other_organ(sentence: str, organ: str, kind: str | None) -> str | None:
    """The organ that a sentence says things of that reports say of themselves, where it is another than the report's.

    `kind`: `township` or `bureau`, what the report's own organ is: only another of its kind counts. None: none does.
    """
    if kind is None:
        return None
    if its_own := _OTHER_SELF[kind].search(_QUOTED.sub("", unspaced(sentence))):
        return its_own[0]
    for clause in re.split(r"[,，]", _QUOTED.sub("", unspaced(sentence))):
        match = _SUBJECT[kind].search(clause)
        if match and _is_stranger(match["name"], organ):
            return match["name"]
    return None


def other_author(sentence: str, organ: str) -> str | None:
    """The organ whose report the opening says this is, where that is another than the report's."""
    words = unspaced(sentence)
    for pattern in _PRESENTED:
        match = pattern.search(words)
        if match and _is_stranger(match["name"], organ):
            return match["name"]
    return None


def _is_stranger(name: str, organ: str) -> bool:
    return _NO_NAME.search(name) is None and not is_same_organ(name, organ) and not is_higher_body(name, organ)
