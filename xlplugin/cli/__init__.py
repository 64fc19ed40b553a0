"""The command line: parses, calls, prints. What a command calls is imported when it is needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlplugin.cli.language import spoken
from xlplugin.cli.one_file import check_plainly
from xlplugin.cli.safe import safe
from xlplugin.errors import XlpluginError
from xlplugin.text import Text

if TYPE_CHECKING:
    from xlplugin.cli.application import app

__all__ = ["app", "main"]


def main() -> None:
    """The console script: a mistake of the user's is a sentence and exit status 2, never a traceback."""
    arguments = sys.argv[1:]
    language = spoken(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        if arguments[:1] == ["check"] and "--help" not in arguments:
            arguments, is_done = _with_settings(arguments[1:])
            language = spoken(arguments)
        else:
            is_done = False
        status, text = 0 if is_done else check_plainly(arguments), None
        if status is None:
            status, text = _typed(arguments)
    except XlpluginError as error:
        status, text = 2, error.text
    except KeyboardInterrupt:
        status, text = 130, None
    if text is not None:
        print(safe(text.show(language)), file=sys.stderr)
    sys.exit(status)


def _with_settings(words: Sequence[str]) -> tuple[list[str], bool]:
    """The call of `check` with what the settings say, and whether it is done: they were only to be shown."""
    from xlplugin.cli.settings import Asked, find, listed, together, told

    asked = Asked.of(words)
    settings = find(asked, Path.cwd())
    arguments = together(asked, settings)
    language = spoken(arguments)
    for sentence in told(settings, asked):
        print(safe(sentence.show(language)), file=sys.stderr)
    if "show-settings" in asked.own:
        for line in listed(settings, asked):
            print(safe(line.show(language)))
    return arguments, "show-settings" in asked.own


def _typed(arguments: Sequence[str]) -> tuple[int, Text | None]:
    """The exit status of any call, and what to say of one that cannot be understood."""
    import typer

    from xlplugin.cli.commands import app

    try:
        return app(args=list(arguments), prog_name="xlplugin", standalone_mode=False) or 0, None
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
