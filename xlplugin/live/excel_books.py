"""The workbooks that are open in Excel, and which of them is meant: all running Excels are looked at, Protected View before anything is done."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from xlplugin.errors import HostError
from xlplugin.live.choice import Open, choose


def chosen_book(apps: Sequence[Any], wanted: str | None, hwnd: int | None = None) -> Any:
    """The workbook, as xlwings' object. `hwnd`: a window of the Excel in which the button was pressed; no other one is looked at then.

    Raises `HostError` where there is none, where it is not sure which one is meant, or where it may be one in Protected View.
    """
    if hwnd:
        process = _process(hwnd)
        apps = [app for app in apps if app.hwnd == hwnd or (process is not None and app.pid == process)]
        if not apps:
            raise HostError(zh="找不到按钮所在的 Excel，它可能正忙或已关闭。请再点一次。", en="the Excel of the button was not found; it may be busy or closed; press again")
    if not apps:
        raise HostError(zh="没有找到正在运行的 Excel，请先打开要审核的工作簿。", en="no Excel is running; open the workbook first")
    found = [Open(book, str(book.api.FullName), f"Excel {app.pid}") for app in apps for book in app.books]
    for app in apps:
        for name in protected_names(app):
            if wanted is None or (name.casefold() == wanted.casefold() and wanted not in {one.name for one in found}):
                raise HostError(
                    zh=f"“{name}”在受保护的视图中打开，还不能审核。请先点窗口上方的“启用编辑”，再点一次。",
                    en=f"{name} is open in Protected View and cannot be checked yet; press Enable Editing above it and try again",
                )
    return choose(found, wanted).book


def protected_names(app: Any) -> list[str]:
    """The files that an Excel shows in Protected View."""
    names: list[str] = []
    with suppress(Exception):  # an Excel without the collection has no such view
        windows = app.api.ProtectedViewWindows
        for number in range(1, int(windows.Count) + 1):
            window = windows(number)
            names.append(f"{window.SourcePath}\\{window.SourceName}" if window.SourcePath else str(window.SourceName))
    return names


def _process(hwnd: int) -> int | None:
    """The process of a window; None where the system does not tell."""
    if sys.platform != "win32":
        return None
    import win32process

    return int(win32process.GetWindowThreadProcessId(hwnd)[1])
