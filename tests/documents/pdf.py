"""Writes a report as a PDF, operator by operator, so that a test can print a figure in whatever way it likes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.documents.tables import Box, boxes
from xlplugin.form import Form

WIDTH, HEIGHT = 842.0, 595.0
SIZE = 7.0
_LEFT, _ROW = 40.0, 16.0
Print = Callable[["Sheet", float, float, str, str], None]
"""Prints a figure: the sheet, where its line begins, the text, its field."""


class Sheet:
    """One page: operators, annotations, and how it is turned. `angle`: by which its text is turned within it."""

    def __init__(self, angle: int = 0, rotate: int = 0) -> None:
        self.rotate, self.operators, self.annotations, self.drawings = rotate, list[str](), list[str](), list[str]()
        turned = {0: (1, 0, 0, 1, 0, 0), 90: (0, 1, -1, 0, HEIGHT, 0), 180: (-1, 0, 0, -1, WIDTH, HEIGHT), 270: (0, -1, 1, 0, 0, WIDTH)}[angle]
        self.box = (WIDTH, HEIGHT) if angle in (0, 180) else (HEIGHT, WIDTH)
        self.operators.append("{} {} {} {} {} {} cm".format(*turned))

    def text(self, x: float, y: float, words: str, size: float = SIZE, *, mode: int = 0, grey: float = 0, slant: float = 0, rise: float = 0, narrow: float = 100, font: str = "F1") -> None:
        """Words on a line that begins at a point, from the lower left. Font F2 tells no characters."""
        cos, sin = math.cos(math.radians(slant)), math.sin(math.radians(slant))
        codes = words.encode("utf-16-be").hex()
        self.operators.append(f"BT {grey} g {mode} Tr {narrow} Tz {rise} Ts /{font} {size} Tf {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.3f} {y:.3f} Tm <{codes}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.operators.append(f"{width} w {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S")

    def fill(self, x: float, y: float, width: float, height: float, grey: float = 0) -> None:
        self.operators.append(f"{grey} g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f 0 g")

    def picture(self) -> None:
        """A grey picture over the whole page."""
        self.operators.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID e0> EI Q")

    def field(self, x: float, y: float, value: str, *, flags: int = 4, kind: str = "/Tx") -> None:
        """A form field with a value."""
        self.annotations.append(f"<</Type/Annot/Subtype/Widget/FT{kind}/F {flags}/Rect[{x:.2f} {y - 2:.2f} {x + 30:.2f} {y + 9:.2f}]/T({len(self.annotations)})/V({value})>>")

    def drawn(self, x: float, y: float, words: str, *, flags: int = 4, kind: str = "/Tx", value: str = "") -> None:
        """A form field that has no value, or another one than is drawn for it."""
        self.drawings.append(f"BT 0 g /F1 {SIZE} Tf 0 2 Td <{words.encode('utf-16-be').hex()}> Tj ET")
        self.annotations.append(f"<</Type/Annot/Subtype/Widget/FT{kind}/F {flags}/Rect[{x:.2f} {y - 2:.2f} {x + 30:.2f} {y + 9:.2f}]/T({len(self.annotations)}){value}/AP<</N @{len(self.drawings) - 1}@ 0 R>>>>")

    def layer(self, name: str, content: Callable[[], object]) -> None:
        """Content on a layer: Off, On, or a membership: AnyOff, AllOff, Both."""
        self.operators.append(f"/OC /{name} BDC")
        content()
        self.operators.append("EMC")

    def inked(self, state: str, content: Callable[[], object]) -> None:
        """Content with ink of a state: Clear, Half or Full."""
        self.operators.append(f"q /{state} gs")
        content()
        self.operators.append("Q")

    def note(self, x: float, y: float, subtype: str, content: str = "") -> None:
        """Another annotation over the figure at a point."""
        self.annotations.append(f"<</Type/Annot/Subtype/{subtype}/F 4/Rect[{x - 0.5:.2f} {y - 2:.2f} {x + 14:.2f} {y + 7:.2f}]/Contents({content})>>")


def plainly(sheet: Sheet, x: float, y: float, text: str, field: str) -> None:
    """A figure as any program prints it."""
    sheet.text(x, y, text)


def report(form: Form, values: Mapping[str, str], figure: Print = plainly, *, angle: int = 0, rotate: int = 0, over: Callable[[Sheet], None] | None = None, label: Print = plainly) -> list[Sheet]:
    """The report of 样例一镇 for 2023, a section a page; `over` prints something more on each."""
    tables = boxes(form, {**dict.fromkeys(form.fields, "0"), **values}, lambda one: one.official)
    sheets: list[Sheet] = []
    for section in form.sections:
        if section.id in tables or not sheets:
            sheets.append(Sheet(angle, rotate))
            y = HEIGHT - 40
            if len(sheets) == 1:
                sheets[-1].text(_LEFT, y, "样例一镇2023年政府信息公开工作年度报告", 12)
                y -= 24
        sheets[-1].text(_LEFT, y, section.title.official, 10)
        y -= 14
        if section.id in tables:
            y = _table(sheets[-1], tables[section.id], y, figure, label) - 20
        else:
            sheets[-1].text(_LEFT, y, {"problems": "存在的问题：解读形式单一。改进措施：加强培训。", "other": "本年度没有收取信息处理费。"}.get(section.id, "本年度信息公开工作有序开展。"), 9)
            y -= 20
    for sheet in sheets:
        if over:
            over(sheet)
    return sheets


def _table(sheet: Sheet, rows: Sequence[Sequence[Box]], top: float, figure: Print, label: Print) -> float:
    """Draws a ruled table with merged cells; returns where it ends."""
    taken: set[tuple[int, int]] = set()
    count = max(sum(box.columns for box in row) for row in rows)
    wide = (WIDTH - 2 * _LEFT) / count if count > 11 or count < 5 else 50.0
    widths = [wide] * count if count > 11 or count < 5 else [80.0, 90.0, WIDTH - 2 * _LEFT - 170 - wide * (count - 3), *[wide] * (count - 3)]
    edges = [_LEFT + sum(widths[:number]) for number in range(count + 1)]
    for number, row in enumerate(rows):
        column = 0
        for box in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + down, column + across) for down in range(box.rows) for across in range(box.columns)}
            x0, x1, y0, y1 = edges[column], edges[min(column + box.columns, count)], top - number * _ROW, top - (number + box.rows) * _ROW
            for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                sheet.line(*ends)
            if box.role == "figure":
                figure(sheet, x0 + 4, y0 - 11, box.text, box.field)
            else:
                _words(sheet, x0 + 1, x1, y0, y1, box, label)
            column += box.columns
    return top - len(rows) * _ROW


def _words(sheet: Sheet, x0: float, x1: float, y0: float, y1: float, box: Box, label: Print) -> None:
    """A label, in as many lines as it takes, the letters as small as its cell wants."""
    size = SIZE
    while size > 3 and math.ceil(len(box.text) * size / (x1 - x0)) * size * 1.1 > y0 - y1:
        size -= 0.5
    most = max(1, int((x1 - x0) / size))
    for number, start in enumerate(range(0, len(box.text), most)):
        if label is plainly:
            sheet.text(x0, y0 - (number + 1) * size * 1.1, box.text[start : start + most], size)
        else:
            label(sheet, x0, y0 - (number + 1) * size * 1.1, box.text[start : start + most], f"{size}")


def _fonts(first: int) -> list[bytes]:
    """Two fonts: one of the characters of Adobe-GB1, and one whose codes map to no characters; the first object's number."""
    found: list[bytes] = []
    for encoding, ordering in (("UniGB-UCS2-H", "GB1"), ("Identity-H", "Identity")):
        at = first + len(found)
        found += [
            f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[{at + 1} 0 R]>>".encode(),
            f"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 0>>/DW 1000/W[1 95 500]/FontDescriptor {at + 2} 0 R>>".encode(),
            b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
        ]
    return found


