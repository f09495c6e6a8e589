"""Reads an Excel workbook with openpyxl and prints it as JSON."""

import json
import sys

from openpyxl import load_workbook

book = load_workbook(sys.argv[1])
json.dump(
    {
        "title": book.properties.title,
        "dates": [
            date.isoformat() for date in (book.properties.created, book.properties.modified)
        ],
        "sheets": [
            {
                "name": sheet.title,
                "frozen": sheet.freeze_panes,
                "repeated": sheet.print_title_rows,
                "page": [sheet.page_setup.paperSize, sheet.page_setup.orientation],
                "merged": sorted(str(cells) for cells in sheet.merged_cells.ranges),
                "rows": [[cell.value for cell in row] for row in sheet.iter_rows()],
                "types": ["".join(cell.data_type for cell in row) for row in sheet.iter_rows()],
                "links": {
                    cell.coordinate: cell.hyperlink.target
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.hyperlink
                },
            }
            for sheet in book.worksheets
        ],
    },
    sys.stdout,
    ensure_ascii=False,
)
