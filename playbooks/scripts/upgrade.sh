#!/bin/sh
# Upgrades all packages of a Debian or Ubuntu machine, without a question. Needs root.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
# A configuration file that was changed here stays as it is.
apt-get -qy -o Dpkg::Options::=--force-confold upgrade
apt-get -qy autoremove
