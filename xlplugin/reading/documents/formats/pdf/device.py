"""What becomes of a page's content: characters that tell whether they are seen, lines and pictures that are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pdfplumber.page import PDFPageAggregatorWithMarkedContent

UNSEEN = "unseen"
"""Not painted, as the layer of recognised text over a scanned picture is."""
HIDDEN = "hidden"
"""Painted where nobody sees it."""
_UNSEEN_MODES = (3, 7)
"""Text rendering modes that paint nothing (ISO 32000-1, 9.3.6)."""


class Device(PDFPageAggregatorWithMarkedContent):
    """Tells which characters are seen; `tag`, of no use here otherwise, says so. Lines and pictures that nobody sees are left out."""

    _mode = 0
    alpha = 1.0
    """How much ink is opaque."""
    off = 0
    """In how many layers that are switched off the content stands."""
    at_end: Callable[[Any], None] | None = None
    """What is still to be done before a page ends."""

    def end_page(self, page: Any) -> None:
        if self.at_end is not None:
            self.at_end(page)
        super().end_page(page)

    def render_string(self, textstate: Any, *args: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, *args)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        width: float = super().render_char(*args, **kwargs)
        if self.cur_item._objs:
            self.cur_item._objs[-1].tag = HIDDEN if self._is_hidden else UNSEEN if self._mode in _UNSEEN_MODES else None  # type: ignore[attr-defined]
        return width

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        count = len(self.cur_item._objs)
        super().paint_path(*args, **kwargs)
        self._leave_out(count)

    def render_image(self, *args: Any, **kwargs: Any) -> None:
        count = len(self.cur_item._objs)
        super().render_image(*args, **kwargs)
        self._leave_out(count)

    @property
    def _is_hidden(self) -> bool:
        return self.off > 0 or self.alpha == 0

    def _leave_out(self, count: int) -> None:
        if self._is_hidden:
            del self.cur_item._objs[count:]
