#!/bin/sh
# 双击：在浏览器里打开审核网页。没有人用，一小时后自动结束。
here=$(cd "${0%/*}" && pwd)
exec "$here/runtime/bin/xlplugin" serve --open "$@"
