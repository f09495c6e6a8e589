"""Makes the forms that tests fill: forms.py FOLDER."""

import datetime
import sys

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.workbook.defined_name import DefinedName

folder = sys.argv[1]


def fill(cell, text, bold=False, size=9):
    run = cell.paragraphs[0].add_run(text)
    run.bold = bold
    run.font.size = Pt(size)


def ministry():
    """A head of two rows with merged cells, a row of numbers, empty rows, a total, text around."""
    document = docx.Document()
    document.add_heading("Приложение 1", level=2)
    document.add_paragraph("Сведения о мероприятиях центра за ____ полугодие")
    contacts = document.add_table(rows=2, cols=2)
    contacts.cell(0, 0).text = "Наименование организации"
    contacts.cell(0, 1).text = "________________"
    contacts.cell(1, 0).text = "Телефон"
    document.add_paragraph("Таблица 1")
    table = document.add_table(rows=7, cols=8)
    table.style = "Table Grid"
    heads = ["№ п/п", "Наименование мероприятия", "Дата проведения", "Количество участников, чел.", "", "",
             "Ссылка на публикацию", "Примечание"]
    for column, head in enumerate(heads):
        if head:
            fill(table.cell(0, column), head, bold=True)
    for column, head in ((3, "обучающихся"), (4, "педагогов"), (5, "с ОВЗ")):
        fill(table.cell(1, column), head, bold=True)
    table.cell(0, 3).merge(table.cell(0, 5))
    for column in (0, 1, 2, 6, 7):
        table.cell(0, column).merge(table.cell(1, column))
    for column in range(8):
        fill(table.cell(2, column), str(column + 1))
    for row in (3, 4, 5):
        for column in range(8):
            paragraph = table.cell(row, column).paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            mark = OxmlElement("w:rPr")
            size = OxmlElement("w:sz")
            size.set(qn("w:val"), "18")
            mark.append(size)
            paragraph._p.get_or_add_pPr().append(mark)
    fill(table.cell(6, 1), "Итого", bold=True)
    document.add_paragraph("Руководитель _______________ /_____________/")
    document.save(f"{folder}/ministry.docx")


def directions():
    """A heading for each direction, no column for numbers; a content control in an empty cell."""
    document = docx.Document()
    table = document.add_table(rows=5, cols=3)
    table.style = "Table Grid"
    for column, head in enumerate(["Название мероприятия", "Срок проведения", "Кабинет"]):
        fill(table.cell(0, column), head, bold=True)
    for row, title in ((1, "Конференции, фестивали, форумы"), (3, "1. Проведение совместных мероприятий")):
        merged = table.cell(row, 0).merge(table.cell(row, 2))
        merged.paragraphs[0].add_run(title)
    document.save(f"{folder}/directions.docx")


def bare():
    """A head alone."""
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    for column, head in enumerate(["Мероприятие", "Аудитория, количество участников", "Фото"]):
        fill(table.cell(0, column), head, bold=True)
    document.add_paragraph("Конец")
    document.save(f"{folder}/bare.docx")


def several():
    """Two tables that fit and one that does not."""
    document = docx.Document()
    for heads in (["№", "ФИО", "Должность"], ["№", "Мероприятие", "Дата"], ["№", "Мероприятие", "Дата"]):
        table = document.add_table(rows=2, cols=3)
        for column, head in enumerate(heads):
            table.cell(0, column).text = head
    document.save(f"{folder}/several.docx")


def other():
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for column, head in enumerate(["№", "ФИО педагога", "Должность"]):
        table.cell(0, column).text = head
    document.save(f"{folder}/other.docx")


