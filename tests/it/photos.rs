//! Photos with all metadata that cameras and programs write. Pillow, piexif and exiftool make them;
//! exiftool looks for metadata in the published pictures, and Pillow compares the pixels.

#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python::ask;
use crate::sandbox::{PHOTO, SETTINGS, Site, files};
use crate::tools::{is_on_path, skip};

/// Groups of exiftool's tags that describe the file format, not the photographer or the camera.
const HARMLESS: [&str; 8] =
    ["System", "File", "JFIF", "PNG", "GIF", "RIFF", "Composite", "ExifTool"];

/// Texts that `make.py` hides in the pictures, and marks of metadata formats.
const SECRETS: [&str; 6] =
    ["SECRET", "55.75", "37.61", "Exif\0", "http://ns.adobe.com/xap", "ftypmp42"];

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Makes a picture of every format and kind of metadata. None without the tools: the test is skipped.
fn make_pictures(folder: &Path) -> Option<()> {
    is_on_path("exiftool").then(|| ask("photos/make.py", [folder])).flatten().map(drop)
}

/// A site with one post that has these pictures.
fn site_with(pictures: &[PathBuf], settings: &str) -> Site {
    let site = Site::empty();
    site.file("content/site.yaml", format!("{SETTINGS}\n{settings}"));
    let mut post =
        "---\nназвание: Съезд\nдата: 14.10.2022\nнаправление: sovmestnye\nфото:\n".to_owned();
    for picture in pictures {
        let name = picture.file_name().unwrap().to_str().unwrap();
        post += &format!("  - файл: {name}\n    описание: Полосы на снимке\n");
        site.file(&format!("content/posts/sezd/{name}"), std::fs::read(picture).unwrap());
    }
    site.file("content/posts/sezd/index.md", post + "---\nТекст.\n");
    site
}

#[test]
fn pictures_are_published_without_metadata_and_look_the_same() {
    let made = tempfile::tempdir().unwrap();
    if make_pictures(made.path()).is_none() {
        return;
    }
    let site = site_with(&files(made.path()), "фотографии: {ширина: [480, 240]}");
    assert_eq!(site.run(&["build", "--today", "2023-01-01"]).ok().stderr, "");
    let public = site.root().join("public/2022/sezd");
    let published = files(&public);
    assert!(published.len() > 50, "{published:?}");
    for path in &published {
        let bytes = std::fs::read(path).unwrap();
        for secret in SECRETS {
            let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found, "{}: {secret}", path.display());
        }
    }
    let output = run(Command::new("exiftool").args(["-json", "-G1", "-a", "-r"]).arg(&public));
    let described: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_str(&output).unwrap();
    assert_eq!(described.len(), published.len());
    for file in described {
        for tag in file.keys().filter(|tag| *tag != "SourceFile") {
            let group = tag.split(':').next().unwrap();
            assert!(HARMLESS.contains(&group), "{}: {tag}", file["SourceFile"]);
        }
    }
    let wrong = ask("photos/look.py", [made.path(), &public]).unwrap_or_default();
    assert_eq!(wrong, "");
}

#[test]
fn unusable_pictures_are_errors_and_the_others_are_not() {
    let made = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = made.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let pictures = [
        put("tselaya.jpg", PHOTO),
        put("obryv.jpg", &PHOTO[..PHOTO.len() / 2]),
        put("pusto.jpg", b""),
        put("telefon.heic", b"\0\0\0\x18ftypheic\0\0\0\0"),
        put("risunok.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
    ];
    let site = site_with(&pictures, "");
    let run = site.run(&["build", "--today", "2023-01-01"]);
    run.exits(1);
    for said in ["obryv.jpg", "pusto.jpg", "telefon.heic", "HEIC", "risunok.svg", "SVG"] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("tselaya.jpg"), "{}", run.stderr);
    assert!(!site.root().join("public").exists());
}

/// The files in the cache except its index.
fn cached(site: &Site) -> Vec<PathBuf> {
    let mut found = files(&site.root().join(".rostok-cache/photos"));
    found.retain(|path| !path.ends_with("index.json"));
    found
}

