#!/usr/bin/env bash
# Makes the icon of rostok.exe from that of the editor. Needs rsvg-convert (librsvg2-bin) and icotool
# (icoutils).
set -euo pipefail
cd "$(dirname "$0")/../.."
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
for size in 16 20 24 32 40 48 64 256; do
  rsvg-convert --width $size --height $size src/editor/web/icon.svg --output "$pictures/$size.png"
done
# The greatest stays a PNG: as a bitmap it takes 256 KB.
icotool --create --output src/main/icon.ico "$pictures"/{16,20,24,32,40,48,64}.png --raw="$pictures/256.png"
