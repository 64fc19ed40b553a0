"""Writes a VBA project from source text alone (MS-OVBA): no compiled code in it, so that Office compiles the source when it opens it."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xlplugin.addin.compound import write_compound
from xlplugin.addin.compression import compress

_CODEPAGE = 1252
_ID = "{6D9B2C1E-57A4-4E0B-9C39-2F60A1D84C75}"  # ours; a project needs some id
_WITHOUT_COMPILED_CODE = b"\xcc\x61\xff\xff\x00\x00\x00"  # 2.3.4.1
# What a project in Excel refers to, as Excel itself writes it; the ids count, the paths are looked up anew on each machine.
_REFERENCES = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}
_WORKBOOK, _SHEET = "{00020819-0000-0000-C000-000000000046}", "{00020820-0000-0000-C000-000000000046}"


@dataclass(frozen=True, slots=True)
class Module:
    """One module: its name and its ASCII source, which begins with its attributes. A document module belongs to the workbook or a sheet."""

    name: str
    source: str
    kind: Literal["standard", "class", "document"] = "standard"


def document_module(name: str, is_workbook: bool = False) -> Module:
    """The module without code that a workbook, or a sheet, must have."""
    attributes = {
        "VB_Name": f'"{name}"',
        "VB_Base": f'"0{_WORKBOOK if is_workbook else _SHEET}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": "True",
        "VB_Exposed": "True",
        "VB_TemplateDerived": "False",
        "VB_Customizable": "True",
    }
    return Module(name, "".join(f"Attribute {key} = {value}\n" for key, value in attributes.items()), "document")


def write_vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """`vbaProject.bin`. Raises UnicodeEncodeError where a source is not ASCII: then it would read otherwise on a machine with another code page."""
    streams = {module.name: compress(_lines(module.source).encode("ascii")) for module in modules}
    streams["dir"] = compress(_dir(name, modules))
    streams["_VBA_PROJECT"] = _WITHOUT_COMPILED_CODE
    names = b"".join(module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules)
    return write_compound({"VBA": streams, "PROJECT": _project(name, modules).encode("ascii"), "PROJECTwm": names + b"\0\0"})


def _lines(source: str) -> str:
    """Source with the line ends of Windows, whatever the checkout made of them."""
    return "\r\n".join(source.splitlines()) + "\r\n"


def _record(code: int, content: bytes) -> bytes:
    return struct.pack("<HI", code, len(content)) + content


def _twice(code: int, unicode_code: int, text: str) -> bytes:
    """A text in the project's code page, then in UTF-16."""
    return _record(code, text.encode("ascii")) + _record(unicode_code, text.encode("utf-16-le"))


def _dir(name: str, modules: Sequence[Module]) -> bytes:
    """The `dir` stream before compression (2.3.4.2): the project, what it refers to, its modules."""
    out = _record(0x01, struct.pack("<I", 3))  # 64-bit Windows; read by none
    out += _record(0x02, struct.pack("<I", 0x409)) + _record(0x14, struct.pack("<I", 0x409))
    out += _record(0x03, struct.pack("<H", _CODEPAGE)) + _record(0x04, name.encode("ascii"))
    out += _twice(0x05, 0x40, "") + _record(0x06, b"") + _record(0x3D, b"")  # description, two help files
    out += _record(0x07, bytes(4)) + _record(0x08, bytes(4))
    out += struct.pack("<HIIH", 0x09, 4, 1, 0)  # version 1.0; the size does not count the minor version
    out += _twice(0x0C, 0x3C, "")  # constants for conditional compilation
    for reference, library in _REFERENCES.items():
        identity = library.encode("ascii")
        out += _twice(0x16, 0x3E, reference) + _record(0x0D, struct.pack("<I", len(identity)) + identity + bytes(6))
    out += _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    for module in modules:
        out += _twice(0x19, 0x47, module.name) + _twice(0x1A, 0x32, module.name) + _twice(0x1C, 0x48, "")
        out += _record(0x31, bytes(4)) + _record(0x1E, bytes(4)) + _record(0x2C, b"\xff\xff")
        out += _record(0x21 if module.kind == "standard" else 0x22, b"") + _record(0x2B, b"")
    return out + _record(0x10, b"")


def _project(name: str, modules: Sequence[Module]) -> str:
    """The `PROJECT` stream (2.3.1): a text in the manner of an .ini file."""
    forms = {"standard": "Module={}", "class": "Class={}", "document": "Document={}/&H00000000"}
    lines = [f'ID="{_ID}"', *(forms[module.kind].format(module.name) for module in modules)]
    lines += [f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"']
    protection, password, visibility = bytes(4), b"\0", b"\xff"  # not protected, no password, visible
    lines += [f'{key}="{_obscure(value)}"' for key, value in (("CMG", protection), ("DPB", password), ("GC", visibility))]
    lines += ["", "[Host Extender Info]", "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"]
    lines += ["", "[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules), ""]
    return "\r\n".join(lines)


def _obscure(content: bytes, seed: int = 0) -> str:
    """What the project says of its protection, in the form of 2.4.3.2 ("data encryption"), as hexadecimal digits."""
    key = sum(_ID.encode("ascii")) & 0xFF
    out = bytearray([seed, seed ^ 2, seed ^ key])
    plain = key
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(content)) + content:
        out.append(byte ^ ((out[-2] + plain) & 0xFF))
        plain = byte
    return out.hex().upper()
