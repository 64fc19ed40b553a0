"""Finds the spreadsheet program and the open workbook. A workbook's name is never trusted to find it: only what is open counts."""

from __future__ import annotations

import sys
from typing import Any, Literal

from xlplugin.errors import HostError, HostSilentError
from xlplugin.live.choice import Open, choose
from xlplugin.live.session import Session
from xlplugin.text import Language

HostName = Literal["auto", "excel", "calc"]
_BUSY = (-2147418111, -2146777998)
"""RPC_E_CALL_REJECTED and 0x800AC472: what Excel answers while a cell is being edited or a dialog is open."""


def open_session(host: HostName = "auto", book: str | None = None, *, pipe: str | None = None, hwnd: int | None = None, language: Language = "zh") -> Session:
    """A session on an open workbook: `book` by its name, else the only one that is open.

    `pipe`: where a LibreOffice listens; `hwnd`: the window of which Excel; another one is never looked at then.
    Raises `HostError` where there is no program or no workbook, or where it is not sure which one is meant.
    """
    chosen = host if host != "auto" else "excel" if sys.platform in ("win32", "darwin") else "calc"
    if chosen == "excel":
        return _excel(book, hwnd, language)
    from xlplugin.live.calc_host import CalcHost

    return Session(_calc(book, pipe), CalcHost(), language)


def _calc(wanted: str | None, pipe: str | None) -> Any:
    """The workbook, as xlwings' object. An office that does not answer may have it open."""
    import xlwings

    from xlplugin.live.calc.bridge import is_uno
    from xlplugin.live.calc_engine import attach

    found: list[Open] = []
    silent: HostSilentError | None = None
    for office in attach(pipe):
        if isinstance(office, HostSilentError):
            silent = office
            continue
        program = f"LibreOffice {office.app.pid or ''}".strip()
        try:
            found += [Open(book, str(book.impl.fullname), program) for book in xlwings.App(impl=office.app).books]
        except Exception as error:
            if not is_uno(error):
                raise
            silent = HostSilentError(detail=program)  # it is just starting, or ending
    if silent is not None and wanted not in {one.name for one in found}:
        raise silent
    return choose(found, wanted).book


def _excel(wanted: str | None, hwnd: int | None, language: Language) -> Session:
    if sys.platform not in ("win32", "darwin"):
        raise HostError(
            zh="本机系统上没有 Excel，可用 --host calc 在 LibreOffice 中审核。", en="there is no Excel on this system; --host calc works in LibreOffice"
        )
    import xlwings

    from xlplugin.live.excel_books import chosen_book
    from xlplugin.live.excel_host import ExcelHost

    return Session(chosen_book(list(xlwings.apps), wanted, hwnd), ExcelHost(), language)


def plain_error(error: Exception) -> HostError | None:
    """The sentence for what a spreadsheet program, or xlwings on its behalf, refuses; None for any other error."""
    codes = {getattr(error, "hresult", None), *[argument for argument in error.args if isinstance(argument, int)]}
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if codes & set(_BUSY) or "ExcelBusyError" in kinds:
        return HostError(zh="Excel 正在编辑单元格或打开着对话框。请按回车结束编辑、关闭对话框，再点一次。", en="Excel is busy: finish editing the cell or close the dialog, and press again")
    if "com_error" in kinds:
        return HostError(zh=f"Excel 拒绝了操作：{error.args[1] if len(error.args) > 1 else error}。", en=f"Excel refused: {error}")
    if kinds & {"DisposedException", "com.sun.star.lang.DisposedException"}:
        return HostError(zh="工作簿或 LibreOffice 已经关闭。", en="the workbook or LibreOffice was closed")
    if "XlwingsError" in kinds:
        words = " ".join(str(error).split())[:200]
        return HostError(zh=f"与表格程序的连接出了问题（{words}）。请保存工作簿，关闭后重新打开，再试一次。", en=f"xlwings could not do it ({words}); save the workbook, open it again and retry")
    return None
