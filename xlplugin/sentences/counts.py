"""Numbers: what each of a sentence counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlplugin.sentences.doubt import is_doubtful, is_plain
from xlplugin.sentences.labels import SHARED, goes_on, is_blocked, is_gain, is_share_of, items, only_time
from xlplugin.sentences.negation import is_denial
from xlplugin.sentences.one_label import context_of, is_partly_of_disclosure, single
from xlplugin.sentences.scope import without_scope
from xlplugin.sentences.sentence_state import Story, is_like, number_of
from xlplugin.sentences.subjects import word
from xlplugin.sentences.text.numbers import Quantity
from xlplugin.sentences.text.pieces import Piece
from xlplugin.sentences.wholes import note_channel, of_several, received_and_finished, received_and_handled, total_of_before

_REASON_THAT_DENIES = word("<nonexistent>|<not_held>|<needs_creation>|<not_corrected>|<fee_unpaid>")
_SPLIT_UP, _EACH = re.compile(r"分别(?:为|是|有|达|提出申请|提出|申请)*:?$"), re.compile(r"(?:均|都|皆|各)(?:为|是)?$")
_BARE = re.compile(r"^(?:分别|均|都|皆|各|共计|合计|总计|共有|共|累计|总数量|数量|总量|总数|件数|数|为|是|有|达到|达)++$")
_COUNTED_NOUN = re.compile(r"^([^,;:]*?(?:申请|事项|案件|件|答复|受理|办结)(?:总数量|数量|总量|总数|件数|量))(?:的)?(?:位|居|列|排|再|首|仍|连|达|较|比|同|在|均|已|呈|保|持|创|明|大|小|略|基|稳|有|为|逐)")
_PREDICATE = re.compile(
    r"(?:同比|(?:较|比|与|同)(?:上一?年度?|去年|(?:19|20)\d\d年度?)(?:同期)?(?:相比)?|继续|略有|有所|明显|大幅|小幅|基本|逐年|保持|呈现|呈|维持|持续|居高不下|仍|居|处于|高位|低位|上升|下降|增长|增加|减少|回落|持平"
    r"|趋势|态势|稳定|平稳|运行|(?:再)?创(?:历史|近年|近[一二三四五六七八九十]年|历年)?(?:来)?(?:新高|新低)|最高|突破|为主|占(?:绝大)?(?:多数|部分)|占大多数|居多|最多|占比最高|较多|较大|较少|不多|偏多|不大|了)++$"
)
"""申请数量继续保持高位，共512件: what is said of a subject before its number."""
_ASPECT = re.compile(r"(?:方面|情况|工作)$")
_FOREIGN = re.compile(r"来信|来访|留言|诉求|热线|咨询|信访|建议|提案|举报|投诉|电话|邮件|意见|信箱|许可|登记|业务|办件|求助|网民|舆情|工单")
_OTHER_DOOR = re.compile(r"(?:收到|受理|接到|办理)(?!.*(?:网|线上|线下|信函|邮|当面|现场|传真|书面|涉及|类申请|政府信息|依申请|信息公开)).*申请")
_AND = ("、", "和", "与", "及")
_TO_VERB = r"^(?:<when>|[我本](?:机关|单位|街道|部门|\w)|,|共|累计|依法)*+"
_GOVERNING = (
    ("published", re.compile("^[^,;:]{0,10}?(?:公示|公开(?!申请)|发布|上传|归集)")),
    ("finished", word(f"{_TO_VERB}<answer>")),
    ("handled", word(f"{_TO_VERB}<handle>")),
)
_FOR_REASONS = re.compile(r"等(?:原因|情形|理由|事由|情况)(?:而|依法|决定|的)*((?:不予公开|无法提供|不予处理|部分公开).*)$")
"""因信息不存在、本机关不掌握等原因无法提供: the result, whatever the reasons."""
_LISTED_AS = re.compile(r"^(?:申请人|申请主体|(?:办理|答复|处理)?结果|理由|原因)(?:情况)?分别(?:为|是)(?=.)")
_ONLY_SELF = re.compile(r"^[,、]?(?:其中)?(?:我|本|省|市|县|区|厅|局|委|办|镇|乡|街道|机关|单位|本级|级)++(?:为|有|共|共有)?$")
"""全县共收到86件，我镇4件."""
_GROWN = re.compile(r"(?<=[数量率])(?:同比|较上年|比上年)?(?:提高|增长|增加|增|上升|升|提升|下降|降|减少|减|降低|回落)(?:至|到|为)了?$")
"""申请总件数上升到85件."""
_EACH_ASKED = re.compile("各(?:自)?(?:提出|提交)(?:了)?(?:申请)?$")
_HANDLED_AND = re.compile("(?:办理|处理)并(?=答复|办结|回复|办复)")
"""办理并答复: what was answered was handled before."""
_GROUPS = ("无法提供", "不予公开", "不予处理", "不再处理")
_REASON = word("<reason>")
"""本机关不掌握相关信息，无法提供的9件: the row, not the group."""
_SEPARATED = re.compile("[、和与及]")
_SEPARATOR = re.compile(r"^[、,和与及]*$")
_TURNED = re.compile(r"^(?:降|升|增|减|提高|增长|增加|上升|提升|下降|减少|降低|回落)(?:至|到|为)了?$")
"""由上年的12%降至9%: the number of this year, of the same subject."""
_TARIFF = re.compile(r"每(?:件|页|增|超)|(?:超过|以上|达到?)[^,;]{0,8}的|标准|(?:如|若|凡|倘)")
"""超过10件的，收取信息处理费100元: what would be charged."""
_IF = re.compile(r"^(?:如|若|凡是?|倘若?|一旦|要求(?:各|全|所有|相关|有关)|确保|力争|争取)")
_PLAN = re.compile("预算|预计|预期|目标|任务|计划|拟(?!制)|力争|争取")
_BARE_ANSWER = re.compile(r"^[,、]?(?:(?:已|均|全部|依法|及时|按时|按期|共)*)(?:答复|办结|办理完毕|办复|回复)(?:了)?$")
_NARROWER = re.compile("提前|逾期|延期|超期|疑难|复杂|敏感|涉密|涉及|重大|类|网|信函|邮|当面|现场|窗口|传真|平台|书面|口头|转办|企业|咨询|个人|自然人|律师")
_ABOUT = re.compile(r"(?<![制节预签公契])约(?![定束])|大概")


def count(story: Story, piece: Piece, quantity: Quantity, rest: Sequence[Piece]) -> None:
    if piece.label[:1] not in _AND:
        story.governing = next((name for name, verb in _GOVERNING if verb.search(piece.label)), "")
    named = _subjects(story, piece, quantity, rest)
    words = piece.label if piece.label and not _BARE.match(piece.label) else _full_label(story, piece)
    is_unsure = bool(named) and (quantity.measure != "percent" or "率" in words) and is_doubtful(named[-1], story, words, piece.after)
    if is_unsure:
        story.doubted.add(piece.span)
    if quantity.measure == "count":
        story.last, story.last_depth = named[-1] if named and not is_unsure else None, piece.depth
        story.is_foreign = not named and (story.is_foreign or any(pattern.search(piece.label + piece.after) for pattern in (_FOREIGN, _OTHER_DOOR)))
        story.has_counted, story.last_words = True, piece.label + piece.after
        note_channel(story, piece)
    for name in named:
        story.say(name, number_of(name, quantity), piece, quantity.is_exact and not _ABOUT.search(piece.label))
        story.resolve(name)
    story.note_noun(_SEPARATED.split(piece.after)[0])


def _subjects(story: Story, piece: Piece, quantity: Quantity, rest: Sequence[Piece]) -> tuple[str, ...]:
    if story.assigned and _SEPARATOR.match(piece.label):
        return story.assigned.pop(0)
    story.assigned = []
    story.clock.count(quantity.value, quantity.unit, piece.after, quantity.is_exact)
    if quantity.value is None or quantity.measure == "other" or is_gain(piece.label) or is_denial(_REASON_THAT_DENIES.sub("", piece.label)):
        return ()
    if _IF.match(piece.label) or (quantity.measure == "money" and (_PLAN.search(piece.label) or story.has(_TARIFF))):
        return ()
    if _is_of_narrower(story, piece):
        return ()  # 对4件疑难申请进行会商，答复4件
    label = _full_label(story, piece)
    if _TURNED.match(label) and story.found and story.found[-1].year == "previous" and is_like(story.found[-1].number, quantity):
        return (story.found[-1].subject,)
    if quantity.measure == "percent" and is_share_of(label):
        return (story.last,) if story.last in SHARED else ()
    if only_time(label) and goes_on(piece.after):
        return _carried_on(story, piece, quantity)
    if (whole := total_of_before(story, piece, quantity) or of_several(story, label, piece, quantity, context_of(story, quantity))) and not (whole == "cases" and is_partly_of_disclosure(story)):
        return (whole,)
    if quantity.measure == "count" and story.about_requests and not is_blocked("finished", label) and received_and_finished(label, piece):
        return ("received", "finished") if not (story.is_among or piece.depth or story.is_foreign) else ()
    label = _LISTED_AS.sub("", label)
    if reasons := _FOR_REASONS.search(label):
        label = label[reasons.start(1) :]
    if quantity.measure == "count" and story.about_requests and not is_blocked("finished", label) and received_and_handled(label, piece):
        return ("received", "handled") if not (story.is_among or piece.depth or story.is_foreign) else ()
    if story.found and story.found[-1].scope == "other" and story.voice.now == "own" and story.last == story.found[-1].subject and _ONLY_SELF.match(label):
        return (story.last,)
    label = _HANDLED_AND.sub("", _EACH_ASKED.sub("各", label))
    members = items(_EACH.sub("", _SPLIT_UP.sub("", label)))
    if "分别" in label and not _SPLIT_UP.search(label):
        return ()
    if len(members) > 1 or _SPLIT_UP.search(label):
        return _list(story, label, members, piece, quantity, rest)
    if piece.is_first and piece.opener == "," and label.rstrip("的") in _GROUPS and _REASON.search(story.before):
        return single(story, f"{story.before},{label}", piece, quantity)
    return single(story, label, piece, quantity)


def _is_of_narrower(story: Story, piece: Piece) -> bool:
    """Whether a bare answer speaks of what was counted just before, and that was none of the tables' wholes: 疑难申请4件，答复4件."""
    if not story.has_counted or story.last is not None or any(mention.span not in story.doubted for mention in story.found):
        return False
    is_narrower = _NARROWER.search(story.last_words) is not None or not is_plain(story.last_words)
    return is_narrower and _BARE_ANSWER.match(piece.label) is not None and goes_on(piece.after)


