"""What every command shares: the application and its common options."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from xlplugin.cli.words.help import HelpfulCommand, HelpfulGroup
from xlplugin.cli.words.language import VARIABLE
from xlplugin.version import __version__


class Application(typer.Typer):
    """Typer with our help, in one language."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """See `Typer.command`."""
        return super().command(name, **{"cls": HelpfulCommand, **options})


app = Application(
    cls=HelpfulGroup,
    help="校验政府信息公开工作年度报告表格。 / Checks the yearly report on government information disclosure.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Lang(StrEnum):
    """The language of what is printed."""

    ZH = "zh"
    EN = "en"


LangOption = Annotated[Lang, typer.Option("--lang", envvar=VARIABLE, help="语言 / language")]
ForceOption = Annotated[bool, typer.Option("--force", help="覆盖不是本程序写出的文件 / replaces files that are not as this program wrote them")]
FormOption = Annotated[list[Path] | None, typer.Option("--form", help="另加一个版式定义文件（TOML） / an edition of your own", metavar="TOML")]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"xlplugin {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 / version")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="出现未预料的情况时写一份日志，可写在任何位置 / writes a log of what nobody foresaw; may stand anywhere")] = False,
) -> None:
    pass
