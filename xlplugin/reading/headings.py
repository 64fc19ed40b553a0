"""What the lines at the head of a report say: whose it is, and of which year. One line, or one of several that belong together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from xlplugin.form.spelling import plain_ideographs
from xlplugin.patterns import late

T = TypeVar("T")

_SEAL = re.compile(r"[(（\[【〔]\s*(?:[^()（）\[\]【】〔〕]{0,8}(?:盖\s*章|公\s*章|签\s*章|印\s*章|盖\s*印|用\s*印)[^()（）\[\]【】〔〕]{0,8}|章|印|代章|签字|签名)\s*(?:[)）\]】〕]|$)|(?<=[\u4e00-\u9fff])\s*(?:盖章|公章|签章)(?:处)?\s*$")
_TITLE = late(
    r"^(?P<before>[^,。;:!?《》]{0,40}?)(?P<tail>(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?[^,。;:!?]{0,12}?(?:报告|年报|(?:统计|情况|年度|年报|汇总|数据|报告|填报|一览|附)表|统计数据))"
)
_CHAPTER = late(r"^(?:附(?:件|表)[\d一二三四五六七八九十]{0,3}(?:[-—]\d+)?[:.、]?|[一二三四五六七八九十]{1,3}、|表[\d一二三四五六七八九十]{1,3}[:.、]?)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?度?(?!\d)")
_YEAR_OF_DAY = re.compile(r"(?<!\d)20\d\d\s*(?:年\s*\d{1,2}\s*月|[-/.]\d{1,2}[-/.]\d{1,2})(?:\s*\d{1,2}\s*日)?")
_YEAR_ALONE = late(r"[(\[【]?(?:报告)?(?:公元)?(20\d\d)年度?(?:报告|报表|数据)?[)\]】]?|[(\[【](20\d\d)[)\]】]")
_YEAR_SAID = re.compile(r"(?<!\d)(20\d\d)年度")
_MONTHS = late(r"(?<!\d)(20\d\d)年(?:0?1月)?(?:0?1日)?[-—~至到](?:20\d\d年)?12月(?:31日)?")
_PERIOD = re.compile(r"0?1月(?:0?1日)?[-—~至到](?:20\d\d年)?12月(?:31日)?")
_LAST_MONTH, _SIGNS_OF_DAY = "12月", ("月", "-", "/", ".")
"""In every period and in every day, of the latter one: looking for them takes a tenth of the time."""
_PARTING = re.compile(r"[-—_|>]+")
_LONGEST_PAGE_TITLE = 200
_NUMERALS = {mark: str(value) for value, marks in enumerate(("〇○零O", "一", "二", "三", "四", "五", "六", "七", "八", "九")) for mark in marks}
_WORDED_YEAR = late(r"二[〇○零O][〇○零O一二三四五六七八九]{2}(?=年)")
_ORGAN_ENDS = "镇|乡|街道|街道办|办事处|政府|局|委|厅|办公室|办公厅|府办|政府办|委办|管委会|委员会|苏木|区|县|市|旗|省|州|盟|中心|院|署|部|队|所|站|处|会|社|馆|校|大学|集团|公司"
_ORGAN = late(rf"[\u3007\u4e00-\u9fff\uf900-\ufaff()·、]{{2,40}}(?:{_ORGAN_ENDS})(?:\([^()]{{1,8}}\))?")
_NO_ORGAN = late(r"^(?:填报|报送|编制|报告|上报|发布|所属|主管|制表|填表)?(?:单位|部门|机关)|情况|统计|报告|信息公开|总计|合计|数量|附件|规定|办法|目录|年度$|年报|^[一二三四五六七八九十]+、|^\(")
MOST_LINES = 3
"""A title is broken over at the most this many lines, the organ's and the year's among them."""
LONGEST = 60
_SHORTEST_ALONE = 4


def plain_line(text: str) -> str:
    """A line without spaces, differences of width and seal words, its year in digits."""
    plain = "".join(without_seal(unicodedata.normalize("NFKC", plain_ideographs(text))).split())
    return _WORDED_YEAR.sub(lambda match: "".join(_NUMERALS[mark] for mark in match[0]), plain)


def without_seal(text: str, instead: str = "") -> str:
    """A text without the words that only say where the seal goes: （盖章）, (公章), 【签章】."""
    return _SEAL.sub(instead, text) if "章" in text or "印" in text or "签" in text else text  # looking for one of these takes a tenth of the time


@lru_cache(2**12)
def from_title(text: str) -> tuple[str | None, int | None]:
    """Organ and year of a report's title, the year before or after the organ; (None, None) where it is no title."""
    plain = plain_line(text)
    if chapter := _CHAPTER.match(plain):
        plain = plain[chapter.end() :]
    parts = _PARTING.split(plain) if len(plain) <= _LONGEST_PAGE_TITLE else []
    if len(parts) > 1:  # of a page's title, the part that is the report's
        found = next((claim for part in parts if (claim := _of_title(part))[0] and claim[1] and organ_line(claim[0] or "")), None)
        if found:
            return found
    return _of_title(plain)