THIN = Side(style="thin")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def monitoring():
    """A head of two rows, three rows with borders, a total with formulas, and all that refers to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Мониторинг"
    sheet["A1"] = "Мониторинг за ____ полугодие"
    sheet.merge_cells("A1:H1")
    heads = ["№ п/п", "Наименование мероприятия", "Дата проведения", "Количество участников", None, "Всего",
             "Уровень", "Ссылка"]
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(3, column, head)
        cell.font = Font(bold=True)
        cell.border = BORDER
        sheet.cell(4, column).border = BORDER
    sheet["D4"], sheet["E4"] = "обучающиеся", "педагоги"
    sheet.merge_cells("D3:E3")
    for column in "ABCFGH":
        sheet.merge_cells(f"{column}3:{column}4")
    for row in (5, 6, 7):
        for column in range(1, 9):
            cell = sheet.cell(row, column)
            cell.border = BORDER
            cell.alignment = Alignment(wrap_text=True)
        sheet.cell(row, 1, row - 4)
        sheet.cell(row, 3).number_format = "dd.mm.yyyy"
        sheet.cell(row, 6, f"=D{row}+E{row}")
    sheet["B8"] = "Итого"
    for column in "DEF":
        sheet[f"{column}8"] = f"=SUM({column}5:{column}7)"
    sheet["B10"] = "Руководитель"
    sheet.merge_cells("B10:D10")
    sheet["F10"] = "=F8*2"
    rule = FormulaRule(formula=["$D8>10"], fill=PatternFill("solid", bgColor="FFFF00"))
    sheet.conditional_formatting.add("D8:F8", rule)
    levels = DataValidation(type="list", formula1='"школьный,муниципальный"')
    levels.add("G5:G7")
    sheet.add_data_validation(levels)
    sheet.auto_filter.ref = "A4:H7"
    sheet.print_area = "A1:H10"
    sheet.print_title_rows = "3:4"
    sheet["B10"].comment = Comment("Подпись", "Муниципалитет")
    book.defined_names["Итог"] = DefinedName("Итог", attr_text="Мониторинг!$F$8")
    sheet.row_breaks.append(openpyxl.worksheet.pagebreak.Break(id=9))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, max_col=5, min_row=8, max_row=8))
    sheet.add_chart(chart, "B12")
    summary = book.create_sheet("Свод")
    summary["A1"] = "=Мониторинг!F8"
    summary["A2"] = "=SUM(Мониторинг!D5:D7)"
    summary["A3"] = "=A10"
    book.save(f"{folder}/monitoring.xlsx")


def plain():
    """A head without formatting in a sheet with nothing else; another sheet first."""
    book = openpyxl.Workbook()
    book.active.title = "Титул"
    book.active["A1"] = "Отчёт"
    sheet = book.create_sheet("События")
    sheet.append(["Мероприятие", "Дата", "Количество участников"])
    sheet["B2"].number_format = "0.00"
    book.save(f"{folder}/plain.xlsx")


def table():
    """A table of Excel's own with one empty row, merged cells in the empty rows, a note beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Мероприятие", "Дата", "Количество участников"])
    sheet.add_table(Table(displayName="Таблица1", ref="A1:C2"))
    other = book.create_sheet("Второй")
    for cell, head in (("A1", "№"), ("B1", "Название мероприятия"), ("D1", "Сроки"), ("E1", "Наименование ОО")):
        other[cell] = head
    for row in (1, 2, 3):
        other.merge_cells(f"B{row}:C{row}")
        for column in range(1, 6):
            other.cell(row, column).border = BORDER
    other["B4"], other["G2"] = "Всего", "Заметка сбоку"
    book.save(f"{folder}/table.xlsx")


def gap():
    """Text below the head without formatting."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Мероприятие", "Дата"])
    sheet["A4"] = "Составил: ________"
    sheet["A5"] = datetime.date(2022, 12, 30)
    book.save(f"{folder}/gap.xlsx")


def municipality():
    """A table for the events of several schools, and one with headings of directions."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Свод"
    sheet["A1"] = "Сводная таблица по муниципалитету"
    heads = ["№ п/п", "Полное наименование ОО", "Наименование мероприятия", "Дата", "Обучающихся", "Педагогов",
             "Социальный партнёр", "Ответственный", "Ссылка"]
    for column, head in enumerate(heads, 1):
        for row in (2, 3, 4):
            sheet.cell(row, column, head if row == 2 else None).border = BORDER
    book.save(f"{folder}/svod.xlsx")
    document = docx.Document()
    table = document.add_table(rows=5, cols=2)
    for column, head in enumerate(["Мероприятие", "Дата проведения"]):
        fill(table.cell(0, column), head, bold=True)
    for row, title in ((1, "2. Проведение совместных мероприятий"), (3, "Конференции, фестивали, форумы и слёты")):
        table.cell(row, 0).merge(table.cell(row, 1)).text = title
    document.save(f"{folder}/svod.docx")


def example():
    """An example, a head that names two things, a line right below, content controls, a total."""
    document = docx.Document()
    table = document.add_table(rows=4, cols=6)
    table.style = "Table Grid"
    heads = ["№", "Наименование мероприятия", "Дата и место проведения", "Охват, чел.", "Социальные партнеры",
             "Где опубликовано"]
    rows = [heads, ["1", "Пример: турнир", "12.09.2022, актовый зал", "25", "", ""],
            [""] * 6, ["Итого", "", "", "", "", ""]]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            fill(table.cell(row, column), text)
    for cell in table.rows[2].cells:
        control = parse_xml(f'<w:sdt {nsdecls("w")}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>'
                            '<w:t>Место для ввода текста.</w:t></w:r></w:sdtContent></w:sdt>')
        cell.paragraphs[0]._p.append(control)
    document.save(f"{folder}/example.docx")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["№", "Что проведено", "Дата", "Число участников", None, None])
    sheet.append([None, None, None, "дети", "взрослые", "итого"])
    sheet.merge_cells("D1:F1")
    sheet.append([1, "Линейка", datetime.date(2022, 9, 1), 120, 9, "=D3+E3"])
    sheet["C3"].number_format = "dd.mm.yyyy"
    sheet["A4"] = "Исполнитель: Петрова П. П."
    book.save(f"{folder}/below.xlsx")


def months():
    """A heading for each month."""
    document = docx.Document()
    table = document.add_table(rows=5, cols=2)
    for column, head in enumerate(["Мероприятие", "Дата проведения"]):
        table.cell(0, column).text = head
    for row, month in ((1, "ОКТЯБРЬ"), (3, "Ноябрь 2022 г.")):
        table.cell(row, 0).merge(table.cell(row, 1)).text = month
    document.save(f"{folder}/months.docx")
    table.cell(1, 0).paragraphs[0].runs[0].text = "I четверть"
    table.cell(3, 0).paragraphs[0].runs[0].text = "II четверть"
    document.save(f"{folder}/quarters.docx")


for make in (ministry, directions, bare, several, other, monitoring, plain, table, gap, municipality, example, months):
    make()
