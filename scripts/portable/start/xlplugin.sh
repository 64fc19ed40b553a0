#!/bin/sh
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
here=$(cd "$here" && pwd)
exec "$here/python3" -m xlplugin "$@"
