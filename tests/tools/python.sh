# Python with third-party readers and writers, in a virtual environment where `tests/it/python.rs`
# finds it.
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
cmp -s tests/tools/python.txt "$python/installed.txt" || not_done+=('files in Python libraries')
