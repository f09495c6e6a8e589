# What packs a release: Markdown, CycloneDX and its schema, in a virtual environment where tests/release.sh
# finds it. On Windows its programs are in `Scripts`, and Python is not called `python3`.
release="$tools/release"
if ! cmp -s tests/tools/release.txt "$release/installed.txt"; then
  rm -rf "$release"
  { python3 -m venv "$release" || python -m venv "$release"; } &&
    if [ -d "$release/Scripts" ]; then release_python="$release/Scripts/python"; else release_python="$release/bin/python"; fi &&
    "$release_python" -m pip install -q --disable-pip-version-check -r tests/tools/release.txt &&
    cp tests/tools/release.txt "$release/installed.txt"
fi
cmp -s tests/tools/release.txt "$release/installed.txt" || not_done+=('the files of a release')