def _full_label(story: Story, piece: Piece) -> str:
    """The label, or the segment before it where the label says no more than when or 共: 依申请公开方面，本年度5件."""
    follows = piece.is_first and story.before and piece.opener in (",", ":")
    follows = follows and (piece.opener == ":" or bool(piece.label) or not piece.after)
    if follows and (not piece.label or only_time(piece.label) or _BARE.match(piece.label)):
        return _ASPECT.sub("", _said_of(story.before)) + (piece.label if _BARE.match(piece.label) else "")
    return _GROWN.sub("", without_scope(piece.label))


def _said_of(before: str) -> str:
    """The subject of a segment, without what is said of it: 受理申请数量居市直部门首位."""
    bare = _PREDICATE.sub("", before)
    counted = _COUNTED_NOUN.match(bare)
    return counted[1] if counted else bare


def _carried_on(story: Story, piece: Piece, quantity: Quantity) -> tuple[str, ...]:
    """The subject of the number before, or of the next one: 去年同期11件; 较去年的11件减少4件，本年收到申请7件."""
    if quantity.measure == "money" and story.found and story.found[-1].subject in ("fees", "information_fee"):
        return (story.found[-1].subject,)
    if quantity.measure != "count":
        return ()
    if story.last or story.has_counted:
        return (story.last,) if story.last else ()
    if story.denied:
        return story.denied[:1] if len(story.denied) == 1 else ()
    if story.clock.now != "unknown" and not story.clock.is_since:
        story.waiting.append(story.mention("", number_of("", quantity), piece, quantity.is_exact))
    return ()


def _list(story: Story, label: str, members: list[str], piece: Piece, quantity: Quantity, rest: Sequence[Piece]) -> tuple[str, ...]:
    named = [single(story, member, piece, quantity) for member in members]
    if _SPLIT_UP.search(label):
        following = next((n for n, later in enumerate(rest) if later.quantity is None or not _SEPARATOR.match(later.label)), len(rest))
        if following + 1 != len(members):
            return ()
        story.assigned = named[1:]
        return named[0]
    if quantity.measure == "money" and not all(named):
        return ()
    if all(named) and (_EACH.search(label) or quantity.value == 0):
        return tuple(name for names in named for name in names)
    if len({names for names in named if names}) > 1:
        return ()
    whole = single(story, label, piece, quantity)
    return whole if not named[0] or named[0] == whole else ()
