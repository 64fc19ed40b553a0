"""Whose form is it, and of which year? Labelled cells first, then the title, the text, the file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from xlplugin.form.sheets import OWN_SHEETS
from xlplugin.reading.grid import Book, RawCell, Sheet

_ORGAN_LABEL = r"(?:填报|报送|编制|报告)?单位(?:名称)?(?:[(](?:盖章|公章|签章)[)])?|(?:行政)?机关名称|填报(?:机关|部门)"
_YEAR_LABEL = r"(?:报告|填报|统计)?年(?:度|份)"
_LABELS = {"organ": re.compile(rf"(?:{_ORGAN_LABEL})[:]?"), "year": re.compile(rf"(?:{_YEAR_LABEL})[:]?")}
_LABEL_WITH_VALUE = {
    "organ": re.compile(rf"(?:^|[\s;,。；，])(?:{_ORGAN_LABEL})\s*:\s*([^:;；]*?)(?=\s*(?:{_YEAR_LABEL}|填表|填报|审核|联系|日期|电话|单位)[^:;；]{{0,6}}:|[;；]|\s{{2,}}|$)"),
    "year": re.compile(rf"(?:^|[\s;,。；，])(?:{_YEAR_LABEL})\s*:\s*(20\d\d)(?!\d)"),
}
_TITLE = re.compile(r"^(?P<before>[^,。;:!?《》]{0,40}?)(?P<tail>政府信息公开(?:工作)?[^,。;:!?]{0,12}?报告)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?度?")
_IN_TEXT = re.compile(r"(?P<year>20\d\d)\s*年度?(?P<organ>[\u4e00-\u9fff]{2,25}?)政府信息公开(?:工作)?(?:年度)?(?:情况)?(?:年度)?报告")
_TEXT_ORGAN = re.compile(r"(?:现发布|现公布|公开|公布|发布)《?(?P<organ>[\u4e00-\u9fff]{2,25}?)(?P<year>20\d\d)\s*年度?政府信息公开")
_PERIOD = re.compile(r"(?P<year>20\d\d)\s*年\s*0?1\s*月\s*0?1\s*日")
_ORGAN_ENDS = ("镇", "乡", "街道", "街道办事处", "办事处", "政府", "局", "委", "委员会", "厅", "办公室", "办公厅", "管委会", "苏木", "区", "县", "市", "旗", "中心", "院", "署", "部")
_NOT_AN_ORGAN = re.compile(r"^(?:件|条|项|个|万元|元|/|[\d_\-—/.]*)[)）]?$|^[(（〔\[]|^[一二三四五六七八九十]+、|[:：；;，。！？/]|情况|统计|报告|总计|合计|数量|附件|年度$")


def organ_and_year(book: Book, narrative: Mapping[str, str], file: str) -> tuple[str | None, int | None]:
    """The filing body and the report year; None for what was found nowhere."""
    organ: str | None = None
    year: int | None = None
    for one, other in _sources(book, narrative, file):
        organ = organ or one
        year = year or other
        if organ and year:
            break
    return organ, year


def _sources(book: Book, narrative: Mapping[str, str], file: str) -> Iterator[tuple[str | None, int | None]]:
    names = {name: book.cell(place).content for name, place in book.names.items() if place is not None and name in ("meta.organ", "meta.year")}
    yield _on_the_cover(names.get("meta.organ")), as_year(names.get("meta.year"))
    sheets = [sheet for sheet in book.sheets if sheet.name not in OWN_SHEETS]  # those speak of 单位 and 年度 too
    for sheet in sheets:
        yield _labelled(sheet, "organ"), as_year(_labelled(sheet, "year"))
    for sheet in sheets:
        for text in _texts(sheet):
            yield from_title(text)
    for sheet in sheets:
        yield from_title(_plain(sheet.name))
    for text in (*narrative.values(), *(text for sheet in sheets for text in _texts(sheet, longest=None))):
        yield from_text(text)
    yield from_file_name(file)


def _on_the_cover(content: object) -> str | None:
    """What the template's own cell holds: whatever is typed there is meant as the organ's name."""
    name = re.sub(r"\s+", "", content).strip("_:： ") if isinstance(content, str) else ""
    return name if 2 <= len(name) <= 60 else None


def as_organ(content: object) -> str | None:
    """An organ's name as a cell holds it, or None where it holds none."""
    if not isinstance(content, str):
        return None
    name = re.sub(r"\s+", "", content).strip("_:： ")
    return None if _NOT_AN_ORGAN.search(name) or not 2 <= len(name) <= 40 or _LABELS["organ"].fullmatch(_plain(name)) or _LABELS["year"].fullmatch(_plain(name)) else name


