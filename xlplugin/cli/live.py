"""`xlplugin live`: a button's work on the open workbook, done by the resident helper, or in this process where that cannot be started."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from xlplugin.cli.application import Lang, LangOption, app
from xlplugin.cli.safe import safe


class Host(StrEnum):
    """Which spreadsheet program."""

    AUTO = "auto"
    EXCEL = "excel"
    CALC = "calc"


@app.command("live")
def live_command(
    command: Annotated[str, typer.Argument(help="validate、clear、next、previous 等 / what to do", metavar="COMMAND")],
    host: Annotated[Host, typer.Option("--host", help="表格程序 / spreadsheet program")] = Host.AUTO,
    book: Annotated[str | None, typer.Option("--book", help="工作簿的完整路径 / the workbook's full name", metavar="NAME")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="import-prior 用的上年工作簿 / last year's workbook", metavar="FILE")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="对询问回答“是” / answers yes")] = False,
    here: Annotated[bool, typer.Option("--here", help="不用常驻的审核助手 / without the resident helper")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """对正在打开的工作簿执行一个按钮的操作。 / Does what a button does, on the open workbook."""
    from xlplugin.addin.names import checked_name

    name = checked_name(command)
    full = os.path.abspath(book) if book is not None and os.path.exists(book) else book
    if not here and _by_helper(name, host, full, file, yes, lang):
        return
    from xlplugin.addin.press import press

    print(safe(press(name, host.value, full, file=file, says_yes=yes, language=lang.value).text.show(lang.value)))


def _by_helper(name: str, host: Host, book: str | None, file: Path | None, yes: bool, lang: Lang) -> bool:
    """Whether the helper did it; it has been told then."""
    from xlplugin.addin import helper
    from xlplugin.errors import UsageError

    request: dict[str, Any] = {"host": host.value, "yes": yes, "lang": lang.value}
    request |= {"book": book} if book is not None else {}
    request |= {"file": os.path.abspath(file)} if file is not None else {}
    try:
        done = helper.do(name, request)
    except OSError as error:
        raise UsageError(zh=f"审核助手中途结束了（{error}）。请再试一次。", en=f"the helper ended while it was at work ({error}); try again") from error
    if done is None:
        return False
    status, answer = done
    if status != 200:
        words = str(answer.get("error") or status)
        raise UsageError(zh=words, en=words)
    print(safe(str(answer["text"])))
    return True
