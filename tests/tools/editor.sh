# CodeMirror and esbuild, installed with npm into a folder where `tests/it/editor_bundle.rs` finds them.
editor="$tools/editor"
if ! cmp -s tests/tools/editor/package-lock.json "$editor/installed.json" && debian npm nodejs npm; then
  rm -rf "$editor"
  mkdir -p "$editor"
  cp tests/tools/editor/package.json tests/tools/editor/package-lock.json "$editor"
  (cd "$editor" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) &&
    cp tests/tools/editor/package-lock.json "$editor/installed.json"
fi
cmp -s tests/tools/editor/package-lock.json "$editor/installed.json" ||
  not_done+=('the bundle of CodeMirror (npm)')
