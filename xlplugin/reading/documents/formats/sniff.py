"""What kind of file is it, by its content? A name may say anything."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from xlplugin.errors import FileEmptyError, FileUnreadableError
from xlplugin.reading.plain_file import demand_file

Kind = Literal["docx", "doc", "rtf", "pdf", "html", "text", "workbook", "encrypted", "odt", "zip", "picture", "binary"]
_HEAD = 8192
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<p>", b"<!--", b"<meta", b"<title")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def sniff(path: Path) -> Kind:
    """The kind of a file. Raises `FileMissingError`, `FolderGivenError`, `FileEmptyError`, `FileUnreadableError`."""
    try:
        demand_file(path)
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise FileUnreadableError(detail=error.strerror or str(error)) from error
    if not head:
        raise FileEmptyError()
    if head.startswith(b"PK\x03\x04"):
        return _package(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_PICTURES):
        return "picture"
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return "zip"
    return _text(head)


def _text(head: bytes) -> Kind:
    if head.startswith(_UTF16):
        plain = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    elif b"\x00" in head and not _may_be_utf16(head):
        return "binary"
    else:
        plain = head.replace(b"\x00", b"")
    start = plain.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "text"
    return "html" if start.startswith(_HTML) else "text"


def _may_be_utf16(head: bytes) -> bool:
    """Whether bytes with zeros among them read as Chinese text in UTF-16 without a mark."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, "ignore")
        if text and sum("\u4e00" <= mark <= "\u9fff" or mark in "\r\n\t，。、：（）" or (mark.isascii() and mark.isprintable()) for mark in text) > 0.9 * len(text):
            return True
    return False


def _package(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            names = {name.lower().replace("\\", "/") for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return "docx" if path.suffix.lower() == ".docx" else "zip"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "workbook"
    if "content.xml" in names and "mimetype" in names:
        return "odt" if b"opendocument.text" in _head_of(path, "mimetype") else "workbook"
    return "docx" if path.suffix.lower() == ".docx" and not names else "zip"


def _head_of(path: Path, part: str) -> bytes:
    """The first bytes of a part; nothing of one that cannot be unpacked."""
    try:
        with zipfile.ZipFile(path) as package, package.open(part) as stream:
            return stream.read(200)
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return b""


def _compound(path: Path) -> Kind:
    import olefile

    try:
        with olefile.OleFileIO(path) as compound:
            streams = {"/".join(entry).lower() for entry in compound.listdir()}
    except Exception:  # olefile raises OSError and others on damage
        return "doc" if path.suffix.lower() in (".doc", ".docx") else "workbook"
    if "worddocument" in streams:
        return "doc"
    return "encrypted" if "encryptedpackage" in streams else "workbook"
