//! Peculiarities of files from Word, Excel and browsers, and malicious files.

use std::io::Write;

use proptest::prelude::{Strategy, any, prop, proptest};
use rostok::config::Config;
use rostok::diagnostic::Diagnostics;
use rostok::import::{ImportError, ImportedDirection, ImportedEvent, ImportedReport, read};
use zip::write::SimpleFileOptions;

use crate::sandbox::SETTINGS;

const HEAD: [&str; 4] = ["№", "Мероприятие", "Аудитория", "Дата"];

fn config() -> Config {
    Config::parse("content/site.yaml", SETTINGS, &mut Diagnostics::new()).unwrap()
}

/// The direction at `index` of the settings.
fn known(index: usize) -> ImportedDirection {
    ImportedDirection::Known(config().direction_ids().nth(index).unwrap())
}

fn import(bytes: &[u8]) -> Result<ImportedReport, ImportError> {
    read(bytes.to_vec(), None, &config())
}

/// `title|date|participants|link` of each event.
#[track_caller]
fn imported(bytes: &[u8]) -> Vec<String> {
    let line = |event: ImportedEvent| {
        let people = event.participants.map(|all| all.total().to_string()).unwrap_or_default();
        format!("{}|{}|{people}|{}", event.title, event.date_text, event.link.unwrap_or_default())
    };
    import(bytes).unwrap().events.into_iter().map(line).collect()
}

pub(crate) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn main_part(target: &str) -> String {
    format!(
        "<Relationships><Relationship Id='r' Type='{RELATION}/officeDocument' Target='{target}'/></Relationships>"
    )
}

fn docx(body: &str) -> Vec<u8> {
    let links = format!(
        "<Relationships><Relationship Id='r1' Type='{RELATION}/hyperlink' Target='http://a.ru/1?b=1&amp;c=2'/></Relationships>"
    );
    let document =
        format!("<w:document xmlns:w='w' xmlns:r='r'><w:body>{body}</w:body></w:document>");
    archive(&[
        ("_rels/.rels", &main_part("word/document.xml")),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &links),
    ])
}

fn cell(content: &str) -> String {
    format!("<w:tc><w:p>{content}</w:p></w:tc>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| cell(&run(text))).collect();
    format!("<w:tr>{cells}</w:tr>")
}

fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}{}</w:tbl>", row(&HEAD), rows.concat())
}

fn xlsx(sheet: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &main_part("xl/workbook.xml")),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><sheets><sheet name='Лист' sheetId='1' r:id='r1'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id='r1' Type='{RELATION}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
    ])
}

fn sheet_row(number: u32, cells: &[(char, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, text)| {
            format!("<c r='{column}{number}' t='inlineStr'><is><t>{text}</t></is></c>")
        })
        .collect();
    format!("<row r='{number}'>{cells}</row>")
}

fn sheet_head() -> String {
    sheet_row(1, &[('A', HEAD[0]), ('B', HEAD[1]), ('C', HEAD[2]), ('D', HEAD[3])])
}

#[test]
fn unreadable_cells_are_reported_with_their_places() {
    let wrong = ["1", "Игра", "Все (около 30)", "когда-нибудь"];
    let cells: Vec<_> = ('A'..='D').zip(wrong).collect();
    let places = |bytes: &[u8]| -> Vec<String> {
        import(bytes).unwrap().problems.into_iter().map(|problem| problem.place).collect()
    };
    assert_eq!(
        places(&xlsx(&format!("<sheetData>{}{}</sheetData>", sheet_head(), sheet_row(12, &cells)))),
        ["лист «Лист», ячейка C12", "лист «Лист», ячейка D12"]
    );
    assert_eq!(
        places(&docx(&table(&[row(&wrong)]))),
        ["таблица 1, строка 2, столбец 3", "таблица 1, строка 2, столбец 4"]
    );
}

