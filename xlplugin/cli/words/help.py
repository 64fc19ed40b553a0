"""Help in one language, laid out for Chinese too; the options of `check` by what they are for, and examples.

Commands and options are declared with both languages in one string, 中文 / English: which half is shown is decided here.
"""

from __future__ import annotations

import inspect
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from xlplugin.cli.completion import speak_of_completion
from xlplugin.cli.words.help_words import EXAMPLES, GROUPS, OF_TYPER
from xlplugin.cli.words.language import help_language
from xlplugin.text import Language, Text

_USAGE, _OPTIONS, _COMMANDS = Text("用法", "Usage"), Text("选项", "Options"), Text("命令", "Commands")
_ARGUMENTS, _EXAMPLES, _OTHERS = Text("参数", "Arguments"), Text("例子", "Examples"), Text("其他", "Others")
_DEFAULT, _REQUIRED = Text("（默认 {value}）", " (default: {value})"), Text("（必填）", " (required)")
_SOME_OPTIONS, _A_COMMAND = Text("[选项]", "[OPTIONS]"), Text("命令 …", "COMMAND …")
_COLUMN, _WIDEST = 26, 110


class HelpfulCommand(TyperCommand):
    """A command whose help page is ours."""

    def get_help(self, ctx: Any) -> str:
        """See Click."""
        return _page(self, ctx, ())


class HelpfulGroup(TyperGroup):
    """A group of commands whose help page is ours, and what it says of completion."""

    def get_params(self, ctx: Any) -> Any:
        """See Click; Typer adds its options of completion once the group is made."""
        found = super().get_params(ctx)
        speak_of_completion(found)
        return found

    def get_help(self, ctx: Any) -> str:
        """See Click."""
        return _page(self, ctx, [(name, self.commands[name]) for name in self.list_commands(ctx)])


def half(both: str, language: Language) -> str:
    """One language of a text that is declared as 中文 / English; Typer's own English by its translation."""
    if both in OF_TYPER:
        return OF_TYPER[both].show(language)
    zh, divides, en = " ".join(inspect.cleandoc(both).split()).partition(" / ")
    return zh if language == "zh" or not divides else en


def _page(command: Any, ctx: Any, commands: Sequence[tuple[str, Any]]) -> str:
    language = help_language(sys.argv[1:])
    shown = [one for one in command.get_params(ctx) if not getattr(one, "hidden", False)]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    usage = [ctx.command_path, _SOME_OPTIONS.show(language), *(_named(one, language) for one in arguments), *([_A_COMMAND.show(language)] if commands else [])]
    lines = [f"{_USAGE.show(language)}: {' '.join(usage)}", "", *_wrapped(half(command.help or "", language), 0)]
    lines += _section(_ARGUMENTS, ((_named(one, language), _told(one, language)) for one in arguments), language)
    left = {max(one.opts, key=len): one for one in shown if one not in arguments}
    for title, names in GROUPS.get(command.name or "", ()):
        lines += _section(title, [_row(left.pop(name), language) for name in names if name in left], language)
    lines += _section(_OTHERS if command.name in GROUPS else _OPTIONS, [_row(one, language) for one in left.values()], language)
    lines += _section(_COMMANDS, ((name, half(one.help or "", language)) for name, one in commands if not one.hidden), language)
    examples = EXAMPLES.get(ctx.command_path.partition(" ")[2], ())
    lines += _section(_EXAMPLES, ((line, words.show(language)) for line, words in examples), language, 52)
    return "\n".join(lines)


def _row(option: Any, language: Language) -> tuple[str, str]:
    return _named(option, language), _told(option, language)


def _named(one: Any, language: Language) -> str:
    """An option with its short form and what comes behind it; an argument by its name."""
    choices = _choices(one)
    value = "" if getattr(one, "is_flag", False) else "|".join(choices) if choices else one.metavar or (one.name or "").upper()
    if one.param_type_name == "argument":
        return str(value)
    return " ".join(filter(None, (", ".join(sorted(one.opts, key=len)), value)))


def _told(one: Any, language: Language) -> str:
    words = half(getattr(one, "help", None) or "", language)
    default = getattr(one.default, "value", one.default)
    if one.required:
        return words + _REQUIRED.show(language) if one.param_type_name != "argument" else words
    is_told = isinstance(default, str | int) and not isinstance(default, bool) and default != "" and default != 0
    return words + _DEFAULT.fill(value=default).show(language) if is_told else words


def _choices(one: Any) -> list[str]:
    """The words that an option may be; Typer keeps them on the parameter, older releases on its type."""
    found = getattr(getattr(one, "type_descriptor", None), "choices", None) or getattr(getattr(one, "type", None), "choices", None) or ()
    return [str(getattr(choice, "value", choice)) for choice in found]


def _section(title: Text, rows: Iterable[tuple[str, str]], language: Language, column: int = _COLUMN) -> list[str]:
    found = [line for name, words in rows for line in _entry(name, words, column)]
    return ["", f"{title.show(language)}:", *found] if found else []


def _entry(name: str, words: str, column: int) -> Iterator[str]:
    """A name with its words beside it, or below it where it is too long."""
    head, lines = f"  {name}", _wrapped(words, column)
    if not lines or _width(head) > column - 2:
        yield head
    else:
        yield head + " " * (column - _width(head)) + lines.pop(0).lstrip()
    yield from lines


def _wrapped(words: str, indent: int) -> list[str]:
    """Words in lines that fit the terminal; Chinese may be broken anywhere but before its stops, a Latin word is kept whole."""
    room = max(min(shutil.get_terminal_size().columns, _WIDEST) - indent - 3, 20)
    lines, line = [], ""
    for piece in _pieces(words):
        if line and _width(line + piece.rstrip()) > room and piece not in "，。；：、）”？！":
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [" " * indent + one for one in (*lines, line.rstrip()) if one]


def _pieces(words: str) -> Iterator[str]:
    word = ""
    for mark in words:
        if _width(mark) == 2:
            yield from filter(None, (word, mark))
            word = ""
        elif mark == " ":
            yield word + mark
            word = ""
        else:
            word += mark
    if word:
        yield word


def _width(text: str) -> int:
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" or mark in "“”…" else 1 for mark in text)
