#!/bin/sh
# The interpreter of this folder, by its own C library, wherever the folder lies. Isolated (-I): nothing of the machine's own Python is seen.
# -B: everything is compiled already, and nothing is written into the folder.
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
native=$here/../lib/native
exec "$native/ld-linux-x86-64.so.2" --inhibit-cache --library-path "$native" --argv0 "$0" "$here/../libexec/python3.11" -I -B -X utf8 "$@"
