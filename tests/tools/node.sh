# Node with axe, html-validate, Lighthouse and the validator of Microsoft's Open XML SDK, installed
# with npm into a folder where `tests/it/node.rs` finds them.
node="$tools/node"
if ! cmp -s tests/tools/node/package-lock.json "$node/installed.json" && debian npm nodejs npm; then
  rm -rf "$node"
  mkdir -p "$node"
  cp tests/tools/node/package.json tests/tools/node/package-lock.json "$node"
  (cd "$node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) &&
    cp tests/tools/node/package-lock.json "$node/installed.json"
fi
cmp -s tests/tools/node/package-lock.json "$node/installed.json" ||
  not_done+=('the theme with axe, html-validate and Lighthouse, files for Word and Excel with the Open XML SDK (npm)')
