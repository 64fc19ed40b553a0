"""The legacy drawing (VML) that holds the boxes of a sheet's comments. Patched as text: what programs write there is often no XML."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from xlplugin.outputs.marked.package.archive import Archive, key
from xlplugin.outputs.marked.package.relations import relate, relations, set_content_type
from xlplugin.outputs.marked.package.worksheet import Position, Worksheet
from xlplugin.outputs.marked.package.xml import LINKS, child

_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMESPACES = {"v": "urn:schemas-microsoft-com:vml", "o": "urn:schemas-microsoft-com:office:office", "x": "urn:schemas-microsoft-com:office:excel"}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_EMPTY = f'<xml {_DECLARED}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{{block}}"/></o:shapelayout></xml>'
_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"{declared}>'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"{declared}>'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(r"<((?:\w+:)?)shape\s(?:(?!<\1shape\s).)*?</\1shape\s*>", re.DOTALL)
_IS_NOTE = re.compile(r"ObjectType\s*=\s*[\"']Note[\"']")
_ROW, _COLUMN = re.compile(r"<(?:\w+:)?Row>\s*(\d+)\s*<"), re.compile(r"<(?:\w+:)?Column>\s*(\d+)\s*<")
_ANCHOR = re.compile(r"(<(?:\w+:)?Anchor>)[^<]*(<)")
_CLIENT = re.compile(r"<((?:\w+:)?)ClientData\b[^<>]*>")
_ROOT = re.compile(r"<(?:\w+:)?xml\b[^<>]*>")
_IDS = re.compile(r"(<(?:\w+:)?idmap\b[^<>]*?\bdata\s*=\s*[\"'])([^\"']*)")
_NUMBER = re.compile(r"\b_x0000_s(\d+)")
_BLOCK = 1024
"""Numbers of shapes come in blocks of so many; a block belongs to one sheet of a workbook."""


class Drawing:
    """The boxes of one sheet; the part is made where there is none."""

    def __init__(self, archive: Archive, sheet: Worksheet) -> None:
        self._archive, self._sheet = archive, sheet
        self._part = self._find()
        content = archive.read(self._part) if self._part else b""
        self._encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "latin-1"  # what we add is ASCII
        self._text = content.decode(self._encoding)
        self.is_new = "</" not in self._text
        if self.is_new:
            self._text = _EMPTY.format(block=max(self._blocks_of_others(), default=0) + 1)
        self._shapes: dict[Position, str] = {}
        for match in _SHAPE.finditer(self._text):
            row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
            if _IS_NOTE.search(match[0]) and row and column:
                self._shapes[int(row[1]) + 1, int(column[1]) + 1] = match[0]

    def put(self, at: Position, anchor: str) -> None:
        """Gives a cell's comment a box of that size: a new one, or the one it has."""
        if at in self._shapes:
            old = self._shapes[at]
            changed, count = _ANCHOR.subn(rf"\g<1>{anchor}\g<2>", old, count=1)
            if not count:  # openpyxl writes none
                changed = _CLIENT.sub(rf"\g<0><\g<1>Anchor>{anchor}</\g<1>Anchor>", old, count=1)
            self._text = self._text.replace(old, changed, 1)
            self._shapes[at] = changed
            return
        root = _ROOT.search(self._text)
        declared = "" if root and all(f'xmlns:{prefix}="{uri}"' in root[0] for prefix, uri in _NAMESPACES.items()) else f" {_DECLARED}"
        number = self._free_number()
        shape = _BOX.format(number=number, order=number % _BLOCK, declared=declared, anchor=anchor, row=at[0] - 1, column=at[1] - 1)
        kind = "" if re.search(r"\bid\s*=\s*[\"']_x0000_t202[\"']", self._text) else _BOX_TYPE.format(declared=declared)
        end = self._text.rfind("</")
        self._text = self._text[:end] + kind + shape + self._text[end:]
        self._shapes[at] = shape

    def remove(self, at: Position) -> None:
        """Takes a cell's box away."""
        self._text = self._text.replace(self._shapes.pop(at, "\0"), "", 1)

    def save(self) -> None:
        """Puts the part into the archive; the sheet's part is changed where the drawing is new, and is still to be saved."""
        part = self._part
        if part is None:
            part = self._archive.free_name("xl/drawings/vmlDrawing{}.vml")
            self._archive.replace(part, b"")
            set_content_type(self._archive, part, _TYPE)
            link = relate(self._archive, self._sheet.part, "vmlDrawing", part)
            self._sheet.insert("legacyDrawing", {f"{{{LINKS}}}id": link})
        self._archive.replace(part, self._text.encode(self._encoding))

    def _find(self) -> str | None:
        element = child(self._sheet.root, "legacyDrawing")
        if element is None:
            return None
        wanted = element.get(f"{{{LINKS}}}id")
        found = next((relation.target for relation in relations(self._archive, self._sheet.part) if relation.id == wanted), None)
        if found is None or found not in self._archive:
            self._sheet.root.remove(element)  # it points nowhere
            return None
        return found

    def _free_number(self) -> int:
        taken, blocks = [int(number) for number in _NUMBER.findall(self._text)], _blocks(self._text)
        number = max(taken, default=min(blocks, default=1) * _BLOCK) + 1
        block = number // _BLOCK
        if block in blocks:
            return number
        others = self._blocks_of_others()
        if block in others:
            block = max(*others, *blocks, block) + 1
            number = block * _BLOCK + 1
        self._text = _IDS.sub(lambda match: f"{match[1]}{match[2]}{',' * bool(match[2])}{block}", self._text, count=1)
        return number

    def _blocks_of_others(self) -> set[int]:
        parts = [part for part in self._archive.keys if part.endswith(".vml") and part != key(self._part or "")]
        return {block for part in parts for block in _blocks(self._archive.read(part).decode("latin-1"))}


def anchor(sheet: Worksheet, at: Position, width: int, height: int) -> str:
    """Where a box of that size in pixels lies, right of a cell: columns and rows it starts and ends in, with the pixels into each."""
    left, into_left = _walk(sheet.width, min(at[1] + 1, 16_380), 12)
    right, into_right = _walk(sheet.width, left, into_left + width)
    top, into_top = _walk(sheet.height, max(at[0] - 1, 1), 6)
    bottom, into_bottom = _walk(sheet.height, top, into_top + height)
    return ", ".join(map(str, (left - 1, into_left, top - 1, into_top, right - 1, into_right, bottom - 1, into_bottom)))


def _walk(size: Callable[[int], int], start: int, pixels: int) -> tuple[int, int]:
    """The column or row, and the pixels into it, so many pixels from the start of another; hidden ones have none."""
    at = start
    while pixels >= (own := size(at)) and at < start + 2000:
        pixels, at = pixels - own, at + 1
    return at, pixels


def _blocks(text: str) -> set[int]:
    return {int(number) for _, numbers in _IDS.findall(text) for number in re.findall(r"\d+", numbers)}
