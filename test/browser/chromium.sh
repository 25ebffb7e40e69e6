#!/bin/sh
# Finds the Chromium that the tests drive. As root on Debian it is installed if it is missing.
set -eu
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] && exit 0
if [ -z "${CHROMIUM:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  exec apt-get install -qq --no-install-recommends chromium
fi
echo "there is no ${CHROMIUM:-/usr/bin/chromium}: install chromium, or name another one in CHROMIUM" >&2
exit 1
