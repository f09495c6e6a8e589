//! Documents edited through `editor::documents`: every post there is, in every encoding, and whole sites.
#![expect(clippy::disallowed_methods, reason = "the tests read the repository")]

use std::path::Path;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1251;
use jiff::Timestamp;
use proptest::prelude::*;
use rostok::content::schema;
use rostok::editor::documents::{self, Documents, Edit, FieldValue};
use rostok::fs::TextFile;
use rostok::yaml::key_spans;

use crate::sandbox::{PHOTO, Site, assert_same, files, post_text};

const FILE: &str = "content/posts/2022-23/a/index.md";

fn store(root: &Path) -> Documents {
    Documents::new(root, || Timestamp::UNIX_EPOCH)
}

/// Every document of the cases, of the repository's own site and of the starter, and the guide's examples,
/// with `\n` line ends.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for folder in ["tests/cases", "content", "src/starter"] {
        for path in files(&root.join(folder)) {
            if path.extension().is_some_and(|end| end == "md") {
                let text = TextFile::decode(&std::fs::read(&path).unwrap());
                texts.extend(text.map(|text| text.text().to_owned()));
            }
        }
    }
    let guide = std::fs::read_to_string(root.join("GUIDE.ru.md")).unwrap();
    let mut example = String::new();
    for line in guide.lines().chain([""; 2]) {
        match line.strip_prefix("    ") {
            Some(code) => example += &format!("{code}\n"),
            None if line.is_empty() && !example.is_empty() => example.push('\n'),
            None => {
                let example = std::mem::take(&mut example);
                if example.starts_with("---") {
                    texts.push(example);
                } else if example.contains(": ") {
                    texts.push(format!("---\n{}\n---\n\nТекст.\n", example.trim_end()));
                }
            }
        }
    }
    assert!(texts.len() > 150, "{}", texts.len());
    texts
});

#[derive(Clone, Copy, Debug)]
enum Form {
    Utf8,
    Mark,
    Windows,
    Mixed,
    Windows1251,
    Utf16,
}

impl Form {
    /// The text with the line ends of the form.
    fn with_ends(self, text: &str) -> String {
        match self {
            Self::Windows | Self::Windows1251 | Self::Utf16 => text.replace('\n', "\r\n"),
            Self::Mixed => {
                let lines = text.split_inclusive('\n').enumerate();
                lines
                    .map(|(at, line)| match at % 3 {
                        0 => line.replace('\n', "\r\n"),
                        1 => line.replace('\n', "\r"),
                        _ => line.to_owned(),
                    })
                    .collect()
            }
            Self::Utf8 | Self::Mark => text.to_owned(),
        }
    }

    /// The bytes of `raw`; `None` if the encoding lacks a character.
    fn bytes(self, raw: &str) -> Option<Vec<u8>> {
        Some(match self {
            Self::Mark => [b"\xef\xbb\xbf", raw.as_bytes()].concat(),
            Self::Windows1251 => {
                let (bytes, _, lacks) = WINDOWS_1251.encode(raw);
                // A short text may be taken for one in UTF-8.
                let is_read = TextFile::decode(&bytes).is_ok_and(|file| file.encode().is_ok());
                (!lacks && is_read).then(|| bytes.into_owned())?
            }
            Self::Utf16 => {
                let units = raw.encode_utf16().flat_map(u16::to_le_bytes);
                b"\xff\xfe".iter().copied().chain(units).collect()
            }
            Self::Utf8 | Self::Windows | Self::Mixed => raw.as_bytes().to_vec(),
        })
    }

