"""A command line that cannot be understood, in words: Typer speaks English only."""

from __future__ import annotations

import difflib
import re
from typing import Any

from xlplugin.text import Text, same

_WORDS = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (r"No such option:? '?(--?[^\s'?.]+)'?", r"没有选项 \1"),
        (r"No such command '(.*?)'", r"没有命令 \1"),
        (r"Missing (?:argument|option|parameter) '(.*?)'", r"缺少 \1"),
        (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"多出 \1"),
        (r"Option '(.*?)' requires an argument", r"选项 \1 后面缺少值"),
        (r"Invalid value for '(.*?)'(?: / '.*?')? \(env var: '(.*?)'\): (?:Value error, )?'(.*?)' is not one of (.*)", r"\1 不能是 \3（也可能是环境变量 \2 写的），可选 \4"),
        (r"Invalid value for '(.*?)'(?: / '.*?')?: (?:Value error, )?'(.*?)' is not one of (.*)", r"\1 不能是 \2，可选 \3"),
        (r"(?<=[ ,，])'([a-z]+)'(?:, |(?=\.?$))", r"\1、"),
        (r"、(?=\.?$)", ""),
        (r"Invalid value for '(.*?)'(?: / '.*?')?(?: \(env var: '.*?'\))?: (?:Value error, )?", r"\1 的值无效："),
        (r"[Pp]ath '(.*?)' is not readable", r"没有权限读 \1"),
        (r"[Pp]ath '(.*?)' is not writable", r"没有权限写 \1"),
        (r"\S+ is not in the range (\d+)<=x<=(\d+)", r"应在 \1 到 \2 之间"),
        (r"Input should be less than or equal to (\S+)", r"不能大于 \1"),
        (r"Input should be greater than or equal to (\S+)|\S+ is not in the range x>=(\d+)", r"不能小于 \1\2"),
        (r"Input should be a valid integer.*|'.*?' is not a valid int(?:eger)?", r"应为整数"),
        (r"\.? ?(?:\(Possible options: ([^\s,)]+).*\)|Did you mean '?([^'?]+)'?\?)", r"（是否想用 \1\2）"),
    )
)
"""Typer's and Click's sentences, and ours. One that is not here stays English."""


LONGEST = 1_000
"""Characters that are shown of what was asked for."""


def misused(error: Any) -> Text:
    """What to say of a `UsageError` of Typer's; the help page where no command was given at all."""
    said = _with_the_nearest(error)
    if type(error).__name__ == "NoArgsIsHelpError":
        return same(said)
    english = said.replace("Value error, ", "").rstrip(".")
    chinese = said.rstrip(".")[:LONGEST]
    for pattern, words in _WORDS:
        chinese = pattern.sub(words, chinese)
    context = getattr(error, "ctx", None)
    page = f"{context.command_path if context else 'xlplugin'} --help"
    return Text(f"命令用法有误：{chinese}。用法见 {page}。", f"wrong usage: {english}{' See' if english.endswith('?') else '; see'} {page}")


def _with_the_nearest(error: Any) -> str:
    """What Click says, with the one option that is nearest to the one asked for: Click names several, by the alphabet."""
    possible = list(getattr(error, "possibilities", None) or ())
    asked = getattr(error, "option_name", None)
    if not possible or asked is None:
        return str(error.format_message())
    [near] = difflib.get_close_matches(asked, possible, 1, 0.0)
    return f"{error.message}. Did you mean {near}?"