#[test]
fn runs_fields_and_tracked_changes_are_read_as_printed() {
    let title = format!(
        "{}<w:ins><w:r><w:t>нир</w:t></w:r></w:ins><w:del><w:r><w:delText>нир-старый</w:delText></w:r></w:del>\
         <w:moveFrom><w:r><w:t>прочь</w:t></w:r></w:moveFrom><w:r><w:t xml:space='preserve'> &amp; «Ко»</w:t><w:br/></w:r>\
         <mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
        run("Тур"),
        run("финал"),
        run("финал"),
    );
    let link = "<w:hyperlink r:id='r1'><w:r><w:t>здесь</w:t></w:r></w:hyperlink>";
    let field = "<w:r><w:instrText> HYPERLINK \"http://b.</w:instrText></w:r><w:r><w:instrText>ru/2\" </w:instrText></w:r>";
    let head: String = HEAD.iter().chain(&["Ссылка"]).map(|text| cell(&run(text))).collect();
    let body = format!(
        "<w:tbl><w:tr>{head}</w:tr>\
         <w:tr><w:trPr><w:del w:id='1'/></w:trPr>{0}{0}{0}{0}{0}</w:tr>\
         <w:tr>{1}{2}{3}{4}{5}</w:tr><w:tr>{1}{6}{3}{4}{7}</w:tr></w:tbl>",
        cell(&run("удалено")),
        cell(""),
        cell(&title),
        cell(&run("Все (5 чел.)")),
        cell(&run("1.09.2022")),
        cell(link),
        cell(&run("Игра")),
        cell(field),
    );
    assert_eq!(
        imported(&docx(&body)),
        ["Турнир & «Ко» финал|1.09.2022|5|http://a.ru/1?b=1&c=2", "Игра|1.09.2022|5|http://b.ru/2"]
    );
}

#[test]
fn merged_cells_belong_to_every_row_they_span() {
    let date = |text: &str, merge: &str| {
        format!("<w:tc><w:tcPr><w:vMerge{merge}/></w:tcPr><w:p>{}</w:p></w:tc>", run(text))
    };
    let rows = [
        format!(
            "<w:tr>{}{}{}{}</w:tr>",
            cell(&run("1")),
            cell(&run("А")),
            cell(&run("3 педагога")),
            date("1.09.2022", " w:val='restart'")
        ),
        format!(
            "<w:tr>{}{}{}{}</w:tr>",
            cell(&run("2")),
            cell(&run("Б")),
            cell(&run("4 педагога")),
            date("", "")
        ),
        format!(
            "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='4'/></w:tcPr><w:p>{}</w:p></w:tc></w:tr>",
            run("Конференции, фестивали, форумы")
        ),
        row(&["3", "В", "5 педагогов", "2.09.2022"]),
    ];
    let found = import(&docx(&table(&rows))).unwrap();
    let dates: Vec<_> = found.events.iter().map(|event| &*event.date_text).collect();
    assert_eq!(dates, ["1.09.2022", "1.09.2022", "2.09.2022"]);
    assert_eq!(found.events[1].direction, ImportedDirection::Missing);
    assert_eq!(found.events[2].direction, known(1));
    let html = "<table><tr><th>№<th>Мероприятие<th>Дата<th>Ссылка\
                <tr><td>1<td>А<td rowspan=0>1.09.2022<td rowspan=2><a href='http://a.ru'>a</a>\
                <tr><td>2<td>Б<tr><td>3<td>В<td></table>";
    assert_eq!(
        imported(html.as_bytes()),
        ["А|1.09.2022||http://a.ru", "Б|1.09.2022||http://a.ru", "В|1.09.2022||"]
    );
    let sheet = [
        sheet_head(),
        sheet_row(2, &[('A', "1"), ('B', "А"), ('C', "3 педагога"), ('D', "1.09.2022")]),
        sheet_row(3, &[('A', "2"), ('B', "Б"), ('C', "4 педагога")]),
        sheet_row(4, &[('A', "Конференции, фестивали, форумы")]),
        sheet_row(5, &[('A', "3"), ('B', "В"), ('C', "5 педагогов"), ('D', "2.09.2022")]),
    ];
    let merged = "<mergeCells><mergeCell ref='D2:D3'/><mergeCell ref='A4:D4'/></mergeCells>";
    let sheet = format!("<sheetData>{}</sheetData>{merged}", sheet.concat());
    assert_eq!(imported(&xlsx(&sheet)), ["А|1.09.2022|3|", "Б|1.09.2022|4|", "В|2.09.2022|5|"]);
}

