#!/bin/sh
# Runs ssh for as long as somebody holds our standard input open, and leaves nothing behind.
#   usage: master.sh FOLDER SSH ARGUMENT…
# So a connection ends with the flotilla that made it, whatever ends that. FOLDER is removed at the end.
folder=$1
shift
"$@" </dev/null &
# What is open from here on is ssh's alone: when it ends, the reader sees it.
exec >/dev/null 2>&1
read -r _
# To the whole group: ssh, and the programs by which it connects.
trap '' TERM
kill -s TERM 0
wait
rm -rf -- "$folder"
