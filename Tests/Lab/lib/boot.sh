#!/bin/bash
# Runs as PID 1 of fresh pid/mount/uts/ipc/time namespaces: builds the host's root, enters it.
# From the environment: R (mount point) D (host state dir) LOWER NAME TMPSIZE SSHD REFUSE HOMEOPT TMPOPT HIDE
set -e
M() { /usr/bin/mount -n "$@"; }
M --make-rprivate /
M -t overlay overlay -o "lowerdir=$LOWER,upperdir=$D/upper,workdir=$D/work" "$R"
M -t proc proc "$R/proc"
M -t sysfs -o ro,nosuid,nodev,noexec sysfs "$R/sys"
M -t tmpfs -o mode=755,size=4m,nosuid dev "$R/dev"
mkdir "$R/dev/pts" "$R/dev/shm"
M -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts "$R/dev/pts"
M -t tmpfs -o mode=1777,size=16m shm "$R/dev/shm"
for n in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9" "tty 5 0"; do
    # shellcheck disable=SC2086  # three words
    set -- $n
    mknod -m 666 "$R/dev/$1" c "$2" "$3"
done
ln -s pts/ptmx "$R/dev/ptmx"; ln -s /proc/self/fd "$R/dev/fd"
ln -s fd/0 "$R/dev/stdin"; ln -s fd/1 "$R/dev/stdout"; ln -s fd/2 "$R/dev/stderr"
M -t tmpfs -o "mode=1777,size=$TMPSIZE${TMPOPT:+,$TMPOPT}" tmp "$R/tmp"
M -t tmpfs -o mode=755,size=16m run "$R/run"
mkdir -p "$R/run/lab"
for u in root:root op:home/op; do
    mkdir -p "$R/${u#*:}"
    M --bind "$D/home/${u%%:*}" "$R/${u#*:}"
    [ -z "$HOMEOPT" ] || M -o "remount,bind,$HOMEOPT" "$R/${u#*:}"
done
# no way from inside to the real machine's knobs
M --bind "$R/proc/sys" "$R/proc/sys"; M -o remount,bind,ro "$R/proc/sys"
M --bind "$D/boot_id" "$R/proc/sys/kernel/random/boot_id"
for f in sysrq-trigger kcore kmsg; do [ ! -e "$R/proc/$f" ] || M --bind /dev/null "$R/proc/$f"; done
touch "$R/run/lab/ctl"; M --bind "$D/ctl.fifo" "$R/run/lab/ctl"
printf 'SSHD=%s\nREFUSE=%s\n' "$SSHD" "$REFUSE" >"$R/run/lab/boot.env"
for f in $HIDE; do rm -rf "${R:?}/$f"; done
hostname "$NAME"
cd "$R"
mkdir -p tmp/.old
# a process in a host must not reach the clock, modules or devices of the real machine
# shellcheck disable=SC2016  # the inner shell expands
exec /usr/bin/setpriv --bounding-set -sys_time,-sys_module,-sys_rawio,-mknod,-syslog,-wake_alarm,-block_suspend \
    /bin/sh -c '
        pivot_root . tmp/.old && cd / && B=/opt/lab/busybox && $B umount -l /tmp/.old && $B rmdir /tmp/.old &&
        exec $B env -i $B sh /opt/lab/init.sh </dev/null >/dev/null 2>&1'
