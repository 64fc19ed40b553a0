"""The elements of a Word document one by one: rows and cells of tables, the text of runs, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xlplugin.filing.cells import Obstacle
from xlplugin.reading.documents.formats.word.looks import W, is_off

SKIPPED = frozenset({"Fallback", "instrText", "sdtPr", "pPr", "rPr", "tblPr", "trPr", "tcPr", "txbxContent", "rt", "footnoteReference", "endnoteReference", "annotationRef"})
PICTURES = frozenset({"drawing", "pict", "object"})
_SMALLEST_PICTURE = 1_200_000
"""In EMU, 3.3 cm: nothing smaller is a table."""
_SMALLEST_FIGURE = 45_000
"""In EMU, 1.25 mm: nothing smaller is a figure."""
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PLAIN_FORMULA = frozenset({"oMath", "oMathPara", "r", "t", "rPr", "ctrlPr", "oMathParaPr", "box", "e", "boxPr"})
_OBSTACLES: Mapping[str, Obstacle] = {
    **dict.fromkeys(("blip", "imagedata"), "picture"),
    **dict.fromkeys(("custGeom", "textpath", "chart", "relIds"), "drawn"),
    **dict.fromkeys(("OLEObject", "control", "contentPart"), "embedded"),
}
_COMPUTED = re.compile(r"\s*(?:EQ|SYMBOL|ADVANCE|MACROBUTTON|GOTOBUTTON|BARCODE|DISPLAYBARCODE|SHAPE|INCLUDEPICTURE)\b", re.IGNORECASE)
"""Fields whose own text is what is shown, or where."""


def texts_of(run: Any) -> Iterator[str]:
    """What a run holds: text, tabs, breaks."""
    for child in run:
        name = name_of(child)
        if name in ("t", "delText"):
            yield (child.text or "").replace("\n", " ")
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in SKIPPED and name not in PICTURES and len(child):
            yield from texts_of(child)


def boxes_in(node: Any) -> Iterator[Any]:
    """The text boxes of a paragraph in their order; those within a box are found when its own paragraphs are read."""
    for child in node:
        name = name_of(child)
        if name == "txbxContent":
            yield child
        elif name != "Fallback" and len(child):
            yield from boxes_in(child)


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table; a deleted one is none."""
    for child in table:
        if name_of(child) == "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif name_of(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from rows_of(child)


def cells_of(row: Any) -> Iterator[Any]:
    """The cells of a row."""
    for child in row:
        if name_of(child) == "tc":
            yield child
        elif name_of(child) in ("sdt", "sdtContent", "customXml"):
            yield from cells_of(child)


def is_hidden(row: Any) -> bool:
    """Whether a row is hidden."""
    hidden = row.find(f"{W}trPr/{W}hidden")
    return hidden is not None and not is_off(hidden.get(f"{W}val"))


def is_covered(cell: Any, column: int, seen: set[int]) -> bool:
    """Whether a cell goes on with the merged cell above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") != "restart" and column in seen


def value_of(node: Any, holder: str, name: str) -> str | None:
    """A small number among the properties of a node; None where there is none."""
    found = node.find(f"{W}{holder}/{W}{name}")
    value = found.get(f"{W}val") if found is not None else None
    return value if value is not None and re.fullmatch(r"\d{1,3}", value) else None


def is_large(picture: Any) -> bool:
    """Whether a picture may be a table."""
    extents = [node for node in picture.iter() if name_of(node) == "extent"]
    return not extents or any(int(node.get("cx", 0)) >= _SMALLEST_PICTURE and int(node.get("cy", 0)) >= _SMALLEST_PICTURE for node in extents)


def obstacles_in(run: Any) -> Iterator[Obstacle]:
    """What a run shows that is no text; what stands in a text box is read by itself, and a line that is drawn holds no figure."""
    for child in run:
        name = name_of(child)
        if name == "sym":
            yield "symbol"
        elif name == "instrText" and _COMPUTED.match(child.text or ""):
            yield "embedded"
        elif name in _OBSTACLES:
            yield _OBSTACLES[name]
        elif name not in ("Fallback", "txbxContent") and len(child) and not (name in PICTURES and _is_tiny(child)):
            yield from obstacles_in(child)


def is_built(formula: Any) -> bool:
    """Whether a formula is more than a line of characters: powers, fractions, roots."""
    return any(name_of(node) not in _PLAIN_FORMULA and node.tag.startswith(_MATH) for node in formula.iter(f"{_MATH}*") if not any(name_of(above).endswith("Pr") for above in node.iterancestors()))


def _is_tiny(picture: Any) -> bool:
    """Whether nothing can be made out in it."""
    extents = [node for node in picture.iter() if name_of(node) == "extent"]
    return bool(extents) and all(min(int(node.get("cx", 0)), int(node.get("cy", 0))) < _SMALLEST_FIGURE for node in extents)


def name_of(node: Any) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
