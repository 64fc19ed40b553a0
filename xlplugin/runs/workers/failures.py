"""What is said of a file that its reader did not survive: it took too long, wanted too much memory, or ended the process."""

from __future__ import annotations

import signal
from dataclasses import dataclass

from xlplugin.filing.submissions import Failure
from xlplugin.text import Text

_TIME = Text(
    "读取或审核超过 {seconds} 秒仍未完成，已停止，其他文件不受影响。文件的结构可能异常；请用 Excel 或 WPS 打开，只保留年报各表，另存为 .xlsx 后重新报送。",
    "reading or checking it took more than {seconds} s and was stopped; the other files are not affected. Open it in Excel or WPS, keep only the form's sheets, save it as .xlsx and send it again",
)
_MEMORY = Text(
    "读取或审核所需内存超过 {mebibytes} MB，已停止，其他文件不受影响。文件的内容可能过多；请用 Excel 或 WPS 打开，只保留年报各表，另存为 .xlsx 后重新报送。",
    "reading or checking it takes more than {mebibytes} MB of memory and was stopped; the other files are not affected. Open it in Excel or WPS, keep only the form's sheets, save it as .xlsx and send it again",
)
_CRASH = Text(
    "读取或审核时进程异常退出（{detail}），单独重试仍然如此，其他文件不受影响。文件可能已损坏；请用 Excel 或 WPS 打开，另存为 .xlsx 后重新报送。",
    "the process that read or checked it ended ({detail}), and again when it was tried alone; the other files are not affected. Open it in Excel or WPS, save it as .xlsx and send it again",
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may take: seconds, and MiB of memory beyond what the process holds before it reads anything."""

    seconds: float = 60.0
    mebibytes: int = 2048


def sentence(failure: Failure, bounds: Bounds, status: int | None = None) -> Text:
    """The sentence for the file's report. `status`: the process's exit status, negative for a signal, None where it is not known."""
    if failure == "time":
        return _TIME.fill(seconds=f"{bounds.seconds:g}")
    if failure == "memory":
        return _MEMORY.fill(mebibytes=bounds.mebibytes)
    return _CRASH.fill(detail=_ending(status))


def _ending(status: int | None) -> Text:
    if status is None:
        return Text("运行它的机器失去联系", "the machine that ran it was lost")
    try:
        name = signal.Signals(-status).name if status < 0 else ""
    except ValueError:
        name = f"{-status}"
    return Text(f"信号 {name}", f"signal {name}") if name else Text(f"退出码 {status}", f"exit status {status}")
