"""Numbers that are no single row's by what stands around them: the total of what came before, and what was received and answered at once."""

from __future__ import annotations

import re

from xlplugin.sentences.labels import Context, subject_of, with_noun
from xlplugin.sentences.sentence_state import Story
from xlplugin.sentences.subjects import word
from xlplugin.sentences.text.numbers import Quantity
from xlplugin.sentences.text.pieces import Piece

_TO_HANDLE = word("(?:应|需|须|待)(?:当)?(?:办理|答复|处理|办结|办)(?:的)?(?:<request>|<bare>)?<tail>$")
_CARRIED_IN = word("<carried_in>")
_TOTAL = word("^(?:[、,和]|<when>|以上|上述|加上?|连同|三者|两者|(?:各|等)?(?:类|种)?(?:渠道|途径|方式))*+(?:共计|合计|总计|总共|一共|累计|共|总数|总量)(?:新收|收到|受理|接收)?(?:<request>|<bare>)?<tail>$")
_WITH_NEW = word("^(?:[、,和])?(?:加上?|连同|以及)(?:<when>)?(?:新收到?|收到|受理|新增)(?:的)?(?:<request>|<bare>)?(?:共计|合计|总计|总共|一共|累计|共)<tail>$")
_CHANNEL = re.compile("网络|网上|网站|线上|在线|互联网|信函|邮寄|邮件|邮政|邮箱|快递|挂号信|特快专递|上门|当面|现场|窗口|传真|平台|系统|书面|来函|来人")
_TOPIC = word("(?:<request>|<bare>)(?:的)?(?:公开)?(?:内容|事项|主题|类型)?(?:主要)?(?:涉及|集中在|集中于|包括)(?!.*其中)")
_PUBLISHED = re.compile("发布|推送|刊发|阅读|点击|访问|浏览|更新|报道|主动公开|公开信息(?!申请)|解读|留言|咨询|回复|诉求|信访|许可|投诉")
_AND_DONE = word(
    "<receive>(?:并且|并|且|、|和|后)(?:全部|均|已|按时|按期|依法|及时|规范)*+(?:答复|办结|办复|办毕|回复)(?:了)?(?:的)?(?:<anyone>)?(?:<request>|<bare>)?<tail>$"
)
_AND_HANDLED = word("<receive>(?:并且|并|且|、|和|后)(?:全部|均|已|按时|按期|依法|及时|规范)*+(?:办理|处理)(?:了)?(?:的)?(?:<anyone>)?(?:<request>|<bare>)<tail>$")
_EACH = re.compile(r"(?:均|都|皆|各|分别)(?:为|是|有)?$")
_OF_SEVERAL = ("received_and_carried_in", "granted_or_partly", "cases")


def note_channel(story: Story, piece: Piece) -> None:
    """Remembers whether every count of the sentence so far says by which door requests came, or what they were about."""
    story.is_by_topic = _TOPIC.search(piece.label) is not None if not story.channels else story.is_by_topic and piece.label[:1] == "、"
    story.channels = story.channels + 1 if _CHANNEL.search(piece.label) and story.channels >= 0 else -1


def of_several(story: Story, label: str, piece: Piece, quantity: Quantity, context: Context) -> str | None:
    """The subject of one number that counts several rows: 予以公开和部分公开共45件."""
    moved = with_noun(label, piece.after)[0]
    if story.about_requests and quantity.measure == "count" and _TO_HANDLE.search(moved):
        return "received_and_carried_in" if story.has(_CARRIED_IN) else None
    if quantity.value == 0 or _EACH.search(label):
        return None
    subject = subject_of(label, piece.after, piece.next_words, quantity.measure, context)
    return subject.id if subject is not None and subject.id in _OF_SEVERAL else None


def total_of_before(story: Story, piece: Piece, quantity: Quantity) -> str | None:
    """The subject of a total that names none: of the doors by which requests came, or of those received and carried in."""
    if quantity.measure != "count" or not story.about_requests or piece.depth:
        return None
    words = with_noun(piece.label, piece.after)[0]
    before = {mention.subject for mention in story.found if mention.year == "this" and not mention.is_part and mention.scope == story.voice.now}
    if _WITH_NEW.match(words) and before == {"carried_in"}:
        return "received_and_carried_in"
    if not _TOTAL.match(words):
        return None
    if before == {"received", "carried_in"}:
        return "received_and_carried_in"
    if story.is_by_topic and story.has_counted and not story.found and quantity.unit == "件" and re.match("[、,]?(?:共计|合计|总计)", words):
        return "received"
    if story.channels >= 2 and not story.found and quantity.unit != "条" and not story.has(_PUBLISHED):
        return "received"
    return None


def received_and_handled(label: str, piece: Piece) -> bool:
    """收到并处理政府信息公开申请9件: one number for both."""
    return _AND_HANDLED.search(with_noun(label, piece.after)[0]) is not None


def received_and_finished(label: str, piece: Piece) -> bool:
    """受理并办结政府信息公开申请9件: one number for both."""
    return _AND_DONE.search(with_noun(label, piece.after)[0]) is not None
