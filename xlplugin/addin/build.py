"""Builds the Excel add-in from the text files beside this one, without Excel."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from xlplugin.addin.messages import MESSAGES
from xlplugin.addin.package import write_package
from xlplugin.addin.vba_project import Module, document_module, write_vba_project
from xlplugin.errors import UsageError
from xlplugin.version import __version__

FILE_NAME = "xlplugin.xlam"


def addin_bytes(*, starts_process: bool = False) -> bytes:
    """`xlplugin.xlam`, the same bytes on every machine. `starts_process`: with code that starts the helper where it does not run, which many offices forbid."""
    start = _read("start_process.bas" if starts_process else "start_nothing.bas")
    modules = [document_module("ThisWorkbook", is_workbook=True), document_module("Sheet1")]
    modules += [Module("XlpluginRibbon", _read("callbacks.bas")), Module("XlpluginStart", start)]
    return write_package(_read("ribbon.xml"), write_vba_project("Xlplugin", modules), MESSAGES, __version__)


def build_addin(target: Path, *, starts_process: bool = False) -> Path:
    """Writes the add-in to a file and gives its path; raises `UsageError` where it cannot be written there."""
    try:
        target.write_bytes(addin_bytes(starts_process=starts_process))
    except OSError as error:
        raise UsageError(zh=f"无法写入 {target}：{error.strerror or error}。", en=f"cannot write {target}: {error.strerror or error}") from error
    return target


def _read(name: str) -> str:
    """A text file of this package; line ends as Python has them."""
    return resources.files("xlplugin.addin").joinpath(name).read_text("utf-8")
