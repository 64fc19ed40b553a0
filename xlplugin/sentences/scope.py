"""Whose figures a sentence speaks of: the organ's own, or another body's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlplugin.sentences.model import Scope

_PLACES = "省|自治区|市|州|盟|县|区|旗|镇|乡|街道|苏木"
_ACTS = r"(?=(?:[、和及与]|全年|本年|今年|当年|(?:19|20)\d\d年|共|累计|新收|收到|受理|接到|答复|办理|办结|制发|制定|出台|印发|作出|实施|发生|公开|未|没有|主动|依法|分别))"
_OFFICE = r"(?:人民)?政府(?:办公厅|办公室|办)?|府办"
_MARK = re.compile(
    rf"(?P<self>本(?:机关|单位|部门|局|办|厅|委|中心|街道|镇|乡|级机关|级)|(?<![省市县区总])[局委厅办]机关|我(?:局|办|厅|委|单位|机关|中心|处|队|会|站|馆|部门))"
    rf"|(?P<whole>全|我|本)(?P<place>{_PLACES})(?!政府(?!信息)|府|人民|级|直|排名|第|首位|前列|居|名列|率先|平均|优秀|先进|范围|[^,;:]{{0,12}}(?:先进|优秀|示范))"
    rf"|(?P<for>代表|受(?!理)|代|(?<![予可所加])以|按照|协助|配合)(?P<body>[^,;:]{{0,8}}?(?:{_OFFICE}|[省市县区]委|上级(?:机关|部门|单位)?))(?:名义|委托|交办)?(?=.{{0,16}}?(?:制|出台|印发|答复|办|受理|收|作出|处理|起草|发|应))"
    rf"|(?P<told>(?:据)?[^,;:]{{0,8}}?(?:{_OFFICE})通报)"
    rf"|(?P<guided>(?:指导|督促|协调|督办|组织|帮助)(?:[^,;:]{{0,6}}?)(?:各|所属|下属|下级|基层|乡镇|镇街|街道|部门|单位|县区|区县|市县|县市|村|社区|学校|医院|局|所|科室))"
    rf"|(?P<below>全国|全系统|全域|全行业|各(?:区县|县区|区市|县市|市县|市州|地市|级|有关|相关|乡镇|镇街|街镇|街道|部门|单位|镇|乡|村|社区|县|区|市|股室|科室|站所|所|站|窗口|分局|派出所|学校|成员)|[省市县区镇乡]级(?:各)?(?:部门|单位|机关)|(?:所属|下属|下辖|辖区|直属|[局委厅县市区镇乡]属)(?:各|内|单位|事业|部门)?|(?:[省市县区]直)(?:各|部门|机关|单位)|乡镇\(街道\)|其中乡镇|(?:多数|大部分|部分|个别|有的|其余|其他|少数)(?:的)?(?:部门|单位|乡镇|街道|村|镇|乡|社区))(?!(?:中|里)?(?:首位|前列|之首|第[一二三四五六七八九十]|排名|平均|居首|最多))"
    rf"|(?:^|(?<=[,;:、]))(?:其中)?(?P<actor>(?:[^,;:、]{{0,4}}?)(?:{_PLACES})(?:{_OFFICE})|市局|省局|县局|总局|省厅|市级|省级|县级)(?:机关|本级)?{_ACTS}"
    rf"|(?:^|(?<=[,;:、]))(?:其中|(?:19|20)\d\d年度?|今年|本年度?|年内|当年)*(?P<named>(?![我本全各该由等\d]|通过|经|从|在|据|向)[^,;:、我本全各该\d]{{1,10}}?(?:局|委员会|委|厅|街道办事处|街道|镇|乡|分局|派出所|公安|学校|医院|集团|公司|所|(?<!网)站|科室|大队|支队|中队|等部门|等单位)|村(?:居|级)?|社区|村社区|镇级|乡级|街道级){_ACTS}"
)
_ON_BEHALF = re.compile(rf"(?:代表|受(?!理)|代|(?<![予可所加])以|按照)[^,;:]{{0,8}}?(?:{_OFFICE}|[省市县区]委)(?:名义|委托|交办)?")
"""Words for whom something was done, before what was done."""
_OF_WHOLE = frozenset(("各级", "各有关", "各相关", "各部门", "各单位", "各成员"))
"""全县各部门 is the county; 我县各镇 is not."""
_BUREAU = re.compile("(?:其中)?([省市县])([局厅])")
"""市局: the organ itself where it is a city's, its superior where it is a county's."""
_ALL_KINDS = re.compile(r"(?:各)?(?:镇街|乡镇|镇|乡|街道)[、和及与][^,;:]{0,8}?(?:部门|单位)")
_BREAK = re.compile("[,;:]")


def without_scope(words: str) -> str:
    """A label without the words that say for whom."""
    return _ON_BEHALF.sub("", words)


@dataclass(slots=True)
class Voice:
    """Whose figures the words so far speak of. What is done *for* others (指导各街道 …) holds to the end of its segment."""

    organ: str | None
    lasting: Scope = "own"
    local: Scope | None = None
    is_of_place: bool = False
    """Whether the segment so far says that it is of the organ's whole territory: 全县20个部门."""

    def hear(self, words: str, opens_segment: bool) -> None:
        """Takes in the next words of the sentence."""
        if opens_segment:
            self.local, self.is_of_place = None, False
        place = -1
        for match in _MARK.finditer(words):
            if match["named"] and not match.start() and not opens_segment:
                continue  # 12个乡镇共收到: what the number before counted
            said = _scope(match, self.organ)
            if match["place"] and said == "own":
                place, self.is_of_place = match.end(), True
            elif match["below"] and (match[0] in _OF_WHOLE or _ALL_KINDS.match(words, match.start())) and place >= 0 and not _BREAK.search(words, place, match.start()):
                continue  # 全县各级各部门, in the county's own report
            if match["guided"]:
                self.local = said
            else:
                self.lasting, self.local = said, None

    @property
    def now(self) -> Scope:
        """Whose the next number is."""
        return self.local or self.lasting


