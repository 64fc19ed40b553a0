"""Workbooks in an office's own layout, clean but for one cell or one part that is written as some program writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import quoteattr

from _own_workbook import Own, with_sums, write_own

from tests.edited import told
from tests.packages import contents, edit
from tests.submissions import CONSISTENT
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.form import editions
from xlplugin.outputs.template.sums import sums
from xlplugin.reading.read import read_workbook
from xlplugin.rules import catalogue

LICENCES, REPEATED, TOTAL = "proactive.licensing.decisions", "requests.declined_repeated.natural_person", "requests.declined_repeated.total"
"""B10, a figure that stands by itself: 12. D39, a figure of sums: 3. J39, its row's sum."""
SHEET, BOOK, STYLES, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Written:
    """One cell as it stands in the sheet's part: what is inside, the attributes, and what its style has of its own."""

    inside: str
    kind: str = ""
    code: str | int | None = None
    font: str = ""
    fill: str = ""
    at: str = "B10"


def inline(text: str, at: str = "B10") -> Written:
    """A text that stands in its cell."""
    return Written(f'<is><t xml:space="preserve">{text}</t></is>', "inlineStr", at=at)


def rich(*runs: tuple[str, str], font: str = "", fill: str = "") -> Written:
    """A text of runs: what is in `rPr` ("-": it is left out) and the characters."""
    parts = ((f"<rPr>{look}</rPr>" if look != "-" else "", text) for look, text in runs)
    return Written("<is>" + "".join(f'<r>{look}<t xml:space="preserve">{text}</t></r>' for look, text in parts) + "</is>", "inlineStr", font=font, fill=fill)


def own_book(path: Path) -> Path:
    """The clean workbook."""
    path.write_bytes(_clean())
    return path


def book_with(path: Path, *cells: Written, parts: Mapping[str, Change] | None = None) -> Path:
    """The clean workbook with cells and parts changed."""
    own_book(path)
    for cell in cells:
        _put(path, cell)
    return edit(path, parts or {})


def replaced(old: str, new: str) -> Change:
    """A part with a text that stands in it replaced."""

    def change(part: bytes) -> bytes:
        assert old.encode() in part
        return part.replace(old.encode(), new.encode())

    return change


def read(path: Path) -> tuple[Filing, list[str]]:
    """The filing, and the rules that found something in it, each once."""
    filing = read_workbook(path)
    return filing, told(check([filing])[0])


@lru_cache(maxsize=1)
def _clean() -> bytes:
    form = editions()["2021"]
    values: dict[str, object] = {**dict.fromkeys(form.fields, 0), **CONSISTENT, LICENCES: 12}
    parts = {name: [term.field for term in balance.right.terms] for name, balance in sums(form, catalogue().values()).computed.items()}

    def value(name: str) -> int:
        found = values[name]
        return sum(map(value, parts[name])) if name in parts else found if isinstance(found, int) else 0

    values |= {name: value(name) for name in parts}
    with TemporaryDirectory() as folder:
        path = Path(folder, "甲.xlsx")
        write_own(Own(form, "样例县水利局2023年政府信息公开工作年度报告表", with_sums(form, values)), path)
        return path.read_bytes()


def _put(path: Path, cell: Written) -> None:
    parts = contents(path)
    sheet, styles = parts[SHEET].decode(), parts[STYLES].decode()
    found = re.search(rf'<c r="{cell.at}"(?P<style> s="\d+")?[^>]*?(?:/>|>.*?</c>)', sheet)
    assert found is not None
    style = found["style"] or ""
    if cell.code is not None or cell.font or cell.fill:
        styles, number = _with_style(styles, cell)
        style = f' s="{number}"'
    kind = f' t="{cell.kind}"' if cell.kind else ""
    sheet = f'{sheet[: found.start()]}<c r="{cell.at}"{style}{kind}>{cell.inside}</c>{sheet[found.end() :]}'
    edit(path, {SHEET: sheet.encode(), STYLES: styles.encode()})


def _with_style(styles: str, cell: Written) -> tuple[str, int]:
    """The styles with one more, and its number."""
    code = cell.code if isinstance(cell.code, int) else 0
    if isinstance(cell.code, str):
        code = 200 + styles.count("<numFmt ")
        entry = f"<numFmt numFmtId={quoteattr(str(code))} formatCode={quoteattr(cell.code)}/>"
        styles = styles.replace("</numFmts>", f"{entry}</numFmts>") if "</numFmts>" in styles else styles.replace("<fonts", f"<numFmts>{entry}</numFmts><fonts")
    font, fill = styles.count("<font>") if cell.font else 0, styles.count("<fill>") if cell.fill else 0
    styles = styles.replace("</fonts>", f"<font>{cell.font}</font></fonts>" if cell.font else "</fonts>")
    styles = styles.replace("</fills>", f"<fill>{cell.fill}</fill></fills>" if cell.fill else "</fills>")
    number = styles[styles.index("<cellXfs") :].partition("</cellXfs>")[0].count("<xf ")
    return styles.replace("</cellXfs>", f'<xf numFmtId="{code}" fontId="{font}" fillId="{fill}" borderId="0" xfId="0"/></cellXfs>'), number