#[test]
fn numbers_of_excel_are_what_their_formats_show() {
    let number = |row: u32, style: u32, value: &str| {
        let texts = sheet_row(row, &[('A', "1"), ('B', &format!("Игра {row}"))]);
        let cell = format!("<c r='D{row}' s='{style}'><v>{value}</v></c></row>");
        texts.replace("</row>", &cell)
    };
    let rows = [
        sheet_head(),
        number(2, 1, "44896"),
        number(3, 2, "44866"),
        number(4, 3, "44896"),
        number(5, 0, "44896"),
        number(6, 4, "45631.604166666664"),
    ];
    let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[$-419]mmm\\.yy;@'/>\
        <numFmt numFmtId='165' formatCode='dd.mm.yyyy hh:mm'/></numFmts><cellXfs><xf numFmtId='0'/>\
        <xf numFmtId='164'/><xf numFmtId='17'/><xf numFmtId='14'/><xf numFmtId='165'/></cellXfs></styleSheet>";
    let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.concat());
    let bytes = archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &main_part("xl/workbook.xml")),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><sheets><sheet name='Лист' sheetId='1' r:id='r1'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships><Relationship Id='r1' Type='{RELATION}/worksheet' Target='worksheets/sheet1.xml'/>\
                 <Relationship Id='r2' Type='{RELATION}/styles' Target='styles.xml'/></Relationships>"
            ),
        ),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    let found = import(&bytes).unwrap();
    let dates: Vec<_> = found.events.iter().map(|event| &*event.date_line).collect();
    assert_eq!(
        dates,
        [
            "декабрь 2022 г.",
            "ноябрь 2022 г.",
            "1 декабря 2022 г.",
            "44896",
            "5 декабря 2024 г., 14:30"
        ]
    );
    assert_eq!(found.problems.len(), 1);
    assert!(found.problems[0].hint.contains("1\u{a0}декабря 2022\u{a0}г."), "{:?}", found.problems);
}

#[test]
fn the_table_of_events_is_found_among_others_and_inside_others() {
    let other =
        format!("<w:tbl>{}{}</w:tbl>", row(&["ФИО", "Должность"]), row(&["Иванов", "учитель"]));
    let events = table(&[row(&["1", "А", "3 педагога", "1.09.2022"])]);
    let without_head = format!("<w:tbl>{}</w:tbl>", row(&["2", "Б", "4 педагога", "2.09.2022"]));
    let outer = format!(
        "{other}<w:tbl><w:tr><w:tc><w:p>{}</w:p>{events}<w:p/></w:tc></w:tr></w:tbl>{other}",
        run("Отчёт")
    );
    assert_eq!(imported(&docx(&outer)), ["А|1.09.2022|3|"]);
    assert_eq!(
        imported(&docx(&format!("{events}{without_head}{other}"))),
        ["А|1.09.2022|3|", "Б|2.09.2022|4|"]
    );
}

#[test]
fn a_heading_above_a_table_is_its_direction() {
    let heading = |text: &str| format!("<w:p>{}</w:p>", run(text));
    let events = |title: &str| table(&[row(&["1", title, "3 педагога", "1.09.2022"])]);
    let body = [
        heading("Направление 2. Конференции, фестивали, форумы"),
        events("А"),
        heading("Направление 7. Шахматы"),
        events("Б"),
        heading("Приложение"),
        events("В"),
    ];
    let found = import(&docx(&body.concat())).unwrap();
    let directions: Vec<_> = found.events.into_iter().map(|event| event.direction).collect();
    let unknown = ImportedDirection::Unknown("Направление 7. Шахматы".to_owned());
    assert_eq!(directions, [known(1), unknown, ImportedDirection::Missing]);
}

