"""Parses each given page as a browser does and names what is no sound HTML."""

import sys

import html5lib

sound = True
for name in sys.argv[1:]:
    parser = html5lib.HTMLParser()
    with open(name, "rb") as page:
        parser.parse(page)
    for (line, column), code, _ in parser.errors:
        print(f"{name}:{line}:{column}: {code}")
        sound = False
sys.exit(not sound)
