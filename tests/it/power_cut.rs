//! After a power cut a file may have its size and be full of zeros: our own records are told and made
//! anew, and nothing of it is published. What is no file is told too, and never waited for.
#![expect(clippy::disallowed_methods, reason = "the tests destroy files")]

use std::path::Path;
use std::time::Duration;

use crate::sandbox::{PHOTO, Site, assert_same, files, post_text};

const TODAY: [&str; 2] = ["--today", "2023-01-15"];

fn site() -> Site {
    let site = Site::new();
    let text = post_text("Турнир", "07.12.2022", "sovmestnye") + "\n![Доска](doska.jpg)\n";
    site.post("turnir/index.md", &text);
    site.file("content/posts/turnir/doska.jpg", PHOTO);
    site.run(&[&["build"], &TODAY[..]].concat()).ok();
    site
}

/// Fills a file with zeros.
fn zero(path: &Path) {
    let size = std::fs::metadata(path).unwrap().len();
    std::fs::write(path, vec![0; usize::try_from(size).unwrap()]).unwrap();
}

#[test]
fn zeroed_records_are_told_and_made_anew() {
    for (record, words) in [
        ("public/.rostok-addresses", "список прежних адресов"),
        ("public/.rostok-manifest", "список файлов готового сайта"),
        (".rostok-cache/photos/index.json", "список готовых фотографий"),
    ] {
        let site = site();
        let before = site.output();
        zero(&site.root().join(record));
        let run = site.run(&[&["build"], &TODAY[..]].concat());
        let message = &run.ok().stderr;
        assert!(
            message.contains(words) && message.contains("предупреждение"),
            "{record}: {message}"
        );
        assert_same(&before, &site.output());
        let again = site.run(&[&["build"], &TODAY[..]].concat());
        assert_eq!(again.ok().wrote(&[]).stderr, "", "{record}");
    }
}

#[test]
fn a_damaged_manifest_does_not_make_our_pages_foreign() {
    let site = site();
    zero(&site.root().join("public/.rostok-manifest"));
    site.post("shashki.md", &post_text("Шашки", "08.12.2022", "sovmestnye"));
    site.run(&[&["build"], &TODAY[..]].concat()).ok();
    assert!(site.public("index.html").contains("Шашки"));
}

#[test]
fn zeroed_photos_of_the_cache_are_made_anew() {
    let site = site();
    let before = site.output();
    let cached = files(&site.root().join(".rostok-cache/photos"));
    let photos = cached.iter().filter(|path| !path.ends_with("index.json"));
    assert!(photos.clone().count() > 0);
    photos.for_each(|path| zero(path));
    std::fs::remove_dir_all(site.root().join("public")).unwrap();
    let run = site.run(&[&["build"], &TODAY[..]].concat());
    assert!(run.ok().stderr.contains("повреждены"), "{}", run.stderr);
    assert_same(&before, &site.output());
    assert_eq!(site.run(&[&["build"], &TODAY[..]].concat()).ok().stderr, "");
}

#[test]
fn a_zeroed_page_is_built_again_before_it_is_sent() {
    let site = site();
    let before = site.output();
    let manifest = site.root().join("public/.rostok-manifest");
    let page = site.root().join("public/2022/turnir.html");
    let damage = || {
        zero(&page);
        // As if the page had been written before the manifest.
        std::thread::sleep(Duration::from_millis(30));
        let text = std::fs::read(&manifest).unwrap();
        std::fs::write(&manifest, text).unwrap();
    };
    damage();
    site.run(&[&["pack", "nabor"], &TODAY[..]].concat()).ok();
    assert_same(&before, &site.output());
    let sent = files(&site.root().join("nabor"));
    let sent = sent.iter().find(|path| path.ends_with("2022/turnir.html")).unwrap();
    assert_eq!(std::fs::read(sent).unwrap(), before["2022/turnir.html"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_never_waited_for() {
    for (path, code, words) in [
        ("content/site.yaml", 2, "это не обычный файл"),
        ("public/.rostok-manifest", 2, "это не обычный файл"),
        ("content/posts/shashki.md", 1, "это не файл, а канал"),
        ("content/posts/turnir/doska.jpg", 1, "это не файл, а канал"),
        ("content/data/teachers.yaml", 1, "это не файл, а канал"),
    ] {
        let site = site();
        let pipe = site.root().join(path);
        std::fs::create_dir_all(pipe.parent().unwrap()).unwrap();
        drop(std::fs::remove_file(&pipe));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // Not `site.run`, which reads the output.
        let output = site.command().arg("build").args(TODAY).output().unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{path}: {message}");
        assert!(message.contains(words), "{path}: {message}");
    }
}
