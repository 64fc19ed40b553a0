"""What the add-in itself says, where the helper cannot say it. VBA source is ASCII, so the sentences stand in the add-in's own sheet."""

from __future__ import annotations

from xlplugin.text import Text

MESSAGES = {
    "busy": Text("上一个命令还在运行，请稍候再点。\n要放弃它，执行这一个吗？", "the last command is still running; wait for it to end\ngive it up and run this one?"),
    "mac": Text(
        "Mac 版 Excel 的按钮暂不能用。请打开“终端”，输入：\nxlplugin live {name}",
        "in Excel for Mac the buttons do not work yet; type in Terminal:\nxlplugin live {name}",
    ),
    "protected": Text(
        "这个文件在受保护的视图中打开，还不能审核。\n请先点窗口上方的“启用编辑”，再点一次。",
        "this file is open in Protected View and cannot be checked yet\npress Enable Editing above it and try again",
    ),
    "no_helper": Text(
        "审核助手没有运行。请这样启动它，再点一次：\n按 Win+R，输入 %APPDATA%\\xlplugin\\start-helper.cmd，回车。\n或者在命令提示符里运行：xlplugin addin start",
        "the helper does not run; start it and press again:\npress Win+R, type %APPDATA%\\xlplugin\\start-helper.cmd and press Enter\nor run in a command prompt: xlplugin addin start",
    ),
    "gone": Text(
        "审核助手中途结束了，这一次没有完成。请再点一次；它没有运行时会说明怎样启动。",
        "the helper ended while it was at work, and this was not done\npress again; you are told how to start it where it does not run",
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
    "internal": Text(
        "加载项出错：{error}\n请运行 xlplugin addin doctor 查看原因。",
        "the add-in failed: {error}\nrun: xlplugin addin doctor",
    ),
}
"""Sentences by the key that callbacks.bas asks for; `{interpreter}`, `{error}` and `{name}` are filled in there."""
