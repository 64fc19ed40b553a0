"""The command line: parses, calls, prints. What a command calls is imported when it is needed."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlplugin.cli.one_file import check_plainly
from xlplugin.cli.safe import safe
from xlplugin.cli.words.language import spoken
from xlplugin.errors import XlpluginError
from xlplugin.text import Language, Text

if TYPE_CHECKING:
    from xlplugin.cli.application import app

__all__ = ["app", "main"]
_NARROWEST, _WIDEST = 20, 1000
_DEBUG = "--debug"
_LONGEST = 3000
"""Characters of a sentence: what quotes a file may quote half a megabyte."""
_OBJECTS = 50_000
"""New objects after which circles among them are looked for, as in a worker."""
_UNREAD = 141
"""As a shell has it for a program that a closed pipe ended."""


def main() -> None:
    """The console script: a mistake of the user's, and what nobody foresaw, is a sentence and exit status 2, never a traceback."""
    arguments = sys.argv[1:]
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    is_debug = _DEBUG in before
    arguments = [word for place, word in enumerate(arguments) if word != _DEBUG or place >= len(before)]
    _settle_terminal()
    with _ended_in_order(), _quiet_endings(is_debug), _rarely_collecting():
        status, said, language = _done(arguments, is_debug)
        if status == 2:
            gc.collect()  # what a library still holds open is let go of now, while it is quiet
        for text in said:
            with suppress(OSError, ValueError):
                words = text.show(language)
                print(safe(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"), file=sys.stderr)
        sys.exit(status)


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Circles among objects are looked for less often: modules that are loaded leave next to none, nor do reports, and looking took a thirtieth of a run."""
    newest, *older = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *older)
    try:
        yield
    finally:
        gc.set_threshold(newest, *older)


@contextmanager
def _quiet_endings(is_debug: bool) -> Iterator[None]:
    """What a library cannot do when it lets go of a file, on a full disk say, was told where it was tried: Python would print it once more, with a traceback."""
    before = sys.unraisablehook
    if not is_debug:
        sys.unraisablehook = lambda found: None
    try:
        yield
    finally:
        sys.unraisablehook = before


def _done(arguments: list[str], is_debug: bool) -> tuple[int, list[Text], Language]:
    """The exit status of the call, what to say on the standard error, and in which language."""
    language = spoken(arguments)
    try:
        if arguments[:1] == ["check"] and "--help" not in arguments:
            arguments, is_done = _with_settings(arguments[1:])
            language = spoken(arguments)
        else:
            is_done = False
        status, text = 0 if is_done else check_plainly(arguments), None
        if status is None:
            status, text = _typed(arguments)
        sys.stdout.flush()
    except XlpluginError as error:
        _drop_output()
        return 2, [error.text], language
    except KeyboardInterrupt:
        return 130, [], language
    except Exception as error:  # the boundary: no traceback leaves the program
        from xlplugin.cli.mishaps import log, told

        if isinstance(error, BrokenPipeError) and _is_unread():  # whoever read has seen enough, as `head` does: nothing to say
            _drop_output()
            return _UNREAD, [], language
        _drop_output()
        return 2, [told(error), *([log(error, arguments)] if is_debug else [])], language
    return status, [] if text is None else [text], language


def _settle_terminal() -> None:
    """Texts go out as UTF-8, and a width that nobody can have does not count."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    for name in ("COLUMNS", "LINES"):
        value = os.environ.get(name, "")
        if value and not (value.isascii() and value.isdigit() and len(value) < 5 and _NARROWEST <= int(value) <= _WIDEST):
            del os.environ[name]


def _is_unread() -> bool:
    """Whether nobody reads the standard output any more."""
    with suppress(OSError, ValueError):
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            return True
        if sys.platform != "win32":
            import select

            ends = select.poll()
            ends.register(sys.stdout.fileno(), 0)
            return any(event & (select.POLLERR | select.POLLHUP) for _, event in ends.poll(0))
    return False


def _drop_output() -> None:
    """What the standard output did not take must not be tried again when the program ends."""
    with suppress(OSError, ValueError, AttributeError):
        try:
            sys.stdout.flush()
        except (OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """SIGTERM ends the program as Ctrl-C does: processes are ended, temporary folders and half files are gone."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def end(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


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
        from xlplugin.cli.words.usage import misused

        return 2, misused(error)


def __getattr__(name: str) -> Any:
    """`app`, with every command, when it is asked for."""
    if name != "app":
        raise AttributeError(f"module 'xlplugin.cli' has no attribute {name!r}")
    from xlplugin.cli.commands import app

    return app
