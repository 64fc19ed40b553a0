"""The reviewer's list of releases (`--releases FILE`): which findings of which organ may pass, by whom, why, and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing import Answer, Filing
from xlplugin.form.organ import short_name
from xlplugin.reading.cells import raw_text
from xlplugin.reading.organ import as_year
from xlplugin.reading.workbook import read_book

HEADER = ("单位", "年度", "规则", "字段", "现为", "姓名", "理由", "日期")


@dataclass(frozen=True, slots=True)
class Release:
    """One row of the list."""

    organ: str
    year: int | None
    answer: Answer


def read_releases(path: Path) -> tuple[Release, ...]:
    """The rows of a .csv or workbook with the columns 单位, 年度, 规则, 字段, 现为, 姓名, 理由, 日期; 年度 may be blank."""
    rows = list(_csv_rows(path)) if path.suffix.lower() == ".csv" else list(_book_rows(path))
    header = next((number for number, row in enumerate(rows) if set(HEADER) <= set(row)), None)
    if header is None:
        raise UsageError(
            zh=f"{path.name}：放行清单须有这些列：{'、'.join(HEADER)}。", en=f"{path.name}: a list of releases has the columns {', '.join(HEADER)}"
        )
    found = []
    for row in rows[header + 1 :]:
        values = dict(zip(rows[header], row, strict=False))
        if values.get("单位") and values.get("规则"):
            found.append(Release(short_name(values["单位"]), as_year(values.get("年度", "")), _answer(values)))
    return tuple(found)


def releases_for(filing: Filing, releases: Sequence[Release]) -> tuple[Answer, ...]:
    """The releases that are meant for a filing."""
    own = short_name(filing.organ) if filing.organ else None
    return tuple(release.answer for release in releases if release.organ == own and release.year in (None, filing.year))


def _answer(values: Mapping[str, str]) -> Answer:
    release = "，".join(values.get(name, "") for name in ("姓名", "理由", "日期"))
    return Answer(rule=values["规则"].upper(), field=values.get("字段") or None, actual=values.get("现为", ""), release=release)


def _csv_rows(path: Path) -> Iterable[list[str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(zh=f"无法读取放行清单 {path}：{error.strerror}", en=f"cannot read the list of releases {path}: {error.strerror}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [[value.strip() for value in row] for row in csv.reader(io.StringIO(text))]
    raise UsageError(zh=f"放行清单 {path.name} 的编码无法识别，请另存为 UTF-8。", en=f"the encoding of {path.name} is not known; save it as UTF-8")


def _book_rows(path: Path) -> Iterable[list[str]]:
    for sheet in read_book(path).sheets[:1]:
        width = max((column for _, column in sheet.cells), default=0)
        for row in sheet.row_numbers:
            cells = [sheet.cells.get((row, column)) for column in range(1, width + 1)]
            yield ["" if cell is None else raw_text(cell.content).removesuffix(" 00:00:00").strip() for cell in cells]
