//! Texts of Word as they are packed, and their Markdown.

use std::io::{Cursor, Write};

use super::*;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"#;

const OF_DOCUMENT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId5" Type="http://x/hyperlink" Target="https://a.ru/" TargetMode="External"/>
<Relationship Id="rId6" Type="http://x/image" Target="media/image1.png"/>
</Relationships>"#;

const STYLES: &str = r#"<w:styles xmlns:w="w">
<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="a5"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:styleId="a6"><w:name w:val="Мой"/><w:basedOn w:val="2"/></w:style>
<w:style w:styleId="a7"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w">
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
</w:numbering>"#;

fn document(body: &str) -> Vec<u8> {
    let text = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    packed(&[
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &text),
        ("word/_rels/document.xml.rels", OF_DOCUMENT),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/media/image1.png", "png"),
    ])
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(body: &str) -> WordText {
    read_word_text(&document(body)).unwrap()
}

fn markdown(body: &str) -> String {
    read(body).markdown(&[Some("foto.png".to_owned())])
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn headings_begin_below_the_title_of_the_page() {
    let text = paragraph("<w:pStyle w:val=\"1\"/>", "Турнир")
        + &paragraph("", "Пришли все.")
        + &paragraph("<w:pStyle w:val=\"a6\"/>", "Итоги")
        + &paragraph("<w:outlineLvl w:val=\"2\"/>", "Места");
    assert_eq!(markdown(&text), "## Турнир\n\nПришли все.\n\n### Итоги\n\n#### Места");
}

#[test]
fn lists_keep_their_levels_and_numbers() {
    let item = |list: u8, level: u8, text: &str| {
        let properties =
            format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        paragraph(&properties, text)
    };
    let text = item(1, 0, "первое")
        + &item(1, 1, "внутри")
        + &item(1, 1, "ещё")
        + &item(1, 0, "второе")
        + &paragraph("", "Между.")
        + &item(1, 0, "третье")
        + &paragraph("<w:pStyle w:val=\"a7\"/>", "доска")
        + "<w:p><w:r><w:t>1.</w:t><w:tab/><w:t>сами</w:t></w:r></w:p>"
        + "<w:p><w:r><w:t>–</w:t><w:tab/><w:t>тире</w:t></w:r></w:p>";
    assert_eq!(
        markdown(&text),
        "1. первое\n   - внутри\n   - ещё\n2. второе\n\nМежду.\n\n3. третье\n\n- доска\n\n1. сами\n\n- тире"
    );
}

#[test]
fn bold_links_breaks_and_changes_are_read_as_printed() {
    let text = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Победила</w:t></w:r><w:r><w:t xml:space=\"preserve\"> дружба, \
        </w:t></w:r><w:r><w:rPr><w:b w:val=\"0\"/><w:i/></w:rPr><w:t>почти</w:t></w:r><w:r><w:rPr><w:rStyle \
        w:val=\"a5\"/></w:rPr><w:br/><w:t>всегда</w:t></w:r><w:del><w:r><w:delText>нет</w:delText></w:r></w:del>\
        <w:hyperlink r:id=\"rId5\"><w:r><w:t xml:space=\"preserve\"> сайт</w:t></w:r></w:hyperlink>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://b.ru/\"</w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>там</w:t></w:r><w:r><w:fldChar \
        w:fldCharType=\"end\"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>тайна</w:t></w:r></w:p>";
    assert_eq!(
        markdown(text),
        "**Победила** дружба, *почти*\\\n**всегда** [сайт](https://a.ru/)[там](https://b.ru/)"
    );
}

#[test]
fn a_table_beyond_markdown_is_said() {
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("", text));
    let wide = "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Итого | всё</w:t></w:r></w:p></w:tc>";
    let text = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{wide}</w:tr></w:tbl>",
        cell("Место"),
        cell("Класс"),
        cell("1"),
        "<w:tc><w:p><w:r><w:t>7А</w:t></w:r></w:p><w:p><w:r><w:t>7Б</w:t></w:r></w:p></w:tc>"
    );
    let read = read(&text);
    assert_eq!(
        read.markdown(&[]),
        "| Место | Класс |\n|---|---|\n| 1 | 7А<br>7Б |\n| Итого \\| всё | |"
    );
    assert_eq!(read.notes, ["Объединённые ячейки таблицы стали отдельными: проверьте её."]);
}

#[test]
fn a_picture_stands_where_it_stood_or_nowhere() {
    let text = paragraph("", "До.")
        + "<w:p><w:r><w:drawing><wp:docPr descr=\"Дети у доски\"/><a:blip r:embed=\"rId6\"/></w:drawing></w:r></w:p>"
        + &paragraph("", "После.");
    let read = read(&text);
    assert_eq!(read.pictures.len(), 1);
    assert_eq!(read.pictures[0].file_name(), "image1.png");
    assert_eq!(read.pictures[0].read(&document("")).unwrap(), b"png");
    assert_eq!(
        read.markdown(&[Some("foto.png".to_owned())]),
        "До.\n\n![Дети у доски](foto.png)\n\nПосле."
    );
    assert_eq!(read.markdown(&[None]), "До.\n\nПосле.");
}

#[test]
fn what_is_no_text_of_word_is_refused_in_words() {
    assert_eq!(read_word_text(b""), Err(ImportError::Empty));
    assert_eq!(read_word_text(&document("<w:p/>")), Err(ImportError::NoText));
    assert!(matches!(read_word_text(b"%PDF-1.4"), Err(ImportError::Unsupported { .. })));
    let mut broken = document("<w:p/>");
    broken.truncate(broken.len() / 2);
    assert_eq!(read_word_text(&broken), Err(ImportError::Broken));
}

