"""What of a workbook goes beyond Excel's limits, without Excel. Sources: Microsoft's "Excel specifications and limits", MS-XLS 2.5.198.17 (functions), ECMA-376."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from tests.packages import contents

FUNCTIONS = frozenset(
    "ABS AND CHAR COUNT COUNTA COUNTIF COUNTIFS IF INDEX INT ISBLANK ISERROR ISNUMBER LEFT MATCH NOT OR ROUND SEARCH SUM SUMIF SUMIFS".split()  # noqa: SIM905 - a list of words is easier to read
)
"""What our workbooks use. COUNTIFS and SUMIFS are of Excel 2007 (ECMA-376 part 1, 18.17.7), all others in the table of functions of Excel 97 (MS-XLS, Ftab), so in Excel 2010 and in WPS; look there before you add one."""
_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")
_QUOTED = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_NAME = re.compile(r"[^\W\d][\w.\\?]*")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}|R\d*C\d*|[RC]", re.IGNORECASE)
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\]+")
_SHAPE = re.compile(r"_x0000_s(\d+)")
_LONGEST = {"formula": 8192, "text": 32767, "name": 255, "sheet": 31, "title": 32, "words": 255, "header": 255, "link": 2079}
_DEEPEST = 64
_MOST = {"cellXfs": 64000, "fonts": 1024, "hyperlinks": 65530, "rows": 1048576, "columns": 16384}
_ONE_BLOCK = 1024


def beyond(path: Path) -> list[str]:
    """A sentence for each thing that Excel would not take; nothing for a good workbook."""
    parts = {name: content for name, content in contents(path).items() if name.endswith((".xml", ".vml", ".rels"))}
    roots = {name: etree.fromstring(content) for name, content in parts.items()}
    found = list(_workbook(roots["xl/workbook.xml"]))
    styles = next((root for name, root in roots.items() if re.fullmatch(r"xl/styles\d*\.xml", name)), None)
    if styles is not None:
        found += [f"{len(group)} {tag}" for tag in ("cellXfs", "fonts") for group in styles.iter(f"{{*}}{tag}") if len(group) > _MOST[tag]]
    blocks: Counter[str] = Counter()
    for name, root in roots.items():
        if name.startswith("xl/worksheets/sheet"):
            found += [f"{name}: {what}" for what in _sheet(root)]
        if re.fullmatch(r"xl/(comments/)?comments?\d*\.xml", name) or name == "xl/sharedStrings.xml":
            texts = ("".join(text.text or "" for text in item.iter("{*}t")) for item in root.iter("{*}comment", "{*}si"))
            found += [f"{name}: a text of {_length(text)}" for text in texts if _length(text) > _LONGEST["text"]]
        if name.endswith(".vml"):
            found += [f"{name}: {what}" for what in _shapes(root, blocks)]
        if name.endswith(".rels"):
            targets = [link.get("Target", "") for link in root]
            found += [f"{name}: a link of {len(target)}" for target in targets if len(target) > _LONGEST["link"]]
    found += [f"the block {block} of shape ids is used by {count} sheets" for block, count in blocks.items() if count > 1]
    return found + list(_comments(roots))


def _workbook(root: Any) -> Iterator[str]:
    sheets = [sheet.get("name") for sheet in root.iter("{*}sheet")]
    for name in sheets:
        if len(name) > _LONGEST["sheet"] or not _SHEET_NAME.fullmatch(name) or name.startswith("'") or name.endswith("'") or name.lower() == "history":
            yield f"the sheet's name {name}"
    names = [(name.get("localSheetId"), name.get("name")) for name in root.iter("{*}definedName")]
    yield from (f"two sheets are called {name}" for name, count in Counter(map(str.lower, sheets)).items() if count > 1)
    yield from (f"two names are {name}" for (_, name), count in Counter((scope, name.lower()) for scope, name in names).items() if count > 1)
    for _, name in names:
        plain = name.removeprefix("_xlnm.")
        if len(name) > _LONGEST["name"] or not _NAME.fullmatch(plain) or _LIKE_A_CELL.fullmatch(plain):
            yield f"the defined name {name}"
    for name in root.iter("{*}definedName"):
        yield from _formula(name.text or "", "a defined name")


def _sheet(root: Any) -> Iterator[str]:
    for formula in root.iter("{*}f", "{*}formula", "{*}formula1", "{*}formula2"):
        if formula.text:
            yield from _formula(formula.text, etree.QName(formula).localname)
    for rule in root.iter("{*}dataValidation"):
        yield from (f"{key} of {_length(rule.get(key))}" for key in ("promptTitle", "errorTitle") if _length(rule.get(key, "")) > _LONGEST["title"])
        yield from (f"{key} of {_length(rule.get(key))}" for key in ("prompt", "error") if _length(rule.get(key, "")) > _LONGEST["words"])
        for listed in rule.iter("{*}formula1"):
            if _length((listed.text or "").strip('"')) > _LONGEST["words"]:
                yield "a list of choices, or a condition, too long"
    for text in root.iter("{*}is"):
        if _length("".join(piece.text or "" for piece in text.iter("{*}t"))) > _LONGEST["text"]:
            yield "a text too long"
    for header in root.iter("{*}oddHeader", "{*}oddFooter", "{*}evenHeader", "{*}evenFooter", "{*}firstHeader", "{*}firstFooter"):
        if _length(header.text or "") > _LONGEST["header"]:
            yield "a header or footer too long"
    if sum(1 for _ in root.iter("{*}hyperlink")) > _MOST["hyperlinks"]:
        yield "too many links"
    if any(int(row.get("r", "1")) > _MOST["rows"] or float(row.get("ht", "0")) > 409.5 for row in root.iter("{*}row")):
        yield "a row too far down or too tall"
    if any(int(column.get("max", "1")) > _MOST["columns"] or float(column.get("width", "0")) > 255 for column in root.iter("{*}col")):
        yield "a column too far out or too wide"


def _formula(text: str, what: str) -> Iterator[str]:
    if _length(text) > _LONGEST["formula"]:
        yield f"{what} of {_length(text)}"
    plain = _QUOTED.sub("", text)
    yield from (f"{what} with {name}" for name in sorted(set(_CALL.findall(plain)) - FUNCTIONS))
    depth = deepest = 0
    for letter in plain:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        yield f"{what} of {deepest} levels"


def _shapes(root: Any, blocks: Counter[str]) -> Iterator[str]:
    """The ids of a drawing's shapes are in the blocks that it says are its own, and each is there once."""
    own = {block for entry in root.iter("{*}idmap") for block in entry.get("data", "").split(",")}
    blocks.update(own)
    ids = [int(found[1]) for shape in root.iter("{*}shape") if (found := _SHAPE.fullmatch(shape.get("id", "")))]
    yield from (f"two shapes are {one}" for one, count in Counter(ids).items() if count > 1)
    yield from (f"the shape {one} is in none of the blocks {', '.join(sorted(own))}" for one in ids if own and str(one // _ONE_BLOCK) not in own)


def _comments(roots: Mapping[str, Any]) -> Iterator[str]:
    """Each comment of a sheet has one shape, and each such shape a comment."""
    for name, links in roots.items():
        if not name.startswith("xl/worksheets/_rels/"):
            continue
        near = [roots.get(link.get("Target", "").replace("../", "xl/").lstrip("/")) for link in links]
        cells = [cell.get("ref") for root in near if root is not None for cell in root.iter("{*}comment")]
        notes = [note for root in near if root is not None for note in root.iter("{*}ClientData") if note.get("ObjectType") == "Note"]
        yield from (f"{name}: two comments at {cell}" for cell, count in Counter(cells).items() if count > 1)
        if len(cells) != len(notes):
            yield f"{name}: {len(cells)} comments, {len(notes)} shapes"


def _length(text: str | None) -> int:
    """As Excel counts: in UTF-16."""
    return len((text or "").encode("utf-16-le", "surrogatepass")) // 2
