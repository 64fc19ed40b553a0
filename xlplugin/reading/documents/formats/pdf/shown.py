"""What of a page's content a viewer shows: layers that are switched off and ink that lets everything through are told apart, appearances of fields without a value are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, mult_matrix

from xlplugin.reading.documents.formats.pdf.device import Device
from xlplugin.reading.documents.formats.pdf.fields import drawn_only

_PLAIN = (1, 0, 0, 1, 0, 0)


class Interpreter(PDFPageInterpreter):
    """Goes through a page's content. `off`: the numbers of the layers that are switched off."""

    device: Device
    off: frozenset[int] = frozenset()

    def dup(self) -> Interpreter:
        """Another one of the same kind, for content within."""
        found: Interpreter = super().dup()  # type: ignore[assignment]
        found.off = self.off
        return found

    def process_page(self, page: Any) -> None:
        """The content, and after it what is drawn for annotations alone."""
        self.device.at_end = self._draw
        super().process_page(page)

    def do_q(self) -> None:
        super().do_q()
        self._alphas.append(self.device.alpha)

    def do_Q(self) -> None:
        super().do_Q()
        if self._alphas:
            self.device.alpha = self._alphas.pop()

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._start = ctm
        self._alphas: list[float] = []
        self._layers: list[bool] = []

    def do_gs(self, name: Any) -> None:
        state = resolve1(resolve1(self.resources.get("ExtGState") or {}).get(getattr(name, "name", "")))
        if isinstance(state, dict) and isinstance(found := resolve1(state.get("ca")), (int, float)):
            self.device.alpha = float(found)

    def do_BMC(self, tag: Any) -> None:
        super().do_BMC(tag)
        self._layers.append(False)

    def do_BDC(self, tag: Any, props: Any) -> None:
        super().do_BDC(tag, props)
        name = getattr(props, "name", "")
        layer = resolve1(self.resources.get("Properties") or {}).get(name) if getattr(tag, "name", "") == "OC" and isinstance(props, PSLiteral) else None
        self._layers.append(layer is not None and self._is_off(layer))
        self.device.off += self._layers[-1]

    def do_EMC(self) -> None:
        super().do_EMC()
        if self._layers:
            self.device.off -= self._layers.pop()

    def do_Do(self, name: Any) -> None:
        content = resolve1(self.xobjmap.get(getattr(name, "name", "")))
        layer = content.attrs.get("OC") if isinstance(content, PDFStream) else None
        alpha, off = self.device.alpha, self.device.off
        self.device.off += layer is not None and self._is_off(layer)
        super().do_Do(name)
        self.device.alpha, self.device.off = alpha, off

    def _is_off(self, layer: Any) -> bool:
        """Whether a layer, or all that a membership names, is switched off; other policies of membership are taken to be on."""
        if isinstance(layer, PDFObjRef) and layer.objid in self.off:
            return True
        content = resolve1(layer)
        if not isinstance(content, dict) or getattr(content.get("Type"), "name", "") != "OCMD":
            return False
        groups = content.get("OCGs")
        members = resolve1(groups) if isinstance(resolve1(groups), list) else [groups]
        policy = getattr(resolve1(content.get("P")), "name", "AnyOn")
        offs = [isinstance(one, PDFObjRef) and one.objid in self.off for one in members]
        return {"AnyOn": all(offs), "AllOn": any(offs)}.get(policy, False) if offs else False

    def _draw(self, page: Any) -> None:
        """Draws the appearances of what shows no value of its own: as a form is drawn, into the rectangle of its annotation."""
        self.device.alpha, self.device.off = 1.0, 0
        for content, box in drawn_only(page.annots):
            left, low, right, high = map(float, resolve1(content.attrs["BBox"]))
            matrix = resolve1(content.attrs.get("Matrix")) or _PLAIN
            corners = [apply_matrix_pt(matrix, point) for point in ((left, low), (right, high), (left, high), (right, low))]
            x, y = min(corner[0] for corner in corners), min(corner[1] for corner in corners)
            width, height = max(corner[0] for corner in corners) - x, max(corner[1] for corner in corners) - y
            across, up = (box[2] - box[0]) / (width or 1), (box[3] - box[1]) / (height or 1)
            placed = mult_matrix((across, 0, 0, up, box[0] - x * across, box[1] - y * up), self._start)
            self.device.begin_figure("appearance", (left, low, right, high), mult_matrix(matrix, placed))
            self.subinterp().render_contents(resolve1(content.attrs.get("Resources")) or page.resources, [content], ctm=mult_matrix(matrix, placed))
            self.device.end_figure("appearance")


def layers_off(catalog: Any) -> frozenset[int]:
    """The numbers of a document's layers that are switched off when it is opened (ISO 32000-1, 8.11.4.3)."""
    properties = resolve1(catalog.get("OCProperties")) or {}
    settings = resolve1(properties.get("D")) or {}
    off = set(_numbers(settings.get("OFF")))
    if getattr(resolve1(settings.get("BaseState")), "name", "") == "OFF":
        off |= set(_numbers(properties.get("OCGs"))) - set(_numbers(settings.get("ON")))
    return frozenset(off)


def _numbers(entries: Any) -> Iterator[int]:
    return (one.objid for one in resolve1(entries) or () if isinstance(one, PDFObjRef))