def _scope(match: re.Match[str], organ: str | None) -> Scope:
    if match["self"]:
        is_office = match["self"] in ("我局", "我办", "我委", "我厅", "我处", "本局", "本办", "本委", "本厅")
        return "other" if is_office and organ is not None and organ.endswith("政府") else "own"
    if match["place"]:
        return "own" if _governs(organ, match["place"], match["whole"]) else "other"
    if level := _BUREAU.match(match[0]):
        return "own" if organ is not None and level[1] in organ and organ.endswith(level[2]) else "other"
    if match["named"]:
        return "own" if organ is None or _may_be_short_for(match["named"].removeprefix("其中").removesuffix("级"), organ) else "other"
    body = match["actor"] or match["body"]
    if body and match["for"] in (None, "以") and _is_organ(body.removeprefix("其中"), organ):
        return "own"
    return "other"


def _governs(organ: str | None, place: str, whole: str) -> bool:
    """Whether 全县 or 我县 is what the organ's own report is about: it is that county's government."""
    if organ is None:
        return whole != "全"
    return re.search(rf"{place}(?:人民政府|政府|公所|办事处|党政办公室|党政办)?$", _short(organ)) is not None


def _may_be_short_for(body: str, organ: str) -> bool:
    """Whether 市人社局 may be 市人力资源和社会保障局: all its characters stand in the organ's name, in that order."""
    rest = iter(organ)
    return all(sign in rest for sign in body)


def _is_organ(body: str, organ: str | None) -> bool:
    if organ is None:
        return False
    name, said = _short(organ), _short(body)
    return name.endswith(said) or (name.endswith(("镇政府", "乡政府")) and name.endswith(said.removesuffix("办")))


def _short(name: str) -> str:
    """县政府办 of 县人民政府办公室 and of 县府办."""
    bare = re.sub(r"\s|\([^()]*\)", "", name).replace("人民政府", "政府")
    return re.sub(r"(?:政府|府)(?:办公室|办公厅|办)$", "政府办", bare)
