"""What a label's words may mean besides what the tables hold: another matter, how documents are marked, words that are nobody's."""

from __future__ import annotations

import re

from xlplugin.sentences.labels import with_noun
from xlplugin.sentences.scope import without_scope
from xlplugin.sentences.sentence_state import ROUTES, Story
from xlplugin.sentences.subjects import REQUEST, word

_AND = ("、", "和", "与", "及")
_OTHER_MATTER = re.compile(
    "征地|征收|拆迁|补偿|安置|房屋|土地|工伤|处罚|许可|登记|认定|劳动|社保|医保|信访|履职|法定职责|强制|违建|宅基地|林权|治安|交通|税|环评|规划|不动产|赔偿|合同|协议|民事|食品|投诉|举报|物业|城管|养老|教育|执法"
)
_OF_DISCLOSURE = word("<info>|信息|公开|答复|申请(?!人)")
_SUED = re.compile("以[^,;:]{1,14}?为(?:共同)?被(?:申请人|告)")
"""因征地被提起行政复议, 以县政府为被告: no case about disclosure, or not the organ's."""
_AS_SELF = re.compile("以[我本]")
_MARKED_AS = re.compile("公开(?:属性|方式)|属性(?:为|的|中)|发文|公文|(?:制作|产生|形成|制发|印发|生成)(?:的)?(?:各类)?(?:政府信息|文件|信息)|认定为|作为")
_OPENNESS = (re.compile("主动公开"), re.compile("依申请公开"), re.compile("不予公开|不公开"))
_ASKED = re.compile("(?<!依)申请(?!公开)|收到|受理|答复|办结")
"""主动公开80件、依申请公开25件、不予公开15件 of the documents that were made: how each is marked, not who asked."""
_PLAIN_WORDS = (
    "<info>|<when>|<receive>|<answer>|<handle>|<carried_in>|<carried_over>|<last_year>|<anyone>|[我本全各][局委办厅镇乡县市区省院处队站校会单街机部](?:位|道|关|门)?"
    "|[局委厅办县市区省镇乡](?:机关|本级|级|直)|机关|本级|部门|单位|街道|系统|[镇乡县]|截至|截止|[0-9一二三四五六七八九十至到]+月(?:份|底|末)?|[0-9]{1,2}日|[上下]半年|季度|前三|[一二三四第]|年度"
    "|共计|合计|总计|总共|一共|累计|共|新|已|均|全部|依法|依规|按时|按期|及时|实际|规范|年底|年末|底|末|前|当前|目前|其中|以及|其余|对|的|了|至|到|从|自|由|为|有|在|通过|[,、:]|与|和|并|也"
    "|申请|公开|总|完成|结案|仅|只|达|各|数|量|件|表|书|工作|情况|方面|内|中|率|比例|占比|同期|较|比"
)
_PLAIN = word(_PLAIN_WORDS)
_PLAIN_OF_CASES = word(
    "<review>|<suit>|<upheld>|<corrected>|<pending>|其他结果|(?:未)?(?:经)?复议后?|(?:直接|再次|又|再)?(?:起诉|诉讼)|后|又|直接|作为|参加|不服|申请人|被(?:告|申请人)?|提起|提请|申请|发生|产生|出现|涉及|涉|引发|引起|导致|因|针对|就|以|答复|政府|行为|事项|工作|审结|结案|结果|判决|决定|法院|机关|败|胜诉"
    "|新增|类|案|起诉|应诉|另|且|仍|尚|目前|[我本]\\w{1,2}|" + _PLAIN_WORDS
)
_PLAIN_OF_RESULTS = word(
    "<full>|<partly>|公开|决定|作出|出具|结果|答复|信息|政府|内容|事项|属于|符合|条件|要求|审查|检索|核实|经|后|依申请|能够|可以|直接|部分|全部|同意|准予|提供"
    "|按|规定|条例|类型|类|占|以上|上述|剩余|对|办理|处理|给予|人|申请人|或者?|全文|完全|范围|为主|主|以|本|且|及|情形|方式|告知|" + _PLAIN_WORDS
)
_VERB = word("<receive>|<answer>|<handle>|申请")
_OF_A_KIND = word("(?:<make>|<repeal>|<in_force>)(?P<kind>[^、,和及]{0,10}?)<document>")
_PLAIN_OF_DOCUMENTS = word(
    "<when>|[我本][局委办厅镇乡县市区省院处](?:机关|级)?|行政|政府|人民|部门|单位|机关|本级|各类|各|有关|相关|新|的|了|正式|名义|文件|年|[省市县区镇]级?|共|累计|并"
    "|公开|发布|印发|实施|公布|制定|定|订|发|不再适用|不适应|废止|有效|失效|现行|以|由|对|\uf8ff|等"
)
"""出台惠企规范性文件: some of them."""
_PLAIN_OF_FEES = word("收取|征收|收缴|征缴|执收|实现|组织|入库|上缴|国库|产生|所收|收费|收入|各项|各类|非税|涉及|未|没有|无|本级|单位|相关|有关|其他|政府|全[省市县区镇乡局]|" + _PLAIN_WORDS)
_FROM_WHOM = word("<receive>(?:的)?(?P<whom>[^、,]{0,14}?)<request>")
_PLAIN_OF_APPLICANTS = word(
    "要求公开[^,]{0,12}?等(?:内容|信息|事项)的|主体|公民|自然人|法人|其他|组织|单位|个人|社会|各界|公众|群众|居民|村民|市民|当事人|申请人|人|有关|相关|关于|要求|各类|有效|合规|书面|提出|提交|递交|来自|向[我本]\\w|直接|任何|涉及|过"
    "|" + _PLAIN_WORDS
)
"""收到老年人提交的申请: some of them."""
_DECISIONS = ("licensing", "penalties", "coercion")
_PLAIN_OF_DECISIONS = word(
    "[省市县]局|查处|立案|发出|送达|办理|作出|实施|完成|下达|办结|审批|核发|准予|处理|采取|决定|案件|案|事项|措施|各类|各项|相关|有关|行政许可|行政处罚|行政强制|行政执法"
    "|行政审批|执法|执行|书|等|给予|警告|罚款|没收|查封|扣押|吊销|责令|类|业务|涉及|其他|产生|未|无|证件|证|出|" + _PLAIN_WORDS
)
_OF_OTHER_FIELD = re.compile("(?:方面|领域|业务|窗口)$")
"""社会救助方面，受理申请312件."""
_BODIES = "局委办厅处院会站校队心室府"


