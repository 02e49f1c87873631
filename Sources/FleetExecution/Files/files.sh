#!/bin/sh
# What a host does with its files where SFTP can't: POSIX sh, one word of request, one answer.
#   arguments: program request mark path [argument]
# Paths come encoded for printf %b, so that they pass through any login shell. What is answered begins behind a line
# with the mark: login scripts print things. Comments, indentation and blank lines don't travel.

LC_ALL=C
export LC_ALL
umask 077
# A character more, for a substitution takes newlines off the end.
decode() { decoded=$(printf '%bx' "$1"); decoded=${decoded%x}; }
has() { command -v "$1" >/dev/null 2>&1; }
decode "$4"
path=$decoded
# A name that begins with a dash is no option.
case $path in /*) ;; *) path=./$path ;; esac
argument=$5
printf '\n%s\n' "$3"
# The first bytes of the file, all that are asked for.
first() {
    if head -c 1 </dev/null >/dev/null 2>&1; then head -c "$argument"; else cat; fi <"$path"
}
case $2 in
status) exec ls -ldn "$path" ;;
names)
    cd "$path" || exit
    # A slash ends each, which no name has in it.
    for name in * .[!.]* ..?*; do
        if [ -e "$name" ] || [ -L "$name" ]; then printf '%s/' "$name"; fi
    done
    ;;
folder) exec mkdir "$path" ;;
read) exec tail -c "+$argument" <"$path" ;;
make)
    # Nothing may have the name, and no link is followed.
    set -C
    exec cat >"$path"
    ;;
append)
    if [ -L "$path" ] || [ ! -f "$path" ]; then echo "$path: not a plain file" >&2; exit 1; fi
    size=$(wc -c <"$path") || exit
    [ "$((size))" = "$argument" ] || { echo "$path: has $((size)) bytes" >&2; exit 1; }
    exec cat >>"$path"
    ;;
mode) exec chmod "$argument" "$path" ;;
remove) exec rm -f "$path" ;;
rename)
    decode "$5"
    case $decoded in /*) ;; *) decoded=./$decoded ;; esac
    # Without -T a folder, or a link to one, would be moved into.
    mv -fT "$path" "$decoded" 2>/dev/null && exit
    if [ -d "$decoded" ]; then echo "$decoded: Is a directory" >&2; exit 1; fi
    exec mv -f "$path" "$decoded"
    ;;
digest)
    if has sha256sum; then echo sha256sum; first | sha256sum
    elif has shasum; then echo shasum; first | shasum -a 256
    elif has openssl; then echo openssl; first | openssl dgst -sha256
    elif has busybox && busybox sha256sum </dev/null >/dev/null 2>&1; then
        echo busybox; first | busybox sha256sum
    elif has cksum; then echo cksum; first | cksum
    else echo none
    fi
    ;;
esac
