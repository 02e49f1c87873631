#!/bin/sh
# Makes a version of the application the current one, or the one before it current again. Needs no root.
#   usage: release.sh VERSION | --back
#   ROLE    what the machine is for
set -eu
mkdir -p "$HOME/releases"
cd "$HOME/releases"

# A link is replaced as a whole, so there is a current version at any time.
point() { ln -sfn "$1" "$2.new" && mv -T "$2.new" "$2"; }

if [ "$1" = --back ]; then
    [ -e previous ] || { echo 'there is no version to go back to' >&2; exit 1; }
    point "$(readlink previous)" current
    echo "back to $(readlink current)"
    exit
fi

mkdir -p "$1"
echo "$1 for ${ROLE:-any role}" >"$1/version" # in real life: unpack it here
if [ -e current ] && [ "$(readlink current)" != "$1" ]; then point "$(readlink current)" previous; fi
point "$1" current
echo "current is $(readlink current)"
