"""The one boundary of errors: what no file and no user is to blame for becomes a sentence with a code, and exit status 2. `xlplugin explain E07` says more."""

from __future__ import annotations

import errno
import os
import re
import sys
import tempfile
import traceback
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xlplugin.text import Text, same
from xlplugin.version import __version__


@dataclass(frozen=True, slots=True)
class Mishap:
    """One kind: what is said, why it happens, what to do."""

    code: str
    words: Text
    why: Text
    ask: Text


_ALL = (
    Mishap(
        "E01",
        Text("磁盘已满，没有写完：{detail}。", "the disk is full and not everything was written: {detail}"),
        Text(
            "写文件的磁盘、或临时文件夹所在的磁盘没有空间了，也可能是超过了配额。",
            "no room is left on the disk that is written to, or on the one with the temporary folder; or a quota is used up",
        ),
        Text(
            "腾出空间后再运行同一条命令；加了 --out 的从断处接着审，已有的结果都在。",
            "make room and run the same command again; with --out it goes on where it stopped, and earlier results are whole",
        ),
    ),
    Mishap(
        "E02",
        Text("系统不让读写：{detail}。", "the system refuses to read or to write: {detail}"),
        Text(
            "没有权限、文件被别的程序占用、磁盘或网络盘断开了。", "a permission is missing, another program holds the file, or a disk or network drive is gone"
        ),
        Text("核对所写的位置，关闭占用文件的程序后再试。", "check the place, close the program that holds the file, and try again"),
    ),
    Mishap(
        "E03",
        Text("内存不足，已停止。", "out of memory; stopped"),
        Text("这台机器的内存不够，或者有别的程序占着。", "this machine has too little memory, or other programs hold it"),
        Text("关闭别的程序，用 --jobs 1 减少进程后再试。", "close other programs and try again with --jobs 1"),
    ),
    Mishap(
        "E04",
        Text("读输出的程序先结束了，没有写完。", "whoever reads the output ended first; not everything was written"),
        Text("输出接到了别的程序（如 head），它提前退出。", "the output goes to another program, head say, which ended"),
        Text("把输出写进文件再看。", "write the output to a file and look at that"),
    ),
    Mishap(
        "E05",
        Text("有文件的内容解压不开：{detail}。", "the content of a file cannot be unpacked: {detail}"),
        Text("文件在传送中损坏，或者不是由办公软件存的。", "the file was damaged on its way, or not saved by an office program"),
        Text("用 Excel 或 WPS 打开、另存后再试；打不开的，请对方重新报送。", "open it in Excel or WPS, save it anew and try again, or ask for it again"),
    ),
    Mishap(
        "E06",
        Text("审核进程不能启动：{detail}。", "no process for the checking can be started: {detail}"),
        Text("安装不完整，或系统不允许再开进程。", "the installation is incomplete, or the system allows no more processes"),
        Text(
            "重新安装本程序；仍不行，请加 --debug 再运行一次，把日志反馈给我们。",
            "install the program anew; if that does not help, run it with --debug and report the log",
        ),
    ),
    Mishap(
        "E07",
        Text("程序遇到未预料的情况（{detail}），没有完成。", "the program met a case that nobody foresaw ({detail}) and did not finish"),
        Text(
            "这是程序的错误，不是报送的问题。送来的文件没有改动，已写完的结果都是完整的。",
            "a fault of the program, not of a submission. No submission was changed, and what was written is whole",
        ),
        Text(
            "加 --debug 再运行一次，把日志连同引起它的文件反馈给我们。日志里有文件的位置。",
            "run it again with --debug and report the log, which names places of files, with the file that caused it",
        ),
    ),
)
MISHAPS = {one.code: one for one in _ALL}
_CODE = re.compile(r"E\d\d", re.IGNORECASE)
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_MORE = Text("（{code}，详见 xlplugin explain {code}）", " ({code}; see xlplugin explain {code})")
_LOG = Text("日志：{path}", "log: {path}")


def told(error: BaseException) -> Text:
    """What to say of an error that nobody caught."""
    code, detail = _known(error)
    return MISHAPS[code].words.fill(detail=detail) + _MORE.fill(code=code)


def _known(error: BaseException) -> tuple[str, str]:
    if isinstance(error, BrokenPipeError):
        return "E04", ""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename is not None else ""
        return "E01" if error.errno in _FULL else "E02", f"{place}{error.strerror or error}"[:200]
    if isinstance(error, MemoryError):
        return "E03", ""
    if isinstance(error, zlib.error):
        return "E05", str(error)[:100]
    if type(error).__name__ == "WorkerFailedError":
        return "E06", (str(error).strip().splitlines() or [""])[-1][:200]
    return "E07", f"{type(error).__name__}: {error}"[:200]


def page(word: str) -> Text | None:
    """What `explain` says of a code; None where the word is none."""
    found = MISHAPS.get(word.upper()) if _CODE.fullmatch(word) else None
    if found is None:
        return None
    words = found.words.fill(detail="…")
    return (
        same(f"{found.code}  ")
        + words
        + Text("\n\n为什么\n  ", "\n\nwhy\n  ")
        + found.why
        + Text("\n\n怎么办\n  ", "\n\nwhat to do\n  ")
        + found.ask
        + same("\n")
    )


def log(error: BaseException, arguments: Sequence[str]) -> Text:
    """Writes down where an error happened; says where the log is."""
    lines = [
        f"xlplugin {__version__}, Python {sys.version.split()[0]}, {sys.platform}",
        f"{datetime.now().isoformat(timespec='seconds')} {list(arguments)}",
        "",
    ]
    text = "\n".join(lines) + "".join(traceback.format_exception(error))
    try:
        handle, path = tempfile.mkstemp(prefix="xlplugin-debug-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError:
        sys.stderr.write(text)
        return same("")
    return _LOG.fill(path=path)
