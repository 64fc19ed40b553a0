"""What a spreadsheet program refuses: LibreOffice, Excel, WPS."""

from __future__ import annotations

from xlplugin.errors.base import XlpluginError
from xlplugin.text import Text


class HostError(XlpluginError):
    """A spreadsheet program is not there, has no workbook open, or refuses what is asked of it."""

    words = Text("{zh}", "{en}")


class HostMissingError(HostError):
    """LibreOffice, or the part of it that lets Python talk to it, is not installed."""

    words = Text("找不到 LibreOffice 的 Python 接口（pyuno）。", "LibreOffice's Python bridge (pyuno) was not found")
    ask = Text("请安装 LibreOffice Calc 及其 Python 接口；Debian、Ubuntu 等系统安装 python3-uno 软件包。", "install LibreOffice Calc and its Python bridge (package python3-uno on Debian and Ubuntu)")


class HostPythonError(HostError):
    """LibreOffice's bridge was built for another Python than the one that runs; loading it would end the process."""

    words = Text(
        "LibreOffice 的 Python 接口属于 Python {wanted}，而本程序运行在 Python {running} 上。",
        "LibreOffice's bridge is built for Python {wanted}, but this is Python {running}",
    )
    ask = Text("请用 Python {wanted} 安装本程序。", "install this program with Python {wanted}")


class HostNotRunningError(HostError):
    """No LibreOffice of this user is running."""

    words = Text("没有正在运行的 LibreOffice。", "LibreOffice is not running")
    ask = Text("请先在 LibreOffice 中打开工作簿。", "open the workbook in LibreOffice first")


class NothingOpenError(HostError):
    """The program runs, and no workbook is open in it."""

    words = Text("LibreOffice 中没有打开的工作簿。", "no workbook is open in LibreOffice")
    ask = Text("请先在 LibreOffice 中打开工作簿。", "open the workbook in LibreOffice first")


class HostSilentError(HostError):
    """The program runs but does not answer."""

    words = Text("LibreOffice 正在运行，但没有应答（{detail}）。", "LibreOffice is running but does not answer ({detail})")
    ask = Text("请关闭其中的对话框后重试；仍不行，请保存工作簿并重新启动 LibreOffice。", "close its dialogs and try again, or save the workbook and restart LibreOffice")


class HostGoneError(HostError):
    """The program, or the workbook in it, was closed while we worked."""

    words = Text("工作簿或 LibreOffice 已被关闭。", "the workbook or LibreOffice was closed")
    ask = Text("请重新打开工作簿后再试。", "open the workbook again and retry")


class NotWrittenError(HostError):
    """The program took an instruction and did not carry it out; mostly because the sheet is protected or the workbook is read-only."""

    words = Text(
        "工作表“{sheet}”没有接受修改（{what}）。工作表可能受保护，或工作簿以只读方式打开。",
        'sheet "{sheet}" did not take the change ({what}); it may be protected, or the workbook is open read-only',
    )


class PasswordError(HostError):
    """The sheet is protected with a password."""

    words = Text("工作表“{sheet}”设有保护密码，未作修改。", 'sheet "{sheet}" is protected with a password and was left alone')
