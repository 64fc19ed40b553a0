"""What happens when a button is pressed: the session is opened, the command run, and its sentence shown where the user is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xlplugin.addin.commands import COMMANDS, Answer, import_prior
from xlplugin.addin.names import checked_name
from xlplugin.errors import UsageError, XlpluginError
from xlplugin.live.connect import HostName, open_session, plain_error
from xlplugin.live.session import Session
from xlplugin.text import Language, Text, same

TITLE = Text("年报审核", "yearly report")


def press(
    command: str,
    host: HostName = "auto",
    book: str | None = None,
    *,
    pipe: str | None = None,
    hwnd: int | None = None,
    file: Path | None = None,
    says_yes: bool = False,
    language: Language = "zh",
) -> Answer:
    """Runs a command of the tab on an open workbook.

    From a button (`pipe` or `hwnd` given) questions and answers appear in the program's window; from a terminal the answer is
    only returned, and a command that asks needs `says_yes`. Raises `XlpluginError` with a sentence for the user: whoever started us shows it.
    """
    name = checked_name(command)
    try:
        session = open_session(host, book, pipe=pipe, hwnd=hwnd, language=language)
    except XlpluginError:
        raise
    except Exception as error:
        raise plain_error(error) or error from error
    is_button = pipe is not None or hwnd is not None
    whose = same(session.book.name)

    def ask(question: Text) -> bool:
        if says_yes:
            return True
        if not is_button:
            raise UsageError(zh=f"{question.zh}\n要执行请加 --yes。", en=f"{question.en}\nadd --yes to do it")
        return session.host.ask(session.book, _of(whose, question).show(language), TITLE.show(language))

    try:
        answer = import_prior(session, ask, file) if name == "import_prior" else COMMANDS[name](session, ask)
        answer = replace(answer, text=_of(whose, answer.text))
        if is_button and not (answer.is_quiet and pipe is not None):  # the toolbar shows a quiet answer itself, and takes it away again
            _show(session, answer, language)
        return answer
    except XlpluginError as error:
        told = _of(whose, error.text)
        raise UsageError(zh=told.zh, en=told.en) from error
    except Exception as error:
        refused = plain_error(error)
        if refused is None:
            raise
        told = _of(whose, refused.text)
        raise UsageError(zh=told.zh, en=told.en) from error


def _of(whose: Text, words: Text) -> Text:
    """A sentence about a workbook, which it names."""
    return whose + Text("：", ": ") + words


def _show(session: Session, answer: Answer, language: Language) -> None:
    """A quiet answer goes to the status bar, any other is a message."""
    if answer.is_quiet:
        session.host.show_status(session.book, answer.text.show(language))
    else:
        session.host.tell(session.book, answer.text.show(language), TITLE.show(language))
