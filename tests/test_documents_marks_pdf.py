"""PDF as a person sees it: glyphs printed twice, layers of recognised text, watermarks, sideways pages, fields, strokes, note marks; built operator by operator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documents.pdf import HEIGHT, SIZE, WIDTH, Print, Sheet, plainly, report, write_pdf
from tests.documents.plain import FORM, read
from xlplugin.errors import FontError
from xlplugin.filing.cells import Aside
from xlplugin.filing.filing import Filing

pytestmark = pytest.mark.slow  # whole reports, many of them

FIELD = "requests.granted.natural_person"
VALUES = {FIELD: "11", "requests.granted.company": "1111", "requests.received.total": "22", "requests.received.company": "101", "proactive.licensing.decisions": "1211", "proactive.fees.amount": "1.55"}
Over = Callable[[Sheet], None]


def printed(folder: Path, figure: Print = plainly, *, label: Print = plainly, over: Over | None = None, angle: int = 0, rotate: int = 0) -> Filing:
    return read(write_pdf(report(FORM, VALUES, figure, label=label, over=over, angle=angle, rotate=rotate), folder / "样例一镇.pdf"))


def wrong(filing: Filing) -> dict[str, object]:
    """The figures that are not the printed ones, and lines and labels that are told to be."""
    cells = {name: filing.cell(name).value for name in filing.form.fields if str(filing.cell(name).value) != VALUES.get(name, "0")}
    labels = {label.official: label.seen for label in filing.facts.seen_labels if label.seen != label.official}
    return {**cells, **labels, **{fault.label: fault.kind for fault in filing.facts.line_faults}}


def test_a_plain_report_is_read(tmp_path: Path) -> None:
    filing = printed(tmp_path)
    assert (wrong(filing), filing.organ, filing.year, filing.facts.misreadings) == ({}, "样例一镇", 2023, ())
    assert {filing.cell(name).aside for name in filing.form.fields} == {()}


def _twice(across: float, up: float, mode: int = 0, size: float = SIZE, *, is_first: bool = False) -> Print:
    """A text and its copy. A label tells its size in place of the field."""

    def both(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
        own = float(field) if field.replace(".", "").isdigit() else SIZE
        places: list[tuple[float, float, float, int]] = [(x, y, own, 0), (x + across, y + up, own * size / SIZE, mode)]
        for left, low, high, how in reversed(places) if is_first else places:
            sheet.text(left, low, text, high, mode=how)

    return both


COPIES: dict[str, Print] = {
    "on the same place": _twice(0, 0),
    "a little to the right": _twice(0.3, 0),
    "a little to the right and up": _twice(0.6, 0.3),
    "far to the left and down": _twice(-1.2, -0.6),
    "as an outline": _twice(0, 0, 1),
    "as an outline, filled": _twice(0.2, 0, 2),
    "as a clip": _twice(0, 0, 7),
    "a layer of recognised text": _twice(0, 0, 3),
    "a layer in a larger type": _twice(0.5, 0.5, 3, 7.4),
    "a layer in a smaller type": _twice(0.2, -0.4, 3, 6.6),
    "a layer below": _twice(0.4, 0, 3, is_first=True),
    "a layer of larger type below": _twice(1.0, -1, 3, 8, is_first=True),
}


@pytest.mark.parametrize("kind", COPIES)
def test_a_glyph_that_is_printed_twice_is_read_once(kind: str, tmp_path: Path) -> None:
    assert wrong(printed(tmp_path, COPIES[kind], label=COPIES[kind])) == {}


@pytest.mark.parametrize("narrow", [100, 70, 50, 35])
def test_digits_that_repeat_are_kept_however_narrow_the_type(narrow: float, tmp_path: Path) -> None:
    assert wrong(printed(tmp_path, lambda sheet, x, y, text, field: sheet.text(x, y, text, narrow=narrow))) == {}


def test_three_and_four_copies_are_one(tmp_path: Path) -> None:
    def often(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
        for across, up in ((0, 0), (0.3, 0), (0, 0.3), (0.3, 0.3)):
            sheet.text(x + across, y + up, text)

    assert wrong(printed(tmp_path, often)) == {}


def _unseen(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
    sheet.text(x, y, text, float(field) if field.replace(".", "").isdigit() else SIZE, mode=3)


def test_the_text_of_a_recognised_scan_is_read(tmp_path: Path) -> None:
    assert wrong(printed(tmp_path, _unseen, label=_unseen, over=lambda sheet: sheet.picture())) == {}


def test_figures_that_are_not_painted_on_a_page_without_a_picture_are_none_and_told(tmp_path: Path) -> None:
    filing = printed(tmp_path, _unseen)
    assert {filing.cell(name).value for name in filing.form.fields} == {None}
    assert filing.cell(FIELD).aside == (Aside("unseen", "11"),)


def _spread(words: str, size: float = SIZE, grey: float = 0, slant: float = 0) -> Over:
    def over(sheet: Sheet) -> None:
        for row in range(6):
            for column in range(6):
                sheet.text(20 + column * 135, 40 + row * 95, words, size, grey=grey, slant=slant)

    return over


MARKS: dict[str, Over] = {
    "slanted, large and pale": _spread("样例一镇 公开", 40, 0.85, 35),
    "slanted, of the usual size and dark": _spread("样例一镇", slant=30),
    "slanted the other way": _spread("2023 内部 99", 16, 0.5, -45),
    "pale, of the usual size": _spread("样例一镇 2023", grey=0.8),
    "pale and large": _spread("公开", 60, 0.9),
    "large and dark": _spread("样例一镇 公开", 40),
}


@pytest.mark.parametrize("kind", MARKS)
def test_a_watermark_is_no_content(kind: str, tmp_path: Path) -> None:
    assert wrong(printed(tmp_path, over=MARKS[kind])) == {}


@pytest.mark.parametrize(("angle", "rotate"), [(90, 0), (180, 0), (270, 0), (0, 90), (0, 180), (0, 270), (90, 90), (90, 270), (270, 90)])
def test_a_page_is_read_however_it_and_its_text_are_turned(angle: int, rotate: int, tmp_path: Path) -> None:
    filing = printed(tmp_path, angle=angle, rotate=rotate)
    assert (wrong(filing), filing.organ, filing.year) == ({}, "样例一镇", 2023)


def test_a_sideways_table_below_upright_text_is_read(tmp_path: Path) -> None:
    sheets = report(FORM, VALUES, angle=90)
    for number, sheet in enumerate(sheets):
        turned = Sheet()
        for line in range(6):
            turned.text(20, HEIGHT - 60 - line * 12, f"本页第{number}段说明文字，说明文字，说明文字。")
        sheet.operators = ["q", *sheet.operators, "Q", *turned.operators[1:]]
    filing = read(write_pdf(sheets[:4], tmp_path / "样例一镇2023年政府信息公开工作年度报告.pdf"))
    assert not [name for name in filing.form.fields if filing.cell(name).value is not None and str(filing.cell(name).value) != VALUES.get(name, "0")]


FIELDS: dict[str, Print] = {
    "form fields": lambda sheet, x, y, text, field: sheet.field(x, y, text),
    "choices": lambda sheet, x, y, text, field: sheet.field(x, y, text, kind="/Ch"),
    "text boxes over the page": lambda sheet, x, y, text, field: sheet.note(x, y, "FreeText", text),
    "some form fields": lambda sheet, x, y, text, field: sheet.field(x, y, text) if field.startswith("requests") else sheet.text(x, y, text),
}


@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("kind", FIELDS)
def test_what_was_typed_into_a_page_is_read(kind: str, rotate: int, tmp_path: Path) -> None:
    assert wrong(printed(tmp_path, FIELDS[kind], rotate=rotate)) == {}


@pytest.mark.parametrize("look", [{"flags": 2}, {"flags": 32}, {"kind": "/Btn"}])
def test_fields_that_nobody_sees_show_nothing(look: dict[str, object], tmp_path: Path) -> None:
    def both(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
        sheet.text(x, y, text)
        sheet.field(x + 12, y, "9", **look)  # type: ignore[arg-type]

    assert wrong(printed(tmp_path, both)) == {}


def _beside(more: Callable[[Sheet, float, float], None]) -> Print:
    """The figure, and something more in one cell."""

    def figure(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
        sheet.text(x, y, text)
        if field == FIELD:
            more(sheet, x + 7, y)

    return figure


def _struck_by_a_line(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x + 3, y, "9")
    sheet.line(x + 3, y + 2.3, x + 6.5, y + 2.3, 0.6)


def _struck_by_a_box(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x + 3, y, "9")
    sheet.fill(x + 2.8, y + 2.1, 4, 0.5)


def _struck_by_a_note(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x + 6, y, "9")
    sheet.note(x + 6, y, "StrikeOut")


ASIDE: dict[str, tuple[Callable[[Sheet, float, float], None], Aside]] = {
    "struck by a line": (_struck_by_a_line, Aside("struck", "9")),
    "struck by a thin box": (_struck_by_a_box, Aside("struck", "9")),
    "struck by an annotation": (_struck_by_a_note, Aside("struck", "9")),
    "raised by a rise": (lambda sheet, x, y: sheet.text(x, y, "2", 4, rise=2.5), Aside("raised", "2")),
    "raised by its place": (lambda sheet, x, y: sheet.text(x, y + 2.5, "2", 4.2), Aside("raised", "2")),
    "raised a little": (lambda sheet, x, y: sheet.text(x, y + 2.3, "2", 5.8), Aside("raised", "2")),
    "a mark in brackets": (lambda sheet, x, y: sheet.text(x, y + 2.5, "[12]", 4), Aside("raised", "[12]")),
    "a ring": (lambda sheet, x, y: sheet.text(x, y + 2.5, "①", 4), Aside("raised", "①")),
    "not painted": (lambda sheet, x, y: sheet.text(x + 2, y, "9", mode=3), Aside("unseen", "9")),
    "white": (lambda sheet, x, y: sheet.text(x + 2, y, "9", grey=1), Aside("unseen", "9")),
}


@pytest.mark.parametrize("kind", ASIDE)
def test_glyphs_that_are_no_part_of_the_figure_are_set_apart_and_told(kind: str, tmp_path: Path) -> None:
    more, aside = ASIDE[kind]
    filing = printed(tmp_path, _beside(more))
    assert wrong(filing) == {}
    assert {name: filing.cell(name).aside for name in filing.form.fields if filing.cell(name).aside} == {FIELD: (aside,)}


def test_a_label_with_a_raised_mark_is_its_label(tmp_path: Path) -> None:
    def label(sheet: Sheet, x: float, y: float, text: str, size: str) -> None:
        sheet.text(x, y, text, float(size))
        if text in ("自然人", "总计"):
            sheet.text(x + len(text) * float(size), y + 2.5, "1", 0.6 * float(size))

    assert wrong(printed(tmp_path, label=label)) == {}


def test_white_letters_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    def label(sheet: Sheet, x: float, y: float, text: str, size: str) -> None:
        sheet.text(x, y, text, float(size), grey=1)

    def ground(sheet: Sheet) -> None:
        sheet.operators.insert(1, f"0.4 g 0 0 {WIDTH} {HEIGHT} re f 0 g")

    assert wrong(printed(tmp_path, label=label, over=ground)) == {}


def test_an_underlined_figure_is_not_struck_out(tmp_path: Path) -> None:
    def figure(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
        sheet.text(x, y, text)
        sheet.line(x, y - 1, x + 3.5 * len(text), y - 1)

    assert wrong(printed(tmp_path, figure)) == {}


def _coded(*fields: str) -> Print:
    return lambda sheet, x, y, text, field: sheet.text(x, y, text, float(field) if field.replace(".", "").isdigit() else SIZE, font="F2" if not fields or field in fields else "F1")


@pytest.mark.parametrize("kind", ["all", "the figures", "one figure", "the labels"])
def test_a_text_that_cannot_be_decoded_is_refused_for_that_reason(kind: str, tmp_path: Path) -> None:
    figure = _coded(FIELD) if kind == "one figure" else plainly if kind == "the labels" else _coded()
    with pytest.raises(FontError) as raised:
        printed(tmp_path, figure, label=_coded() if kind in ("all", "the labels") else plainly)
    assert "不能解码" in raised.value.text.zh and "Word" in raised.value.text.zh and "cannot be decoded" in raised.value.text.en


def test_a_sign_before_a_paragraph_that_cannot_be_decoded_is_left_out(tmp_path: Path) -> None:
    assert wrong(printed(tmp_path, over=lambda sheet: sheet.text(30, 20, "\u25cf", font="F2"))) == {}
