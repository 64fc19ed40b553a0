#!/bin/sh
# 打开一个终端，其中可以直接写 xlplugin。
here=$(cd "${0%/*}" && pwd)
PATH=$here/runtime/bin:$PATH
export PATH
if [ -t 0 ]; then
    echo "可以写：xlplugin check 文件夹　　xlplugin --help"
    exec "${SHELL:-/bin/sh}"
fi
for terminal in x-terminal-emulator deepin-terminal mate-terminal gnome-terminal ukui-terminal konsole xterm; do
    if command -v "$terminal" >/dev/null 2>&1; then
        exec "$terminal"
    fi
done
echo "没有找到终端程序。请打开终端，运行：$here/命令行.sh" >&2
exit 1
