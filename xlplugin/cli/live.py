"""`xlplugin live` for the open workbook, and `xlplugin addin` for the buttons."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.application import Application, Lang, LangOption, app
from xlplugin.cli.help import HelpfulGroup
from xlplugin.cli.safe import safe

addin = Application(cls=HelpfulGroup, help="安装按钮：Excel 功能区或 LibreOffice 工具栏。 / Installs the buttons.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(addin, name="addin")


class Host(StrEnum):
    """Which spreadsheet program."""

    AUTO = "auto"
    EXCEL = "excel"
    CALC = "calc"


class AddinHost(StrEnum):
    """For which program a button is installed."""

    EXCEL = "excel"
    CALC = "calc"


HostOption = Annotated[AddinHost, typer.Option("--host", help="装到哪个程序 / for which program")]


@app.command("live")
def live_command(
    command: Annotated[str, typer.Argument(help="validate、clear、next、previous 等 / what to do", metavar="COMMAND")],
    host: Annotated[Host, typer.Option("--host", help="表格程序 / spreadsheet program")] = Host.AUTO,
    book: Annotated[str | None, typer.Option("--book", help="工作簿的完整路径 / the workbook's full name", metavar="NAME")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="import-prior 用的上年工作簿 / last year's workbook", metavar="FILE")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="对询问回答“是” / answers yes")] = False,
    pipe: Annotated[str | None, typer.Option("--pipe", hidden=True)] = None,
    hwnd: Annotated[int | None, typer.Option("--hwnd", hidden=True)] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """对正在打开的工作簿执行一个按钮的操作。 / Does what a button does, on the open workbook."""
    from xlplugin.addin.press import press

    answer = press(command, host.value, book, pipe=pipe, hwnd=hwnd, file=file, says_yes=yes, language=lang.value)
    if hwnd is None and (pipe is None or answer.is_quiet):
        print(safe(answer.text.show(lang.value)))


@addin.command("install")
def install_command(host: HostOption = AddinHost.EXCEL, lang: LangOption = Lang.ZH) -> None:
    """安装按钮，并登记当前的 Python。 / Installs the buttons and records this Python."""
    from xlplugin.addin.install import install
    from xlplugin.addin.install_calc import install_calc

    print(safe((install() if host is AddinHost.EXCEL else install_calc()).show(lang.value)))


@addin.command("uninstall")
def uninstall_command(host: HostOption = AddinHost.EXCEL, lang: LangOption = Lang.ZH) -> None:
    """撤销安装。 / Takes the buttons away."""
    from xlplugin.addin.install import uninstall
    from xlplugin.addin.install_calc import uninstall_calc

    print(safe((uninstall() if host is AddinHost.EXCEL else uninstall_calc()).show(lang.value)))


@addin.command("status")
def status_command(host: HostOption = AddinHost.EXCEL, lang: LangOption = Lang.ZH) -> None:
    """查看是否已安装。 / Tells what is installed."""
    from xlplugin.addin.install import status
    from xlplugin.addin.install_calc import status_calc

    print(safe((status().text if host is AddinHost.EXCEL else status_calc().text).show(lang.value)))


@addin.command("build")
def build_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪里 / where to", metavar="FILE")] = Path("xlplugin.xlam"),
    host: HostOption = AddinHost.EXCEL,
    lang: LangOption = Lang.ZH,
) -> None:
    """生成加载项文件（.xlam 或 .oxt）。 / Builds the add-in file."""
    from xlplugin.addin.build import build_addin
    from xlplugin.addin.toolbar.build import build_toolbar

    target = output if host is AddinHost.EXCEL or output != Path("xlplugin.xlam") else Path("xlplugin.oxt")
    written = build_addin(target) if host is AddinHost.EXCEL else build_toolbar(target)
    print(safe({"zh": f"已生成：{written}", "en": f"built: {written}"}[lang.value]))


@addin.command("doctor")
def doctor_command(lang: LangOption = Lang.ZH) -> None:
    """检查还缺什么、怎么补。 / Says what is missing and how to mend it."""
    from xlplugin.addin.doctor import diagnose

    marks = {"ok": "√", "warning": "！", "bad": "×"}
    checks = diagnose()
    for check in checks:
        print(safe(f"{marks[check.state]} {check.name.show(lang.value)}: {check.found.show(lang.value)}"))
        if check.mend is not None:
            print(safe(f"    {check.mend.show(lang.value)}"))
    raise typer.Exit(int(any(check.state == "bad" for check in checks)))
