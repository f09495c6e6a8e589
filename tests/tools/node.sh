# Node with axe, html-validate and Lighthouse, in a folder of its own: `tests/it/node.rs` finds it
# there.
node="$tools/node"
if ! cmp -s tests/tools/node/package-lock.json "$node/installed.json" && debian npm nodejs npm; then
  rm -rf "$node"
  mkdir -p "$node"
  cp tests/tools/node/package.json tests/tools/node/package-lock.json "$node"
  (cd "$node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) &&
    cp tests/tools/node/package-lock.json "$node/installed.json"
fi
cmp -s tests/tools/node/package-lock.json "$node/installed.json" ||
  not_done+=('the theme as axe, html-validate and Lighthouse see it (npm)')
