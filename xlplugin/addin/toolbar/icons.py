"""The buttons' pictures, drawn here: SVG on a square of 16, lines and boxes only, so that they are sharp at 16 pixels too."""

from __future__ import annotations

_BLUE, _RED, _GREEN, _AMBER, _GREY, _PAPER = "#1f5fa8", "#d0312d", "#1c8a45", "#e39b00", "#6b7682", "#ffffff"


def _box(x: float, y: float, width: float, height: float, line: str = _GREY, fill: str = _PAPER) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}" stroke="{line}" stroke-width="1"/>'


def _line(points: str, colour: str, width: float = 1) -> str:
    return f'<path d="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"/>'


def _area(points: str, colour: str) -> str:
    return f'<path d="{points}" fill="{colour}"/>'


def _dot(x: float, y: float, radius: float, colour: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}"/>'


def _arrow_left(colour: str) -> str:
    return _line("M9.5 8H2M5.5 4.5L2 8L5.5 11.5", colour, 2)


def _arrow_right(colour: str) -> str:
    return _line("M6.5 8H14M10.5 4.5L14 8L10.5 11.5", colour, 2)


_SHEET = _box(1.5, 1.5, 11, 12) + _line("M2 5.5H12M2 9.5H12M6.5 5.5V13", _GREY, 0.8)
_TICK = _line("M6.5 11L9.5 14L14.5 7", _PAPER, 4.4) + _line("M6.5 11L9.5 14L14.5 7", _GREEN, 2.4)

ICONS: dict[str, str] = {
    # two sheets and a tick; one sheet and a tick; a rubber that leaves a line
    "validate": _box(3.5, 0.5, 11, 11) + _box(1.5, 2.5, 11, 11) + _line("M2 6H12M2 9.5H12M6 6V13", _GREY, 0.8) + _TICK,
    "validate_sheet": _SHEET + _area("M2 2H12V5H2Z", "#b9d2ee") + _TICK,
    "clear": _line("M2 14.5H14", _GREY) + _area("M9.5 1.5L14.5 6.5L7.5 13H5L1.5 9.5Z", "#f0a5a0") + _area("M5.5 5.5L10.5 10.2L7.5 13H5L1.5 9.5Z", _RED),
    # an arrow and the marked cell it goes to
    "previous_problem": _arrow_left(_BLUE) + _box(11.5, 4.5, 4, 7, _RED, "#f7c4c0"),
    "next_problem": _box(0.5, 4.5, 4, 7, _RED, "#f7c4c0") + _arrow_right(_BLUE),
    # a sum sign, for a proposal; for a formula; a blank cell that gets its nought; digits put in order
    "fill_totals": _line("M10.5 3.5V2H2L6.5 7.5L2 13H10.5V11.5", _BLUE, 1.8) + _line("M13.5 5V9.5M11.5 8L13.5 10.2L15.5 8", _GREEN, 1.5),
    "restore_formulas": _line("M7.5 2.2C5.4 1.6 4.9 3 4.6 5L3.4 12.2C3.1 13.8 2.4 14.3 1 14M2 6.5H7", _BLUE, 1.7)
    + _line("M9 8L14.5 14M14.5 8L9 14", _BLUE, 1.7),
    "fill_blanks": f'<rect x="1" y="2" width="14" height="12" fill="{_PAPER}" stroke="{_GREY}" stroke-width="1.2" stroke-dasharray="2 1.5"/>'
    + f'<ellipse cx="8" cy="8" rx="2.6" ry="3.8" fill="none" stroke="{_BLUE}" stroke-width="1.9"/>',
    "normalise_numbers": _line("M1.5 4.5L3.5 3V13M1.5 13H5.5", _BLUE, 1.6) + _line("M8.5 5C8.7 2.4 13.8 2.2 13.6 5.6C13.5 8 9 10 8.5 13H14", _BLUE, 1.6),
    # problems in a list; a folder and what comes out of it; a book; the usual i
    "list_problems": _dot(2.8, 3.2, 1.8, _RED)
    + _dot(2.8, 8, 1.8, _AMBER)
    + _dot(2.8, 12.8, 1.8, _BLUE)
    + _line("M7 3.2H14.5M7 8H14.5M7 12.8H14.5", _GREY, 1.8),
    "import_prior": _area("M1 3H6L7.5 4.8H15V14H1Z", _AMBER) + _line("M8 12.5V7M5.5 9L8 6.6L10.5 9", _PAPER, 1.8),
    "show_rules": _area("M1 2.5C4 1.8 6.5 2.2 8 3.5C9.5 2.2 12 1.8 15 2.5V13C12 12.4 9.5 12.8 8 14C6.5 12.8 4 12.4 1 13Z", _BLUE)
    + _line("M8 4V13M3 5.5H6M3 8H6M10 5.5H13M10 8H13", _PAPER, 1.1),
    "about": _dot(8, 8, 7, _BLUE) + _dot(8, 4.4, 1.2, _PAPER) + _line("M6.8 7.2H8.2V11.6M6.6 11.8H9.6", _PAPER, 1.6),
}
"""What is drawn for each command."""


def svg(command: str, size: int) -> bytes:
    """A command's picture, `size` pixels wide and high where it is shown as it is."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 16 16">'
    return f"{head}{ICONS[command]}</svg>\n".encode("ascii")