#[test]
fn other_file_formats_are_named() {
    let compound = |stream: &str| {
        let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(), name.collect()].concat()
    };
    let said = |bytes: &[u8]| import(bytes).unwrap_err().to_string();
    assert!(said(&compound("WordDocument")).contains(".doc"));
    assert!(said(&compound("Workbook")).contains(".xls"));
    assert_eq!(import(&compound("EncryptedPackage")), Err(ImportError::Protected));
    let odp = archive(&[("mimetype", "application/vnd.oasis.opendocument.presentation")]);
    assert!(said(&odp).contains("OpenDocument"));
    assert!(
        said(&archive(&[("_rels/.rels", &main_part("ppt/presentation.xml"))]))
            .contains("презентация")
    );
    assert_eq!(import(&archive(&[("a.txt", "")])), Err(ImportError::Unknown));
    assert_eq!(import(b"\x89PNG\r\n\x1a\n\0\0"), Err(ImportError::Unknown));
    assert!(import(&docx("<w:p/>")).unwrap().events.is_empty());
}

#[test]
fn damaged_files_are_refused() {
    let whole = docx(&table(&[row(&["1", "А", "3 педагога", "1.09.2022"])]));
    for length in [4, 30, whole.len() / 2, whole.len() - 1] {
        assert_eq!(import(&whole[..length]), Err(ImportError::Broken), "{length}");
    }
    assert_eq!(import(&docx("<w:tbl><w:tr></w:tbl>")), Err(ImportError::Broken));
    assert_eq!(import(&xlsx("<sheetData><row r='1'><c r='A1'")), Err(ImportError::Broken));
}

#[test]
fn bombs_are_refused_within_bounds() {
    let zeros = "0".repeat(200 << 20);
    let relations = main_part("word/document.xml");
    let zip_bomb = archive(&[("_rels/.rels", &relations), ("word/document.xml", &zeros)]);
    assert!(zip_bomb.len() < 1 << 20);
    assert_eq!(import(&zip_bomb), Err(ImportError::TooLarge));
    let relations = main_part("xl/workbook.xml");
    let zip_bomb = archive(&[("_rels/.rels", &relations), ("xl/sharedStrings.xml", &zeros)]);
    assert_eq!(import(&zip_bomb), Err(ImportError::TooLarge));

    let deep = "<w:tbl><w:tr><w:tc>".repeat(100_000);
    assert_eq!(import(&docx(&deep)), Err(ImportError::TooLarge));
    let deep = "<table><tr><td>".repeat(100_000);
    assert_eq!(import(deep.as_bytes()), Err(ImportError::TooLarge));
    let tall =
        format!("<table><tr><td rowspan=0>{}", "а".repeat(1 << 16)) + &"<tr><td>".repeat(10_000);
    assert_eq!(import(tall.as_bytes()), Err(ImportError::TooLarge));
    let many: String = (0..80_000).map(|number| format!(" a{number}=\"1\"")).collect();
    let wide = format!("<table><tr><td{many}>Мероприятие</td></tr></table>");
    assert_eq!(import(wide.as_bytes()), Err(ImportError::TooManyAttributes));

    // A sheet with text in the two farthest corners only, all merged into one cell.
    let far = "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>";
    let merged = "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>";
    let sheet = format!(
        "<dimension ref='A1:XFD1048576'/><sheetData>{}{far}</sheetData>{merged}",
        sheet_head()
    );
    assert!(import(&xlsx(&sheet)).is_ok());
}

#[test]
fn xml_entities_are_not_expanded() {
    let document = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>\
                    <w:document xmlns:w='w'><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>";
    let bytes = archive(&[
        ("_rels/.rels", &main_part("word/document.xml")),
        ("word/document.xml", document),
    ]);
    assert!(import(&bytes).unwrap().events.is_empty());
}

/// `text` with some parts removed, doubled or overwritten.
fn damaged(text: String) -> impl Strategy<Value = String> {
    let change = (any::<prop::sample::Index>(), 0..40_usize, 0..3_u8, "[<>/&;='a-z0-9 ]{0,6}");
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut letters: Vec<char> = text.chars().collect();
        for (at, length, how, with) in changes {
            if letters.is_empty() {
                break;
            }
            let at = at.index(letters.len());
            let end = (at + length).min(letters.len());
            let old: String = letters[at..end].iter().collect();
            let new = [String::new(), format!("{old}{old}"), with][how as usize].clone();
            letters.splice(at..end, new.chars());
        }
        letters.into_iter().collect()
    })
}

