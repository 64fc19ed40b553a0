"""Finds the spreadsheet program and the open workbook. A workbook's name is never trusted to find it: only what is open counts."""

from __future__ import annotations

import sys
from typing import Any, Literal

from xlplugin.errors import HostError
from xlplugin.live.session import Session
from xlplugin.text import Language

HostName = Literal["auto", "excel", "calc"]
_BUSY = (-2147418111, -2146777998)
"""RPC_E_CALL_REJECTED and 0x800AC472: what Excel answers while a cell is being edited or a dialog is open."""


def open_session(host: HostName = "auto", book: str | None = None, *, pipe: str | None = None, hwnd: int | None = None, language: Language = "zh") -> Session:
    """A session on an open workbook: `book` by its full name, else the one in front.

    `pipe`: where a LibreOffice listens; `hwnd`: the window of which Excel. Raises `HostError` where there is no program or no workbook.
    """
    chosen = host if host != "auto" else "excel" if sys.platform in ("win32", "darwin") else "calc"
    if chosen == "excel":
        return _excel(book, hwnd, language)
    import xlwings

    from xlplugin.live.calc_engine import connect
    from xlplugin.live.calc_host import CalcHost

    engine = connect(pipe, book=book)
    return Session(_choose(xlwings.App(impl=engine.app), book), CalcHost(), language)


def _excel(book: str | None, hwnd: int | None, language: Language) -> Session:
    import xlwings

    from xlplugin.live.excel_host import ExcelHost

    if sys.platform not in ("win32", "darwin"):
        raise HostError(
            zh="本机系统上没有 Excel，可用 --host calc 在 LibreOffice 中审核。", en="there is no Excel on this system; --host calc works in LibreOffice"
        )
    app = next((app for app in xlwings.apps if hwnd and app.hwnd == hwnd), None) or xlwings.apps.active
    if app is None:
        raise HostError(zh="没有找到正在运行的 Excel，请先打开要审核的工作簿。", en="no Excel is running; open the workbook first")
    return Session(_choose(app, book), ExcelHost(), language)


def _choose(app: Any, fullname: str | None) -> Any:
    """The workbook of that full name, else the one in front."""
    if app is None:
        raise HostError(zh="没有打开的工作簿，请先打开要审核的工作簿。", en="no workbook is open; open it first")
    books = list(app.books)
    if fullname is not None:
        found = next((book for book in books if fullname in (book.fullname, getattr(book.api, "FullName", None))), None)
        if found is None:
            raise HostError(zh=f"没有打开这个工作簿：{fullname}。", en=f"this workbook is not open: {fullname}")
        return found
    if not books:
        raise HostError(zh="没有打开的工作簿，请先打开要审核的工作簿。", en="no workbook is open; open it first")
    return app.books.active


def plain_error(error: Exception) -> HostError | None:
    """The sentence for what a spreadsheet program refuses; None for any other error."""
    codes = {getattr(error, "hresult", None), *[argument for argument in error.args if isinstance(argument, int)]}
    if codes & set(_BUSY):
        return HostError(zh="Excel 正在编辑单元格或打开着对话框。请按回车结束编辑、关闭对话框，再点一次。", en="Excel is busy: finish editing the cell or close the dialog, and press again")
    if type(error).__name__ == "com_error":
        return HostError(zh=f"Excel 拒绝了操作：{error.args[1] if len(error.args) > 1 else error}。", en=f"Excel refused: {error}")
    if type(error).__name__ in ("DisposedException", "com.sun.star.lang.DisposedException"):
        return HostError(zh="工作簿或 LibreOffice 已经关闭。", en="the workbook or LibreOffice was closed")
    return None
