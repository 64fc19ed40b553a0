"""One cell of an OpenDocument spreadsheet: its value, and what is shown of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Aside, Obstacle
from xlplugin.reading.figures.number_format import NumberFormat
from xlplugin.reading.figures.places import of_several_places
from xlplugin.reading.workbook.grid import ErrorValue, Look, RawCell, Rectangle
from xlplugin.reading.workbook.ods_styles import USUAL_SIZE, Styles, TextStyle, children
from xlplugin.reading.workbook.xml import local

_DURATION = re.compile(r"(?P<sign>-?)P(?:(?P<days>\d{1,9})D)?T(?:(?P<hours>\d{1,9})H)?(?:(?P<minutes>\d{1,9})M)?(?:(?P<seconds>\d{1,9}(?:[.,]\d{1,9})?)S)?")
_DAY = dt.timedelta(days=1)
_NEAR = 1e-8
"""A number of general format shows some ten digits."""
_SHAPES = frozenset({"frame", "custom-shape", "path", "polygon", "g", "a"})
_DRAWN: Mapping[str, Obstacle] = {"image": "picture", "object": "embedded", "object-ole": "embedded", "path": "drawn", "polygon": "drawn"}
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_LENGTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)(cm|mm|in|pt)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}
_SMALLEST, _HARDLY_ACROSS, _HARDLY_DOWN = 0.125, 0.9, 0.2
"""Centimetres: nothing smaller is a figure; a drawing hardly reaches into its last column or row."""
_BESIDE = frozenset({"annotation", "note", "ruby-text", "shapes", "frame"})


def read_cell(entry: Any, styles: Styles) -> RawCell | None:
    """The cell; None where it holds nothing."""
    attributes = {key.rpartition("}")[2]: str(value) for key, value in entry.attrib.items()}
    look = styles.looks.get(attributes.get("style-name", ""))
    paragraphs = children(entry, "p")
    kinds = {str(value) for key, value in entry.attrib.items() if key.endswith("}value-type")}
    if "error" in kinds:
        return RawCell(ErrorValue(_text(paragraphs)), look=look)
    if "date" in kinds:
        return RawCell(_number_of_date(attributes["date-value"], styles), look=replace(look or Look(), number_format=styles.date_format))
    if "time" in kinds:
        return RawCell(_number_of_time(attributes["time-value"]), look=replace(look or Look(), number_format=styles.date_format))
    if "boolean" in kinds:
        return RawCell(attributes["boolean-value"] == "true", look=look)
    if "value" in attributes:
        number = float(attributes["value"])
        content = int(number) if number.is_integer() and abs(number) < 1e15 else number
        return RawCell(content, look=_shown(content, _text(paragraphs), look) if paragraphs else look)
    return _text_cell(attributes, paragraphs, styles, look, styles.sizes.get(attributes.get("style-name", ""), USUAL_SIZE))


def _shown(number: float, text: str, look: Look | None) -> Look | None:
    """The look of a number, with the text that the program showed for it where that is another."""
    plain = text.strip().replace(",", "")
    try:
        if abs(float(plain) - number) <= _NEAR * abs(number):
            return look
    except ValueError:
        pass
    literal = text.replace('"', "")
    return replace(look or Look(), number_format=NumberFormat(f'"{literal}"'))


def _text_cell(attributes: dict[str, str], paragraphs: list[Any], styles: Styles, look: Look | None, usual: float) -> RawCell | None:
    runs = [run for number, paragraph in enumerate(paragraphs) for run in (*([("\n", None)] if number else []), *_runs(paragraph, styles, None))]
    whole = attributes.get("string-value") or "".join(text for text, _ in runs)
    if not whole:
        return None
    if not any(style for _, style in runs):
        return RawCell(whole, look=look)
    apart = [(text, style) for text, style in runs if style and style.is_apart]
    stand = [(text, style) for text, style in runs if not (style and style.is_apart)]
    aside = [Aside("struck" if style.is_struck else "unseen" if style.is_unseen else "raised", text) for text, style in apart if text.strip()]
    aside += [Aside("moved", figure) for figure in of_several_places(("", style.size_in(usual) if style else usual, text) for text, style in stand)]
    if not apart and not aside:
        return RawCell(whole, look=look)
    return RawCell(whole, look=replace(look or Look(), stands="".join(text for text, _ in stand), aside=tuple(aside)))


def drawn_over(entry: Any, row: int, column: int) -> Iterator[tuple[Rectangle, Obstacle]]:
    """The cells that the pictures and drawings cover which hang on a cell."""
    for shape in entry:
        kind = next((_DRAWN[local(part)] for part in shape.iter() if isinstance(part.tag, str) and local(part) in _DRAWN), None) if isinstance(shape.tag, str) and local(shape) in _SHAPES else None
        if kind is None:
            continue
        own = {key.rpartition("}")[2]: str(value) for key, value in shape.attrib.items()}
        match = _ADDRESS.search(own.get("end-cell-address", ""))
        last = (int(match[2]), column_number(match[1])) if match else (row, column)
        bottom = max(row, last[0] - (_length(own.get("end-y")) < _HARDLY_DOWN))
        right = max(column, last[1] - (_length(own.get("end-x")) < _HARDLY_ACROSS))
        if min(_length(own.get("width")), _length(own.get("height"))) >= _SMALLEST:
            yield (row, column, bottom, right), kind


def _length(text: str | None) -> float:
    """A length in centimetres; a large one where it is not told."""
    match = _LENGTH.fullmatch(text or "")
    return float(match[1]) * _CENTIMETRES[match[2]] if match else 100.0


def _text(paragraphs: list[Any]) -> str:
    return "\n".join("".join(text for text, _ in _runs(paragraph, Styles(), None)) for paragraph in paragraphs)


def _runs(entry: Any, styles: Styles, style: TextStyle | None) -> Iterator[tuple[str, TextStyle | None]]:
    """The characters of a paragraph with their styles; notes beside the text are left out."""
    if entry.text:
        yield entry.text, style
    for part in entry:
        kind = local(part) if isinstance(part.tag, str) else "comment"
        if kind == "s":
            yield " " * min(next((int(value) for key, value in part.attrib.items() if key.endswith("}c")), 1), 1000), style
        elif kind in ("tab", "line-break"):
            yield "\t" if kind == "tab" else "\n", style
        elif kind not in _BESIDE and kind != "comment":
            own = next((styles.texts.get(str(value)) for key, value in part.attrib.items() if key.endswith("}style-name")), None)
            yield from _runs(part, styles, own or style)
        if part.tail:
            yield part.tail, style


def _number_of_date(text: str, styles: Styles) -> int | float:
    days = (dt.datetime.fromisoformat(text).replace(tzinfo=None) - styles.first_day) / _DAY
    return int(days) if days.is_integer() else days


def _number_of_time(text: str) -> float:
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"time {text[:20]!r}")
    hours = int(match["days"] or 0) * 24 + int(match["hours"] or 0)
    seconds = hours * 3600 + int(match["minutes"] or 0) * 60 + float((match["seconds"] or "0").replace(",", "."))
    return (-seconds if match["sign"] else seconds) / 86400
