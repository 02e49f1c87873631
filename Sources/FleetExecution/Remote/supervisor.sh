#!/bin/sh
# What a host runs for Flotilla: it starts a script once, tells what the script prints and how it ended, ends it,
# removes what is left. Nothing of it stays on the host but the job's folder.
#
# The client sends it within the exec request, the parts that the request needs (`#: ` says for which a part is),
# without comments and indentation (RemoteProgram.swift). So: a comment stands on a line of its own, no string spans
# lines, and few words are said. REMOTE.md gives the reasons for the whole, the comments those for a line.
#
# usage: sh -c '...eval...' flotilla PROGRAM MODE FOLDER REQUEST ARGUMENT...
#
# A job's folder $job (mode 0700) is made by any number of requests, and claimed by one runner (runner.sh):
#   started        the claim; whoever makes it runs the script, and nobody after that
#   out, err       what the script printed; `out` ends with the end mark
#   alive          a FIFO that the runner holds open: end of file means that the runner is gone. No polling,
#                  and no pid that may have been given to another process
#   boot           the boot identity under which the script was started
#   pid            the script's session, and the runner
#   withdrawn      that the job was ended before it had begun, and never will
#   exit           whether the mark is in `out`, and how the script ended, on its first line; that is empty until
#                  then, and what follows is only room
#   REQUEST/       $try: what one request brought: run (the runner), launch, script, env, said
#
# Where there are no quotes, words are split on purpose; `A && B || C` means what it says.
# shellcheck disable=SC2086,SC2015,SC2013

# Before any variable of ours is set: one that the login exports too would take its place there.
logins=$(export -p)
# bash exports these two where it is told to, and dies of setting them.
case $logins in *SHELLOPTS=* | *BASHOPTS=*)
    logins=$(printf "%s\n" "$logins" | grep -v -e " SHELLOPTS=" -e " BASHOPTS=")
    ;;
esac
umask 077
mode=$2 folder=$3 request=$4
shift 4
notes=""
user=${LOGNAME:-$(id -u)}
home=${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}/flotilla/spool
elsewhere="/var/tmp/flotilla-$user /tmp/flotilla-$user"

