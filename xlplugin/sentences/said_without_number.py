"""Statements without a number: that there was nothing, and that something holds for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xlplugin.sentences.all_of import finished, of_cases, of_requests
from xlplugin.sentences.carried import carried
from xlplugin.sentences.negation import denied, is_denial, is_of_whole
from xlplugin.sentences.sentence_state import ROUTES, Story
from xlplugin.sentences.subjects import FAMILIES, REQUESTS, word
from xlplugin.sentences.text.pieces import Piece

_IF = re.compile(r"^(?:如|若|凡|对于|倘)|是否|不得|下一步|力争|确保")
_EXCEPT = re.compile(r"除(?:了|去)?[^,;:除]{1,30}?(?:以外|之外|外)(?=[,;。]|其他|其余|全部|均|$)")
"""除2件结转外，全部办结: not all."""
_NO_CARRY_OVER = re.compile("^(?:均|且|并)?(?:无|没有|未有)结转(?:件|申请|办件|事项|申请件)?$")
"""收到20件，办结20件，无结转: behind what was finished it is the end of the year that is meant."""
_EVERY = re.compile("均|都|全部")
_DONE = re.compile("^(?:并|现)?(?:已|已经)(?:依法|按时|按期|及时|在(?:法定|规定)的?(?:期限|时限)内|予以|作出)*(?:答复|办结|办理完毕|办理完成|回复)(?:申请人|完毕)?$")
"""收到1件，已答复: one is all."""
_COUNTED_BODY = re.compile("^(?:部门|单位|乡镇|街道|镇|乡|村|社区|区县|县区|科室|股室)")


def state(story: Story, piece: Piece) -> None:
    words = piece.label
    if _IF.search(words):
        return
    if is_denial(words):
        if not piece.is_first and _COUNTED_BODY.match(words):
            return  # 3个部门未收到
        story.is_of_whole = is_of_whole(words, story.voice.organ)
        joined = f"{story.before}{piece.opener}{words}" if piece.is_first and story.before and piece.opener in (",", ":") else words
        named = tuple(dict.fromkeys(denied(words, joined, story.about_requests, _contrasted(story), story.sentence.text)))
        named = tuple(_by_year(named, words, story.clock.report_year))
        if not named and _NO_CARRY_OVER.match(words) and any(mention.subject == "finished" for mention in story.found):
            named = ("carried_over",)
        for name in named:
            if name not in REQUESTS or story.about_requests:
                story.say(name, 0, piece, True)
                story.resolve(name)
        story.denied = named or story.denied
        return
    if story.about_requests:
        _state_of_requests(story, piece)
    _state_of_cases(story, piece)


def _by_year(named: Sequence[str], words: str, report_year: int | None) -> Iterator[str]:
    """What was carried, to the side that the years say: 无转入2024年办理的申请."""
    for name in named:
        side = carried(name, words, report_year) if name in ("carried_in", "carried_over") else name
        if side:
            yield side


def _contrasted(story: Story) -> tuple[str, ...]:
    """What was spoken of just before, of another body or year: 上年度收取100元，本年度未收取."""
    if not story.found:
        return ()
    latest = story.found[-1]
    if latest.scope == story.voice.now and latest.year == ("previous" if story.clock.now == "previous" else "this"):
        return ()
    return story.denied or (latest.subject,)


def _state_of_requests(story: Story, piece: Piece) -> None:
    words = piece.label
    if story.has(_EXCEPT):
        return
    whole = {"received", "received_and_carried_in", "carried_in", "finished", "handled"} | (REQUESTS if piece.is_first else set())
    is_only_old = story.last == "carried_in" and not any(mention.subject in ("received", "received_and_carried_in") for mention in story.found)
    is_theirs = story.last in whole and not is_only_old if story.has_counted else story.has(word("申请"))
    if not is_theirs or any(mention.subject == "received" and mention.number == 0 and mention.year == "this" for mention in story.found):
        return
    for name in of_requests(words):
        story.say(name, "all", piece, True)
        if name in FAMILIES["results"]:
            return
    is_one = story.found and story.found[-1].subject == "received" and story.found[-1].number == 1
    if finished(words) or (is_one and _DONE.match(words)):
        story.say("finished", "all", piece, True)


def _state_of_cases(story: Story, piece: Piece) -> None:
    group = [mention.subject for mention in story.found[story.group :] if mention.number != 0 and mention.year == "this"]
    counted = [name for name in group if name in ROUTES and not any(other.startswith(f"{name}_") for other in group)]
    latest = counted if piece.is_first and _EVERY.search(piece.label) else counted[-1:]
    if story.last not in ROUTES and story.has_counted:
        return  # 行政诉讼5件，已审结4件，均维持: of the four
    for name in of_cases(piece.label, latest):
        if name.rpartition("_")[0] in counted:
            story.say(name, "all", piece, True)
