"""Compares a report in Word, Excel, CSV and HTML with one that a school wrote by hand.

Arguments: the text of that report, the folder of the built site, the site's URL, the report's path
in it without an extension. Prints every difference.
"""

import csv
import re
import sys
from pathlib import Path
from urllib.parse import urljoin

import html5lib
from docx import Document
from openpyxl import load_workbook

seed_file, public, base, report = sys.argv[1:]
public = Path(public)
seed = Path(seed_file).read_text(encoding="utf-8")
HEAD = "№ п/п"
MONTHS = "янв фев мар апр ма июн июл авг сен окт ноя дек".split()
# Typing errors of the school, with their corrections.
TYPOS = [
    ("работы работе", "работы"),
    ("год год", "год"),
    ("использоваться", "используется"),
    ("общеобразовательных организации (", "общеобразовательных организаций ("),
    ("Направление . ", ""),
    ("г ода", "года"),
]
for typo, correction in TYPOS:
    seed = seed.replace(typo, correction)
failed = False


def check(same, *what):
    global failed
    if not same:
        print(*what, sep="\n  ")
        failed = True


def letters(text):
    """The letters and digits, without quotes, dashes and spaces."""
    return "".join(c for c in (text or "").lower().replace("ё", "е") if c.isalnum())


def date(text):
    """The day or None, the first and the last month, and the year, which is 2022 if missing."""
    text = text.lower()
    if found := re.match(r"(\d+)\.(\d+)\.(\d+)", text):
        day, month, year = map(int, found.groups())
        return (day, month, month, year % 100)
    months = [
        number
        for word in re.findall("[а-я]+", text)
        for number, stem in enumerate(MONTHS, 1)
        if word.startswith(stem) and word != "марта"
    ]
    found = re.match(r"(\d{1,2}) ", text.replace("\xa0", " "))
    year = re.search(r"20(\d\d)", text)
    day = int(found[1]) if found else None
    return (day, months[0], months[-1], int(year[1]) if year else 22)


def people(text):
    """The audience, the number of people, and their kind."""
    audience, count, noun = re.match(r"(.*)\((\d+)\s*([^)]*)\)$", text.strip(), re.S).groups()
    kind = next(
        kind
        for kind, stems in {"teachers": ("пед",), "people": ("чел",), "pupils": ("уч", "обуч")}.items()
        if noun.startswith(stems)
    )
    return letters(audience), int(count), kind


def sections(rows):
    """Rows under their headings; the events of each heading sorted by title."""
    found = []
    for cells in rows:
        cells = [(cell or "").strip() if isinstance(cell, str) or cell is None else str(cell) for cell in cells]
        cells += [""] * (5 - len(cells))
        if cells[0] and not any(cells[1:]):
            found.append((letters(cells[0]), [], []))
            continue
        number, title, audience, when, link = cells[:5]
        if number:
            found[-1][2].append(int(float(number.rstrip("."))))
        found[-1][1].append((letters(title), people(audience), date(when), link))
    return [(heading, sorted(events), numbers) for heading, events, numbers in found]


def seed_rows():
    table = seed.split(HEAD, 1)[1].split("\n", 1)[1].split("Функционирование Центра")[0]
    rows = []
    for line in filter(str.strip, table.split("\n")):
        cells = [cell.strip() for cell in line.split("\t")] + [""] * 5
        if not cells[0] and not cells[2]:
            rows[-1][1] += " " + cells[1]
            continue
        split = [re.findall("<p>(.*?)</p>", cell) or [cell] for cell in cells[:5]]
        for at in range(max(map(len, split))):
            rows.append([part[at] if at < len(part) else "" for part in split])
        rows[-1][4] = split[4][0]
    return rows


def html_rows(table):
    for row in table.iter("tr"):
        yield ["".join(cell.itertext()) for cell in row if cell.tag in ("td", "th")]


page = html5lib.parse((public / f"{report}.html").read_bytes(), namespaceHTMLElements=False)
document = Document(public / f"{report}.docx")
book = load_workbook(public / f"{report}.xlsx")
with open(public / f"{report}.csv", encoding="utf-8-sig", newline="") as file:
    csv_table = list(csv.reader(file, delimiter=";", strict=True))


def word_rows(table):
    for row in table.rows:
        cells, before = [], None
        for cell in row.cells:
            if cell._tc is not before:
                cells.append(cell.text)
            before = cell._tc
        yield cells


def excel_rows(sheet):
    """The rows of the table, without the signature below an empty row."""
    for row in sheet.iter_rows():
        cells = [cell.value for cell in row]
        if not any(cells):
            return
        yield cells


TABLES = {
    "Word": [list(word_rows(table)) for table in document.tables],
    "Excel": [list(excel_rows(sheet)) for sheet in book],
    "CSV": [csv_table],
    "HTML": [list(html_rows(table)) for table in page.iter("table")],
}


def table_of(tables, head):
    for rows in tables:
        for at, row in enumerate(rows):
            if row and len(row) > 1 and letters(str(row[0])) + letters(str(row[1])) == letters(head):
                return rows[at + 1 :]
    return []


expected = sections(seed_rows())
check(len(expected) == 6 and sum(len(events) for _, events, _ in expected) == 9, "the seed", expected)
for kind, tables in TABLES.items():
    found = sections(table_of(tables, HEAD + "Мероприятие"))
    check([s[0] for s in found] == [s[0] for s in expected], f"{kind}: headings", found)
    check([s[2] for s in found] == [s[2] for s in expected], f"{kind}: numbers", found)
    for (heading, events, _), (_, wanted, _) in zip(found, expected):
        check([e[:3] for e in events] == [w[:3] for w in wanted], f"{kind}: {heading}", events, wanted)
        for event in events:
            link = event[3]
            there = link.startswith(base) and (public / link[len(base) :]).is_file()
            check(there, f"{kind}: {link} is not a page of the site")

# The text of a link may contain <wbr>.
links = [(a, "".join(a.itertext())) for a in page.iter("a")]
links = [(a, text) for a, text in links if text.startswith(base)]
check(len(links) == 9, "HTML: links", len(links))
for link, text in links:
    check(urljoin(f"{base}{report}.html", link.get("href")) == text, "HTML: link", link.attrib)
    check("://" not in link.get("href"), "HTML: an absolute link inside the section", link.attrib)

training = [line.split("\t") for line in seed.split("\n") if re.match(r"\d\t", line)]
check(len(training) == 4, "the seed's training", training)
for kind in ("Word", "HTML", "Excel"):
    found = table_of(TABLES[kind], "№Название программы повышения квалификации, количество часов")
    found = [[re.sub("г$", "", letters(str(cell))) for cell in row] for row in found[:4]]
    wanted = [[re.sub("г$", "", letters(cell)) for cell in row] for row in training]
    check(found == wanted, f"{kind}: training", found, wanted)

narrative = seed.split("\n№", 1)[0], seed.split("Цифровая экосистема")[1].split(HEAD)[0], seed.split("0-331")[-1]
narrative = [
    re.sub(r"^\d+\. ", "", line)
    for part in narrative
    for line in part.split("\n")
    if line.strip() and "\t" not in line
]
check(len(narrative) > 15, "the seed's text", narrative)
body = page.find(".//main")
WORDS = {
    "Word": " ".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell for table in TABLES["Word"] for row in table for cell in row]
    ),
    "HTML": " ".join(body.itertext()),
}
for kind, text in WORDS.items():
    for line in narrative:
        check(letters(line) in letters(text), f"{kind} lacks: {line}")
sys.exit(failed)
