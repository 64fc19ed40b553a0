"""The command line: parses, calls, prints. What a command calls is imported when it is needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from xlplugin.cli.one_file import check_plainly
from xlplugin.cli.safe import safe
from xlplugin.errors import XlpluginError
from xlplugin.text import Language, Text

if TYPE_CHECKING:
    from xlplugin.cli.application import app

__all__ = ["app", "main"]


def main() -> None:
    """The console script: a mistake of the user's is a sentence and exit status 2, never a traceback."""
    words = " ".join(sys.argv).replace("=", " ")
    language: Language = "en" if "--lang en" in words else "zh"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = check_plainly(sys.argv[1:])
        text = None
        if status is None:
            status, text = _typed()
    except XlpluginError as error:
        status, text = 2, error.text
    except KeyboardInterrupt:
        status, text = 130, None
    if text is not None:
        print(safe(text.show(language)), file=sys.stderr)
    sys.exit(status)


def _typed() -> tuple[int, Text | None]:
    """The exit status of any call, and what to say of one that cannot be understood."""
    import typer

    from xlplugin.cli.commands import app

    try:
        return app(prog_name="xlplugin", standalone_mode=False) or 0, None
    except typer.Abort:
        return 130, None
    except Exception as error:
        # Typer brings its own copy of Click or uses the installed one, as its version is; their errors have this method.
        if not hasattr(error, "format_message"):
            raise
        from xlplugin.cli.usage import misused

        return 2, misused(error)


def __getattr__(name: str) -> Any:
    """`app`, with every command, when it is asked for."""
    if name != "app":
        raise AttributeError(f"module 'xlplugin.cli' has no attribute {name!r}")
    from xlplugin.cli.commands import app

    return app
