//! The pictures of a report's text in its Word file, read by third-party programs.
#![expect(clippy::disallowed_methods, reason = "tests look at files that the program wrote")]

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::python::ask;
use crate::sandbox::{PHOTO, SETTINGS, Site, post_text};
use crate::tools::is_on_path;
use crate::{office, open_xml};

const TEXT: &str = "---\nпериод: 2022/23 I\n---\n\n![Дети за досками](foto.jpg \"Турнир «Белая ладья»\")\n\n\
                    Рядом ![Зал](zal.jpg) в тексте.\n\n- ![Двор](zal.jpg)\n\n{{ events() }}\n";

/// A site with a report that shows the photo `foto`.
fn site(foto: &[u8]) -> Site {
    let site = Site::new();
    site.post("igra.md", &post_text("Игра", "5.10.2022", "sovmestnye"));
    site.file("content/reports/1.md", TEXT);
    site.file("content/reports/foto.jpg", foto).file("content/reports/zal.jpg", PHOTO);
    site
}

#[test]
fn word_shows_the_pictures_of_the_text_without_metadata() {
    let made = tempfile::tempdir().unwrap();
    let foto = made.path().join("foto.jpg");
    if ask("photos/sideways.py", [&foto]).is_none() {
        return;
    }
    let site = site(&std::fs::read(foto).unwrap());
    let settings = format!("{SETTINGS}\nфотографии: {{ширина: [2000, 1600, 480]}}\n");
    site.file("content/site.yaml", settings);
    assert_eq!(site.build().ok().stderr, "");
    let file = site.root().join("public/reports/1.docx");
    open_xml::assert_valid(&file);
    let folder = made.path().join("pictures");
    let read = ask("readers/word_pictures.py", [&file, &folder]).unwrap();
    let small = |alt: &str, next: Value| {
        json!({
            "alt": alt, "type": "image/jpeg", "pixels": [64, 48], "cm": [1.7, 1.3],
            "alone": true, "keeps": false, "next": next,
        })
    };
    let expected = json!([
        {
            "alt": "Дети за\u{a0}досками", "type": "image/jpeg", "pixels": [1600, 1200],
            "cm": [16.5, 12.4], "alone": true, "keeps": true,
            "next": ["Picture Caption", "Турнир «Белая ладья»"],
        },
        small("Зал", json!(["List Paragraph", ""])),
        small("Двор", json!(["After Table", ""])),
    ]);
    let read: Value = serde_json::from_str(&read).unwrap();
    assert_eq!(read, expected);
    if is_on_path("exiftool") {
        assert_no_metadata(&folder);
    }
    let Some(pdf) = office::convert(&file, "pdf") else { return };
    let pages = office::pages(&pdf).unwrap_or_default().join("\n");
    assert!(pages.contains("Белая ладья") && !pages.contains('['), "{pages}");
}

/// Fails if exiftool finds tags that do not describe the file format.
fn assert_no_metadata(folder: &Path) {
    const HARMLESS: [&str; 5] = ["System", "File", "JFIF", "Composite", "ExifTool"];
    let output = Command::new("exiftool").args(["-json", "-G1", "-a", "-r"]).arg(folder).output();
    let described: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    for file in described.as_array().unwrap() {
        for tag in file.as_object().unwrap().keys().filter(|tag| *tag != "SourceFile") {
            let group = tag.split(':').next().unwrap();
            assert!(HARMLESS.contains(&group), "{tag}");
        }
    }
}

#[test]
fn the_command_writes_the_same_pictures_as_the_build() {
    let site = site(PHOTO);
    let line = ["report", "2022/23", "I", "--out", "o.docx"];
    // Before any photo is processed, and with those of the build.
    site.run(&line).ok();
    let file = |path| std::fs::read(site.root().join(path)).unwrap();
    let alone = file("o.docx");
    assert!(!site.root().join("public").exists());
    site.build().ok();
    assert!(alone == file("public/reports/1.docx"));
    site.run(&line).ok();
    assert!(alone == file("o.docx"));
}

#[test]
fn a_link_to_a_photo_is_a_link_only_on_the_page() {
    let site = site(PHOTO);
    site.file("content/reports/1.md", "---\nпериод: 2022/23 I\n---\n\nСм. [фото зала](zal.jpg).\n");
    site.remove("content/reports/foto.jpg").build().ok();
    assert!(site.read("public/reports/1.html").contains(".jpg\">фото зала</a>"));
    let file = site.root().join("public/reports/1.docx");
    let Some(read) = ask("readers/word.py", [&file]) else { return };
    let read: Value = serde_json::from_str(&read).unwrap();
    let read = read.to_string();
    assert!(read.contains("фото зала") && !read.contains("zal"), "{read}");
}

#[test]
fn a_picture_that_cannot_be_read_stops_the_report() {
    let site = site(&PHOTO[..PHOTO.len() / 2]);
    let run = site.run(&["report", "2022/23", "I", "--out", "o.docx"]);
    assert!(run.exits(1).stderr.contains("content/reports/foto.jpg"), "{}", run.stderr);
    assert!(!site.root().join("o.docx").exists());
    // Tables contain no pictures.
    site.run(&["report", "2022/23", "I", "--out", "o.csv"]).ok();
}
