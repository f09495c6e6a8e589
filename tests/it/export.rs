//! Documents and tables as files, read by third-party programs.
#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use rostok::export::{self, SignedLines};
use rostok::photos::EmbeddedImages;
use rostok::report::{
    Block, Cell, Chart, Column, ListBlock, ReportDocument, Row, Series, Signature, Table, TextSpan,
    chart,
};
use serde_json::{Value, json};

use crate::python::ask;
use crate::{office, open_xml};

pub(crate) const DAY: Date = date(2022, 12, 30);

/// The path of a file that stays after the test, for people to look at.
fn output_path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("export");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

pub(crate) fn save(name: &str, bytes: &[u8]) -> PathBuf {
    let path = output_path(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Reads `file` with `tests/readers/<reader>`. None without Python: the test is skipped.
fn read(reader: &str, file: &Path) -> Option<Value> {
    ask(&format!("readers/{reader}"), [file]).map(|said| serde_json::from_str(&said).unwrap())
}

fn columns<const N: usize>(columns: [(&str, u16); N]) -> Vec<Column> {
    columns.map(|(title, width)| Column { title: title.to_owned(), width }).into()
}

fn link(text: &str, address: &str) -> Cell {
    Cell { text: text.to_owned(), value: None, link: Some(address.to_owned()) }
}

pub(crate) fn events() -> Table {
    let address = "https://school.example/tochka/2022/turnir.html";
    Table {
        name: "events".to_owned(),
        title: "Мероприятия за I полугодие 2022/23 учебного года".to_owned(),
        columns: columns([
            ("№ п/п", 8),
            ("Мероприятие", 34),
            ("Целевая аудитория, количество участников", 30),
            ("Дата проведения", 22),
            ("Ссылка на сайт с новостью о мероприятии (при наличии)", 28),
        ]),
        rows: vec![
            Row::Section("Проведение совместных мероприятий для обучающихся".to_owned()),
            Row::Cells(vec![
                Cell::from("1."),
                Cell::from("Турнир по шахматам"),
                Cell::from("Обучающиеся центра образования «Точка роста» (21 чел.)"),
                Cell::from("7 декабря 2022 г."),
                link(address, address),
            ]),
            Row::Cells(vec![
                Cell::from("2."),
                Cell::from("=1+1"),
                Cell::from("- педагоги"),
                Cell::from("ноябрь–декабрь 2022 г."),
                Cell::from("—"),
            ]),
            Row::Total(vec![Cell::from(""), Cell::from("Всего участий"), Cell::number(24)]),
        ],
    }
}

fn participants() -> Chart {
    Chart {
        name: "participants".to_owned(),
        title: "Участия по направлениям".to_owned(),
        description: "Больше всего участий — в совместных мероприятиях".to_owned(),
        axis: "Направление".to_owned(),
        categories: vec![
            "Проведение совместных мероприятий для обучающихся и педагогических работников"
                .to_owned(),
            "Организация профориентационной деятельности обучающихся".to_owned(),
            "Развитие проектной деятельности".to_owned(),
        ],
        series: vec![Series { name: "Участий".to_owned(), values: vec![175, 50, 3] }],
    }
}

fn months() -> Chart {
    let months = ["сентябрь", "октябрь", "ноябрь", "декабрь", "январь", "февраль"];
    Chart {
        name: "months".to_owned(),
        title: "Мероприятия и участия по месяцам".to_owned(),
        description: "Больше всего участий в сентябре".to_owned(),
        axis: "Месяц".to_owned(),
        categories: months.map(str::to_owned).into(),
        series: vec![
            Series { name: "Мероприятий".to_owned(), values: vec![1, 2, 4, 5, 0, 1] },
            Series { name: "Участий".to_owned(), values: vec![120, 31, 14, 24, 0, 7] },
        ],
    }
}

fn text(text: &str) -> Vec<TextSpan> {
    vec![TextSpan::from(text)]
}

fn item(words: &str) -> Vec<Block> {
    vec![Block::Paragraph(text(words))]
}

fn list(start: Option<u32>, items: Vec<Vec<Block>>) -> Block {
    Block::List(ListBlock { start, items })
}

pub(crate) fn document() -> ReportDocument {
    let bold = TextSpan { text: "важное".to_owned(), bold: true, ..TextSpan::default() };
    let address = "https://school.example/точка роста/?a=1&b=2";
    let link = TextSpan {
        text: "раздел сайта".to_owned(),
        link: Some(address.to_owned()),
        ..TextSpan::default()
    };
    let long = "Центр «Точка роста» является частью образовательной среды школы, где преподаются \
                предметы естественно-научной и технологической направленностей, проводятся \
                внеурочные занятия и мероприятия, в том числе с участием обучающихся из других \
                образовательных организаций.";
    ReportDocument {
        title: "Анализ работы центра за I полугодие".to_owned(),
        date: DAY,
        blocks: vec![
            Block::Heading {
                level: 1,
                spans: text(
                    "Анализ работы Центра образования\nестественно-научной и технологической направленностей\nза I полугодие",
                ),
            },
            Block::Paragraph(text(long)),
            Block::Paragraph(vec![
                TextSpan::from("Есть "),
                bold,
                TextSpan::from(" и "),
                link,
                TextSpan::from("."),
            ]),
            Block::Heading { level: 2, spans: text("Задачи") },
            list(Some(1), vec![item(long), item("Вторая & <последняя>")]),
            Block::Paragraph(text("И ещё:")),
            list(
                Some(1),
                vec![
                    [item("снова первая"), vec![list(None, vec![item("в ней")])]].concat(),
                    [item("вторая"), item("с абзацем")].concat(),
                ],
            ),
            list(
                None,
                vec![
                    [item("без номера"), vec![list(Some(7), vec![item("седьмая")])]].concat(),
                    item("тоже"),
                ],
            ),
            Block::Table(events()),
            Block::Chart(participants()),
            Block::Chart(months()),
            Block::Paragraph(text(long)),
            Block::Signature(Signature {
                position: "Руководитель центра «Точка роста»".to_owned(),
                name: "И. О. Фамилия".to_owned(),
                date: "30.12.2022 г.".to_owned(),
            }),
        ],
    }
}

#[test]
fn word_reads_the_blocks_of_the_document() {
    let file = save("document.docx", &export::docx(&document(), &EmbeddedImages::new()).unwrap());
    open_xml::assert_valid(&file);
    let Some(read) = read("word.py", &file) else { return };
    assert_eq!(read["title"], "Анализ работы центра за I полугодие");
    assert_eq!(read["language"], "ru-RU");
    assert_eq!(read["dates"], json!(["2022-12-30T00:00:00+00:00", "2022-12-30T00:00:00+00:00"]));
    assert_eq!(read["page"], json!([21.0, 29.7]));
    assert_eq!(read["margins"], json!([3.0, 1.5, 2.0, 2.0]));
    assert_eq!(read["footer"], json!(["PAGE"]));
    assert_eq!((&read["font"], &read["size"]), (&json!("Times New Roman"), &json!(12.0)));
    for (style, size) in read["sizes"].as_object().unwrap() {
        assert!([11.0, 12.0].contains(&size.as_f64().unwrap()), "{style}: {size}");
    }
    let blocks = read["blocks"].as_array().unwrap();
    let outline: Vec<String> = blocks.iter().map(outline).collect();
    let expected = [
        "Heading 1: Анализ работы Центра образования\nестественно-научной и технологической направленностей\nза I полугодие",
        "Body Text: Центр «Точка роста» явл…",
        "Body Text: Есть важное и раздел сайта.",
        "Heading 2: Задачи",
        "List Paragraph 2: Центр «Точка роста» явл…",
        "List Paragraph 2: Вторая & <последняя>",
        "Body Text: И ещё:",
        "List Paragraph 3: снова первая",
        "List Paragraph 1, level 1: в ней",
        "List Paragraph 3: вторая",
        "Body Text: с абзацем",
        "List Paragraph 1: без номера",
        "List Paragraph 4, level 1: седьмая",
        "List Paragraph 1: тоже",
        "Caption: Мероприятия за I полугодие 2022/23 учебного\u{a0}года",
        "table",
        "After Table: ",
        "Caption: Участия по направлениям",
        "Picture: Участия по направлениям. Больше всего участий — в совместных мероприятиях",
        "Caption: Мероприятия и участия по месяцам",
        "Picture: Мероприятия и участия по месяцам. Больше всего участий в сентябре",
        "Body Text: Центр «Точка роста» явл…",
        "Signature: Руководитель центра «Точка роста» \t\tИ. О. Фамилия",
        "Date: 30.12.2022 г.",
    ];
    assert_eq!(outline, expected);
    assert_eq!(blocks[2]["bold"], json!(["важное"]));
    let address = "https://school.example/%D1%82%D0%BE%D1%87%D0%BA%D0%B0%20%D1%80%D0%BE%D1%81%D1%82%D0%B0/?a=1&b=2";
    assert_eq!(blocks[2]["links"], json!([["раздел сайта", address]]));
}

/// A block as a line: its style, the number of its list, the beginning of its text.
fn outline(block: &Value) -> String {
    let Some(style) = block["style"].as_str() else { return "table".to_owned() };
    let number = match (block["list"].as_u64(), block["level"].as_u64()) {
        (Some(number), Some(1..)) => format!(" {number}, level {}", block["level"]),
        (Some(number), _) => format!(" {number}"),
        _ => String::new(),
    };
    let mut words = block["text"].as_str().unwrap().to_owned();
    if let Some(picture) = block["pictures"][0].as_str() {
        picture.clone_into(&mut words);
    }
    if words.starts_with("Центр ") {
        words = format!("{}…", words.chars().take(23).collect::<String>());
    }
    format!("{style}{number}: {words}")
}

#[test]
fn word_reads_the_table_row_by_row() {
    let file = save("table.docx", &export::docx(&document(), &EmbeddedImages::new()).unwrap());
    let Some(read) = read("word.py", &file) else { return };
    let blocks = read["blocks"].as_array().unwrap();
    let rows = blocks.iter().find_map(|block| block["rows"].as_array()).unwrap();
    let heads: Vec<String> = events().columns.into_iter().map(|column| column.title).collect();
    assert_eq!(rows[0]["cells"], json!(heads));
    let repeated: Vec<bool> = rows.iter().map(|row| row["repeats"] == true).collect();
    assert_eq!(repeated, [true, false, false, false, false]);
    assert!(rows.iter().all(|row| row["whole"] == true));
    assert_eq!(rows[1]["cells"], json!(["Проведение совместных мероприятий для обучающихся"]));
    let address = "https://school.example/tochka/2022/turnir.html";
    assert_eq!(rows[2]["cells"][1], "Турнир по шахматам");
    assert_eq!(rows[2]["links"], json!([address]));
    assert_eq!(rows[3]["cells"][4], "—");
    assert_eq!(rows[4]["cells"], json!(["", "Всего участий", "24", "", ""]));
}

#[test]
fn excel_reads_numbers_as_numbers_and_texts_as_texts() {
    let other = Table { title: "Ещё".to_owned(), ..events() };
    let file = save(
        "tables.xlsx",
        &export::xlsx(&[&events(), &other], &SignedLines::default(), DAY).unwrap(),
    );
    open_xml::assert_valid(&file);
    let Some(read) = read("excel.py", &file) else { return };
    assert_eq!(read["title"], "Мероприятия за I полугодие 2022/23 учебного года");
    assert_eq!(read["dates"], json!(["2022-12-30T00:00:00", "2022-12-30T00:00:00"]));
    assert_eq!(read["sheets"][1]["name"], "Ещё");
    let sheet = &read["sheets"][0];
    assert_eq!(sheet["name"], "Мероприятия за I полугодие");
    assert_eq!((&sheet["frozen"], &sheet["repeated"]), (&json!("A2"), &json!("$1:$1")));
    assert_eq!(sheet["page"], json!([9, "landscape"]));
    assert_eq!(sheet["merged"], json!(["A2:E2"]));
    assert_eq!(sheet["rows"][3][1], "=1+1");
    assert_eq!(sheet["rows"][4], json!([null, "Всего участий", 24, null, null]));
    assert_eq!(sheet["types"], json!(["sssss", "snnnn", "sssss", "sssss", "nsnnn"]));
    let address = "https://school.example/tochka/2022/turnir.html";
    assert_eq!(sheet["links"], json!({ "E3": address }));
}

#[test]
fn csv_is_read_by_its_rows() {
    let file = save("table.csv", &export::csv(&events()).unwrap());
    let Some(read) = read("csv_excel.py", &file) else { return };
    assert_eq!(read[0][2], "Целевая аудитория, количество участников");
    assert_eq!(
        read[1],
        json!(["Проведение совместных мероприятий для обучающихся", "", "", "", ""])
    );
    assert_eq!(read[3][1], "'=1+1");
    assert_eq!(read[3][2], "'- педагоги");
    assert_eq!(read[3][4], "—");
    assert_eq!(read[4], json!(["", "Всего участий", "24", "", ""]));
}

#[test]
fn no_cell_becomes_a_formula_in_a_spreadsheet() {
    let formulas =
        ["=1+1", "+1+1", "-1+1", "@SUM(1;1)", "\t=1+1", " =1+1", "=HYPERLINK(\"a\";\"b\")"];
    let rows = formulas.map(|formula| Row::Cells(vec![Cell::from(formula)])).into();
    let table = Table { columns: columns([("Имя", 1)]), rows, ..events() };
    for (name, bytes) in [
        ("formulas.csv", export::csv(&table).unwrap()),
        ("formulas.xlsx", export::xlsx(&[&table], &SignedLines::default(), DAY).unwrap()),
    ] {
        let file = save(name, &bytes);
        // LibreOffice exports the values that it shows: a formula would become its result.
        let Some(shown) = office::convert(&file, "txt:Text - txt - csv (StarCalc):9,0,76") else {
            return;
        };
        let shown = std::fs::read_to_string(shown).unwrap();
        let shown: Vec<&str> =
            shown.lines().skip(1).map(|line| line.trim().trim_start_matches('\'').trim()).collect();
        assert_eq!(shown, formulas.map(str::trim), "{name}");
    }
}

#[test]
fn a_long_table_repeats_its_head_on_each_page() {
    let rows = (1..=60).map(|number| {
        let audience = "Обучающиеся 5–11-х классов общеобразовательных организаций (120 чел.)";
        Row::Cells(vec![
            Cell::from(&*format!("{number}.")),
            Cell::from(&*format!("Мероприятие-{number}\nвторая строка\nстрока-{number}-конец")),
            Cell::from(audience),
            Cell::from("14 октября 2022 г."),
            Cell::from("—"),
        ])
    });
    let table = Table { rows: rows.collect(), ..events() };
    let blocks = vec![Block::Table(table)];
    let long = ReportDocument { title: "Отчёт".to_owned(), date: DAY, blocks };
    let file = save("long.docx", &export::docx(&long, &EmbeddedImages::new()).unwrap());
    let Some(pages) = office::convert(&file, "pdf").and_then(|pdf| office::pages(&pdf)) else {
        return;
    };
    assert!(pages.len() > 3, "{} pages", pages.len());
    for (number, page) in (1..).zip(&pages) {
        assert_eq!(page.matches("проведения").count(), 1, "head of page {number}:\n{page}");
        assert_eq!(page.trim_end().lines().last().unwrap().trim(), number.to_string());
        for row in 1..=60 {
            let starts = page.contains(&format!("Мероприятие-{row} "));
            let ends = page.contains(&format!("строка-{row}-конец"));
            assert_eq!(starts, ends, "row {row} is broken at page {number}");
        }
    }
}

#[test]
fn no_word_of_a_narrow_column_is_broken() {
    let heads = ["№ п/п", "Мероприятие", "Содержание", "Категория участников", "Сроки", "Кто"];
    let cells = ["1.", "Турнир", "Игра", "Обучающиеся 5–11\u{a0}классов", "7\u{a0}декабря", "—"];
    let totals = ["Направление", "Событий", "Участий", "Обучающиеся", "Педагоги", "Не указано"];
    let sums = ["Для общеобразовательных организаций (21\u{a0}участник)", "1", "1", "1", "0", "0"];
    let tables = [(heads, cells, [8, 30, 40, 8, 5, 30]), (totals, sums, [8, 3, 3, 3, 3, 4])];
    let block = |(heads, cells, widths): &([&str; 6], [&str; 6], [u16; 6])| {
        let columns = heads.iter().zip(widths);
        Block::Table(Table {
            columns: columns.map(|(title, width)| Column::new(title, *width)).collect(),
            rows: vec![Row::Cells(cells.map(Cell::from).into())],
            ..events()
        })
    };
    let blocks = tables.iter().map(block).collect();
    let document = ReportDocument { title: "План".to_owned(), date: DAY, blocks };
    let file = save("narrow.docx", &export::docx(&document, &EmbeddedImages::new()).unwrap());
    let Some(pages) = office::convert(&file, "pdf").and_then(|pdf| office::pages(&pdf)) else {
        return;
    };
    let text = pages.concat();
    let found: Vec<&str> = text.split_whitespace().collect();
    for (heads, cells, _) in tables {
        for word in heads.iter().chain(&cells).flat_map(|text| text.split([' ', '\u{a0}', '–'])) {
            let whole = found.iter().any(|found| found.split('–').any(|part| part == word));
            assert!(whole || word == "—", "{word}\n{text}");
        }
    }
}

#[test]
fn a_whole_document_is_read_by_libreoffice() {
    let file = save("whole.docx", &export::docx(&document(), &EmbeddedImages::new()).unwrap());
    let Some(pages) = office::convert(&file, "pdf").and_then(|pdf| office::pages(&pdf)) else {
        return;
    };
    let words: Vec<&str> = pages.iter().flat_map(|page| page.split_whitespace()).collect();
    let text = words.join(" ");
    for words in [
        "за I полугодие",
        "2. Вторая & <последняя>",
        "1. снова первая – в ней 2. вторая с абзацем",
        "– без номера 7. седьмая – тоже",
        "Всего участий",
        "____",
        "И. О. Фамилия",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (word, excel) = (
        || export::docx(&document(), &EmbeddedImages::new()).unwrap(),
        || export::xlsx(&[&events()], &SignedLines::default(), DAY).unwrap(),
    );
    assert_eq!(word(), word());
    assert_eq!(excel(), excel());
    for bytes in [word(), excel()] {
        // Each entry of the central directory names the system that made it: 3, Unix, wherever the
        // program runs. The time is the earliest that the format has.
        let entries: Vec<&[u8]> =
            bytes.windows(46).filter(|entry| entry.starts_with(b"PK\x01\x02")).collect();
        assert!(entries.len() > 5);
        for entry in entries {
            assert_eq!((entry[5], &entry[12..16]), (3, &[0, 0, 0x21, 0][..]));
        }
    }
}

#[test]
fn a_chart_is_valid_inside_a_page() {
    let page = format!(
        "<!doctype html>\n<html lang=\"ru\"><title>Диаграммы</title><body style=\"font-family:sans-serif;max-width:40rem\">\n<h1>Диаграммы</h1>\n{}\n<hr>\n{}\n</body></html>\n",
        chart::svg(&participants()),
        chart::svg(&months())
    );
    let file = save("charts.html", page.as_bytes());
    ask("readers/html.py", [&file]);
    let table = chart::to_table(&months());
    assert_eq!(table.columns[0].title, "Месяц");
    assert_eq!(
        table.rows[1],
        Row::Cells(vec![Cell::from("октябрь"), Cell::number(2), Cell::number(31)])
    );
}