def title_line(line: str) -> tuple[str | None, int | None] | None:
    """Organ and year of a line that is a title; None for any other, and for one that says neither."""
    claim = from_title(line) if len(line) <= LONGEST else (None, None)
    return claim if claim != (None, None) else None


def _of_title(plain: str) -> tuple[str | None, int | None]:
    """Organ and year of a plain line that is a title and nothing else."""
    match = _TITLE.match(plain)
    if match is None or len(plain) > LONGEST:
        return None, None
    before = _YEAR.sub("", match["before"])
    organ = _bare(_PERIOD.sub("", before) if _LAST_MONTH in before else before)
    organ = organ.removesuffix("人民") if organ.endswith("人民") else organ
    is_report = "报告" in match["tail"] or "年报" in match["tail"]
    if len(organ) < 2 or not (is_report or organ_line(organ)):
        organ = _behind(plain[match.end() :])
    return organ or None, _year_in(plain)


def _bare(name: str) -> str:
    """A name without words and brackets around it; those that belong to it stay: 青岚县水利局（县湖泊局）."""
    while True:
        shorter = name.replace("()", "").strip("关于的年度 -—_|>")
        if shorter.count("(") != shorter.count(")") or (shorter[:1] == "(" and shorter.find(")") == len(shorter) - 1):
            shorter = shorter.strip("()")
        if shorter == name:
            return name
        name = shorter


def organ_line(text: str) -> str | None:
    """The organ that a line names, with its year at the most; None for any other line."""
    plain = _YEAR.sub("", plain_line(text)).strip("_:：()年度 ")
    return plain if _ORGAN.fullmatch(plain) and not _NO_ORGAN.search(plain) else None


def year_line(text: str) -> int | None:
    """The year that a line is and nothing else: 2023年度, （2023年）, 2023年1月—12月."""
    plain = plain_line(text).strip("_:：")
    match = _YEAR_ALONE.fullmatch(plain) or _MONTHS.fullmatch(plain)
    return int(next(filter(None, match.groups()))) if match else None


def from_lines(lines: Sequence[str]) -> Iterator[tuple[str | None, int | None]]:
    """What the head of a sheet or of a report says besides titles in one line, the surest first: titles in several, what stands around a title."""
    short = [line for line in lines if len(line) <= LONGEST]
    for start in range(len(short)):
        if _is_part(short[start]):
            yield from (_joined(short[start:end]) for end in range(start + 2, min(start + MOST_LINES, len(short)) + 1))
    for at in (at for at, line in enumerate(short) if _TITLE.search(plain_line(line))):
        near = [*reversed(short[max(0, at - MOST_LINES) : at]), *short[at + 1 : at + 1 + MOST_LINES]]
        yield next(filter(None, map(organ_line, near)), None), next(filter(None, map(year_line, near)), None)


def from_lines_alone(lines: Sequence[str]) -> Iterator[tuple[str | None, int | None]]:
    """The organ and the year that lines of the head are by themselves. Where several are, none is taken: which is the report's, nobody can know."""
    short = [line for line in lines if len(line) <= LONGEST]
    yield _only({organ for line in short if (organ := organ_line(line)) and len(organ) >= _SHORTEST_ALONE}), None
    yield None, _only({year for line in short if (year := year_line(line))})
    yield None, _only({int(match[1]) for line in short for text in (plain_line(line), unicodedata.normalize("NFKC", line)) for match in _YEAR_SAID.finditer(text)})


def _joined(lines: Sequence[str]) -> tuple[str | None, int | None]:
    """What lines say when they are read as one; only an organ that looks like one is taken from there."""
    organ, year = from_title("".join(lines))
    return (organ if organ and organ_line(organ) and not _NO_ORGAN.search(organ) else None), year


def _is_part(line: str) -> bool:
    """Whether a title may begin with the line: an organ, a year or both, then at the most the beginning of the title's own words."""
    head = re.split(r"政府信|政务公|信息公|关于|年度", plain_line(line).removesuffix("政"))[0]
    return bool(organ_line(head) or year_line(line) or re.fullmatch(r"20\d\d年?", head))


def _behind(rest: str) -> str:
    """The organ in brackets behind a title: …统计表（样例县水务局）."""
    return next((organ for part in re.split(r"[()\[\]【】]", rest) if (organ := organ_line(part))), "")


def _year_in(plain: str) -> int | None:
    """The year of a title; that of a day in it, the one on which it was written, is not meant."""
    match = _MONTHS.search(plain) if _LAST_MONTH in plain else None
    match = match or _YEAR.search(_YEAR_OF_DAY.sub("", plain) if any(sign in plain for sign in _SIGNS_OF_DAY) else plain)
    return int(match[1]) if match else None


def _only(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None
