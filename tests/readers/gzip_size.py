"""How many bytes the given files have over the wire, each compressed by itself."""

import gzip
import sys
from pathlib import Path

print(sum(len(gzip.compress(Path(name).read_bytes(), 9)) for name in sys.argv[1:]))
