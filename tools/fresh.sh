#!/usr/bin/env bash
# Proves that generated files are fresh: generates everything again and fails if a file changed. Compares
# with the files as they are, not with the last commit, so it may run on unfinished work.
set -euo pipefail
cd "$(dirname "$0")/.."

sums() { git ls-files -co --exclude-standard -z | sort -z | xargs -0 sha256sum 2>/dev/null || true; }

before=$(sums)
make --no-print-directory generate
after=$(sums)
if [ "$before" != "$after" ]; then
  echo "generated files were stale and have been written anew:" >&2
  diff <(echo "$before") <(echo "$after") | sed -n 's/^> [0-9a-f]*  /  /p' >&2
  exit 1
fi
