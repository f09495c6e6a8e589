# Node with axe, html-validate and Lighthouse, and the validator of Microsoft's Open XML SDK as npm
# has it, in a folder of their own: `tests/it/node.rs` finds them there.
node="$tools/node"
if ! cmp -s tests/tools/node/package-lock.json "$node/installed.json" && debian npm nodejs npm; then
  rm -rf "$node"
  mkdir -p "$node"
  cp tests/tools/node/package.json tests/tools/node/package-lock.json "$node"
  (cd "$node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) &&
    cp tests/tools/node/package-lock.json "$node/installed.json"
fi
cmp -s tests/tools/node/package-lock.json "$node/installed.json" ||
  not_done+=('the theme as axe, html-validate and Lighthouse see it, the files as Microsoft reads them (npm)')