    fn raw(self, bytes: &[u8]) -> String {
        match self {
            Self::Mark => String::from_utf8(bytes[3..].to_vec()).unwrap(),
            Self::Windows1251 => WINDOWS_1251.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Utf16 => {
                let units: Vec<_> =
                    bytes[2..].chunks(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
                String::from_utf16(&units).unwrap()
            }
            Self::Utf8 | Self::Windows | Self::Mixed => String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }
}

/// The lines of `raw` with their ends.
fn lines(raw: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut letters = raw.chars().peekable();
    while let Some(letter) = letters.next() {
        line.push(letter);
        if letter == '\r' {
            line.extend(letters.next_if_eq(&'\n'));
        }
        if line.ends_with(['\r', '\n']) {
            lines.push(std::mem::take(&mut line));
        }
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines
}

struct Opened {
    site: Site,
    documents: Documents,
    form: Form,
    raw: String,
}

impl Opened {
    fn new(text: &str, form: Form) -> Option<Self> {
        let raw = form.with_ends(text);
        let site = Site::empty();
        site.file(FILE, form.bytes(&raw)?);
        Some(Self { documents: store(site.root()), site, form, raw })
    }

    /// The text after an edit, with its line ends; `None` if it is refused.
    fn edited(&self, edit: &Edit) -> Option<String> {
        let opened = self.documents.open(FILE).unwrap();
        let composed = self.documents.compose(FILE, &opened.hash, edit).ok()?;
        Some(self.form.raw(&composed.encode().ok()?))
    }

    /// Writes the text and opens it again.
    fn go_on(self, raw: &str) -> Self {
        self.site.file(FILE, self.form.bytes(raw).unwrap());
        Self { raw: raw.to_owned(), ..self }
    }
}

fn set(key: &str, value: Option<&str>) -> Edit {
    let value = value.map(|value| FieldValue::Text(value.to_owned()));
    Edit { fields: vec![(key.to_owned(), value)], ..Edit::default() }
}

/// Whether `value` without quotes is something else, or a mistake, to other readers of YAML.
fn is_repaired(value: &str) -> bool {
    use serde_yaml::{Mapping, Value};
    serde_yaml::from_str::<Mapping>(&format!("a: {value}\n")).map_or(true, |map| {
        matches!(map.get("a"), Some(Value::String(read)) if read != value)
            || matches!(map.get("a"), None | Some(Value::Null | Value::Tagged(_)))
    })
}

fn form() -> impl Strategy<Value = Form> {
    use Form::{Mark, Mixed, Utf8, Utf16, Windows, Windows1251};
    prop::sample::select(vec![Utf8, Mark, Windows, Mixed, Windows1251, Utf16])
}

fn key() -> impl Strategy<Value = &'static str> {
    let keys = schema(FILE).keys.iter();
    let keys: Vec<_> =
        keys.map(|key| key.0).filter(|key| !["photos", "cover"].contains(key)).collect();
    prop::sample::select(keys)
}

/// The first line of each key of `text`, and the line behind its value, from 0.
fn lines_of(text: &str, key: &str) -> Option<(usize, usize)> {
    let start = text.find("---\n")? + 4;
    let end = start + text[start..].find("\n---").map_or(text.len() - start, |end| end + 1);
    let spans = key_spans(&text[start..end]);
    let names = schema(FILE).keys.iter().find(|names| names.0 == key)?;
    let span = spans.iter().find(|span| [names.0, names.1].contains(&&*span.key))?;
    let line = |at: usize| text[..start + at].matches('\n').count();
    Some((line(span.range.start), line(span.value.end) + 1))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_field_changes_and_all_other_bytes_stay(
        index: prop::sample::Index,
        form in form(),
        key in key(),
        value in "([а-яА-Я0-9«»№.,:#'\"|>*&!%@ -]|\\[|\\]|\\{){1,20}",
    ) {
        let text = index.get(&TEXTS);
        let Some(opened) = Opened::new(text, form) else { return Ok(()) };
        let before = opened.documents.open(FILE).unwrap();
        let Some(after) = opened.edited(&set(key, Some(&value))) else {
            // Only what the program itself cannot read is refused.
            prop_assert!(before.fields.is_empty() || before.value(key).is_some(), "{key} {text}");
            return Ok(());
        };
        let (old, new) = (lines(&opened.raw), lines(&after));
        let (from, to) = lines_of(&before.text, key).unwrap_or_else(|| {
            let from = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
            (from, from)
        });
        prop_assert!(from <= old.len() && old[..from] == new[..from], "{after}");
        prop_assert!(new.ends_with(&old[to.min(old.len())..]), "{after}");
        let opened = opened.go_on(&after);
        let again = opened.documents.open(FILE).unwrap();
        let others = |opened: &documents::Opened| {
            let others = opened.fields.iter().filter(|field| field.key != key);
            others.map(|field| (field.key.clone(), field.value.clone())).collect::<Vec<_>>()
        };
        prop_assert_eq!(others(&again), others(&before));
        prop_assert_eq!(&again.body, &before.body);
        match again.value(key) {
            Some(FieldValue::Text(read)) => prop_assert_eq!(read, value.trim()),
            Some(FieldValue::List(_)) => {}
            read => prop_assert!(value.trim().is_empty(), "{:?} {after}", read),
        }

        // And back.
        match before.value(key) {
            None if before.fields.is_empty() => {}
            None => prop_assert_eq!(opened.edited(&set(key, None)), Some(opened_raw(text, form))),
            // What the program repairs when it reads it is not written so.
            Some(FieldValue::Text(old))
                if before.text.contains(&format!(": {old}\n")) && !is_repaired(old) =>
            {
                let back = opened.edited(&set(key, Some(old)));
                prop_assert_eq!(back, Some(opened_raw(text, form)), "{}", after);
            }
            _ => {}
        }
    }

    #[test]
    fn a_body_changes_and_its_other_lines_stay(
        index: prop::sample::Index,
        form in form(),
        at: prop::sample::Index,
        words in "[а-я]{1,9}( [а-я]{1,9}){0,3}",
    ) {
        let text = index.get(&TEXTS);
        let Some(opened) = Opened::new(text, form) else { return Ok(()) };
        let before = opened.documents.open(FILE).unwrap();
        if before.body.is_empty() {
            return Ok(());
        }
        let mut body: Vec<_> = before.body.split('\n').map(str::to_owned).collect();
        let line = at.index(body.len());
        body[line].push_str(&words);
        let edit = |body: &str| Edit { body: Some(body.to_owned()), ..Edit::default() };
        let after = opened.edited(&edit(&body.join("\n"))).unwrap();
        let (old, new) = (lines(&opened.raw), lines(&after));
        let differ: Vec<_> = old.iter().zip(&new).filter(|(a, b)| a != b).collect();
        prop_assert!(old.len() == new.len() && differ.len() == 1, "{differ:?}");
        let back = opened.go_on(&after).edited(&edit(&before.body));
        prop_assert_eq!(back, Some(opened_raw(text, form)));
    }
}

fn opened_raw(text: &str, form: Form) -> String {
    form.with_ends(text)
}

/// A site with flat events, photos of one of them, and links to it from everywhere.
fn flat_site() -> Site {
    let site = Site::new();
    let turnir = post_text("Турнир", "07.12.2022", "sovmestnye").replace(
        "---\n\nРассказ",
        "описание_фото: Дети за досками\n---\n\n[Игра](igra.md#itogi), [задачи](../../pages/zadachi.md), \
         [план](turnir/plan.pdf).\n\n![Доска](turnir/doska.png)\n\nРассказ",
    );
    let igra = post_text("Игра", "08.12.2022", "sovmestnye")
        + "\nПосле [турнира](turnir.md) с [планом](turnir/plan.pdf).\n\n## Итоги\n\nДа.\n";
    let page = "---\nназвание: Задачи\n---\n\n[Турнир](../posts/2022-23/turnir.md) и \
                <a href=\"posts/2022-23/turnir.md\">он же</a>.\n";
    site.post("2022-23/turnir.md", &turnir)
        .post("2022-23/igra.md", &igra)
        .file("content/posts/2022-23/turnir-1.png", PHOTO)
        .file("content/posts/2022-23/turnir/doska.png", PHOTO)
        .file("content/posts/2022-23/turnir/plan.pdf", "%PDF-1.4 план")
        .file("content/pages/zadachi.md", page);
    site
}

#[test]
fn an_event_moved_into_a_folder_is_published_as_before() {
    const BUILD: [&str; 3] = ["build", "--today", "2023-01-15"];
    let site = flat_site();
    site.run(&BUILD).ok();
    let before = site.pages();
    assert!(before.contains_key("2022/turnir.html"), "{:?}", before.keys());
    let moved = store(site.root()).move_to_folder("content/posts/2022-23/turnir.md").unwrap();
    assert_eq!(moved.file, "content/posts/2022-23/turnir/index.md");
    assert_eq!(moved.rewritten, ["content/pages/zadachi.md", "content/posts/2022-23/igra.md"]);
    let run = site.run(&BUILD);
    assert_eq!(run.ok().stderr, "");
    assert_same(&before, &site.pages());
}

#[test]
fn the_trash_is_no_part_of_the_site_and_a_build_finishes_a_killed_change() {
    const BUILD: [&str; 3] = ["build", "--today", "2023-01-15"];
    let site = flat_site();
    let documents = store(site.root());
    let id = documents.trash("content/posts/2022-23/turnir.md").unwrap();
    site.file("content/posts/2022-23/igra.md", post_text("Игра", "08.12.2022", "sovmestnye"));
    site.file("content/pages/zadachi.md", "---\nназвание: Задачи\n---\n\nДа.\n");
    site.run(&BUILD).ok();
    assert!(site.pages().keys().all(|path| !path.contains("turnir")));
    site.file(".rostok-trash/posts/x.md", "не событие");
    site.run(&BUILD).ok().wrote(&[]);
    documents.restore(&id).unwrap();
    site.remove("content/pages/zadachi.md");
    // As a process leaves it that is killed once the journal is written.
    let journal = "{\"moves\":[[\"content/posts/2022-23/igra.md\",\"content/posts/2022-23/igra/index.md\"]],\
                   \"writes\":[{\"file\":\"content/pages/zadachi.md\",\"staged\":\"new-0\",\"old\":null}],\"empty\":[]}";
    site.file(".rostok-trash/journal", journal);
    site.file(
        ".rostok-trash/new-0",
        "---\nназвание: Задачи\n---\n\n[Игра](../posts/2022-23/igra/index.md)\n",
    );
    site.run(&["check"]).exits(1);
    assert!(!site.root().join("content/posts/2022-23/igra.md").exists());
    assert!(!site.root().join(".rostok-trash/journal").exists());
    assert!(site.read("content/pages/zadachi.md").contains("igra/index.md"));
}