def is_plain(words: str) -> bool:
    """Whether words name requests, or say no more than when, who and how: 全部67件中."""
    return REQUEST.search(words) is not None or not _PLAIN.sub("", words)


def is_doubtful(name: str, story: Story, label: str, after: str) -> bool:
    """Whether a label that does not name requests has words besides the verb, the time and the organ: 不动产登记申请全年受理."""
    words = with_noun(without_scope(label), after)[0]
    if name.partition("_")[0] in (*ROUTES, "cases"):
        return word("<review>|<suit>|起诉").search(label) is not None and word("<info>").search(words) is None and not _is_organs(_PLAIN_OF_CASES.sub("", words), story)
    if name in _DECISIONS and "分别" not in label and story.voice.now == "own":
        return not _is_organs(_PLAIN_OF_DECISIONS.sub("", words), story)
    if name == "fees":
        before, found, _ = words.partition("行政事业性收费")
        return bool(found) and not before.endswith("等") and not _is_organs(_PLAIN_OF_FEES.sub("", before), story)
    if name.startswith("normative_"):
        between = _OF_A_KIND.search(words)
        return between is not None and bool(_PLAIN_OF_DOCUMENTS.sub("", between["kind"]))
    if name in ("granted", "granted_or_partly") and "分别" not in label:
        return not _is_organs(_PLAIN_OF_RESULTS.sub("", words), story)
    if name not in ("received", "finished", "handled") or "分别" in label or not _VERB.search(label):
        return False
    if REQUEST.search(words):
        between = _FROM_WHOM.search(words)
        return name == "received" and between is not None and bool(_PLAIN_OF_APPLICANTS.sub("", between["whom"]))
    if _OF_OTHER_FIELD.search(story.before) and not is_plain(story.before):
        return True
    return not _is_organs(_PLAIN.sub("", words), story)


def _is_organs(rest: str, story: Story) -> bool:
    """Whether what is left of a label is nothing, or the organ's name."""
    return not rest or (rest[-1] in _BODIES and story.voice.organ is not None and rest in story.voice.organ)


def is_marking(story: Story) -> bool:
    """Whether the sentence says how documents are marked: open, on request, not open."""
    return not story.has(_ASKED) and (story.has(_MARKED_AS) or all(story.has(pattern) for pattern in _OPENNESS))


def is_other_matter(story: Story, words: str, label: str) -> bool:
    """Whether a case is about something else than disclosure, or against another body; what is joined to it, too."""
    sued = _SUED.search(words)
    is_other = (sued is not None and not _AS_SELF.match(sued[0])) or (_OTHER_MATTER.search(label) is not None and _OF_DISCLOSURE.search(label) is None)
    story.is_other_matter = is_other or (story.is_other_matter and words[:1] in _AND)
    return story.is_other_matter
