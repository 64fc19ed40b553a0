"""`xlplugin serve`: the page that checks, with this machine's program behind it."""

from __future__ import annotations

from typing import Annotated

import typer

from xlplugin.cli.application import Lang, LangOption, app
from xlplugin.cli.safe import safe
from xlplugin.text import Text

_AT = Text("审核网页：{address}", "the page is at {address}")
_FOUND = Text("已在运行，审核网页：{address}", "already running; the page is at {address}")
_ENDS = Text("按 Ctrl-C 结束；{minutes} 分钟没有人用时自动结束。", "Ctrl-C ends it; after {minutes} minutes without use it ends by itself")


@app.command("serve")
def serve_command(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="端口，默认任选一个空着的 / default: any that is free", metavar="N")] = 0,
    open_: Annotated[bool, typer.Option("--open", help="在浏览器里打开 / opens the browser")] = False,
    idle: Annotated[int, typer.Option("--idle", min=1, help="多少分钟没有人用时结束 / ends after so many minutes without use", metavar="MINUTES")] = 60,
    lang: LangOption = Lang.ZH,
) -> None:
    """在本机提供审核网页，只有本机能打开。 / Serves the page that checks to this machine alone."""
    import webbrowser

    from xlplugin.serve.local.service import Service, forget, note, running, token_file

    file = token_file()
    if found := running(file):
        print(safe(_FOUND.fill(address=found).show(lang.value)), flush=True)
        if open_:
            webbrowser.open(found)
        return
    with Service(port) as service:
        note(file, service)
        try:
            print(safe(_AT.fill(address=service.address).show(lang.value)), flush=True)
            print(safe(_ENDS.fill(minutes=idle).show(lang.value)), flush=True)
            if open_:
                webbrowser.open(service.address)
            service.end_when_idle(idle * 60.0)
            service.serve_forever()
        finally:
            forget(file, service)
