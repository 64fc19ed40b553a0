"""Puts the Excel add-in where Excel starts it, records the interpreter for it, and takes both away again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from xlplugin.addin.build import addin_bytes
from xlplugin.addin.interpreter import fault, windowed
from xlplugin.addin.machine import Machine, Places, places, this_machine
from xlplugin.errors import HostError
from xlplugin.text import Text, join
from xlplugin.version import __version__


@dataclass(frozen=True, slots=True)
class Record:
    """What `install` wrote: digests of the files by their paths, and the folders it made."""

    version: str = ""
    files: dict[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What is installed. `interpreter` and `version` are as recorded, empty where nothing is."""

    places: Places
    is_installed: bool
    is_current: bool
    """Whether the file is, byte for byte, the one that this version builds."""
    interpreter: str
    version: str
    starts_process: bool
    """Whether it is the add-in that starts the helper itself."""

    @property
    def text(self) -> Text:
        """The state in a few lines."""
        if not self.is_installed:
            return Text("Excel 加载项没有安装。", "the Excel add-in is not installed")
        current = Text("与本版一致", "as this version builds it") if self.is_current else Text("与本版不一致，请重新安装", "not as this version builds it; install it again")
        return Text(
            f"Excel 加载项已安装：{self.places.addin}\n登记的 Python：{self.interpreter or '无'}\n版本：{self.version or '不详'}（{current.zh}）",
            f"the Excel add-in is installed: {self.places.addin}\nrecorded Python: {self.interpreter or 'none'}\nversion: {self.version or 'unknown'} ({current.en})",
        )


def install(machine: Machine | None = None, *, starts_process: bool = False) -> Text:
    """Installs or renews the add-in for this user; gives what to tell him. `starts_process`: the one that starts the helper itself.

    Raises `HostError` where there is no Excel to install into, the interpreter would not do, another file of the same
    name is in the way, or a file cannot be written. A file that was there before is never overwritten unless it is ours.
    """
    machine = machine or this_machine()
    where = places(machine)
    interpreter = windowed(machine)
    wrong = fault(machine, interpreter)
    if wrong is not None:
        raise HostError(zh=wrong.zh, en=wrong.en)
    before = read_record(where)
    contents = {where.addin: addin_bytes(starts_process=starts_process), where.interpreter: f"{interpreter}\n".encode()}
    if machine.platform == "win32":
        contents[where.starter] = starter_text(interpreter).encode()
    for path, content in contents.items():
        if path.exists() and not _is_ours(path, content, before):
            raise HostError(
                zh=f"已有不是由本程序安装的文件：{path}。请先移走它再安装。",
                en=f"there is a file that this program did not install: {path}; move it away first",
            )
    folders = dict.fromkeys((*before.folders, *_make_folders([where.addin.parent, where.settings])))
    for path, content in contents.items():
        _write(path, content)
    record = {"version": __version__, "files": {str(path): _digest(content) for path, content in contents.items()}, "folders": list(folders)}
    _write(where.record, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
    done = Text(
        f"已安装 Excel 加载项：{where.addin}\n登记的 Python：{interpreter}\n请重新启动 Excel，功能区会出现“年报审核”。",
        f"the Excel add-in is installed: {where.addin}\nrecorded Python: {interpreter}\nstart Excel again; its ribbon then has the tab 年报审核",
    )
    if machine.platform == "win32" and not starts_process:
        done += Text(
            f"\n按钮由审核助手执行，每天用之前启动一次：双击 {where.starter}，或运行 xlplugin addin start。",
            f"\nthe buttons are done by a helper; start it once a day: {where.starter}, or `xlplugin addin start`",
        )
    if machine.platform == "darwin":
        done += Text(
            "\n注意：Mac 版 Excel 的按钮暂不能用，请在“终端”里用 xlplugin live validate 审核。",
            "\nnote: in Excel for Mac the buttons do not work yet; use `xlplugin live validate` in Terminal",
        )
    return done


def uninstall(machine: Machine | None = None) -> Text:
    """Removes what `install` wrote, and only that: a file changed since stays, and the answer names it. Raises `HostError` as `install` does."""
    where = places(machine or this_machine())
    record = read_record(where)
    if not record.files:
        return Text("没有安装过 Excel 加载项，什么也没有删除。", "the Excel add-in was not installed; nothing was removed")
    removed: list[Path] = []
    kept: list[Path] = []
    for path in (where.addin, where.interpreter, where.starter):
        if path.exists():
            ours = record.files.get(str(path)) == _digest(path.read_bytes())
            (removed if ours else kept).append(path)
    for path in (*removed, where.record):
        _remove(path)
    known = {where.addin.parent, *where.addin.parent.parents, where.settings, *where.settings.parents}
    for folder in map(Path, reversed(record.folders)):
        if folder in known and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    names = join([Text(str(path), str(path)) for path in removed])
    text = Text("已卸载 Excel 加载项。", "the Excel add-in is removed") + (Text("已删除：", ": ") + names if removed else Text("", ""))
    for path in kept:
        text += Text(f"\n{path} 安装后被改动过，没有删除。", f"\n{path} was changed since and was left alone")
    return text


def status(machine: Machine | None = None) -> Status:
    """What is installed for this user; raises `HostError` where there is no Excel to install into."""
    where = places(machine or this_machine())
    there = where.addin.read_bytes() if where.addin.is_file() else b""
    variants = {starts: addin_bytes(starts_process=starts) for starts in (False, True)}
    return Status(where, bool(there), there in variants.values(), recorded_interpreter(where), read_record(where).version, there == variants[True])


def starter_text(interpreter: Path) -> str:
    """A command file that starts the helper for a working day and closes its window."""
    return f'@chcp 65001 >nul\r\n@start "" "{interpreter}" -I -X utf8 -m xlplugin addin start --here --idle 600\r\n'


def recorded_interpreter(where: Places) -> str:
    """The interpreter that the add-in will start; empty where none is recorded."""
    return where.interpreter.read_text("utf-8-sig").strip() if where.interpreter.is_file() else ""


def read_record(where: Places) -> Record:
    """What was installed; an empty record where nothing was, or where it cannot be read."""
    try:
        values = json.loads(where.record.read_text("utf-8"))
        files = {str(path): str(digest) for path, digest in dict(values["files"]).items()}
        return Record(str(values["version"]), files, tuple(map(str, values["folders"])))
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def _is_ours(path: Path, new: bytes, record: Record) -> bool:
    """Whether a file is what we wrote, or would write."""
    try:
        there = path.read_bytes()
    except OSError:
        return False
    return there == new or record.files.get(str(path)) == _digest(there)


def _make_folders(wanted: list[Path]) -> list[str]:
    """Makes folders; gives those that were not there, outer ones first."""
    made: list[str] = []
    for folder in wanted:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused(folder, error) from error
        made += [str(parent) for parent in reversed(missing)]
    return made


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _refused(path, error) from error


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> HostError:
    reason = error.strerror or str(error)
    return HostError(zh=f"无法改动 {path}：{reason}。请先关闭 Excel 再试。", en=f"cannot change {path}: {reason}; close Excel and try again")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
