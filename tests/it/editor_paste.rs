//! Pasting in a real browser: what Word, LibreOffice, Google Docs and web pages put on the clipboard becomes
//! Markdown in one step of undo; pictures become photos of the event; documents are dropped on it.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests read and write their own files")]

use std::path::{Path, PathBuf};

use base64::Engine as _;
use serde_json::json;

use crate::editor_desk::{Desk, FILE, HEAD, STORY, StoryField, TEXT, in_both_fields};
use crate::sandbox::PHOTO;

in_both_fields!(
    a_paste_is_one_step_of_undo_and_reaches_the_disk,
    pictures_of_a_clipboard_become_photos_of_the_event,
    a_document_gives_the_event_its_text_and_pictures,
);

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editor/paste");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "html")).collect();
    files.sort();
    files
}

/// The Markdown of a clipboard's HTML, its pictures named in order, and what is told.
fn converted(desk: &Desk, html: &str) -> String {
    let html = json!(html);
    let script = format!(
        "Promise.all([import('/js/paste/read.js'), import('/js/paste/write.js')]).then(([read, write]) => {{ \
           const found = read.readHtml({html}); \
           if (!found) return '(as plain text)'; \
           const names = found.pictures.map((_, at) => `${{at + 1}}.jpg`); \
           return [write.write(found.blocks, names, found.pictures), ...found.notes.map(note => `(${{note}})`)] \
             .join('\\n\\n') }})"
    );
    desk.browser.promised(&script).as_str().unwrap().to_owned() + "\n"
}

