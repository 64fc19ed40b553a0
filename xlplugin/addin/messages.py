"""What the add-in itself says, before or after Python runs. VBA source is ASCII, so the sentences stand in the add-in's own sheet."""

from __future__ import annotations

from xlplugin.text import Text

MESSAGES = {
    "busy": Text("上一个命令还在运行，请稍候再点。\n要强行结束它吗？", "the last command is still running; wait for it to end\nend it by force?"),
    "mac": Text(
        "Mac 版 Excel 的按钮暂不能启动 Python。请打开“终端”，输入：\nxlplugin live {command}",
        "in Excel for Mac the buttons cannot start Python yet; type in Terminal:\nxlplugin live {command}",
    ),
    "not_installed": Text(
        "还没有登记 Python。请打开命令提示符，运行：\nxlplugin addin install",
        "no Python is recorded; run in a command prompt:\nxlplugin addin install",
    ),
    "no_interpreter": Text(
        "找不到安装时登记的 Python：\n{interpreter}\n它可能已被移动或卸载。请重新运行：xlplugin addin install",
        "the Python recorded at installation is gone:\n{interpreter}\nrun again: xlplugin addin install",
    ),
    "not_started": Text(
        "无法启动 Python：\n{interpreter}\n{error}\n可能被本机的安全策略阻止。请运行 xlplugin addin doctor 查看原因。",
        "Python could not be started:\n{interpreter}\n{error}\na security policy may forbid it; run: xlplugin addin doctor",
    ),
    "failed": Text(
        "没有完成。\n\n{printed}\n\n运行记录：{log}（退出码 {status}）",
        "not done\n\n{printed}\n\nlog: {log} (exit status {status})",
    ),
    "internal": Text(
        "加载项出错：{error}\n请运行 xlplugin addin doctor 查看原因。",
        "the add-in failed: {error}\nrun: xlplugin addin doctor",
    ),
}
"""Sentences by the key that callbacks.bas asks for; `{interpreter}`, `{error}`, `{command}`, `{printed}`, `{log}` and `{status}` are filled in there."""
