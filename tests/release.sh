#!/usr/bin/env bash
# The steps of a release, as .github/workflows/release.yml calls them:
#
#   release.sh tools                      installs what the other steps need
#   release.sh package PROGRAM TARGET OUT adds the archive of one system to the folder OUT
#   release.sh sums OUT                   writes the checksums of all that is there
#   release.sh notes VERSION              prints what CHANGELOG.md says of a version
#   release.sh try PROGRAM                does all of it twice in a temporary folder, and looks at what came
#
# `try` takes a program that runs here; a debug build will do.
set -euo pipefail
cd "$(dirname "$0")/.."

place="$PWD/target/tools/release"
python="$place/bin/python"
[ -e "$place/Scripts" ] && python="$place/Scripts/python.exe"

case ${1:?} in
tools)
  tools="$PWD/target/tools" not_done=()
  . tests/tools/release.sh
  [ ${#not_done[@]} = 0 ]
  ;;
package)
  "$python" tests/release/package.py "$2" "$3" "$4"
  ;;
sums)
  (cd "$2" && rm -f SHA256SUMS && sha256sum -- * >.sums && mv .sums SHA256SUMS)
  ;;
notes)
  awk -v version="$2" '/^## /{ is_it = $2 ~ "^" version "(,|$)"; next } is_it' CHANGELOG.md | grep . ||
    { echo "CHANGELOG.md says nothing of $2" >&2; exit 1; }
  ;;
try)
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  for time in first second; do
    bash tests/release.sh package "$2" x86_64-unknown-linux-musl "$folder/$time"
    bash tests/release.sh sums "$folder/$time"
  done
  diff -r "$folder/first" "$folder/second" || { echo 'two archives of the same program differ' >&2; exit 1; }
  "$python" tests/release/check.py "$folder/first"
  echo "a release is whole: $(cd "$folder/first" && echo *)"
  ;;
*)
  echo "unknown step: $1" >&2
  exit 2
  ;;
esac