#[test]
fn the_clipboards_of_programs_become_markdown() {
    let Some(desk) = Desk::open(TEXT) else { return };
    let mut wrong = Vec::new();
    for file in fixtures() {
        let made = converted(&desk, &std::fs::read_to_string(&file).unwrap());
        let expected = file.with_extension("md");
        if std::env::var_os("ROSTOK_REFRESH").is_some() {
            std::fs::write(&expected, &made).unwrap();
        }
        let expected = std::fs::read_to_string(expected).unwrap_or_default();
        if made != expected {
            wrong.push(format!("{}:\n{made}\ninstead of:\n{expected}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What stands in a clipboard runs nowhere.
    assert_eq!(desk.browser.value("document.title.includes('взлом')"), false);
}

/// Pastes into the story as a person does. `files` are pictures.
fn paste(desk: &Desk, html: &str, rtf: &str, files: &[&[u8]]) {
    let encoded = |bytes: &&[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let files = json!(files.iter().map(encoded).collect::<Vec<_>>());
    let (html, rtf) = (json!(html), json!(rtf));
    desk.browser.value(&format!(
        "(() => {{ const data = new DataTransfer(); \
           if ({html}) {{ data.setData('text/html', {html}); data.setData('text/plain', 'просто текст') }} \
           if ({rtf}) data.setData('text/rtf', {rtf}); \
           {files}.forEach((text, at) => {{ \
             const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0)); \
             data.items.add(new File([bytes], 'image.png', {{ type: 'image/png' }})) }}); \
           {STORY}.focus(); \
           window.wasTaken = !{STORY}.dispatchEvent( \
             new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }})) }})()"
    ));
}

fn a_paste_is_one_step_of_undo_and_reaches_the_disk(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.browser.until(&format!("{STORY}.value.length > 0"));
    desk.browser.value(&format!("({STORY}.focus(), {STORY}.setSelectionRange(7, 7))"));
    paste(&desk, "<h1>Итоги</h1><p>Победил <b>7А</b>.</p><ul><li>раз<li>два</ul>", "", &[]);
    let pasted = "Рассказ\n\n## Итоги\n\nПобедил **7А**.\n\n- раз\n- два\n\nо событии.\n";
    desk.browser.until(&format!("{STORY}.value.trim() === {}", json!(pasted.trim_end())));
    desk.until_file(FILE, |text| text.ends_with(pasted));
    desk.keys("z", "KeyZ", 2);
    desk.browser.until(&format!("{STORY}.value.trim() === 'Рассказ о событии.'"));
    // Words go into the line; what has no look is left to the field.
    desk.browser.value(&format!("{STORY}.setSelectionRange(8, 8)"));
    paste(&desk, "<p>и <i>не только</i></p>", "", &[]);
    desk.browser.until(&format!("{STORY}.value.trim() === 'Рассказ и *не только*о событии.'"));
    paste(&desk, "<p>просто текст</p>", "", &[]);
    match field {
        StoryField::CodeMirror => {
            desk.browser.until(&format!("{STORY}.value.includes('*не только*просто текст')"));
        }
        StoryField::Textarea => assert_eq!(desk.browser.value("window.wasTaken"), false),
    }
}

fn pictures_of_a_clipboard_become_photos_of_the_event(field: StoryField) {
    let Some(desk) = Desk::open_in(field, TEXT, |_| ()) else { return };
    desk.browser.until("document.querySelector('.photo-drop') !== null");
    desk.caret_at_end("#event_story");
    // A shot of the screen.
    paste(&desk, "", "", &[PHOTO]);
    desk.browser.until(&format!("{STORY}.value.endsWith('\\n\\n![](image.jpg)')"));
    // Word names files that nobody may read, and has them in its RTF.
    let hex: String = PHOTO.iter().map(|byte| format!("{byte:02x}")).collect();
    let rtf = format!(
        "{{\\rtf1 Текст {{\\*\\shppict{{\\pict{{\\*\\picprop}}\\picw10\\pich10\\jpegblip\\bliptag1{{\\*\\blipuid \
         00ff}}{hex}}}}}{{\\nonshppict{{\\pict\\wmetafile8 0102}}}}}}"
    );
    let html = "<p class=MsoNormal>Было так:</p><p><img src=\"file:///C:/clip_image001.jpg\" alt=\"Дети\" \
        width=300></p><p>И <img src=\"https://museum.example/1.jpg\" width=300> так.</p>";
    paste(&desk, html, &rtf, &[]);
    desk.browser.until(&format!("{STORY}.value.includes('![Дети](')"));
    let told = "document.querySelector('[data-name=\"pasted\"]')?.textContent ?? ''";
    desk.browser.until(&format!("({told}).includes('Не вставлено: 1\\u00a0картинка')"));
    desk.until_file(FILE, |text| text.contains("Было так:") && text.contains("И так."));
    assert!(desk.site.root().join(FILE).with_file_name("image.jpg").exists());
}

/// Drops files on the page; each is its name and its bytes.
fn drop_files(desk: &Desk, place: &str, files: &[(&str, &[u8])]) {
    let encoded = |(name, bytes): &(&str, &[u8])| {
        json!([name, base64::engine::general_purpose::STANDARD.encode(bytes)])
    };
    let files = json!(files.iter().map(encoded).collect::<Vec<_>>());
    desk.browser.value(&format!(
        "(() => {{ const data = new DataTransfer(); \
           for (const [name, text] of {files}) {{ \
             const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0)); \
             data.items.add(new File([bytes], name)) }} \
           document.querySelector('{place}').dispatchEvent( \
             new DragEvent('drop', {{ dataTransfer: data, bubbles: true, cancelable: true }})) }})()"
    ));
}

/// Documents of Word and OpenDocument as Rostok writes them itself, with a picture.
fn documents() -> [(&'static str, Vec<u8>); 2] {
    let site = crate::sandbox::Site::new();
    site.file("content/posts/2022-23/turnir/index.md", TEXT);
    site.file("content/reports/foto.jpg", PHOTO);
    site.file(
        "content/reports/otchet.md",
        "---\nназвание: Отчёт\nпериод: 2022/23 I\n---\n\n## Как было\n\nСыграли **все**.\n\n\
         1. утро\n2. день\n\n![Дети за досками](foto.jpg)\n\n| Место | Класс |\n|---|---|\n| 1 | 7А |\n",
    );
    ["Рассказ.docx", "Рассказ.odt"].map(|name| {
        site.run(&["report", "2022/23 I", "--out", name, "--today", "2022-12-20"]).ok();
        (name, std::fs::read(site.root().join(name)).unwrap())
    })
}

fn a_document_gives_the_event_its_text_and_pictures(field: StoryField) {
    let Some(desk) = Desk::open_in(field, HEAD, |_| ()) else { return };
    desk.browser.until("document.querySelector('.photo-drop') !== null");
    for (name, document) in documents() {
        drop_files(&desk, "main", &[(name, &document)]);
        desk.browser.until(&format!("{STORY}.value.includes('## Как было')"));
        let story = desk.browser.value(&format!("{STORY}.value"));
        let story = story.as_str().unwrap();
        for part in [
            "Сыграли **все**.",
            "1. утро\n2. день",
            "![Дети за досками](rasskaz-1.jpg)",
            "| Место | Класс |\n|---|---|\n| 1 | 7А |",
        ] {
            assert!(story.contains(part), "{name}: {part}:\n{story}");
        }
        desk.until_file(FILE, |text| text.contains("rasskaz-1.jpg"));
        assert!(desk.site.root().join(FILE).with_file_name("rasskaz-1.jpg").exists());
        desk.keys("z", "KeyZ", 2);
        desk.browser.until(&format!("{STORY}.value.trim() === ''"));
    }
    // What is no document of Word is said.
    drop_files(&desk, "main", &[("Плохой.docx", b"%PDF-1.4")]);
    desk.browser
        .until("document.querySelector('#page_banner').textContent.includes('не документ Word')");
}
