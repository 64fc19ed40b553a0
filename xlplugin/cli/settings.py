"""Settings of `check` that are kept in a file: `xlplugin.toml`, or `[tool.xlplugin]` in `pyproject.toml`.

The file is looked for from the working directory upwards, and never taken from where submissions lie: who sends a file must not
switch off rules. What it says is put before the words of the command line, whose own options take its place. Where there is no
such file nothing but a few paths are looked at, so that the plainest call stays cheap.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlplugin.errors import UsageError
from xlplugin.text import Text

FILE, PROJECT, TABLE = "xlplugin.toml", "pyproject.toml", "xlplugin"
_FORMATS = ("text", "json", "concise", "grouped", "jsonl", "sarif", "junit", "github", "gitlab")
OPTIONS: Mapping[str, str | tuple[str, ...]] = {
    "format": _FORMATS, "lang": ("zh", "en"), "fail-on": ("error", "warning", "info", "never"),
    "select": "rules", "ignore": "rules",
    "form": "paths", "parent": "paths", "prior": "paths", "report": "targets",
    "rules": "path", "releases": "path", "roster": "path", "slip-template": "path", "out": "path", "output-file": "path", "output": "path",
    "deadline": "text", "sender": "text", "dated": "text", "scheduler": "text", "jobs": "number", "year": "number",
    "retry": "flag", "force": "flag", "statistics": "flag", "quiet": "flag", "fix": "flag", "fix-blanks": "flag", "diff": "flag",
}  # fmt: skip
"""Every option of `check` by its long name, and what it may be: one of these words, or a kind of value."""
OWN = {"settings": "path", "no-settings": "flag", "show-settings": "flag"}
"""Options about the settings, which stand in no file."""
SHORT = {"-j": "jobs", "-o": "output", "-q": "quiet"}
_USED = Text("采用设置文件 {file}。", "settings are taken from {file}")
_PASSED = Text("没有采用 {file}：它和报送的文件放在一起。确实要用的，写 --settings {file}。", "{file} was not used: it lies beside submissions; to use it all the same, write --settings {file}")
_NO_TABLE = Text(f"。[tool.{TABLE}] 只写在 {PROJECT} 里；这里直接写各项", f"; [tool.{TABLE}] is for {PROJECT} only: write the settings without it")
_NONE = Text("# 没有设置文件。", "# there is no settings file")
_OVERRULED = Text("  # 以命令行为准", "  # the command line overrules it")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file says; `passed`: those that were not used because they lie beside submissions."""

    file: Path | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    passed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of `check`: the options it names, those of them that are about the settings, its paths, and its words without them."""

    names: frozenset[str]
    own: Mapping[str, str]
    paths: tuple[str, ...]
    rest: tuple[str, ...]

    @classmethod
    def of(cls, words: Sequence[str]) -> Asked:
        """As Typer will understand the words after `check`."""
        names: set[str] = set()
        own: dict[str, str] = {}
        paths: list[str] = []
        rest: list[str] = []
        waiting = iter(words)
        for word in waiting:
            name, is_joined, value = word.removeprefix("--").partition("=") if word.startswith("--") else (SHORT.get(word[:2], ""), "=" * (len(word) > 2), word[2:])
            if word == "--":
                rest += ["--", *(left := list(waiting))]
                paths += left
                break
            if not word.startswith("-") or word == "-":
                paths.append(word)
                rest.append(word)
                continue
            names.add(name)
            kind = {**OPTIONS, **OWN}.get(name, "flag")
            follows = [] if is_joined or kind == "flag" else [one for one in (next(waiting, None),) if one is not None]
            if name in OWN and (is_joined or follows or kind == "flag"):
                own[name] = follows[0] if follows else value
            else:
                rest += [word, *follows]
        return cls(frozenset(names), own, tuple(paths), tuple(rest))


def find(asked: Asked, here: Path) -> Settings:
    """The settings that hold for a call in a folder. Raises `UsageError` for a file that is not as it should be."""
    if "settings" in asked.own:
        file = Path(asked.own["settings"])
        return _read(file, _tables(file) or {})
    passed: list[Path] = []
    for folder in () if "no-settings" in asked.own else (here, *here.parents):
        for file in (folder / FILE, folder / PROJECT):
            values = _tables(file) if file.is_file() else None
            if values is None:
                continue
            if not _is_beside(folder, asked.paths, here):
                return _read(file, values, tuple(passed))
            passed.append(file)
    return Settings(passed=tuple(passed))


def together(asked: Asked, settings: Settings) -> list[str]:
    """The words of the whole call."""
    kept = [word for name, words in settings.words.items() if name not in asked.names for word in words]
    return ["check", *kept, *asked.rest]


def told(settings: Settings, asked: Asked) -> list[Text]:
    """What is said of the settings, unless the call is to be quiet."""
    if "quiet" in asked.names or settings.words.get("quiet"):
        return []
    return [*(_PASSED.fill(file=file) for file in settings.passed), *([_USED.fill(file=settings.file)] if settings.file else [])]


def listed(settings: Settings, asked: Asked) -> Iterator[Text]:
    """The lines of `--show-settings`: TOML, with a remark where the command line says otherwise."""
    yield Text(f"# {settings.file}", f"# {settings.file}") if settings.file else _NONE
    for name, value in settings.values.items():
        written = value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)
        yield Text(f"{name} = {written}", f"{name} = {written}") + (_OVERRULED if name in asked.names else Text("", ""))


def _is_beside(folder: Path, paths: Iterable[str], here: Path) -> bool:
    """Whether a folder holds one of the files that are to be checked, or lies within one of the folders."""
    real = Path(os.path.realpath(folder))
    for path in (here / path for path in paths if "://" not in path):
        base = Path(os.path.realpath(path))
        if (real == base or base in real.parents) if base.is_dir() else real == base.parent:
            return True
    return False


def _tables(file: Path) -> Mapping[str, Any] | None:
    """What a file says of us; None where a project's says nothing."""
    import tomllib

    from xlplugin.encodings import LARGEST_DEFINITION, small_bytes, toml

    try:
        text = small_bytes(file, LARGEST_DEFINITION).decode("utf-8-sig")
        if file.name == PROJECT and f"tool.{TABLE}" not in text.replace(" ", ""):
            return None
        values = toml(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(zh=f"设置文件 {file} 有误：{error}。", en=f"mistake in the settings file {file}: {error}") from error
    if file.name != PROJECT:
        return values
    tool = values.get("tool")
    found = tool.get(TABLE) if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else None


def _read(file: Path, values: Mapping[str, Any], passed: tuple[Path, ...] = ()) -> Settings:
    words = {name: tuple(_words(file, name, value)) for name, value in values.items()}
    return Settings(file, words, values, passed)


def _words(file: Path, name: str, value: Any) -> Iterator[str]:
    """A setting as words of the command line, its paths made whole."""
    kind = OPTIONS.get(name)
    if kind is None:
        near = _nearest(name, OPTIONS) if name != "tool" else _NO_TABLE
        raise UsageError(zh=f"设置文件 {file}：没有“{name}”这一项{near.zh}。", en=f'settings file {file}: there is no setting "{name}"{near.en}')
    values = value if isinstance(value, list) and kind in ("rules", "paths", "targets") else [value]
    if kind == "rules" and values and all(isinstance(one, str) for one in values):
        yield f"--{name}={','.join(values)}"
        return
    for one in values:
        if kind == "flag" and isinstance(one, bool):
            if one:
                yield f"--{name}"
        elif (kind == "number" and isinstance(one, int) and not isinstance(one, bool)) or (kind == "text" and isinstance(one, dt.date | str)):
            yield f"--{name}={one}"
        elif kind in ("path", "paths") and isinstance(one, str):
            yield f"--{name}={_whole(file, one)}"
        elif kind == "targets" and isinstance(one, str):
            report, is_joined, target = one.partition("=")
            yield f"--{name}={report}{is_joined}{_whole(file, target) if target else ''}"
        elif isinstance(kind, tuple) and one in kind:
            yield f"--{name}={one}"
        else:
            raise _mistake(file, name, one, kind)


def _whole(file: Path, path: str) -> str:
    return path if "://" in path else os.path.join(os.path.abspath(file.parent), path)


def _mistake(file: Path, name: str, value: Any, kind: str | tuple[str, ...]) -> UsageError:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(kind, tuple):
        near = _nearest(value, kind)
        wanted = Text(" " + "、".join(kind) + " 之一" + near.zh, "one of " + ", ".join(kind) + near.en)
    else:
        wanted = _KINDS[kind]
    return UsageError(zh=f"设置文件 {file}：{name} 应为{wanted.zh}，现为 {shown}。", en=f"settings file {file}: {name} has to be {wanted.en} and is {shown}")


_KINDS = {
    "rules": Text('规则编号，如 ["R01", "C"]', 'ids of rules, such as ["R01", "C"]'),
    "path": Text("加引号的路径", "a path in quotation marks"),
    "paths": Text("加引号的路径，或它们的列表", "a path in quotation marks, or a list of them"),
    "targets": Text('“种类=位置”，如 ["xlsx=结果.xlsx"]', 'KIND=TARGET, such as ["xlsx=result.xlsx"]'),
    "text": Text("加引号的文字", "a string in quotation marks"),
    "number": Text("整数", "a whole number"),
    "flag": Text(" true 或 false", "true or false"),
}


def _nearest(name: object, known: Iterable[str]) -> Text:
    import difflib

    near = difflib.get_close_matches(str(name).replace("_", "-").lower(), list(known), 1)
    return Text(f"（是否想用 {near[0]}）", f" (did you mean {near[0]}?)") if near else Text("", "")
