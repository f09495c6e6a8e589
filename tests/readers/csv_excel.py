"""Prints the rows of a CSV file for Excel as JSON."""

import csv
import json
import sys

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    json.dump(list(csv.reader(file, delimiter=";", strict=True)), sys.stdout, ensure_ascii=False)
