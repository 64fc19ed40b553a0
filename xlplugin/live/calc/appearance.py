"""How a block of cells looks besides its fill: number format, lines, widths and heights."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from xlplugin.errors import NotWrittenError
from xlplugin.live.calc.document import Document

_CHARACTER, _PADDING, _PIXELS_PER_INCH, _UNITS_PER_INCH, _POINTS_PER_INCH = 7, 5, 96, 2540, 72
"""Excel counts column widths in characters of 7 pixels, and 5 more; Calc in hundredths of a millimetre."""


class Appearance(ABC):
    """The part of a range that xlwings asks for its looks."""

    sheet: Any

    @property
    @abstractmethod
    def api(self) -> Any:
        """Calc's own object for the block."""

    @property
    @abstractmethod
    def document(self) -> Document:
        """The document it belongs to."""

    @property
    def number_format(self) -> str:
        """The number format of the first cell, as Calc writes it in English."""
        return str(self.document.model.NumberFormats.getByKey(self.api.getCellByPosition(0, 0).NumberFormat).FormatString)

    @property
    def wrap_text(self) -> bool | None:
        """Whether texts are broken into lines; None where the cells differ."""
        return None if self._differs("IsTextWrapped") else bool(self.api.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._put("IsTextWrapped", value)

    @property
    def column_width(self) -> float:
        """The width of the first column in Excel's characters."""
        pixels = float(self.api.getColumns().getByIndex(0).Width) * _PIXELS_PER_INCH / _UNITS_PER_INCH
        return round(max(0.0, (pixels - _PADDING) / _CHARACTER), 2)

    @column_width.setter
    def column_width(self, characters: float) -> None:
        columns = self.api.getColumns()
        if characters <= 0:
            columns.setPropertyValue("IsVisible", False)
        else:
            columns.setPropertyValue("Width", round((characters * _CHARACTER + _PADDING) * _UNITS_PER_INCH / _PIXELS_PER_INCH))

    @property
    def row_height(self) -> float:
        """The height of the first row in points."""
        return round(float(self.api.getRows().getByIndex(0).Height) * _POINTS_PER_INCH / _UNITS_PER_INCH, 2)

    @row_height.setter
    def row_height(self, points: float) -> None:
        self.api.getRows().setPropertyValue("Height", round(points * _UNITS_PER_INCH / _POINTS_PER_INCH))

    def autofit(self) -> None:
        """Fits columns and rows to what they hold."""
        self.api.getColumns().setPropertyValue("OptimalWidth", True)
        self.api.getRows().setPropertyValue("OptimalHeight", True)

    def _differs(self, name: str) -> bool:
        return bool(self.api.getPropertyState(name).value == "AMBIGUOUS_VALUE")

    def _put(self, name: str, value: object) -> None:
        self.api.setPropertyValue(name, value)
        if self._differs(name) or self.api.getPropertyValue(name) != value:
            raise NotWrittenError(sheet=self.sheet.name, what=name)
