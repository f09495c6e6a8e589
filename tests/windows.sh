#!/usr/bin/env bash
# Compiles the program for Windows on Debian 12, with the compiler and library sources of Debian, and
# runs it in Wine. Not part of tests/run.sh, because it compiles all dependencies with another
# compiler. Wine is not Windows: this shows that the program starts, reads and writes paths, and makes
# the same files, not how other programs lock them.
set -euo pipefail
cd "$(dirname "$0")/.."

target=x86_64-pc-windows-gnu
place="$PWD/target/tools/windows"
root="$place/root"
rust_library="$root/usr/src/rustc-1.96.0/library"

step() { printf '\n== %s\n' "$*"; }

step 'compiler, linker and Wine of Debian'
if [ ! -x "$place/bin/rustc" ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends wine wine64 >/dev/null
  rm -rf "$place" && mkdir -p "$place/packages" "$place/bin" "$root"
  (cd "$place/packages" && apt-get download -qq -o APT::Sandbox::User=root \
    rustc-web libstd-rust-web-1.96 libstd-rust-web-dev rust-web-src libllvm22 \
    gcc-mingw-w64-x86-64-win32 g++-mingw-w64-x86-64-win32 gcc-mingw-w64-x86-64-win32-runtime \
    gcc-mingw-w64-base binutils-mingw-w64-x86-64 mingw-w64-x86-64-dev mingw-w64-common)
  for package in "$place"/packages/*.deb; do dpkg -x "$package" "$root"; done
  for tool in gcc g++; do
    ln -s "$root/usr/bin/x86_64-w64-mingw32-$tool-win32" "$place/bin/x86_64-w64-mingw32-$tool"
  done
  cat >"$place/bin/rustc" <<END
#!/bin/sh
LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu:$root/usr/lib exec $root/usr/bin/rustc "\$@"
END
  chmod +x "$place/bin/rustc"
fi
run="$place/run"
rm -rf "$run" && mkdir -p "$run"
# In a subshell, so that this compiler is not used for the other steps.
(
  export PATH="$place/bin:$root/usr/bin:$PATH" RUSTC="$place/bin/rustc" RUSTC_BOOTSTRAP=1
  # The start and end objects that the linker needs.
  objects="$root/usr/lib/rustlib/$target/lib"
  mkdir -p "$objects"
  for object in rsbegin rsend; do
    "$RUSTC" --target $target --crate-type lib --emit=obj -o "$objects/$object.o" \
      "$rust_library/rtstartup/$object.rs"
  done

  step 'the program'
  export CARGO_TARGET_DIR="$place/target" CARGO_PROFILE_DEV_DEBUG=false
  export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
  cargo build --locked -Z build-std=std,panic_unwind --target $target 2>&1 | tee "$place/build.log"
  ! grep -q '^warning' "$place/build.log" || exit 1
  cp "$CARGO_TARGET_DIR/$target/debug/rostok.exe" "$run/"
  # Wine 8 lacks bcryptprimitives.dll, the source of random numbers.
  cat >"$run/random.c" <<'END'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
    return SystemFunction036(data, (ULONG)size);
}
END
  x86_64-w64-mingw32-gcc -shared -o "$run/bcryptprimitives.dll" "$run/random.c" -ladvapi32
)

export WINEPREFIX="$place/prefix" WINEDEBUG=-all
windows() { wine "$run/rostok.exe" "$@" </dev/null; }
here() { cargo run --locked --quiet -- "$@"; }
day=2026-11-24

step 'its version'
windows --version

step 'the same sites as here, byte for byte, and a second build that writes nothing'
for site in . tests/cases/pages/*/in; do
  cp -r "$site/content" "$run/content"
  rm -rf "$run/themes" && mkdir "$run/themes"
  [ ! -d "$site/themes" ] || cp -r "$site/themes/." "$run/themes/"
  windows build --root "$run" --out "$run/there" --today $day
  windows build --root "$run" --out "$run/there" --today $day --format json >"$run/second.json"
  ! grep -Eq '"(created|changed|removed)": [1-9]' "$run/second.json" || exit 1
  rm -rf "$run/.rostok-cache"
  here build --root "$run" --out "$run/here" --today $day >"$run/here.txt"
  diff -r "$run/there" "$run/here"
  rm -rf "$run/content" "$run/there" "$run/here"
  echo "$site: the same"
done

step 'a new site, a new event, its report'
windows init "$run/сайт"
windows new 'Турнир по шахматам' --root "$run/сайт" --date "$day" --direction sovmestnye
windows check --root "$run/сайт" --today $day
windows report 2026/27 I --root "$run/сайт" --out "$run/отчёт.docx" --today $day
python3 -m zipfile -t "$run/отчёт.docx"
windows list --root "$run/сайт"
