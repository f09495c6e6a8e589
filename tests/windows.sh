#!/usr/bin/env bash
# Builds rostok.exe on Debian and runs it in Wine: the tests of tests/it/windows.rs, and tests of other
# modules with it in the place of this system's program. Wine is not Windows: it shows that the program
# starts, how it reads and writes paths, and what it says, not how Explorer or a scanner of viruses
# treats it.
#
# Part of tests/run.sh. Exit code 3: a tool cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."

target=x86_64-pc-windows-gnu
place="$PWD/target/windows"
run="$place/run"

step() { printf '\n== Windows: %s (%s s)\n' "$*" $SECONDS; }
missing() {
  printf 'the program for Windows cannot be tried: %s\n' "$*" >&2
  exit 3
}

step 'linker, Wine, readers of its files'
for tool in x86_64-w64-mingw32-gcc wine Xvfb wrestool exiftool; do
  command -v $tool >/dev/null && continue
  [ "$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends \
    gcc-mingw-w64-x86-64-win32 wine wine64 xvfb icoutils libimage-exiftool-perl >/dev/null || missing $tool
done

mkdir -p "$place"
# Optimised for its compilation alone. The library of Rust for Windows comes with rustup, or is
# compiled from its sources with the compiler of Debian 12.
build=(cargo build --locked --target $target --target-dir "$place"
  --config profile.dev.debug=false --config 'profile.dev.package."*".opt-level=0')

debian_compiler() {
  local root="$place/debian" version llvm
  if [ ! -x "$place/rustc" ]; then
    version=$(apt-cache depends libstd-rust-web-dev | sed -n 's/.*Depends: \(libstd-rust-web-[0-9.]*\)$/\1/p')
    llvm=$(apt-cache depends "$version" | sed -n 's/.*Depends: \(libllvm[0-9]*\)$/\1/p')
    rm -rf "$root" && mkdir -p "$root/packages"
    (cd "$root/packages" && apt-get download -qq -o APT::Sandbox::User=root \
      rustc-web "$version" "$llvm" libstd-rust-web-dev rust-web-src) || return
    for package in "$root"/packages/*.deb; do dpkg -x "$package" "$root" || return; done
    # The start and end objects that the linker needs.
    local objects="$root/usr/lib/rustlib/$target/lib" library
    library=$(echo "$root"/usr/src/rustc-*/library)
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s/usr/bin/rustc "$@"\n' \
      "$root/usr/lib/x86_64-linux-gnu:$root/usr/lib" "$root" >"$place/rustc"
    chmod +x "$place/rustc" && mkdir -p "$objects" || return
    for object in rsbegin rsend; do
      RUSTC_BOOTSTRAP=1 "$place/rustc" --target $target --crate-type lib --emit=obj \
        -o "$objects/$object.o" "$library/rtstartup/$object.rs" || return
    done
  fi
  build=(env RUSTC="$place/rustc" RUSTC_BOOTSTRAP=1 "${build[@]}" -Z build-std=std,panic_unwind)
}

step 'the library of Rust'
if ! rustup target list --installed 2>/dev/null | grep -qx $target &&
  ! timeout 300 rustup target add $target; then
  debian_compiler || missing "the library of Rust for $target"
fi

step 'the program'
CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc "${build[@]}" 2>&1 | tee "$place/build.log"
! grep '^warning' "$place/build.log" || exit 1
rm -rf "$run" && mkdir -p "$run"
cp "$place/$target/debug/rostok.exe" "$run/"
x86_64-w64-mingw32-gcc -Wall -municode -o "$run/desktop.exe" tests/windows/desktop.c
# Wine 8 lacks it. Without the start of C, which ends it too early.
x86_64-w64-mingw32-gcc -Wall -shared -nostdlib -Wl,--entry=0 -o "$run/bcryptprimitives.dll" \
  tests/windows/random.c -ladvapi32

step 'Wine'
# Its own home, without .NET and Internet Explorer, which it would ask to install.
export WINEPREFIX="$place/wine" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' ROSTOK_EXE="$run/rostok.exe"
rm -rf "$WINEPREFIX"
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$place/display" 2>/dev/null &
screen=$!
trap 'wineserver -k || true; kill $screen' EXIT
for _ in $(seq 100); do [ -s "$place/display" ] || sleep 0.1; done
DISPLAY=:$(cat "$place/display")
export DISPLAY
wineboot -i >/dev/null 2>&1

step 'what only Windows has'
cargo test --locked --quiet --test it windows:: -- --ignored

step 'tests of other modules'
# Windows cannot read the files of the one that is left out.
cargo test --locked --quiet --test it -- --skip names_that_windows_refuses build:: bundles:: copy:: \
  edit_documents::a_field edit_start:: encodings:: import_files:: output:: poster:: publish::a_site_is serve_http::a_page_is

step 'done'