# Sets $boot, text that differs after a reboot, without blanks.
identify_boot() {
    boot=
    { read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
    [ "$boot" ] || boot=$({ sysctl -n kern.bootsessionuuid || sysctl -n kern.boottime || uptime -s; } 2>/dev/null | tr -cs 0-9A-Za-z _)
    boot=${boot:-unknown}
}

# Tells the client what became of its request; "$2" and so on are further fields.
answer() {
    state=$1
    shift
    printf "\036flotilla 1 %s state=%s boot=%s %s\n" "$request" "$state" "$boot" "$*"
}

# Says so and ends. An answer that nobody hears any more is no trouble.
finish() {
    answer "$@"
    exit
}

# Finds the folder $job that holds "$1", in each place where make_job may have made it.
find_job() {
    for base in "$home" $elsewhere; do
        job=$base/$folder
        [ -e "$job/$1" ] && is_ours && return
    done
    return 1
}

# Removes the job's folder, and those above it that it leaves empty.
remove_job() {
    # Again, where what a runner or a follower says last came between.
    rm -rf "$job" || rm -rf "$job"
    rmdir "${job%/*}" "${job%/*/*}"
} 2>/dev/null

# Whether the runner has written down how the script ended: $marked and $status. What is read while it writes begins
# with the room's empty line.
has_ended() {
    { read -r marked status <"$job/exit"; } 2>/dev/null && [ "$marked" ]
}

# Anyone can make a folder in /tmp under our name. Once it is ours it stays so: /tmp is sticky.
is_ours() {
    [ "$base" = "$home" ] || { [ -O "$base" ] && [ ! -L "$base" ]; }
}

#: ensure end

# A text as one word of an answer: each run of blanks and the like is a unit separator.
word() {
    printf %s "$1" | tr -cs !-~ "\037"
}

pause() {
    sleep 0.05 2>/dev/null || sleep 1
}

# Makes $job and in it $try, in the first place that can be written to and has room for the end.
make_job() {
    for base in "$home" $elsewhere; do
        job=$base/$folder try=$base/$folder/$request
        [ "$base" = "$home" ] || mkdir -m 700 "$base"
        is_ours || continue
        furnish_job || continue
        [ "$base" = "$home" ] || notes="$notes note=spool-elsewhere"
        return
    done 2>/dev/null
    return 1
}

furnish_job() {
    mkdir -p "$try" && { mkfifo "$job/alive" || [ -p "$job/alive" ]; } || return
    # The room for `exit` is taken now: the script may fill the disk. Appended, since another request's runner may
    # have written it.
    : >>"$job/out" && : >>"$job/err" && : >"$try/said" && printf "\n%4096s" "" >>"$job/exit" || return
    # Written only where it differs: another request's runner may be under way.
    { read -r old <"$job/boot"; } || old=
    [ "$old" = "$boot" ] || echo "$boot" >"$job/boot"
}

#: ensure

# Reads "$1", launch and "$2" from standard input, where one is the runner and one the script; not a byte more, and
# without waiting for its end.
receive() {
    whole=
    IFS= read -r line || finish failed why=payload
    printf %b "$line" >"$try/$1" || finish failed why=space
    while IFS= read -r line; do
        [ "$line" ] || { whole=1; break; }
        printf "%b\n" "$line"
    done >"$try/launch" || finish failed why=space
    head -c "$size" >"$try/$2" || finish failed why=space
    # Small builds of busybox have no cksum.
    got=$(cksum <"$try/$2" 2>/dev/null) || got="$sum $(($(wc -c <"$try/$2")))"
    [ "$whole" ] && [ "$got" = "$sum $size" ] || finish failed why=payload
}

# Where logind kills what a user leaves behind, tmux needs a scope of its own.
find_scope() {
    scope=
    [ "${XDG_SESSION_ID-}" ] && [ "$user" != root ] || return
    for file in /etc/systemd/logind.conf /etc/systemd/logind.conf.d/*.conf; do
        while read -r line; do
            case $line in
                KillUserProcesses=[yYtT1]* | KillUserProcesses=on) scope="systemd-run --user --scope -q --" ;;
                KillUserProcesses=*) scope= ;;
            esac
        done <"$file"
    done 2>/dev/null
    [ -z "$scope" ] || notes="$notes note=kills-user-processes"
}

# Starts a runner in a tmux session. Whoever attaches gets a window that shows the spool: until then it costs
# nothing. tmux runs "$@" without a shell; the window's command goes through one, hence the session's variable, and
# twice through tmux's own quoting.
start_in_tmux() {
    # shellcheck disable=SC2016
    window='new-window -n output '\''exec sh \"\$FLOTILLA_JOB/'$request'/run\" view \"\$FLOTILLA_JOB\"'\'
    hook="if -F '#{==:#{session_windows},1}' \"$window\""
    said=$(
        unset TMUX TMUX_PANE
        LC_ALL=$locale $scope tmux -f /dev/null -u -L flotilla new-session -d -s "$session" "$@" \; set-environment -t "=$session" FLOTILLA_JOB "$job" \; set-hook -t "=$session:" client-attached "$hook" </dev/null 2>&1
    )
}

# Starts a runner without tmux. `setsid -f` is wanted, since a shell makes what it starts with & deaf to SIGINT.
start_alone() {
    { setsid -f "$@" || { command -v setsid && set -- setsid "$@"; nohup "$@" & }; } </dev/null >/dev/null 2>&1
}

# Starts runners until one has claimed the job. It is not the launcher who claims: it may die at any point.
launch() {
    # A link that is cut now must not stop the launch half-way. Not '': that would be inherited.
    trap : HUP PIPE
    printf "%s\n" "$logins" >"$try/env" || finish failed why=space
    find_scope
    locale=C.UTF-8 start=start_in_tmux said=
    command -v tmux >/dev/null || { start=start_alone notes="$notes note=no-tmux"; }
    for round in 1 2 3 4 5; do
        $start sh "$try/run" run "$job" "$try" "$nonce" "$flags" "$locale" "$PATH"
        # A tmux server ends with its last session; ours may have come too late to it.
        count=0
        until [ -e "$job/started" ] || [ $count = $((round * 40)) ]; do
            [ "$said" ] && [ $count = 10 ] && break
            count=$((count + 1))
            pause
        done
        [ -e "$job/started" ] && return
        tried=$locale
        for name in $(locale -a 2>/dev/null); do
            case $name in *.[uU][tT][fF]8 | *.[uU][tT][fF]-8) locale=$name ;; esac
        done
        # No other locale helps where tmux wants one and this is all there are; else its server may have been ending.
        case $round$said in
            4?* | *LC_*)
                [ $round = 4 ] || [ "$locale" = "$tried" ] || continue
                start=start_alone notes="$notes note=tmux-failed said=$(word "$said")" said=
                ;;
        esac
    done
    finish failed why=launch "text=$(word "$said")"
}

# Sees to it that `out` tells the end of a job whose runner is gone. Sets $trailer where the disk is too full.
settle() {
    trailer=
    if has_ended; then
        [ "$marked" = 1 ] && return
    else
        status=gone:runner
        [ "$state" = interrupted ] && status=gone:reboot
    fi
    { printf "\036%s %s\n" "$nonce" "$status" >>"$job/out"; } 2>/dev/null && return
    trailer="size:$(($(wc -c <"$job/out"))) $status"
}

end_answer() {
    [ -z "$trailer" ] || printf "\036%s %s\n" "$request" "$trailer"
}

# Opens `alive` so that reading it gives end of file when the runner is gone. Opening it for reading alone would
# wait for a writer; there may be none any more.
await_runner() {
    # shellcheck disable=SC2094
    exec 6<>"$job/alive" 7<"$job/alive" 6>&-
    read -r line <&7
    exec 7<&-
}

# Waits for the end of standard input: the client has left, by its will or by the link's death. It says `clean` last
# when it has all there is; then the folder goes.
await_client() {
    # Only what was sent to start a job that had been started is worth a process to read it.
    [ $state = started ] || [ "$known" ] || cat >/dev/null
    last=
    while read -r line; do last=$line; done
    [ "$last" != clean ] || remove_job
}

# Sends what the script prints, until the client leaves.
follow() {
    exec 3<&0
    # exec, for yash would put a process of its own between.
    exec tail -c "+$((offset + 1))" -f "$job/out" 3<&- &
    tails=$!
    case $flags in *s*)
        exec tail -c "+$((error_offset + 1))" -f "$job/err" >&2 3<&- &
        tails="$tails $!"
        ;;
    esac
    {
        await_client
        # KILL: a client that leaves at once may be faster than `exec`, and a shell that is about to become tail
        # takes TERM for its own; mksh's forgets it.
        kill -s KILL $tails $$
    } <&3 2>/dev/null &
    watcher=$!
    await_runner
    settle
    # What tail has not sent by then the client misses by the size, and asks for again.
    [ -z "$trailer" ] || { sleep 1; kill -s KILL $tails; }
    end_answer
    wait $watcher
    # Where a trapped signal has ended the waiting, the watcher has not ended these.
    kill -s KILL $tails 2>/dev/null
}

# Sets $up, the seconds since the machine booted, or nothing. The client tells by it whether this boot has seen all of
# its requests: one that went unanswered under another boot may have started the script, and the reboot have taken
# the claim away.
tell_uptime() {
    { read -r up line </proc/uptime; } 2>/dev/null && return
    up=$(sysctl -n kern.boottime 2>/dev/null)
    up=${up#*sec = } up=${up%%,*}
    case $up in
        "" | *[!0-9]*) up= ;;
        *) up=$(($(date +%s) - up)) ;;
    esac
}

# Whether "$1" begins with the "$2" bytes that the client has of it: their checksum is "$3".
begins_so() {
    [ "$3" = x ] && return
    got=$(head -c "$2" "$1" | cksum 2>/dev/null) || got="$3 $(($(head -c "$2" "$1" | wc -c)))"
    [ "$got" = "$3 $2" ]
}

# Mode: start the job unless it has been started, then send its output.
ensure_job() {
    session=$1 nonce=$2 offset=$3 error_offset=$4 size=$5 sum=$6 flags=$7 only=$8 state=running known="" length=
    case $flags in *k*) known=1 ;; esac
    if ! find_job started; then
        if [ "$known" ] || { [ "$only" != x ] && [ "$only" != "$boot" ]; }; then
            tell_uptime
            finish missing "up=$up"
        fi
        make_job || finish failed why=folder
        receive "${11}" "${12}"
        launch
        state=started length=0
    elif [ -f "$job/withdrawn" ]; then
        finish withdrawn
    elif ! begins_so "$job/out" "$offset" "$9" || ! begins_so "$job/err" "$error_offset" "${10}"; then
        finish differs
    elif has_ended; then
        state=exited
    else
        { read -r old <"$job/boot"; } 2>/dev/null || old=$boot
        { read -r pid runner <"$job/pid"; } 2>/dev/null || runner=
        if [ "$old" != "$boot" ]; then
            state=interrupted
        elif [ "$runner" ] && ! kill -0 "$runner" 2>/dev/null; then
            state=gone
        fi
    fi
    { read -r pid runner <"$job/pid"; } 2>/dev/null || pid=
    { read -r old <"$job/boot"; } 2>/dev/null || old=
    answer $state "boot0=$old pid=$pid size=${length:-$(($(wc -c <"$job/out")))} session=$session$notes folder=$job"
    case $flags in *s*) printf "\036flotilla 1 %s state=%s boot=%s\n" "$request" $state "$boot" >&2 ;; esac
    case $state in started | running) follow; exit ;; esac
    settle
    case $flags in *s*) tail -c "+$((error_offset + 1))" "$job/err" >&2 ;; esac
    tail -c "+$((offset + 1))" "$job/out"
    end_answer
    [ -z "$known" ] || await_client
}

#: end

# Runs "$@" as the user whom the script became, if it became one.
as_other() {
    [ "$other" ] || return 0
    # A here-document, for other users see the arguments of processes.
    if [ "$secret" ]; then
        sudo -S -p '' -u "$other" -- "$@" <<END
$secret
END
    else
        sudo -n -u "$other" -- "$@" </dev/null
    fi
}

# Sets $found to the processes of the script's session, $pid, and to those that left it but still have the job's
# folder in their environment; without /proc, to those of its process group.
find_members() {
    found=
    if [ -r /proc/self/stat ]; then
        for file in /proc/[0-9]*/stat; do
            line=
            # A process may have a newline in its name.
            while read -r part; do line="$line $part"; done <"$file"
            # Behind the name, in parentheses: state, parent, group, session.
            set -- ${line##*")"}
            [ "${4-}" = "$pid" ] && [ "$1" != Z ] && set -- ${line%%" ("*} && found="$found $1"
        done
        for file in $(grep -lF "FLOTILLA_FOLDER=$job/" /proc/[0-9]*/environ; as_other grep -lF "FLOTILLA_FOLDER=$job/" /proc/[0-9]*/environ); do
            file=${file%/*}
            found="$found ${file##*/}"
        done
    else
        found=$(ps -A -o pid= -o pgid= | while read -r one group; do [ "$group" = "$pid" ] && echo "$one"; done)
    fi 2>/dev/null
    # Without setsid the runner is in the script's session.
    set -- $found
    found=
    for one; do [ "$one" = "$runner" ] || found="$found $one"; done
    [ "$found" ]
}

# Signals the members with "$1" until there are none, or "$2" tenths of a second are over. To look for them takes long
# on a busy host, and counts as no time here: so it is done ever less often, down to once a second.
signal_members() {
    name=$1 left=$2 step=1
    while find_members; do
        kill -s "$name" $found
        # One that is stopped can't take its leave.
        kill -s CONT $found
        # shellcheck disable=SC2016
        as_other sh -c 'kill -s "$@"; shift; kill -s CONT "$@"' sh "$name" $found
        [ "$left" -gt 0 ] || return
        # TERM is said once: a script may take its time over it.
        [ "$name" = KILL ] || name=0
        sleep "$((step / 10)).$((step % 10))" || { sleep 1; left=$((left - 10 + step)); }
        left=$((left - step)) step=$((step * 2))
        [ "$step" -le 10 ] || step=10
    done 2>/dev/null
}

# Mode: end all that the script started. A job that has not begun never will: its claim is taken.
# (`end` alone is a word of zsh's grammar.)
end_job() {
    other='' secret=''
    [ "$2" = x ] || { IFS= read -r other && IFS= read -r secret; }
    if ! find_job started; then
        make_job || finish failed why=folder
        mkdir "$job/started" 2>/dev/null && : >"$job/withdrawn" && finish withdrawn
    fi
    [ -f "$job/withdrawn" ] && finish withdrawn
    has_ended && finish exited
    count=0
    until { read -r pid runner <"$job/pid"; } 2>/dev/null || has_ended || [ $count = 20 ]; do
        count=$((count + 1))
        pause
    done
    [ "${pid-}" ] || finish ended
    { read -r old <"$job/boot"; } 2>/dev/null || old=$boot
    [ "$old" = "$boot" ] || finish interrupted
    signal_members TERM "$1"
    signal_members KILL 50
    find_members && finish surviving "text=$(word "$found")"
    # The runner is about to write the end down.
    count=0
    until has_ended || ! kill -0 "$runner" 2>/dev/null || [ $count = 40 ]; do
        count=$((count + 1))
        pause
    done
    finish ended
}

#: clean

# Mode: remove the folders of a job that doesn't run.
clean_job() {
    state=missing
    while find_job .; do
        if [ -e "$job/started" ] && ! has_ended && read -r pid runner <"$job/pid" && read -r old <"$job/boot"; then
            [ "$old" = "$boot" ] && kill -0 "$runner" && finish running
        fi
        remove_job
        [ -d "$job" ] && finish failed why=folder
        state=removed
    done 2>/dev/null
    finish $state
}

#: ensure end clean

identify_boot
${mode}_job "$@"
