#!/bin/sh
# Upgrades all packages of a Debian or Ubuntu machine, without a question. Needs root, or sudo without a password.
set -eu
if [ "$(id -u)" != 0 ]; then exec sudo -n sh -c "$(cat "$0")"; fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
# A configuration file that was changed here stays as it is.
apt-get -qy -o Dpkg::Options::=--force-confold upgrade
apt-get -qy autoremove
