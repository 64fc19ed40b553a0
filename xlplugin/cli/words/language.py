"""Which language the command line speaks."""

from __future__ import annotations

import locale
import os
from collections.abc import Sequence
from itertools import pairwise

from xlplugin.text import LANGUAGES, Language

VARIABLE = "XLPLUGIN_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def spoken(arguments: Sequence[str]) -> Language:
    """The language of what is printed: `--lang`, else the variable XLPLUGIN_LANG, else Chinese. Needs no parsed command line."""
    return _asked(arguments) or "zh"


def help_language(arguments: Sequence[str]) -> Language:
    """The language of help: as above, but where nothing is asked for an English system has it in English."""
    return _asked(arguments) or ("en" if _system().lower().startswith("en") else "zh")


def _asked(arguments: Sequence[str]) -> Language | None:
    words = " ".join(arguments).replace("=", " ").split()
    named = [*[word for before, word in pairwise(words) if before == "--lang"][::-1], os.environ.get(VARIABLE, "")]
    return next((language for word in named for language in LANGUAGES if word == language), None)


def _system() -> str:
    """The system's locale, as `en_US.UTF-8` or Windows' `English_United States`; empty where none is set."""
    set_ones = [os.environ[name] for name in _LOCALE if os.environ.get(name)]
    if set_ones:
        return set_ones[0]
    return (locale.getlocale()[0] or "") if os.name == "nt" else ""