fn document() -> String {
    let merged = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='3'/><w:vMerge/></w:tcPr></w:tc></w:tr>";
    table(&[
        row(&["1", "А", "3 педагога", "1.09.2022"]),
        merged.to_owned(),
        row(&["", "Б", "5", ""]),
    ])
}

fn sheet() -> String {
    let row = sheet_row(2, &[('A', "1"), ('B', "А"), ('C', "3 педагога"), ('D', "1.09.2022")]);
    let number = "<row r='3'><c r='B3' s='1'><v>44805</v></c><c r='C3' t='s'><v>0</v></c></row>";
    let merged = "<mergeCells><mergeCell ref='D2:D3'/></mergeCells>";
    format!("<sheetData>{}{row}{number}</sheetData>{merged}", sheet_head())
}

const NEWS: &str = "<html><!-- saved from url=(0021)http://a.example/news/ --><div class='eTitle'>\
    <a href='/news/den/2023-02-08-57'>День</a></div><div class='eMessage'><p>Был «день» <img src='/_nw/0/s1.jpg'></p>\
    </div><div class='eDetails'>Дата: <span title='14:25'>08.02.2023</span></div><h2>Игра</h2><time datetime='2023-04-12'>12</time></html>";
const FEED: &str = "<?xml version='1.0'?><rss><channel><item><title>День &amp; ночь</title><link>https://a.example/1</link>\
    <description>&lt;p&gt;Был.&lt;/p&gt;</description><pubDate>Wed, 08 Feb 2023 11:25:00 GMT</pubDate></item></channel></rss>";
const LINES: &str = "Отчёт за I полугодие 2023/24 учебного года\nСентябрь\n1 сентября – линейка «А» (1-11 кл., 186 чел.)\n\
    16-20.10 Неделя (5-11 классы), охват 120 человек. Ответственный: И. О. Петрова. https://vk.com/w\n\
    Руководитель центра ____ И. О. Петрова\n30.12.2023\n";

fn open_document() -> String {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    format!(
        "<o:d xmlns:table='t' xmlns:text='x'><text:p>План на 2024/25</text:p><table:table table:name='Л'>\
         <table:table-row>{0}{1}{2}</table:table-row><table:table-row table:number-rows-repeated='3'>{0}\
         <table:table-cell table:number-columns-repeated='2'/></table:table-row></table:table></o:d>",
        cell("№"),
        cell("Мероприятие"),
        cell("Дата")
    )
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        failure_persistence: None, cases: 128, ..proptest::test_runner::Config::default()
    })]
    #[test]
    fn damaged_documents_never_panic(body in damaged(document()), flip in any::<prop::sample::Index>()) {
        let mut bytes = docx(&body);
        let _ = import(&bytes);
        let at = flip.index(bytes.len());
        bytes[at] ^= 0x15;
        let _ = import(&bytes);
    }

    #[test]
    fn damaged_workbooks_never_panic(sheet in damaged(sheet()), flip in any::<prop::sample::Index>()) {
        let mut bytes = xlsx(&sheet);
        let _ = import(&bytes);
        let at = flip.index(bytes.len());
        bytes[at] ^= 0x15;
        let _ = import(&bytes);
    }

    #[test]
    fn damaged_news_and_lines_never_panic(
        page in damaged(NEWS.to_owned()),
        feed in damaged(FEED.to_owned()),
        lines in damaged(LINES.to_owned()),
        content in damaged(open_document()),
    ) {
        let _ = import(page.as_bytes());
        let _ = import(feed.as_bytes());
        let _ = import(lines.as_bytes());
        let kind = "application/vnd.oasis.opendocument.text";
        let _ = import(&archive(&[("mimetype", kind), ("content.xml", &content)]));
    }

    #[test]
    fn no_text_panics(
        page in damaged("<table><tr><td rowspan=2 colspan=3>№<td>Мероприятие<td>Дата<tr><td>А<p>Б</table>".to_owned()),
        table in damaged("№\tМероприятие\tДата\tАудитория\n1\t\"А\"\t1.09.2022\t<p>3 чел</p>\n\tБ\t\t\n".to_owned()),
    ) {
        let _ = import(page.as_bytes());
        let _ = import(table.as_bytes());
        let _ = import(table.replace('\t', ";").as_bytes());
    }
}
