"""One cell of a workbook made unreadable, in the raw part: what stands there is written letter by letter, no spreadsheet program between."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from xlplugin.filing.cells import Place

UNKNOWN_FORMULA = 'WEBSERVICE("http://example.invalid/")'


def formula(words: str, saved: str = "", kind: str = "") -> str:
    """A cell's attributes and content for a formula with its saved value; without one it was never calculated."""
    return f"{kind}><f>{escape(words)}</f>" + (f"<v>{saved}</v>" if saved else "")


def text(words: str) -> str:
    """The same for words that were typed."""
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is>'


NOT_RECALCULATED: Mapping[str, str] = {
    "a formula nobody knows, never calculated": formula(UNKNOWN_FORMULA),
    "a formula nobody knows, with words saved": formula(UNKNOWN_FORMULA, "若干", ' t="str"'),
    "another workbook, never calculated": formula("[9]年报!$A$1"),
    "a function of the program's own": formula("_xlfn.NEWEST.FUNCTION(1)"),
    "a formula that is none": formula("SUM((("),
}
"""Formulas that cannot be recalculated, and for which the file has no number."""
SAVED_ONLY: Mapping[str, str] = {
    "a formula nobody knows, with a number saved": formula(UNKNOWN_FORMULA, "0"),
    "another workbook, with a number saved": formula("[9]年报!$A$1", "0"),
    "a time's formula, with a number saved": formula("NOW()*0", "0"),
}
"""Formulas that cannot be recalculated, with a saved number."""
NOT_DECODED: Mapping[str, str] = {
    "words": text("若干"),
    "letters for digits": text("1O"),
    "a date in words": text("2023年1月2日"),
    "an error value": ' t="e"><v>#REF!</v>',
    "an error value of a new name": ' t="e"><v>#SPILL!</v>',
    "a truth value": ' t="b"><v>1</v>',
    "two numbers": text("3 / 4"),
    "a formula kept as text": text("=SUM(D6:I6)"),
    "a number beyond all sense": "><v>1E+300</v>",
}
"""What is in a cell and cannot be read as its number."""


def put(path: Path, place: Place, content: str) -> Path:
    """Writes what a cell holds (its attributes after address and style, and its inside) into the workbook, in place of what stands there."""
    with zipfile.ZipFile(path) as package:
        parts = {entry: package.read(entry) for entry in package.infolist()}
    book = next(part for entry, part in parts.items() if entry.filename == "xl/workbook.xml").decode()
    names = [html.unescape(name) for name in re.findall(r'<sheet [^>]*?\bname="([^"]*)"', book)]
    number = names.index(place.sheet) + 1
    cell = re.compile(rf'<c r="{place.address}"(?P<style> s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for entry, part in parts.items():
            if entry.filename == f"xl/worksheets/sheet{number}.xml":
                changed, count = cell.subn(lambda found: f'<c r="{place.address}"{found["style"] or ""}{content}</c>', part.decode())
                assert count == 1, (place, count)
                part = changed.encode()
            package.writestr(entry, part)
    return path