const OPEN_STYLES: &str = r#"<office:document-styles xmlns:office="o" xmlns:style="s" xmlns:fo="f" xmlns:text="t">
<office:styles><style:style style:name="Heading_20_1" style:family="paragraph" style:default-outline-level="1"/>
<style:style style:name="Title" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
</office:styles><office:automatic-styles><style:style style:name="P1" style:family="paragraph">
<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles></office:document-styles>"#;

const OPEN_AUTOMATIC: &str = r#"<office:automatic-styles>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="T1" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>
<text:list-level-style-bullet text:level="2"/></text:list-style></office:automatic-styles>"#;

/// An OpenDocument text.
fn open_document(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:style=\"s\" xmlns:fo=\"f\" xmlns:text=\"t\" \
         xmlns:table=\"b\" xmlns:draw=\"d\" xmlns:svg=\"v\" xmlns:xlink=\"x\">{OPEN_AUTOMATIC}\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &content),
        ("styles.xml", OPEN_STYLES),
        ("Pictures/1.png", "png"),
    ])
}

fn open_markdown(body: &str) -> String {
    read_word_text(&open_document(body)).unwrap().markdown(&[Some("foto.png".to_owned())])
}

#[test]
fn an_open_document_has_the_same_headings_looks_and_links() {
    let text = "<text:p text:style-name=\"P2\">Турнир</text:p>\
        <text:h text:style-name=\"Heading_20_1\" text:outline-level=\"2\">Итоги</text:h>\
        <text:p text:style-name=\"P1\">Победила<text:s text:c=\"2\"/><text:span \
        text:style-name=\"Strong\">дружба</text:span>, <text:span text:style-name=\"T1\">почти\
        </text:span><text:line-break/><text:a xlink:href=\"https://a.ru/\">сайт</text:a><text:span \
        text:style-name=\"T2\">тайна</text:span><text:note><text:p>сноска</text:p></text:note></text:p>\
        <text:p>1.<text:tab/>сами</text:p>";
    let read = read_word_text(&open_document(text)).unwrap();
    assert_eq!(
        read.markdown(&[]),
        "## Турнир\n\n### Итоги\n\nПобедила **дружба**, *почти*\\\n[сайт](https://a.ru/)\n\n1. сами"
    );
    assert_eq!(read.notes, ["Сноски не вставлены."]);
}

#[test]
fn lists_of_an_open_document_keep_their_levels_and_numbers() {
    let text = "<text:list text:style-name=\"L1\"><text:list-item><text:p>первое</text:p><text:p>и дальше\
        </text:p><text:list><text:list-item><text:p>внутри</text:p></text:list-item></text:list>\
        </text:list-item><text:list-item><text:p>второе</text:p></text:list-item></text:list>\
        <text:p>Между.</text:p><text:list text:style-name=\"L1\" text:continue-numbering=\"true\">\
        <text:list-item><text:p>третье</text:p></text:list-item></text:list>\
        <text:list text:style-name=\"L2\"><text:list-item><text:p>точка</text:p></text:list-item></text:list>";
    assert_eq!(
        open_markdown(text),
        "1. первое\\\n   и дальше\n   - внутри\n2. второе\n\nМежду.\n\n3. третье\n\n- точка"
    );
}

#[test]
fn tables_and_pictures_of_an_open_document_stand_where_they_stood() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let text = format!(
        "<text:p><draw:frame><draw:image xlink:href=\"Pictures/1.png\"/><draw:image \
         xlink:href=\"./ObjectReplacements/1\"/><svg:title>1.png</svg:title><svg:desc>Дети &quot;5&#x410;&quot; [2]</svg:desc>\
         </draw:frame></text:p><text:p><text:title>О &quot;главном&quot;</text:title></text:p><table:table><table:table-row>{}{}</table:table-row><table:table-row>\
         <table:table-cell table:number-columns-spanned=\"2\"><text:p>Итого</text:p></table:table-cell>\
         <table:covered-table-cell/></table:table-row></table:table>",
        cell("Место"),
        cell("Класс")
    );
    let bytes = open_document(&text);
    let read = read_word_text(&bytes).unwrap();
    assert_eq!(
        read.markdown(&[Some("foto.png".to_owned())]),
        "![Дети \"5А\" \\[2\\]](foto.png)\n\nО \"главном\"\n\n| Место | Класс |\n|---|---|\n| Итого | |"
    );
    assert_eq!(read.notes, ["Объединённые ячейки таблицы стали отдельными: проверьте её."]);
    assert_eq!(read.pictures[0].read(&bytes).unwrap(), b"png");
}

#[test]
fn a_picture_that_lies_elsewhere_is_told() {
    let note = [
        "Картинки, которые лежат отдельно от документа, не вставлены: перетащите их сюда файлами.",
    ];
    let picture = "<draw:frame><draw:image xlink:href=\"../1.jpg\"/></draw:frame>";
    let bytes = open_document(&format!("<text:p>До.</text:p><text:p>{picture}</text:p>"));
    let open = read_word_text(&bytes).unwrap();
    assert_eq!((open.markdown(&[]).as_str(), &*open.notes), ("До.", &note.map(str::to_owned)[..]));
    let picture = "<w:p><w:r><w:drawing><a:blip r:link=\"rId7\"/></w:drawing></w:r></w:p>";
    let word = read(&(paragraph("", "До.") + picture));
    assert_eq!((word.markdown(&[]).as_str(), word.notes), ("До.", open.notes));
}

#[test]
fn an_open_document_that_is_no_text_or_has_a_password_is_refused() {
    let sheet = packed(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]);
    assert!(matches!(read_word_text(&sheet), Err(ImportError::Unsupported { .. })));
    let closed = packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
        ("content.xml", "?"),
    ]);
    assert_eq!(read_word_text(&closed), Err(ImportError::Protected));
}
