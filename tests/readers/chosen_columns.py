"""Reads a report with chosen columns from Word and from Excel: the same rows, numbers as numbers."""

import sys

import docx
import openpyxl

HEAD = ["№ п/п", "Дата проведения", "Мероприятие", "Уровень", "Кабинет", "Охват онлайн",
        "Обучающиеся", "Педагоги", "Вместе или не указано",
        "Ссылка на сайт с новостью о мероприятии (при наличии)"]


def plain(text):
    return str(text).replace("\u00a0", " ").replace("\u00ad", "")


word = docx.Document(sys.argv[1])
tables = word.tables
assert len(tables) == 4, len(tables)
rows = [[plain(cell.text) for cell in row.cells] for row in tables[0].rows]
assert rows[0] == HEAD, rows[0]
assert rows[2][:9] == ["1.", "7 октября 2022 г.", "Игра b", "муниципальный", "101", "—",
                       "54", "4", "0"], rows[2]
assert rows[3][5:9] == ["150", "20", "3", "0"], rows[3]
assert rows[-1][2] == "Всего" and rows[-1][6:9] == ["74", "7", "12"], rows[-1]
assert [plain(row.cells[0].text) for row in tables[2].rows] == [
    "Уровень", "Школьный", "Муниципальный", "Не указано", "Всего"]
# The sheet is turned for ten columns.
assert any(section.page_width > section.page_height for section in word.sections)

book = openpyxl.load_workbook(sys.argv[2])
assert len(book.sheetnames) == 4 == len(set(book.sheetnames)), book.sheetnames
sheet = book.worksheets[0]
rows = [list(row) for row in sheet.iter_rows(values_only=True)]
head = next(at for at, row in enumerate(rows) if row[0] == HEAD[0])
assert [plain(cell) for cell in rows[head]] == HEAD
first = rows[head + 2]
assert first[0] == 1 and first[6:9] == [54, 4, 0], first
assert rows[head + 3][4:7] == ["физики", 150, 20], rows[head + 3]
assert first[4] == 101, first
link = sheet.cell(head + 3, 10).hyperlink
assert link and link.target.endswith("2022/b.html"), link
print("ok")
