#!/bin/sh
# What the hosts of the captures run: it prints as a patch does, and fails where the name of the host says so.
#   usage: patch.sh SECONDS    how long it takes
set -eu
echo "patch 12.8: looking for packages"
echo "found 14 packages, 82.4 MB"
case $FLOTILLA_HOST in
web017 | web104)
    echo "unpacking libc6 (2.36-9+deb12u13)"
    echo "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 2217 (unattended-upgr)" >&2
    exit 100
    ;;
cache07)
    echo "No space left on device: /var is at 100 %" >&2
    exit 3
    ;;
esac
seconds=$1
case $FLOTILLA_HOST in
db0[123]) seconds=45 ;;
esac
step=0
while [ "$step" -lt "$seconds" ]; do
    step=$((step + 1))
    echo "installing, $step of $seconds"
    sleep 1
done
case $FLOTILLA_HOST in
web033) echo "kernel 6.1.0-41 is held back" ;;
*) echo "kernel 6.1.0-42 is installed" ;;
esac
echo "done, no restart needed"
