#!/bin/sh
# Installs what the peers of the benchmark need: Debian's packages (as root, or with sudo), BullMQ from npm into its own folder, and the
# Quartz.NET and Hangfire programs. The harness starts servers of its own: a service that a package brings is not used, and may be turned off.
set -eu
cd "$(dirname "$0")"

sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo

$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends \
  celery python3-celery python3-redis rabbitmq-server redis-server ruby ruby-sidekiq
command -v npm >/dev/null || $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm

npm --prefix peers/bullmq install --no-package-lock --no-audit --no-fund
dotnet build peers/quartz -c Release -v quiet -nologo
dotnet build peers/hangfire -c Release -v quiet -nologo