_LOOKS = (
    "/ExtGState<</Clear<</ca 0/CA 0>>/Half<</ca .5>>/Full<</ca 1>>>>/Properties<</Off 9 0 R/On 10 0 R"
    "/AnyOff<</Type/OCMD/OCGs[9 0 R 10 0 R]/P/AllOn>>/AllOff<</Type/OCMD/OCGs 9 0 R>>/Both<</Type/OCMD/OCGs[9 0 R 10 0 R]>>>>"
)


def write_pdf(sheets: Sequence[Sheet], path: Path) -> Path:
    """The pages as a file."""
    bodies: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>/OCProperties<</OCGs[9 0 R 10 0 R]/D<</OFF[9 0 R]>>>>>>",
        b"",
        *_fonts(3),
        b"<</Type/OCG/Name(Off)>>",
        b"<</Type/OCG/Name(On)>>",
    ]
    pages: list[int] = []
    for sheet in sheets:
        content = "\n".join(sheet.operators).encode()
        bodies.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        page = len(bodies)
        notes = "".join(sheet.annotations)
        for at, drawing in enumerate(sheet.drawings):
            notes = notes.replace(f"@{at}@", f"{page + 1 + at}")
            bodies.append(b"<</Type/XObject/Subtype/Form/BBox[0 0 30 11]/Resources<</Font<</F1 3 0 R>>>>/Length %d>>stream\n%s\nendstream" % (len(drawing), drawing.encode()))
        turned = f"/Rotate {sheet.rotate}" if sheet.rotate else ""
        bodies.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.box[0]} {sheet.box[1]}]{turned}/Resources<</Font<</F1 3 0 R/F2 6 0 R>>{_LOOKS}>>/Contents {page} 0 R/Annots[{notes}]>>".encode())
        pages.append(len(bodies))
    bodies[1] = f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{number} 0 R' for number in pages)}]>>".encode()
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start)
    path.write_bytes(bytes(out))
    return path
