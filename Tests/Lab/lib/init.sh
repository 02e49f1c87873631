#!/opt/lab/busybox sh
# shellcheck shell=dash
# PID 1 of a lab host: keeps the SSH daemon running and reaps orphans.
B=/opt/lab/busybox
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/ SHELL=/bin/sh
cd /
# shellcheck source=/dev/null
. /run/lab/boot.env                     # SSHD=openssh|dropbear|tinyssh  REFUSE=seconds
mkdir -p /run/sshd
[ "$REFUSE" = 0 ] || $B sleep "$REFUSE"
while :; do
    if [ -e /run/lab/nosshd ]; then $B sleep 0.2; continue; fi
    case $SSHD in
        openssh)  /usr/sbin/sshd -D -e >>/run/lab/sshd.log 2>&1 & ;;
        dropbear) /usr/sbin/dropbear -F -E -r /etc/dropbear/key -p 22 >>/run/lab/sshd.log 2>&1 & ;;
        tinyssh)  tcpsvd -l lab -c 500 -b 500 0.0.0.0 22 /usr/sbin/tinysshd -v /etc/tinyssh/keys >>/run/lab/sshd.log 2>&1 & ;;
    esac
    L=$!
    echo $L >/run/lab/sshd.pid
    wait $L                             # waitpid(-1): reaps adopted orphans too
    $B sleep 0.2
done
