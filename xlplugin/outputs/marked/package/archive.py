"""A workbook's zip: some parts are replaced, and every other one is copied as it lies, its compressed bytes and dates too."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from urllib.parse import unquote

from xlplugin.errors import DamagedError, EncryptedError, FileMissingError, FileUnreadableError, NotAnnotatableError, TooLargeError
from xlplugin.reading.workbook.openxml import LARGEST_PART
from xlplugin.runs.whole_file import beside

# APPNOTE.TXT of PKWARE: 4.3.7 local file header, 4.3.12 central directory header, 4.3.16 end of central directory.
_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL = struct.Struct("<4sBBHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_HAS_DESCRIPTOR, _IS_UTF8 = 0x08, 0x800
_MOST_ENTRIES, _MOST_BYTES = 0xFFFF, 0xFFFFFFFF


def key(name: str) -> str:
    """How parts are told apart: names are equal whatever their case, percent-encoding, slashes."""
    return unquote(name.replace("\\", "/")).lstrip("/").lower()


class Archive:
    """The parts of a package by key. The file is read once, at the start, and never opened again."""

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = path.read_bytes()
        except FileNotFoundError as error:
            raise FileMissingError() from error
        except OSError as error:
            raise FileUnreadableError(detail=error.strerror or str(error)) from error
        if not self._bytes.startswith(b"PK\x03\x04"):
            raise NotAnnotatableError()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self._bytes))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise DamagedError(detail=str(error)) from error
        self._entries = self._zip.infolist()
        if any(entry.flag_bits & 1 for entry in self._entries):
            raise EncryptedError()
        self._parts = {key(entry.filename): entry for entry in self._entries}  # of several with one name the last counts, as for every reader in Python
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, str] = {}
        self._removed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return key(name) in self._added or (key(name) in self._parts and key(name) not in self._removed)

    @property
    def keys(self) -> list[str]:
        """The keys of all parts."""
        return [one for one in (*self._parts, *self._added) if one not in self._removed]

    def read(self, name: str) -> bytes:
        """A part as it now is, unpacked; raises DamagedError, also where it is missing."""
        wanted = key(name)
        if wanted in self._changed:
            return self._changed[wanted]
        if wanted not in self:
            raise DamagedError(detail=name)
        try:
            with self._zip.open(self._parts[wanted]) as stream:
                content = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise DamagedError(detail=f"{name}: {error}") from error
        if len(content) > LARGEST_PART:
            raise TooLargeError(detail=name)
        return content

    def replace(self, name: str, content: bytes) -> None:
        """Gives a part other contents; a new part goes to the end."""
        if key(name) not in self._parts:
            self._added.setdefault(key(name), name)
        self._changed[key(name)] = content

    def remove(self, name: str) -> None:
        """Leaves a part out."""
        self._removed.add(key(name))

    def free_name(self, pattern: str) -> str:
        """The first name of a numbered series that is not taken: `xl/comments{}.xml`."""
        return next(name for name in (pattern.format(number) for number in range(1, len(self._entries) + len(self._added) + 2)) if name not in self)

    def write(self, target: Path) -> None:
        """Writes the package beside its place and renames it; a file that is there is replaced. Raises UsageError where it cannot."""
        content = self._build()
        with beside(target) as path:
            path.write_bytes(content)

    def _build(self) -> bytes:
        body, directory, count = bytearray(), bytearray(), 0
        for entry in self._entries:
            one = key(entry.filename)
            if one in self._removed or (one in self._changed and self._parts[one] is not entry):
                continue
            if one in self._changed:
                packed, copy = _pack(self._changed[one], entry)
            else:
                packed, copy = self._raw(entry), entry
            _append(body, directory, copy, packed)
            count += 1
        for one, name in self._added.items():
            packed, copy = _pack(self._changed[one], _new_entry(name))
            _append(body, directory, copy, packed)
            count += 1
        if count > _MOST_ENTRIES or len(body) + len(directory) > _MOST_BYTES:
            raise TooLargeError(detail=f"{count}")
        comment = self._zip.comment
        return bytes(body + directory + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), len(comment)) + comment)

    def _raw(self, entry: zipfile.ZipInfo) -> bytes:
        """An entry's compressed bytes."""
        head = self._bytes[entry.header_offset : entry.header_offset + _LOCAL.size]
        if len(head) < _LOCAL.size:
            raise DamagedError(detail=entry.filename)
        *_, name_length, extra_length = _LOCAL.unpack(head)
        start = entry.header_offset + _LOCAL.size + name_length + extra_length
        packed = self._bytes[start : start + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise DamagedError(detail=entry.filename)
        return packed


def _new_entry(name: str) -> zipfile.ZipInfo:
    """The entry of a new part; dated as Excel and XlsxWriter date theirs, so that the same contents give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
    return entry


def _pack(content: bytes, like: zipfile.ZipInfo) -> tuple[bytes, zipfile.ZipInfo]:
    """New contents compressed as the entry they replace was, and the entry for them."""
    is_stored = like.compress_type == zipfile.ZIP_STORED
    entry = zipfile.ZipInfo(like.orig_filename, like.date_time)
    entry.flag_bits, entry.external_attr, entry.create_system = like.flag_bits & _IS_UTF8, like.external_attr, like.create_system
    entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    entry.CRC, entry.file_size = zlib.crc32(content), len(content)
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = content if is_stored else deflate.compress(content) + deflate.flush()
    entry.compress_size = len(packed)
    return packed, entry


def _append(body: bytearray, directory: bytearray, entry: zipfile.ZipInfo, packed: bytes) -> None:
    """Appends an entry to the package and to its directory; its name in the bytes it had."""
    name = entry.orig_filename.encode("utf-8" if entry.flag_bits & _IS_UTF8 else "cp437")
    flags = entry.flag_bits & ~_HAS_DESCRIPTOR
    year, month, day, hour, minute, second = entry.date_time
    date, time = (max(year - 1980, 0) << 9) | (month << 5) | day, (hour << 11) | (minute << 5) | (second // 2)
    sizes = (entry.CRC, entry.compress_size, entry.file_size)
    needed = max(entry.extract_version, 20)
    offset = len(body)
    body += _LOCAL.pack(b"PK\x03\x04", needed, flags, entry.compress_type, time, date, *sizes, len(name), 0) + name + packed
    comment, made = entry.comment, entry.create_version
    directory += _CENTRAL.pack(
        b"PK\x01\x02", made, entry.create_system, needed, flags, entry.compress_type, time, date, *sizes,
        len(name), 0, len(comment), 0, entry.internal_attr, entry.external_attr, offset,
    )  # fmt: skip
    directory += name + comment
