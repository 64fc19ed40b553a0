"""What a viewer shows of a PDF: no layer that is switched off, no ink that lets everything through, and the drawing of a field without a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.documents.pdf import Print, Sheet, plainly
from tests.test_documents_marks_pdf import FIELD, VALUES, printed, wrong
from xlplugin.filing.cells import Aside

pytestmark = pytest.mark.slow  # whole reports
OTHER = "requests.granted.company"
BESIDE = (Aside("unseen", "9"),)


def at_field(first: Print) -> Print:
    """One figure printed so, all others as ever."""
    return lambda sheet, x, y, text, field: (first if field == FIELD else plainly)(sheet, x, y, text, field)


HIDDEN: dict[str, Print] = {
    "a layer that is off": lambda sheet, x, y, text, field: sheet.layer("Off", lambda: sheet.text(x + 10, y, "9")),
    "all of its layers off": lambda sheet, x, y, text, field: sheet.layer("AllOff", lambda: sheet.text(x + 10, y, "9")),
    "on only where all layers are": lambda sheet, x, y, text, field: sheet.layer("AnyOff", lambda: sheet.text(x + 10, y, "9")),
    "within what is shown": lambda sheet, x, y, text, field: sheet.layer("Off", lambda: sheet.layer("On", lambda: sheet.text(x + 10, y, "9"))),
    "clear ink": lambda sheet, x, y, text, field: sheet.inked("Clear", lambda: sheet.text(x + 10, y, "9")),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_digit_that_no_viewer_shows_is_no_digit_of_the_figure_and_is_told(kind: str, tmp_path: Path) -> None:
    def both(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
        plainly(sheet, x, y, text, field)
        HIDDEN[kind](sheet, x, y, text, field)

    filing = printed(tmp_path, at_field(both))
    assert wrong(filing) == {} and filing.cell(FIELD).aside == BESIDE


@pytest.mark.parametrize("kind", HIDDEN)
def test_a_figure_that_no_viewer_shows_is_not_read(kind: str, tmp_path: Path) -> None:
    filing = printed(tmp_path, at_field(HIDDEN[kind]))
    assert set(wrong(filing)) == {FIELD} and filing.cell(FIELD).value is None and filing.cell(FIELD).aside == BESIDE


def after_clear_ink(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
    sheet.inked("Clear", lambda: None)
    sheet.text(x, y, text)


def full_again(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
    def content() -> None:
        sheet.operators.append("/Full gs")
        sheet.text(x, y, text)

    sheet.inked("Clear", content)


SHOWN: dict[str, Print] = {
    "a layer that is on": lambda sheet, x, y, text, field: sheet.layer("On", lambda: sheet.text(x, y, text)),
    "one of its layers on": lambda sheet, x, y, text, field: sheet.layer("Both", lambda: sheet.text(x, y, text)),
    "half clear": lambda sheet, x, y, text, field: sheet.inked("Half", lambda: sheet.text(x, y, text)),
    "after clear ink": after_clear_ink,
    "full again": full_again,
    "a field that is only drawn": lambda sheet, x, y, text, field: sheet.drawn(x, y, text),
    "a choice that is only drawn": lambda sheet, x, y, text, field: sheet.drawn(x, y, text, kind="/Ch"),
    "a field drawn with its value": lambda sheet, x, y, text, field: sheet.drawn(x, y, text, value=f"/V({text})"),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_what_a_viewer_shows_is_read(kind: str, tmp_path: Path) -> None:
    filing = printed(tmp_path, SHOWN[kind])
    assert wrong(filing) == {} and filing.cell(FIELD).value == int(VALUES[FIELD])


@pytest.mark.parametrize("angle", [90, 270])
def test_a_drawn_field_of_a_turned_page_is_read(angle: int, tmp_path: Path) -> None:
    filing = printed(tmp_path, plainly, rotate=(360 - angle) % 360, angle=angle)
    assert wrong(filing) == {}


def test_hidden_fields_buttons_and_secrets_show_nothing_though_they_are_drawn(tmp_path: Path) -> None:
    def with_more(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
        plainly(sheet, x, y, text, field)
        sheet.drawn(x, y, "9", flags=2)
        sheet.drawn(x, y, "9", kind="/Btn")
        sheet.drawn(x, y, "9", value="/Ff 8192")

    assert wrong(printed(tmp_path, at_field(with_more))) == {}


def test_lines_on_a_layer_that_is_off_are_no_table(tmp_path: Path) -> None:
    def strike(sheet: Sheet) -> None:
        def lines() -> None:
            for number in range(30):
                sheet.line(0, 20 * number, 842, 20 * number)

        sheet.layer("Off", lines)

    filing = printed(tmp_path, over=strike)
    assert wrong(filing) == {} and filing.cell(OTHER).value == int(VALUES[OTHER])
