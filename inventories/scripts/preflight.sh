#!/bin/sh
# Is this machine fit to be patched now? Prints what it sees; exits with 0 (yes) or 3 (no).
#   usage: preflight.sh [SECONDS]    how long to watch the load, a sample a second (3)
#   MIN_FREE_MB                      free space that the disk of HOME must have (200)
# A file ~/.patch-freeze keeps a machine from being patched; its first line says why.
# Reads only, needs no root.
set -u
seconds=${1:-3}
min_free_mb=${MIN_FREE_MB:-200}
problems=''

problem() {
    problems="$problems${problems:+; }$1"
}

echo "system    $(uname -srm)"
echo "account   $(id -un), home $HOME"

if read -r up _ 2>/dev/null </proc/uptime; then
    up=${up%.*}
    echo "up        $((up / 86400)) days $((up % 86400 / 3600)) hours"
fi

free_mb=$(df -Pk "$HOME" | awk 'NR == 2 { print int($4 / 1024) }')
echo "disk      $free_mb MB free, $min_free_mb wanted"
[ "$free_mb" -ge "$min_free_mb" ] || problem "only $free_mb MB free"

if [ -e /run/reboot-required ]; then
    echo "reboot    pending since $(date -r /run/reboot-required)"
else
    echo "reboot    none pending"
fi

second=0
while [ "$second" -lt "$seconds" ]; do
    sleep 1
    second=$((second + 1))
    read -r load _ </proc/loadavg
    echo "load      $load after $second of $seconds s"
done

if [ -e "$HOME/.patch-freeze" ]; then
    read -r reason <"$HOME/.patch-freeze"
    problem "frozen: $reason"
fi

if [ -n "$problems" ]; then
    echo "verdict   not ready: $problems"
    exit 3
fi
echo "verdict   ready"
