"""Opens a saved workbook and lays it out as a grid. The file is only ever read; what cannot be read gets its own sentence."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from xlplugin.errors import DamagedError, EncryptedError, FileEmptyError, FileMissingError, FileUnreadableError, NotAWorkbookError, TooLargeError
from xlplugin.reading.grid import Book, RawCell, Sheet
from xlplugin.reading.openxml import LARGEST_PART, read_openxml, read_part
from xlplugin.text import Text, same

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
LARGEST_FILE = 64 * 2**20
LARGEST_PACKAGE = 256 * 2**20
MOST_AREAS = 5_000
MOST_MERGED = 100_000
MOST_CELLS = 500_000
LARGEST_AREA = 20_000_000
"""Cells of a sheet, empty ones counted, where the reader lays them all out."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?ref="\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"')
_CELL = re.compile(rb"<(?:\w+:)?c[ >]")


def read_book(path: Path) -> Book:
    """The workbook at a path as a grid.

    Raises the errors of `xlplugin.errors`: missing, empty, unreadable, no workbook, encrypted, damaged, too large.
    """
    head = _head(path)
    if head.startswith(_OLE):
        return _read_ole(path)
    if not head.startswith(_ZIP):
        raise NotAWorkbookError(kind=_kind(head))
    try:
        with zipfile.ZipFile(path) as package:
            if _is_openxml(package):
                return read_openxml(package, has_macros=any(name.lower().endswith("vbaproject.bin") for name in package.namelist()))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise DamagedError(detail=_short(error)) from error
    return _read_calamine(path)


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileMissingError()
        size = path.stat().st_size
        if size == 0:
            raise FileEmptyError()
        if size > LARGEST_FILE:
            raise TooLargeError(detail=f"{size // 2**20} MB")
        with path.open("rb") as stream:
            return stream.read(4096)
    except OSError as error:
        raise FileUnreadableError(detail=error.strerror or str(error)) from error


def _kind(head: bytes) -> Text:
    """What a file that is no workbook looks like."""
    if head.startswith(b"%PDF"):
        return Text("PDF 文档", "a PDF document")
    if head.lstrip()[:1] == b"<":
        return Text("网页或 XML 文本", "a web page or XML text")
    if head.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8")):
        return Text("图片", "a picture")
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        return Text("压缩包", "an archive")
    if b"\x00" not in head[:1024] or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text("文本文件", "a text file")
    return Text("未知格式", "an unknown format")


def _is_openxml(package: zipfile.ZipFile) -> bool:
    """Whether a package is a workbook in Open XML; raises where it is none, or before anything large is unpacked."""
    parts = {info.filename: info for info in package.infolist()}
    if any(info.flag_bits & 1 for info in parts.values()):
        raise EncryptedError()
    total = sum(info.file_size for info in parts.values())
    largest = max((info.file_size for info in parts.values()), default=0)
    if total > LARGEST_PACKAGE or largest > LARGEST_PART:
        raise TooLargeError(detail=Text(f"解压后 {total // 2**20} MB", f"{total // 2**20} MB when unpacked"))
    names = {name.lower() for name in parts}
    if "mimetype" in names and "content.xml" in names:
        if "META-INF/manifest.xml" in parts and b"encryption-data" in read_part(package, "META-INF/manifest.xml"):
            raise EncryptedError()
        return False
    workbook = next((name for name in parts if name.lower() in ("xl/workbook.xml", "xl/workbook.bin")), None)
    if workbook is None:
        if any(name.startswith("word/") for name in names):
            raise NotAWorkbookError(kind=Text("Word 文档", "a Word document"))
        raise NotAWorkbookError(kind=Text("压缩包", "an archive"))
    if workbook.lower().endswith(".bin"):
        return False
    for name in parts:
        if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
            _check_sheet(read_part(package, name))
    return True


