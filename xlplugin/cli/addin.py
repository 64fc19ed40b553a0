"""`xlplugin addin` for the buttons, and for the helper that does what they ask."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.application import Application, Lang, LangOption, app
from xlplugin.cli.safe import safe
from xlplugin.cli.words.help import HelpfulGroup
from xlplugin.text import Text

addin = Application(cls=HelpfulGroup, help="安装按钮：Excel 功能区或 LibreOffice 工具栏。 / Installs the buttons.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(addin, name="addin")
_RUNS = Text("审核助手已在运行，可以点按钮了。", "the helper is running; the buttons work")
_ENDED = Text("审核助手已结束。", "the helper has ended")
_NONE = Text("审核助手没有在运行。", "no helper was running")


class AddinHost(StrEnum):
    """For which program a button is installed."""

    EXCEL = "excel"
    CALC = "calc"


HostOption = Annotated[AddinHost | None, typer.Option("--host", help="装到哪个程序；Linux 上默认 calc，其他系统默认 excel / for which program")]
ChildOption = Annotated[
    bool, typer.Option("--allow-child-process", help="由 Excel 启动审核助手，许多单位禁止这样做 / Excel starts the helper, which many offices forbid")
]


def _is_excel(host: AddinHost | None) -> bool:
    """Which program is meant; where none is named, the one that this system has."""
    return host is AddinHost.EXCEL or (host is None and sys.platform in ("win32", "darwin"))


@addin.command("install")
def install_command(host: HostOption = None, allow_child_process: ChildOption = False, lang: LangOption = Lang.ZH) -> None:
    """安装按钮，并登记当前的 Python。 / Installs the buttons and records this Python."""
    from xlplugin.addin import helper
    from xlplugin.addin.install import install
    from xlplugin.addin.install_calc import install_calc

    print(safe((install(starts_process=allow_child_process) if _is_excel(host) else install_calc()).show(lang.value)))
    helper.ended()  # one of an earlier version


@addin.command("uninstall")
def uninstall_command(host: HostOption = None, lang: LangOption = Lang.ZH) -> None:
    """撤销安装。 / Takes the buttons away."""
    from xlplugin.addin import helper
    from xlplugin.addin.install import uninstall
    from xlplugin.addin.install_calc import uninstall_calc

    print(safe((uninstall() if _is_excel(host) else uninstall_calc()).show(lang.value)))
    helper.ended()


@addin.command("status")
def status_command(host: HostOption = None, lang: LangOption = Lang.ZH) -> None:
    """查看是否已安装。 / Tells what is installed."""
    from xlplugin.addin.install import status
    from xlplugin.addin.install_calc import status_calc

    print(safe((status().text if _is_excel(host) else status_calc().text).show(lang.value)))


@addin.command("build")
def build_command(
    output: Annotated[Path, typer.Option("--output", "-o", help="写到哪里 / where to", metavar="FILE")] = Path("xlplugin.xlam"),
    host: Annotated[AddinHost, typer.Option("--host", help="给哪个程序 / for which program")] = AddinHost.EXCEL,
    allow_child_process: ChildOption = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """生成加载项文件（.xlam 或 .oxt）。 / Builds the add-in file."""
    from xlplugin.addin.build import build_addin
    from xlplugin.addin.toolbar.build import build_toolbar

    target = output if host is AddinHost.EXCEL or output != Path("xlplugin.xlam") else Path("xlplugin.oxt")
    written = build_addin(target, starts_process=allow_child_process) if host is AddinHost.EXCEL else build_toolbar(target)
    print(safe({"zh": f"已生成：{written}", "en": f"built: {written}"}[lang.value]))


@addin.command("doctor")
def doctor_command(host: HostOption = None, lang: LangOption = Lang.ZH) -> None:
    """检查还缺什么、怎么补。 / Says what is missing and how to mend it."""
    from xlplugin.addin.doctor import diagnose
    from xlplugin.addin.doctor_calc import diagnose_calc

    marks = {"ok": "√", "warning": "！", "bad": "×"}
    checks = diagnose() if _is_excel(host) else diagnose_calc()
    for check in checks:
        print(safe(f"{marks[check.state]} {check.name.show(lang.value)}: {check.found.show(lang.value)}"))
        if check.mend is not None:
            print(safe(f"    {check.mend.show(lang.value)}"))
    raise typer.Exit(int(any(check.state == "bad" for check in checks)))


@addin.command("start")
def start_command(
    idle: Annotated[int, typer.Option("--idle", min=1, help="多少分钟没有人用时结束 / ends after so many minutes without use", metavar="MINUTES")] = 600,
    here: Annotated[bool, typer.Option("--here", help="就在这里运行，不转到后台 / runs here, not in the background")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """启动按钮所用的审核助手。 / Starts the helper that does what the buttons ask."""
    from xlplugin.addin import helper
    from xlplugin.errors import UsageError

    if here:
        from xlplugin.serve.live.run import serve

        if not serve(idle * 60.0, told=lambda: print(safe(_RUNS.show(lang.value)), flush=True)):
            print(safe(_RUNS.show(lang.value)))
    elif helper.started(idle) is None:
        raise UsageError(zh=f"审核助手没有启动，原因见 {helper.log()}。", en=f"the helper did not start; see {helper.log()}")
    else:
        print(safe(_RUNS.show(lang.value)))


@addin.command("stop")
def stop_command(lang: LangOption = Lang.ZH) -> None:
    """结束审核助手。 / Ends the helper."""
    from xlplugin.addin import helper

    print(safe((_ENDED if helper.ended() else _NONE).show(lang.value)))
