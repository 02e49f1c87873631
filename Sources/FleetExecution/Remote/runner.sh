#!/bin/sh
# What runs a job's script on a host, in a tmux session of its own: it claims the job, runs the script, and writes
# its end behind its output. It comes with the script on standard input, like supervisor.sh without comments and
# indentation; there the job's folder is described.
#
# usage: sh TRY/run run JOB TRY NONCE FLAGS LOCALE PATH  the runner
#        sh TRY/run job JOB TRY FLAGS SID PID TERM       what becomes the script
#        sh TRY/run view JOB                             the spool, in a tmux window

umask 077
mode=$1
shift

pause() {
    sleep 0.05 2>/dev/null || sleep 1
}

# Opens `alive` so that reading it gives end of file when the runner is gone. Opening it for reading alone would
# wait for a writer; there may be none any more.
await_runner() {
    # shellcheck disable=SC2094
    exec 6<>"$job/alive" 7<"$job/alive" 6>&-
    read -r line <&7
    exec 7<&-
}

# Runs the script by $way, the command before `-i` that gives it a session of its own, and sets $code and $said.
# `setsid -f -w` and, on busybox, `time` stay as the script's parent and say on their standard error when a signal
# ended it, which `$?` alone does not tell; elsewhere the shell may say so, or give more than 256.
run_script() {
    own='' quiet=/dev/null said=''
    case $way in *-f*) quiet=$try/said ;; env) own=$$ ;; esac
    : >"$try/said"
    LC_ALL=C $way -i "PATH=$PATH" "LC_ALL=$locale" sh "$try/run" job "$job" "$try" "$flags" "$own" $$ "${TERM-}" 8>&- 9>&- 2>"$quiet"
    code=$?
    while read -r line; do said="$said$line"; done <"$try/said"
}

# Sets $way to the best that this host has.
find_way() {
    if setsid -f -w true; then
        way='setsid -f -w env'
    elif env time -f x setsid true; then
        way='time -f x setsid env'
    elif command -v setsid >/dev/null; then
        way='setsid env'
    else
        way='env'
    fi
}

# Has tmux append the raw bytes of the pane to `out`: through the open file, whatever characters its name has. Now and
# then tmux pipes nothing, so an empty line goes first, and whoever reads it says so.
pipe_pane() {
    piped=
    trap 'piped=1' USR1
    stty -opost
    # shellcheck disable=SC2034
    for round in 1 2 3 4 5; do
        tmux pipe-pane -O "read -r line; exec 9>>/proc/$$/fd/8 && kill -USR1 $$ && exec cat >&9"
        echo
        count=0
        until [ "$piped" ] || [ $count = 20 ]; do
            count=$((count + 1))
            pause
        done
        [ -z "$piped" ] || break
    done
    trap - USR1
}

# Mode: the runner. In tmux it is the pane's own process.
run() {
    job=$1 try=$2 nonce=$3 flags=$4 locale=$5 LC_ALL=$5 PATH=$6
    export LC_ALL PATH
    # First the FIFO, then the claim: whoever sees the claim can tell whether the runner lives. A file that must not
    # exist takes no process to make.
    exec 9<>"$job/alive"
    set -C
    true >"$job/started" || exit 0
    set +C
    exec 8>>"$job/out" 2>"$try/said"
    hung=
    # The end of the tmux server hangs up its panes: this runner, and what has its terminal.
    trap 'hung=1' HUP
    case $flags in
        *t*)
            way='env'
            pipe_pane
            ;;
        *)
            # A new `env` lets us be deaf to a hang-up and the script not.
            way='setsid -f -w env --default-signal'
            trap '' HUP
            ;;
    esac
    run_script
    case $way$said in
        *' did not exit '*) ;;
        # Most hosts have this way; to try it first would cost them two processes. Where it was refused, nothing has
        # run: what becomes the script writes its process ID before all else.
        *-signal?*)
            if [ ! -s "$job/pid" ]; then
                trap 'hung=1' HUP
                find_way
                run_script
            fi
            ;;
    esac
    # sudo has asked for it by now, or never will.
    [ ! -f "$try/password" ] || rm -f "$try/password"
    killed=
    [ $code -le 256 ] || killed=1
    case $said in
        *' did not exit '* | *'terminated by signal'*) killed=1 ;;
        # A word of the shell, if the script's parent is the shell.
        ?*) [ "$quiet" = "$try/said" ] || killed=1 ;;
    esac
    if [ -s "$try/refused" ]; then
        # Before what sudo says itself there may be a lecture.
        status=
        while read -r line; do
            case $line in sudo:*) status="$status; ${line#sudo: }" ;; esac
        done <"$try/refused"
        status="refused:${status#; }"
    elif [ -f "$try/nointerp" ]; then
        IFS= read -r line <"$try/nointerp"
        status=nointerp:$line
    elif [ "$killed" ]; then
        status=signal:$((code & 127))
    elif [ "$hung" ]; then
        # It may have been setsid that ended, not the script.
        status=gone:runner
    else
        status=code:$code
    fi
    mark="$nonce $status" marked=1
    case $flags in
        # Through the pane as well, so that it comes behind what is still in there.
        *t*)
            printf '\036%s\n' "$mark"
            count=0
            # A client that has seen it may have removed the folder by now.
            until [ $count = 100 ] || [ ! -f "$job/out" ]; do
                case $(tail -c 999 "$job/out") in *"$mark"*) break ;; esac
                count=$((count + 1))
                pause
            done
            [ $count -lt 100 ] || marked=0
            ;;
        *s*) printf '\036%s\n' "$mark" >>"$job/err" ;;
    esac
    case $flags in *t*) ;; *) printf '\036%s\n' "$mark" >&8 || marked=0 ;; esac
    # Over the room that was taken, not behind an O_TRUNC that gives it away.
    printf '%s %s\n' $marked "$status" 1<>"$job/exit"
}

# Mode: show the spool in a tmux window, as long as the job runs.
view() {
    job=$1
    exec tail -n 1000 -f "$job/out" &
    tails=$!
    await_runner
    # A shell that has not become tail yet may forget TERM.
    kill -s KILL $tails
}

case $mode in
    run | view)
        $mode "$@"
        exit
        ;;
    job)
        # Becomes the script: job, try, flags, session or nothing for its own, runner, TERM.
        case $3 in
            *t*) exec 2>&1 ;;
            *s*) exec </dev/null >>"$1/out" 2>>"$1/err" ;;
            *) exec </dev/null >>"$1/out" 2>&1 ;;
        esac
        echo "${4:-$$} $5" >"$1/pid"
        unset LC_ALL PATH
        # The login's environment, and whatever names it has: only "$1" to "$6" are safe from here on.
        # shellcheck source=/dev/null
        . "$2/env"
        case $3 in *t*) export TERM="$6" ;; esac
        # Whatever leaves the session is known by it when the job is ended.
        export FLOTILLA_FOLDER="$1/"
        cd "${HOME:-/}" 2>/dev/null || cd /
        # Sets the arguments to the interpreter, the script and the script's own.
        # shellcheck source=/dev/null
        . "$2/launch"
        exec "$@"
        ;;
esac

