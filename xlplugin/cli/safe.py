"""How words reach the terminal."""

from __future__ import annotations


def safe(words: str) -> str:
    """Words that quote the name of a file, line by line without what could steer a terminal."""
    from xlplugin.outputs.harmless import clean

    return "\n".join(clean(line) for line in words.split("\n"))