def _check_sheet(xml: bytes) -> None:
    areas = [(_column(match[3]) - _column(match[1]) + 1) * (int(match[4]) - int(match[2]) + 1) for match in _MERGE.finditer(xml)]
    if len(areas) > MOST_AREAS:
        raise TooLargeError(detail=Text(f"一张表 {len(areas)} 处合并单元格", f"{len(areas)} merged areas on one sheet"))
    if (merged := sum(areas)) > MOST_MERGED:
        raise TooLargeError(detail=Text(f"合并单元格覆盖 {merged} 格", f"merged areas of {merged} cells"))
    cells = sum(1 for _ in _CELL.finditer(xml))
    if cells > MOST_CELLS:
        raise TooLargeError(detail=Text(f"一张表 {cells} 个单元格", f"{cells} cells on one sheet"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _read_ole(path: Path) -> Book:
    """A compound file: an old workbook (.xls, .et), or an encrypted one."""
    import olefile

    try:
        with olefile.OleFileIO(path) as compound:
            streams = {"/".join(entry).lower() for entry in compound.listdir()}
            stream = next((name for name in ("Workbook", "Book", "ETWorkbook") if compound.exists(name)), None)
            is_locked = stream is not None and _needs_password(compound.openstream(stream).read(4096))
    except Exception as error:  # olefile raises OSError and others on damage
        raise DamagedError(detail=_short(error)) from error
    if is_locked or "encryptedpackage" in streams or "encryptioninfo" in streams:
        raise EncryptedError()
    if stream is None:
        raise NotAWorkbookError(kind=Text("旧版 Office 文档（不是表格）", "an old Office document that is no workbook"))
    return _read_calamine(path, has_macros=any(name.startswith("_vba_project_cur") for name in streams))


def _needs_password(records: bytes) -> bool:
    """Whether the records at the start of an old workbook tell of a password: FilePass (2Fh) follows BOF, [MS-XLS] 2.1.7.20.1."""
    at = 0
    while at + 4 <= len(records) and (at == 0 or records[at : at + 2] in (b"\x86\x00", b"\x2f\x00")):  # WriteProtect may stand between
        if records[at : at + 2] == b"\x2f\x00":
            return True
        at += 4 + int.from_bytes(records[at + 2 : at + 4], "little")
    return False


def _read_calamine(path: Path, has_macros: bool = False) -> Book:
    """Values only: Strict Open XML, .xls, .xlsb, .ods, .et. Formulas are not visible here."""
    import python_calamine

    try:
        workbook = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))  # by content: given a path, it goes by the ending of its name
        sheets = []
        for meta in workbook.sheets_metadata:
            if str(meta.typ) != "SheetTypeEnum.WorkSheet":
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            if sheet.height * sheet.width > LARGEST_AREA:
                raise TooLargeError(detail=Text(f"一张表 {sheet.height} 行 {sheet.width} 列", f"a sheet of {sheet.height} rows and {sheet.width} columns"))
            rows = sheet.to_python(skip_empty_area=False, nrows=20_000) if sheet.height else []
            cells = {(r, c): RawCell(value) for r, row in enumerate(rows, 1) for c, value in enumerate(row[:1024], 1) if value != ""}
            merges = tuple((r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in (sheet.merged_cell_ranges or []))
            sheets.append(Sheet(meta.name, cells, merges, str(meta.visible) != "SheetVisibleEnum.Visible"))
    except python_calamine.PasswordError as error:
        raise EncryptedError() from error
    except (KeyboardInterrupt, SystemExit, TooLargeError):
        raise
    except BaseException as error:  # calamine has one exception for each format, and a panic of Rust's is no `Exception`
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise EncryptedError() from error
        raise DamagedError(detail=_short(error)) from error
    return Book(tuple(sheets), formulas_visible=False, has_macros=has_macros)


def _short(error: BaseException) -> Text:
    """A library's error in a few words."""
    return same(f"{type(error).__name__}: {str(error).splitlines()[0][:100]}" if str(error) else type(error).__name__)
