"""The cell styles of a binary Open XML workbook as looks; [MS-XLSB] 2.1.7.52."""

from __future__ import annotations

from collections.abc import Sequence
from struct import unpack_from

from xlplugin.reading.figures.number_format import BUILT_IN, number_format
from xlplugin.reading.workbook.biff12 import records, text
from xlplugin.reading.workbook.grid import Look
from xlplugin.reading.workbook.styles import BLACK, INDEXED, THEME, WHITE, Colour, Style, alike

_FONT, _FORMAT, _FILL, _XF, _BEGIN_CELL_XFS, _END_CELL_XFS = 43, 44, 45, 47, 617, 618
_STRUCK = 0x0008
_SOLID = 1


def read_styles(content: bytes, is_1904: bool) -> Sequence[Style]:
    """The cell styles in their order."""
    codes: dict[int, str] = {}
    fonts: list[tuple[Colour, bool]] = []
    grounds: list[Colour] = []
    styles: list[Style] = []
    is_cell = False
    for kind, body in records(content):
        if kind == _FORMAT:
            codes[unpack_from("<H", body)[0]] = text(body, 2)[0]
        elif kind == _FONT:
            fonts.append((_colour(body, 12, BLACK), bool(unpack_from("<H", body, 2)[0] & _STRUCK)))
        elif kind == _FILL:
            pattern = unpack_from("<I", body)[0]
            grounds.append(WHITE if pattern == 0 else _colour(body, 4, WHITE) if pattern == _SOLID else "pattern")
        elif kind in (_BEGIN_CELL_XFS, _END_CELL_XFS):
            is_cell = kind == _BEGIN_CELL_XFS
        elif kind == _XF and is_cell:
            number, font, fill = unpack_from("<HHH", body, 2)
            letters, is_struck = fonts[font] if font < len(fonts) else (BLACK, False)
            ground = grounds[fill] if fill < len(grounds) else WHITE
            look = Look(number_format(codes.get(number, BUILT_IN.get(number, "")), is_1904), alike(letters, ground), is_struck)
            styles.append(Style(None if look == Look() else look, ground))
    return styles


def _colour(body: bytes, at: int, usual: Colour) -> Colour:
    """A BrtColor: how it is told, its number, its tint, red, green and blue."""
    if len(body) < at + 8:
        return usual
    told, number, tint, red, green, blue = unpack_from("<BBhBBB", body, at)
    kind = told >> 1
    if kind == 2:
        return (red, green, blue)
    if kind == 3:
        return f"theme {number} {tint}" if tint else THEME.get(str(number), f"theme {number}")
    return INDEXED.get(str(number), f"indexed {number}") if kind == 1 else usual