#[test]
fn the_cache_is_used_repaired_and_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("zal.jpg");
    std::fs::write(&picture, PHOTO).unwrap();
    let site = site_with(&[picture], "");
    let build = || site.run(&["build", "--today", "2023-01-01"]).ok().stderr.clone();
    build();
    let first = cached(&site);
    let bytes = |path: &PathBuf| std::fs::read(path).unwrap();
    let good: Vec<_> = first.iter().map(bytes).collect();
    let times = || {
        cached(&site)
            .iter()
            .map(|path| path.metadata().unwrap().modified().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(first.len(), 2, "{first:?}");
    let before = times();
    build();
    assert_eq!(times(), before, "a photo was made again");

    std::fs::write(&first[0], "short").unwrap();
    std::fs::remove_file(&first[1]).unwrap();
    build();
    assert_eq!(cached(&site).iter().map(bytes).collect::<Vec<_>>(), good);
    std::fs::write(site.root().join(".rostok-cache/photos/index.json"), "{\"version\":1,").unwrap();
    build();
    assert_eq!(cached(&site).iter().map(bytes).collect::<Vec<_>>(), good);

    site.file("content/site.yaml", format!("{SETTINGS}\nфотографии: {{качество: 60}}"));
    // Files of the previous build are kept: another build may still use them.
    build();
    assert_eq!(cached(&site).len(), 4);
    build();
    assert_eq!(cached(&site).len(), 4, "a preview may have made them just now");
    let earlier = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 60 * 60);
    for path in &first {
        std::fs::File::options().write(true).open(path).unwrap().set_modified(earlier).unwrap();
    }
    build();
    assert_eq!(cached(&site).len(), 2);
    assert_ne!(cached(&site), first);
}

/// A photo with the time it was taken in its metadata: Exif 2.3, big-endian.
pub(crate) fn photo_taken_at(time: &str) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    // One entry points to the Exif directory, whose only entry is the time, twenty bytes.
    exif.extend(b"\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0");
    exif.extend(b"\0\x01\x90\x03\0\x02\0\0\0\x14\0\0\0\x2c\0\0\0\0");
    exif.extend(time.as_bytes());
    exif.push(0);
    let mut photo = PHOTO[..2].to_vec();
    photo.extend([0xff, 0xe1, 0, exif.len() as u8 + 2]);
    photo.extend(exif);
    photo.extend(&PHOTO[2..]);
    photo
}

/// A photo with a place in its metadata: Exif 2.3, big-endian.
pub(crate) fn photo_taken_in_moscow() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    // One entry points to the GPS directory, whose only entry is the latitude, three fractions.
    exif.extend(b"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0");
    exif.extend(b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\x2c\0\0\0\0");
    exif.extend(b"\0\0\0\x37\0\0\0\x01\0\0\0\x2d\0\0\0\x01\0\0\0\0\0\0\0\x01");
    let mut photo = PHOTO[..2].to_vec();
    photo.extend([0xff, 0xe1, 0, exif.len() as u8 + 2]);
    photo.extend(exif);
    photo.extend(&PHOTO[2..]);
    photo
}

#[test]
fn a_photo_is_never_published_with_its_bytes_whatever_its_name() {
    let site = Site::new();
    let names = ["a.jfif", "b.jpe", "v.mpo", "g.JPG_large", "d.dat", "foto", "e.docx", "zh.mp4"];
    let mut text = crate::sandbox::post_text("Съезд", "2022-10-14", "sovmestnye").replacen(
        "---\n",
        "---\nописание_фото: Зал\n",
        1,
    );
    for name in names {
        site.file(&format!("content/posts/sezd/{name}"), photo_taken_in_moscow());
        text += &format!("\n\n[Снимок]({name})");
    }
    site.post("sezd/index.md", &text);
    let run = site.run(&["build", "--today", "2023-01-01"]);
    let said = &run.ok().stderr;
    assert!(!said.contains("никто не увидит"), "{said}");
    let published = files(&site.root().join("public/2022/sezd"));
    assert!(published.len() >= names.len(), "{published:?}");
    for path in published {
        assert_eq!(
            path.extension().and_then(|end| end.to_str()),
            Some("jpg"),
            "{}",
            path.display()
        );
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(4).any(|part| part == b"Exif"), "{}", path.display());
    }
    // A document of the section cannot be a photo.
    site.file("content/data/ustav.pdf", photo_taken_in_moscow());
    site.file("content/data/documents.yaml", "строки: [{название: Устав, файл: ustav.pdf}]\n");
    site.file("content/pages/dok.md", "---\nназвание: Документы\n---\n\n{{ documents() }}\n");
    let run = site.run(&["build", "--today", "2023-01-01"]);
    assert!(run.exits(1).stderr.contains("картинка, а не документ"), "{}", run.stderr);
}

