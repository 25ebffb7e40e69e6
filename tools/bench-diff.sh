#!/usr/bin/env bash
# Compares the Go benchmarks of the work tree with those of another commit.
# Usage: tools/bench-diff.sh BASE PATTERN COUNT
set -euo pipefail
cd "$(dirname "$0")/.."

base=$1 pattern=$2 count=$3
scratch=$(mktemp -d)
trap 'git worktree remove --force "$scratch/base" 2>/dev/null || true; rm -rf "$scratch"' EXIT
git worktree add --quiet --detach "$scratch/base" "$base"

measure() { go test -run '^$' -bench "$pattern" -benchmem -count "$count" ./...; }
(cd "$scratch/base" && measure) >"$scratch/old.txt" || echo "note: not every benchmark of $base ran" >&2
measure >"$scratch/new.txt"
go tool -modfile=tools/go.mod benchstat "$base=$scratch/old.txt" "here=$scratch/new.txt"
