"""Opens a saved workbook and lays it out as a grid. The file is only ever read; what cannot be read gets its own sentence."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Literal

from lxml import etree

from xlplugin.errors import (
    DamagedError,
    EncryptedError,
    FileEmptyError,
    FileUnreadableError,
    NotAWorkbookError,
    TooLargeError,
)
from xlplugin.reading.layouts.ahead import book_ahead
from xlplugin.reading.layouts.known import SHAPES
from xlplugin.reading.layouts.plain_archive import plain_archive
from xlplugin.reading.once import held, opened
from xlplugin.reading.plain_file import demand_file
from xlplugin.reading.workbook.grid import Book
from xlplugin.reading.workbook.older import read_calamine, short
from xlplugin.reading.workbook.openxml import LARGEST_PART, Package, part_name, read_openxml
from xlplugin.text import Text

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
LARGEST_FILE = 64 * 2**20
LARGEST_PACKAGE = 256 * 2**20
_HEAD = 4096
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_book(path: Path) -> Book:
    """The workbook at a path as a grid.

    Raises the errors of `xlplugin.errors`: missing, empty, unreadable, no workbook, encrypted, damaged, too large.
    """
    if (book := book_ahead(path)) is not None:
        return book
    with _opened(path) as stream:
        head = stream.read(_HEAD)
        stream.seek(0)
        if head.startswith(_OLE):
            return _read_ole(stream.read())
        if not head.startswith(_ZIP):
            raise NotAWorkbookError(kind=_kind(head))
        return _read_package(stream)


def _read_package(stream: BinaryIO) -> Book:
    """The workbook in a zip package: Open XML, its binary sister, or OpenDocument."""
    try:
        plain = plain_archive(stream.getvalue()) if isinstance(stream, io.BytesIO) else None
        if plain is not None:
            return _read_parts(Package.of(plain))
        with zipfile.ZipFile(stream) as archive:
            _check_entries(archive.infolist())
            return _read_parts(Package.of(archive))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, zlib.error) as error:
        raise DamagedError(detail=short(error)) from error


def _read_parts(package: Package) -> Book:
    kind = _kind_of_package(package)
    if kind == "xml":
        return SHAPES.read(package, _has_macros(tuple(package.names)), read_openxml)
    if kind == "ods":
        from xlplugin.reading.workbook.ods import read_ods

        return read_ods(package.archive)
    from xlplugin.reading.workbook.xlsb import read_xlsb

    return read_xlsb(package.archive)


@lru_cache(64)
def _has_macros(names: tuple[str, ...]) -> bool:
    """Whether one of a package's parts holds macros. Most packages of a batch have the same."""
    return any(name.endswith("vbaproject.bin") for name in names)


def _opened(path: Path) -> BinaryIO:
    content = held(path)
    if content:
        return io.BytesIO(content)
    try:
        size = demand_file(path).st_size
        if size == 0:
            raise FileEmptyError()
        if size > LARGEST_FILE:
            raise TooLargeError(detail=f"{size // 2**20} MB")
        return opened(path)
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


def _check_entries(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Raises for an archive that is encrypted or too large, before anything is unpacked; a plain one is neither."""
    if any(info.flag_bits & 1 for info in entries):
        raise EncryptedError()
    total = sum(info.file_size for info in entries)
    largest = max((info.file_size for info in entries), default=0)
    if total > LARGEST_PACKAGE or largest > LARGEST_PART:
        raise TooLargeError(detail=Text(f"解压后 {total // 2**20} MB", f"{total // 2**20} MB when unpacked"))


def _kind_of_package(package: Package) -> Literal["xml", "binary", "ods"]:
    """What kind of workbook a package is; raises where it is none."""
    if package.has("mimetype") and package.has("content.xml"):
        if package.has("META-INF/manifest.xml") and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise EncryptedError()
        return "ods"
    try:
        main = package.main()
    except etree.XMLSyntaxError as error:
        raise DamagedError(detail=short(error)) from error
    if main is not None and main.lower().endswith(".bin"):
        return "binary"
    if main is not None and not part_name(main).startswith(("word/", "ppt/")):
        return "xml"
    if any(name.startswith("word/") for name in package.names):
        raise NotAWorkbookError(kind=Text("Word 文档", "a Word document"))
    raise NotAWorkbookError(kind=Text("压缩包", "an archive"))


def _read_ole(content: bytes) -> Book:
    """A compound file: an old workbook (.xls, .et), or an encrypted one."""
    import olefile

    from xlplugin.reading.workbook.biff import lines_of_records, needs_password
    from xlplugin.reading.workbook.encrypted import decrypted

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            streams = {"/".join(entry).lower() for entry in compound.listdir()}
            stream = next((name for name in ("Workbook", "Book", "ETWorkbook") if compound.exists(name)), None)
            records = compound.openstream(stream).read() if stream is not None else b""
    except Exception as error:  # olefile raises OSError and others on damage
        raise DamagedError(detail=short(error)) from error
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        return _read_package(io.BytesIO(decrypted(content, LARGEST_FILE)))
    if stream is None:
        raise NotAWorkbookError(kind=Text("旧版 Office 文档（不是表格）", "an old Office document that is no workbook"))
    if needs_password(records):
        return _read_ole(decrypted(content, LARGEST_FILE))
    return read_calamine(content, has_macros=any(name.startswith("_vba_project_cur") for name in streams), lines_of=lambda: lines_of_records(records))
