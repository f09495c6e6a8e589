//! Sites that earlier versions of the program left, opened by this one, and records of later versions.
//!
//! Each archive in `tests/versions/` is the folder of a small site with a theme of its own: content, `public/`,
//! finished photos, the memory of two publications. `server/` are the records that the server had; its pages
//! were those of `public/`.
#![expect(clippy::disallowed_methods, reason = "the tests look at records and times of files")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::sandbox::{EVENTS_FILE, Run, Site, Tree, assert_same, files, tree};

const TODAY: [&str; 2] = ["--today", "2023-01-01"];

/// What the first state of 0.1.0 left, with BLAKE3 digests in all records; what 0.1.0 left; and the last state
/// before 0.2.0, with copies and `events.json`.
const STATES: [&str; 3] = [EARLY, "0.1.0", LAST];
const EARLY: &str = "0.1.0-first";
const LAST: &str = "0.1.0-last";

/// The memory of the section, by its address in the settings.
const MEMORY: &str = ".rostok/74070023fadf";

/// The site, and the records of its server.
fn kept(name: &str) -> (Site, Tree) {
    let file = format!("{}/tests/versions/{name}.zip", env!("CARGO_MANIFEST_DIR"));
    let mut archive = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let (site, mut server) = (Site::empty(), Tree::new());
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let path = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        if let Some(path) = path.strip_prefix("site/") {
            site.file(path, bytes);
        } else {
            server.insert(path.strip_prefix("server/").unwrap().to_owned(), bytes);
        }
    }
    (site, server)
}

/// The same content, built from nothing.
fn fresh(site: &Site) -> Tree {
    let other = Site::empty();
    for folder in ["content", "themes"] {
        for (path, bytes) in tree(&site.root().join(folder)) {
            other.file(&format!("{folder}/{path}"), bytes);
        }
    }
    run(&other, &["build"]).ok();
    other.pages()
}

fn run(site: &Site, arguments: &[&str]) -> Run {
    site.run(&[arguments, &TODAY].concat())
}

fn paths_that_differ(before: &Tree, after: &Tree) -> Vec<String> {
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let differ = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    differ.cloned().collect()
}

/// Finished photos with the times of their files.
fn finished_photos(site: &Site) -> Vec<(std::path::PathBuf, std::time::SystemTime)> {
    let found = files(&site.root().join(".rostok-cache/photos")).into_iter();
    let photos = found.filter(|file| file.extension().is_some_and(|extension| extension == "jpg"));
    photos
        .map(|file| {
            let time = std::fs::metadata(&file).unwrap().modified().unwrap();
            (file, time)
        })
        .collect()
}

#[test]
fn an_old_section_is_built_without_needless_writing() {
    for name in STATES {
        let (site, _) = kept(name);
        site.file("public/chuzhoe.txt", "не наше");
        let (before, photos) = (site.pages(), finished_photos(&site));
        let built = run(&site, &["build"]);
        built.ok();
        let mut after = site.pages();
        assert_eq!(after.remove("chuzhoe.txt").as_deref(), Some("не наше".as_bytes()));
        assert_same(&after, &fresh(&site));
        after.insert("chuzhoe.txt".to_owned(), "не наше".into());
        let change = |path: &String| {
            let sign = match (before.contains_key(path), after.contains_key(path)) {
                (false, _) => '+',
                (true, true) => '~',
                (true, false) => '-',
            };
            format!("{sign} {path}")
        };
        let expected: Vec<_> = paths_that_differ(&before, &after)
            .iter()
            .filter(|path| **path != EVENTS_FILE)
            .map(change)
            .collect();
        built.wrote(&expected.iter().map(String::as_str).collect::<Vec<_>>());
        let is_told = built.stderr.contains("список готовых фотографий не прочитан");
        assert_eq!(is_told, name == EARLY, "{}", built.stderr);
        // The others did not look at what photos lack.
        if name == LAST {
            assert_eq!(finished_photos(&site), photos, "a photo was made again");
        }
        run(&site, &["build"]).ok().wrote(&[]);
        assert!(site.public(".rostok-manifest").starts_with("rostok-manifest 2\n"));

        // What a browser has kept by its address still has these bytes.
        let addresses = |page: &[u8]| -> BTreeSet<String> {
            let page = String::from_utf8_lossy(page).into_owned();
            let quoted = page.split(['"', '\'']).filter(|text| text.contains("?v="));
            quoted.map(str::to_owned).collect()
        };
        let page = "poisk.html";
        let known = addresses(&before[page]);
        assert!(!known.is_empty());
        for address in addresses(&after[page]).intersection(&known) {
            let file = address.split('?').next().unwrap();
            assert_eq!(before.get(file), after.get(file), "{name}: {address}");
        }
    }
}

