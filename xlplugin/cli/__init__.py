"""The command line: parses, calls, prints. What a command calls is imported when it is needed."""

from __future__ import annotations

import sys

import typer

from xlplugin.cli import annotate, check, exchange, live, rollup, rules, watch
from xlplugin.cli.app import app, safe
from xlplugin.errors import XlpluginError
from xlplugin.text import Language

__all__ = ["annotate", "app", "check", "exchange", "live", "main", "rollup", "rules", "watch"]


def main() -> None:
    """The console script: a mistake of the user's is a sentence and exit status 2, never a traceback."""
    words = " ".join(sys.argv).replace("=", " ")
    language: Language = "en" if "--lang en" in words else "zh"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(app(prog_name="xlplugin", standalone_mode=False) or 0)
    except XlpluginError as error:
        text = error.text
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except Exception as error:
        # Typer brings its own copy of Click or uses the installed one, as its version is; their errors have this method.
        if not hasattr(error, "format_message"):
            raise
        from xlplugin.writing.usage import misused

        text = misused(error)
    print(safe(text.show(language)), file=sys.stderr)
    sys.exit(2)
