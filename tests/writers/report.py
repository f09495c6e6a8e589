"""Converts a report from tab-separated text to Word, Excel, CSV or HTML.

report.py SOURCE TARGET: the extension of TARGET gives the format.
"""

import csv
import datetime
import html
import re
import sys

import docx
import openpyxl
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn


def read(source):
    """Reads lines of text, and rows: lists of cells, each of which is a list of paragraphs."""
    lines = []
    with open(source, encoding="utf-8") as file:
        for line in file.read().splitlines():
            if "\t" in line:
                cells = [re.findall("<p>(.*?)</p>", cell) or [cell] for cell in line.split("\t")]
                lines.append([[text for text in cell if text] for cell in cells])
            elif line.strip():
                lines.append(line.strip(" *"))
    return lines


def is_wide(row):
    return bool(row[0]) and not any(row[1:])


def tables(lines):
    """Groups consecutive rows into tables; a table head begins a new one."""
    found = []
    for line in lines:
        if isinstance(line, str):
            found.append(line)
        elif found and isinstance(found[-1], list) and not line[0][:1] in (["№"], ["№ п/п"]):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def write_runs(paragraph, text):
    """Writes text in short runs, as Word splits it at spelling mistakes and edits."""
    for start in range(0, len(text), 7):
        paragraph.add_run(text[start : start + 7])


def write_link(paragraph, url):
    relation = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "Смотреть"
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def write_deleted(paragraph, text):
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="a">'
            f"<w:r><w:delText>{text}</w:delText></w:r></w:del>"
        )
    )


def write_docx(lines, target):
    document = docx.Document()
    for block in tables(lines):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        # The head is repeated in the middle, where a page once began.
        rows = block if len(block[0]) != 5 or "Мероприятие" not in block[0][1] else block[:4] + block[:1] + block[4:]
        table = document.add_table(len(rows), len(rows[0]))
        for place, row in enumerate(rows):
            cells = table.rows[place].cells
            if is_wide(row):
                cells[0].merge(cells[-1])
                cells[0].text = ""
                write_runs(cells[0].paragraphs[0], " ".join(row[0]))
                continue
            for cell, texts in zip(cells, row):
                for number, text in enumerate(texts):
                    paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                    if text.startswith("http"):
                        write_link(paragraph, text)
                    else:
                        write_runs(paragraph, text)
                        write_deleted(paragraph, " ЗАЧЁРКНУТО")
    document.save(target)


def write_xlsx(lines, target):
    book = openpyxl.Workbook()
    book.active.title = "Титул"
    book.active.append(["Отчёт"])
    sheet = book.create_sheet("Отчёт")
    for line in lines:
        if isinstance(line, str):
            sheet.append([line])
            continue
        sheet.append(["\n".join(texts) for texts in line])
        row = sheet.max_row
        if is_wide(line):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(line))
        for cell in sheet[row]:
            text = str(cell.value or "")
            if text.startswith("http"):
                cell.hyperlink = text
                cell.value = "Смотреть"
            day = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)\D*", text)
            if day:
                number, month, year = map(int, day.groups())
                cell.value = datetime.date(2000 + year % 100, month, number)
    book.save(target)


def write_csv(lines, target):
    encoding = "cp1251" if "1251" in target else "utf-8-sig"
    with open(target, "w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";")
        width = max(len(line) for line in lines if not isinstance(line, str))
        for line in lines:
            cells = [line] if isinstance(line, str) else ["\n".join(texts) for texts in line]
            writer.writerow(cells + [""] * (width - len(cells)))


def write_html(lines, target):
    def cell(texts):
        paragraphs = "".join(
            f'<p><a href="{html.escape(text)}">Смотреть</a>'
            if text.startswith("http")
            else f"<p>{html.escape(text)}"
            for text in texts
        )
        return f"<td>{paragraphs}"

    parts = ["<!DOCTYPE html><meta charset=utf-8><title>Отчёт</title><style>td{}</style>"]
    for block in tables(lines):
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        parts.append("<table border=1>")
        for row in block:
            if is_wide(row):
                parts.append(f"<tr><td colspan={len(row)}>{html.escape(' '.join(row[0]))}")
            else:
                parts.append("<tr>" + "".join(cell(texts) for texts in row))
        parts.append("</table>")
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(parts))


source, target = sys.argv[1:]
writers = {"docx": write_docx, "xlsx": write_xlsx, "csv": write_csv, "html": write_html}
writers[target.rsplit(".", 1)[1]](read(source), target)
