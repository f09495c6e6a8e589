# odfdo, a reader of OpenDocument, in a virtual environment where `tests/it/export_open.rs` finds it.
odfdo="$tools/odfdo"
if ! cmp -s tests/tools/odfdo.txt "$odfdo/installed.txt" && debian python3 python3; then
  rm -rf "$odfdo"
  python3 -m venv "$odfdo" &&
    "$odfdo/bin/pip" install -q --disable-pip-version-check -r tests/tools/odfdo.txt &&
    cp tests/tools/odfdo.txt "$odfdo/installed.txt"
fi
cmp -s tests/tools/odfdo.txt "$odfdo/installed.txt" || not_done+=('OpenDocument in odfdo')