/// What a pack has to upload and to remove.
fn packed(site: &Site) -> [BTreeSet<String>; 2] {
    let pack = run(site, &["pack", "--format", "json"]);
    let document: Value = serde_json::from_str(&pack.ok().stdout).unwrap();
    ["upload", "remove"].map(|key| {
        let paths = document[key].as_array().into_iter().flatten();
        paths.map(|path| path.as_str().unwrap().to_owned()).collect()
    })
}

#[test]
fn an_old_memory_of_publications_is_understood() {
    for name in STATES {
        let (site, _) = kept(name);
        let before = site.pages();
        let story = site.read("content/posts/forum.md") + "\nДописано.\n";
        site.post("forum.md", &story);
        let [upload, remove] = packed(&site);
        let after = site.pages();
        let (gone, changed): (BTreeSet<_>, BTreeSet<_>) = paths_that_differ(&before, &after)
            .into_iter()
            .partition(|path| !after.contains_key(path));
        assert!(changed.contains("2022/forum.html"));
        assert_eq!(remove, gone, "{name}");
        // Digests of another kind say nothing of a file: all of them are sent once more.
        let all = after.keys().cloned().collect();
        assert_eq!(upload, if name == EARLY { all } else { changed }, "{name}");
        let done = site.run(&["pack", "--done", "--format", "json"]);
        let done: Value = serde_json::from_str(&done.ok().stdout).unwrap();
        assert_eq!(done["files"], after.len());
        assert_eq!(packed(&site), [BTreeSet::new(), BTreeSet::new()]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_old_server_is_published_to_and_restored() {
    use crate::ftp_servers::{Kind, SECRET, Server};
    use crate::publish::files_on;

    for name in STATES {
        let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
        let (site, records) = kept(name);
        let port = server.options.port;
        // The memory is that of this server.
        let settings = site.read("content/site.yaml").replace("20121", &port.to_string());
        site.file("content/site.yaml", settings);
        let section = blake3::hash(format!("ftp://localhost:{port}/tochka").as_bytes()).to_hex();
        let memory = site.root().join(".rostok").join(&section[..12]);
        std::fs::rename(site.root().join(MEMORY), memory).unwrap();
        let held = Site::empty();
        for (path, bytes) in site.pages().into_iter().chain(records) {
            held.file(&path, bytes);
        }
        copy_as_daemon(&held, &server.site().join("tochka"));
        let before = files_on(&server);
        let publish = |arguments: &[&str]| {
            let arguments = [arguments, &["--yes"], &TODAY].concat();
            site.run_with(&arguments, &[SECRET, ("COMPUTERNAME", "kab-7")])
        };
        let story = site.read("content/posts/forum.md") + "\nДописано.\n";
        site.post("forum.md", &story);
        publish(&["publish", "--no-http-check"]).ok();
        assert_same(&files_on(&server), &site.pages());
        assert_ne!(files_on(&server)["2022/forum.html"], before["2022/forum.html"]);
        let undone = site.run_with(&["undo", "--yes"], &[SECRET, ("COMPUTERNAME", "kab-7")]);
        if name != EARLY {
            undone.ok();
            assert_same(&files_on(&server), &before);
        } else {
            assert!(undone.exits(2).stderr.contains("уже не хранится"), "{}", undone.stderr);
            assert_same(&files_on(&server), &site.pages());
        }
    }
}

/// Copies the files so that a server which runs as `daemon` may change them.
#[cfg(target_os = "linux")]
fn copy_as_daemon(from: &Site, to: &Path) {
    for (path, bytes) in tree(from.root()) {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let status = std::process::Command::new("chmod").args(["-R", "a+rwX"]).arg(to).status();
    assert!(status.unwrap().success());
}

/// All files of the site, without locks and the notes for Git.
fn everything(site: &Site) -> Tree {
    let mut all = tree(site.root());
    all.retain(|path, _| !path.ends_with("lock") && !path.contains(".~rostok"));
    all
}

/// A file, its first line now and as a newer version writes it, commands, and what they tell.
type Newer =
    (&'static str, &'static str, &'static str, &'static [&'static [&'static str]], &'static str);

#[test]
fn what_a_newer_version_wrote_is_told_and_left_as_it_is() {
    let commands: [Newer; 6] = [
        (
            "public/.rostok-manifest",
            "rostok-manifest 2",
            "rostok-manifest 3",
            &[&["build"], &["pack"], &["--version"]],
            "папку готового сайта записала более новая версия программы",
        ),
        (
            ".rostok/74070023fadf/manifest",
            "//rostok-manifest 1",
            "//rostok-manifest 2",
            &[&["pack"]],
            "раздел опубликован более новой версией Ростка",
        ),
        (
            ".rostok/copied/vk",
            "2022-12-02",
            "rostok-copied 2",
            &[&["copy", "форум", "--for", "vk"], &["copy", "--since", "last", "--for", "vk"]],
            "что уже скопировано, записала более новая версия Ростка",
        ),
        (
            "themes/svoya/theme.yaml",
            "contract: 1",
            "contract: 2",
            &[&["build"], &["check"]],
            "тема новее программы",
        ),
        (
            "content/site.yaml",
            "название: Центр",
            "росток: 9.0\nновый_ключ: да\nназвание: Центр",
            &[
                &["build"],
                &["check"],
                &["list"],
                &["pack"],
                &["new", "Турнир"],
                &["report", "2022/23"],
                &["copy", "форум", "--for", "vk"],
                &["import", "otchet.csv"],
                &["--version"],
            ],
            "раздел сделан для Ростка 9.0 и новее",
        ),
        (
            "public/events.json",
            "{\"version\":1,",
            "{\"version\":2,",
            &[&["report", "2022/23", "--from", "public/events.json"]],
            "записан более новой версией Ростка",
        ),
    ];
    for (file, now, newer, commands, message) in commands {
        let (site, _) = kept(LAST);
        site.file("otchet.csv", "Дата;Мероприятие\n7.12.2022;Турнир\n");
        run(&site, &["build"]).ok();
        let text = String::from_utf8(std::fs::read(site.root().join(file)).unwrap()).unwrap();
        assert!(text.contains(now), "{file}: {text}");
        site.file(file, text.replacen(now, newer, 1));
        let before = everything(&site);
        for &arguments in commands {
            let today = ["build", "check", "pack", "report", "copy"];
            let told = if today.contains(&arguments[0]) {
                run(&site, arguments)
            } else {
                site.run(arguments)
            };
            let all = format!("{}{}", told.stdout, told.stderr);
            assert!(all.contains(message), "{file}, {arguments:?}: {all}");
            assert_eq!(all.matches("ошибка: ").count(), usize::from(arguments[0] != "--version"));
            assert_eq!(told.code == 0, arguments[0] == "--version", "{file}, {arguments:?}: {all}");
            assert_same(&everything(&site), &before);
        }
    }
}

#[test]
fn photos_that_another_version_finished_are_made_again() {
    let (site, _) = kept(LAST);
    run(&site, &["build"]).ok();
    let index = ".rostok-cache/photos/index.json";
    let newer = site.read(index).replacen("\"form\":1", "\"form\":2", 1);
    site.file(index, newer);
    let before = site.pages();
    let built = run(&site, &["build"]);
    assert!(
        built.ok().stderr.contains("список готовых фотографий не прочитан"),
        "{}",
        built.stderr
    );
    assert_same(&site.pages(), &before);
    assert!(site.read(index).contains("\"form\":1"));
}
