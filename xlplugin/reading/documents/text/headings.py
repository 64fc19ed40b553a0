"""The main headings of a report: which line heads which of the six sections, however it is numbered and nearly however it is worded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from xlplugin.form.labels import loose, unnumbered
from xlplugin.form.model import Form, Section
from xlplugin.form.money import without_unit

LONGEST = 40
_DIGITS = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"\s*(?:第\s*)?(?:(?P<open>[(（])\s*)?(?P<number>[{_DIGITS}]{{1,2}}|\d{{1,2}})(?:\s*(?P<close>[)）]))?(?:\s*部分)?(?:\s*(?=[、.．,，:：。]))?(?P<mark>[、.．,，:：。]?)\s*"
)
_MARKDOWN = re.compile(r"^\s*(?P<level>#{1,6})\s+|^\s*(?P<bold>\*\*|__)")
_RUN_IN = re.compile(r"(?P<head>[^。：:；;]{4,30}?)\s*[。：:]\s*(?P<rest>\S.*)", re.DOTALL)
_NEAR = {
    "overview": r"(?:总体|基本|主要|工作|年度)?(?:工作)?(?:情况|概述|概况|总述|综述)",
    "proactive": r"(?:行政机关|本机关|本单位|单位)?主动公开(?:的)?(?:政府)?信息(?:的)?(?:工作)?情况",
    "requests": r"(?:收到|受理|处理|办理|行政机关|本机关)?(?:和|及|与)?(?:收到|受理|处理|办理)?(?:的)?(?:政府)?信息(?:依申请)?公开申请(?:的)?(?:办理|处理)?(?:的)?情况",
    "review": r"(?:因|有关)?(?:政府)?信息公开(?:工作)?(?:被|引起的|引发的|的)?(?:申请|提起)?行政复议(?:[、和及与,]|提起)*(?:提起)?(?:行政)?诉讼(?:的)?情况",
    "problems": r"(?:政府信息公开)?(?:工作(?:中)?)?存在(?:的)?(?:主要)?(?:问题|不足|困难)(?:和不足|与不足|及不足|、不足)?(?:及|和|与|、)?(?:其)?(?:下一步)?(?:改进|整改|工作)?(?:的)?(?:措施|情况|打算|计划|方向)?",
    "other": r"(?:其他|其它|其余)(?:需要|需|应当|应)?(?:报告|说明)?(?:的)?(?:有关)?(?:事项|情况|问题)",
}
"""How the sections' titles are worded besides the official one, by section id. A section of another id is told by likeness alone."""
_LIKE = 0.78


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may be a main heading. `rest`: text that follows it on the same line."""

    seen: str
    section: str | None
    number: int | None
    is_exact: bool
    rest: str = ""


def head_of(line: str, form: Form) -> Head | None:
    """The heading that a line is; None for any other line."""
    text = line.strip()
    if not text or len(text) > 400:
        return None
    return _head(text, form) or _run_in(text, form)


def without_markdown(text: str) -> str:
    """A line without the marks of markdown."""
    stripped = re.sub(r"^\s*#{1,6}\s+", "", text.strip())
    return re.sub(r"^(\*\*|__)(.*?)\1", r"\2", stripped).rstrip("#").strip() if stripped[:2] in ("**", "__") else stripped


@lru_cache(maxsize=8192)
def _head(text: str, form: Form) -> Head | None:
    is_marked = _MARKDOWN.match(text) is not None
    words = without_markdown(text).strip()
    if len(words) > LONGEST or re.search(r"[。！？；;!?]$", words):
        return None
    match = _NUMBER.match(words)
    number = _ordinal(match["number"]) if match and (match["mark"] or match["close"]) else None
    title = without_unit(words[match.end() :] if match and number is not None else words)
    is_sub = bool(match and number is not None and match["open"])
    if not title:
        return None
    for section in form.sections:
        if loose(title) in _wordings(section):
            return Head(words, section.id, number, True)
    if number is None or is_sub:
        return None
    near = [section for section in form.sections if _is_near(title, section)]
    if near:
        own = next((section for section in near if _position(form.sections, section) == number), near[0])
        return Head(words, own.id, number, False)
    is_chinese = match is not None and match["number"][0] in _DIGITS and match["mark"] in ("、", ".", "．", ",", "，") and not match["open"]
    return Head(words, None, number, False) if is_chinese and (len(title) <= 20 or is_marked) else None


def _run_in(text: str, form: Form) -> Head | None:
    """A heading with its section's text on the same line: 六、其他需要报告的事项：无。"""
    match = _RUN_IN.match(without_markdown(text))
    head = _head(match["head"], form) if match else None
    if match is None or head is None or head.section is None or head.number is None:
        return None
    return Head(head.seen, head.section, head.number, head.is_exact, match["rest"].strip())


@lru_cache(maxsize=64)
def _wordings(section: Section) -> frozenset[str]:
    return frozenset(key for wording in (section.title.official, section.title.short, *section.title.variants) for key in (loose(wording), unnumbered(wording)))


def _is_near(title: str, section: Section) -> bool:
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).strip("。:,、.")
    if section.id in _NEAR and re.fullmatch(_NEAR[section.id], words):
        return True
    return SequenceMatcher(None, words, unnumbered(section.title.official)).ratio() >= _LIKE


def _position(sections: Sequence[Section], section: Section) -> int:
    return [other.id for other in sections].index(section.id) + 1


def _ordinal(number: str) -> int | None:
    if number.isdigit():
        return int(number)
    if number == "十":
        return 10
    tens, _, ones = number.rpartition("十")
    if "十" in number:
        return 10 * (_DIGITS.index(tens) + 1 if tens else 1) + (_DIGITS.index(ones) + 1 if ones else 0)
    return _DIGITS.index(number) + 1 if len(number) == 1 else None