#[test]
fn photos_sorted_by_time_begin_with_the_earliest_which_is_the_cover() {
    let site = Site::empty();
    site.file("content/site.yaml", format!("{SETTINGS}\nфотографии: {{порядок: время}}"));
    let head = "---\nназвание: Съезд\nдата: 14.10.2022\nнаправление: sovmestnye\n";
    let post = format!("{head}описание_фото: Зал\n---\nТекст.\n");
    site.file("content/posts/sezd/index.md", post);
    site.file("content/posts/sezd/a.jpg", PHOTO);
    site.file("content/posts/sezd/b.jpg", photo_taken_at("2022:10:14 13:00:00"));
    site.file("content/posts/sezd/v.jpg", photo_taken_at("2022:10:14 12:00:00"));
    site.run(&["build", "--today", "2023-01-01"]).ok();
    let page = site.public("2022/sezd.html");
    let (_, gallery) = page.split_once("<figure").unwrap_or_else(|| panic!("{page}"));
    let places = ["v", "b", "a"].map(|name| gallery.find(&format!("sezd/{name}-")));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {gallery}");
    let list = site.public("index.html");
    assert!(list.contains("sezd/v-") && !list.contains("sezd/a-"), "{list}");
}

#[test]
fn progress_is_one_line_on_any_terminal() {
    let made = tempfile::tempdir().unwrap();
    if make_pictures(made.path()).is_none() {
        return;
    }
    for columns in ["40", "80", "200"] {
        let site = site_with(&files(made.path()), "");
        let program = env!("CARGO_BIN_EXE_rostok").as_ref();
        let arguments = [program, site.root().as_os_str(), columns.as_ref()];
        let output = ask("readers/progress.py", arguments).unwrap_or_default();
        let mut lines = output.lines().filter(|line| line.contains("Собираю сайт…"));
        assert!(lines.any(|line| line.ends_with(" фото") && line.contains('░')), "{output}");
        let longest = lines.map(|line| line.chars().count()).max().unwrap_or_default();
        assert!(!output.contains("up") && longest <= 80, "{columns}: {output}");
    }
}

/// Photos from phones and cameras, unpacked by `tests/tools/photos.sh`.
const REAL: &str = "target/tools/wallpapers/unpacked/usr/share/backgrounds";

/// The first letters of some of them: stones and leaves, which are hard to compress, and sky.
const SOME: [&str; 7] =
    ["aitzgorri", "Bridge", "Dragonfly", "free", "greentock", "picosdeeuropa", "Picture_0B"];

#[test]
fn real_photos_become_small_and_stay_similar() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL);
    if !folder.is_dir() {
        skip("lomiri-wallpapers");
        return;
    }
    let some = tempfile::tempdir().unwrap();
    for path in files(&folder) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if SOME.iter().any(|start| name.starts_with(start)) {
            std::fs::copy(&path, some.path().join(name)).unwrap();
        }
    }
    let program = Path::new(env!("CARGO_BIN_EXE_rostok"));
    let Some(table) = ask("photos/quality.py", [program, some.path()]) else { return };
    assert!(table.starts_with(&format!("{} photos", SOME.len())), "{table}");
    let rows: Vec<Vec<&str>> =
        table.lines().map(|line| line.split_whitespace().collect()).collect();
    for kind in ["jpg", "webp"] {
        let row = rows.iter().find(|row| row.get(1..3) == Some(&["1600", kind]));
        let row = row.unwrap_or_else(|| panic!("{table}"));
        let (least, median): (f64, f64) = (row[3].parse().unwrap(), row[7].parse().unwrap());
        assert!(least >= 0.95 && median < 250.0, "{table}");
    }
}
