"""Parses each given page as a browser does and prints the errors in its HTML."""

import sys

import html5lib

valid = True
for name in sys.argv[1:]:
    parser = html5lib.HTMLParser()
    with open(name, "rb") as page:
        parser.parse(page)
    for (line, column), code, _ in parser.errors:
        print(f"{name}:{line}:{column}: {code}")
        valid = False
sys.exit(not valid)
