#!/bin/sh
# 双击：把工具栏“年报审核”装进 LibreOffice。文件夹移到别处以后，再双击一次。
here=$(cd "${0%/*}" && pwd)
said=$("$here/runtime/bin/xlplugin" addin install --host calc 2>&1)
status=$?
echo "$said"
if ! [ -t 1 ]; then
    for show in "zenity --info --title=年报审核 --text" "kdialog --title 年报审核 --msgbox" xmessage; do
        if command -v "${show%% *}" >/dev/null 2>&1; then
            $show "$said"
            break
        fi
    done
fi
exit $status
