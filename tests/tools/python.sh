# Python with the readers and writers of other people, in a folder of its own: `tests/it/python.rs`
# finds it there.
python="$tools/python"
if ! cmp -s tests/tools/python.txt "$python/installed.txt" && debian python3 python3; then
  rm -rf "$python"
  python3 -m venv "$python" 2>/dev/null || {
    [ "$(id -u)" = 0 ] && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null &&
      python3 -m venv "$python"
  }
  "$python/bin/pip" install -q --disable-pip-version-check -r tests/tools/python.txt &&
    cp tests/tools/python.txt "$python/installed.txt"
fi
cmp -s tests/tools/python.txt "$python/installed.txt" || not_done+=('what Python libraries read')
