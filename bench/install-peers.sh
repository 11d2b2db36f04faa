#!/bin/sh
# Installs what the peers of the benchmark need: Debian's packages (as root, or with sudo) and BullMQ from npm, into its own folder.
# The harness starts servers of its own; a server that a package starts by itself is neither used nor needed.
set -eu
cd "$(dirname "$0")"

sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1

$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends \
  celery python3-celery python3-redis rabbitmq-server redis-server ruby ruby-sidekiq
command -v npm >/dev/null || $sudo apt-get install -y -qq --no-install-recommends nodejs npm

npm --prefix peers/bullmq install --no-audit --no-fund