def as_year(content: object) -> int | None:
    """A report year as a cell holds it: 2023, "2023年", "2023年度"."""
    if isinstance(content, bool) or content is None:
        return None
    if isinstance(content, (int, float)):
        return int(content) if 1900 <= content <= 2200 and content == int(content) else None
    match = re.fullmatch(r"(?:公元)?\s*(\d{4})\s*(?:年度?)?", _plain(str(content)).strip())
    return int(match[1]) if match else None


def from_title(text: str) -> tuple[str | None, int | None]:
    """Organ and year of a report's title, the year before or after the organ; (None, None) where it is no title."""
    plain = re.sub(r"\s+", "", _plain(text))
    match = _TITLE.search(plain)
    if match is None or len(plain) > 60:
        return None, None
    year = _YEAR.search(plain)
    organ = _YEAR.sub("", match["before"]).strip("()关于的年度 ")
    organ = organ.removesuffix("人民") if organ.endswith("人民") else organ
    return (organ if len(organ) >= 2 else None), int(year[1]) if year else None


def from_text(text: str) -> tuple[str | None, int | None]:
    """Organ and year as the report's first sentences name them."""
    plain = re.sub(r"\s+", "", _plain(text))
    for pattern in (_IN_TEXT, _TEXT_ORGAN):
        if match := pattern.search(plain):
            return match["organ"].removesuffix("人民"), int(match["year"])
    period = _PERIOD.search(plain)
    return None, int(period["year"]) if period else None


def from_file_name(file: str) -> tuple[str | None, int | None]:
    """Organ and year from a file's name."""
    stem = _plain(PurePath(file).stem)
    organ, year = from_title(stem)
    if year is None and (match := _YEAR.search(stem)):
        year = int(match[1])
    if organ is None:
        rest = re.sub(r"[\s_\-+()\[\]\d.:,、;《》]+", " ", _YEAR.sub(" ", stem))
        words = [re.sub(r"(?:政府信息公开|年报|年度报告|报告|附件|报送|上报|表)+", "", word) for word in rest.split()]
        organ = next((word for word in words if len(word) >= 2 and word.endswith(_ORGAN_ENDS)), None)
    return organ, year


def _labelled(sheet: Sheet, what: str) -> str | None:
    """The value beside, below or behind the colon of a label."""
    for (row, column), cell in sorted(sheet.cells.items()):
        if not isinstance(cell.content, str) or len(cell.content) > 120:
            continue
        plain = _plain(cell.content).strip()
        if match := _LABEL_WITH_VALUE[what].search(plain):
            value = match[1].strip().strip("_").strip()
            if what == "year" or as_organ(value):
                return value
        if _LABELS[what].fullmatch(re.sub(r"\s+", "", plain)):
            for content in _beside(sheet, row, column):
                if what == "organ" and as_organ(content):
                    return as_organ(content)
                if what == "year" and as_year(content):
                    return str(as_year(content))
    return None


def _beside(sheet: Sheet, row: int, column: int) -> Iterator[object]:
    """What stands right of a cell (blanks passed over), then what stands below it."""
    right = next((sheet.cells[row, at].content for at in range(column + 1, column + 6) if sheet.is_filled(row, at)), None)
    yield right
    yield sheet.cells.get((row + 1, column), RawCell()).content


def _texts(sheet: Sheet, longest: int | None = 60) -> Iterable[str]:
    """The sheet's texts from the top, those no longer than a title."""
    for _, cell in sorted(sheet.cells.items()):
        if isinstance(cell.content, str) and (longest is None or len(cell.content) <= longest):
            yield cell.content


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
