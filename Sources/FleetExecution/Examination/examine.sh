#!/bin/sh
# What a host answers `flotilla doctor`: what it has of what a job needs. It leaves nothing behind.
#
# It travels as supervisor.sh does, and has the same rules: a comment stands on a line of its own, no string spans
# lines, and it is short.
#
# usage: sh -c '...eval...' flotilla PROGRAM REQUEST OTHER
#   OTHER: the user whom jobs become, `x` for none
#
# The answer is the mark, lines of `key=value`, and the mark again: between them nothing else speaks.
#
# Where there are no quotes, words are split on purpose; of a line, some words are read to get at others.
# shellcheck disable=SC2086,SC2034

# What programs complain of is told by what they don't answer.
exec 2>/dev/null
umask 077
request=$2 other=$3
user=${LOGNAME:-$(id -u)}
home=${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/flotilla/spool
places="/var/tmp/flotilla-$user /tmp/flotilla-$user"

# One line, of printable ASCII.
tell() {
    printf '%s=%s\n' "$1" "$(printf %s "$2" | tr -cs ' -~' ' ' | head -c 300)"
}

mark() {
    printf '\036flotilla-doctor 1 %s %s\n' "$request" "$1"
}

# Whether a job's folder could be made below "$1", and written to; what was made for it is removed.
can_write() {
    folder=$1/$request
    top=$folder
    until [ -d "${top%/*}/" ]; do top=${top%/*}; done
    mkdir -p "$folder" && printf %4096s '' >"$folder/probe"
    result=$?
    rm -f "$folder/probe"
    # Only what is empty goes: a job may have begun meanwhile.
    while rmdir "$folder" && [ "$folder" != "$top" ]; do folder=${folder%/*}; done
    return $result
}

# The room below "$1", or below the nearest folder above it that is there: kilobytes, then inodes where they are
# counted.
tell_room() {
    folder=$1
    until [ -d "$folder" ]; do folder=${folder%/*}; folder=${folder:-/}; done
    df -Pk "$folder" | {
        read -r line
        read -r device all used free line && tell free "$free"
    }
    df -Pi "$folder" | {
        read -r line
        read -r device all used free line && [ "$all" != 0 ] && tell inodes "$free"
    }
}

tell_spool() {
    for place in "$home" $places; do
        # Anyone can make a folder in /tmp under our name.
        [ "$place" = "$home" ] || [ ! -e "$place" ] || { [ -O "$place" ] && [ ! -L "$place" ]; } || continue
        can_write "$place" || continue
        tell spool "$place"
        tell_room "$place"
        break
    done
    tell home "$home"
}

# What earlier runs left: a job's folder is RUN/HOST/STEP.
tell_left() {
    jobs=0 running=0 size=0
    for place in "$home" $places; do
        [ -d "$place" ] || continue
        for job in "$place"/*/*/*; do
            [ -e "$job/started" ] || continue
            # Empty until then: see supervisor.sh.
            read -r ended <"$job/exit" && [ "$ended" ] || ended=
            if [ "$ended" ]; then jobs=$((jobs + 1)); else running=$((running + 1)); fi
        done
        { read -r kilobytes line; } <<END
$(du -sk "$place")
END
        size=$((size + ${kilobytes:-0}))
    done
    tell left "$jobs $running $size"
}

# Starts tmux and ends it, on a server of its own, in each locale that a job would try.
tell_tmux() {
    command -v tmux >/dev/null || return
    tell tmux tmux
    last=
    for name in $(locale -a); do
        case $name in *.[uU][tT][fF]8 | *.[uU][tT][fF]-8) last=$name ;; esac
    done
    for name in C.UTF-8 $last; do
        said=$(
            unset TMUX TMUX_PANE
            LC_ALL=$name tmux -f /dev/null -u -L "flotilla-$request" start-server \; kill-server </dev/null 2>&1
        ) || continue
        tell tmux-version "$(LC_ALL=$name tmux -V)"
        tell locale "$name"
        return
    done
    tell tmux-said "$said"
}

# Whether logind ends what a user leaves behind, and whether it keeps the user's own manager.
tell_logind() {
    [ "${XDG_SESSION_ID-}" ] && [ "$(id -u)" != 0 ] || return
    kills=no
    for file in /etc/systemd/logind.conf /etc/systemd/logind.conf.d/*.conf; do
        while read -r line; do
            case $line in
                KillUserProcesses=[yYtT1]* | KillUserProcesses=on) kills=yes ;;
                KillUserProcesses=*) kills=no ;;
            esac
        done <"$file"
    done
    tell kills "$kills"
    [ ! -e "/var/lib/systemd/linger/$user" ] || tell linger yes
}

tell_sudo() {
    [ "$other" != x ] || return
    if ! command -v sudo >/dev/null; then
        tell sudo missing
    elif said=$(sudo -n -u "$other" -- true </dev/null 2>&1); then
        tell sudo yes
    else
        tell sudo no
        tell sudo-said "$said"
    fi
}

tell_boot() {
    boot='' up=''
    read -r boot </proc/sys/kernel/random/boot_id
    [ "$boot" ] || boot=$(sysctl -n kern.bootsessionuuid || sysctl -n kern.boottime || uptime -s)
    read -r up line </proc/uptime
    tell boot "$boot"
    tell up "$up"
}

mark begin
tell clock "$(date +%s)"
tell system "$(uname -sr)"
tell shell "${SHELL-}"
tell user "$user"
for name in cat env grep head id mkdir mkfifo mv rm rmdir sleep tail tr wc; do
    command -v $name >/dev/null || tell missing $name
done
for name in cksum setsid; do
    command -v $name >/dev/null || tell lacking $name
done
tell_spool
tell_left
tell_tmux
tell_logind
tell_sudo
tell_boot
mark end
