"""Prints the total size in bytes of the given files, each compressed by gzip."""

import gzip
import sys
from pathlib import Path

print(sum(len(gzip.compress(Path(name).read_bytes(), 9)) for name in sys.argv[1:]))
