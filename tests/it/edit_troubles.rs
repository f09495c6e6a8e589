//! What the editor does when the disk is full or closed, when the folder of the site is gone, and when other
//! programs work on the same site: nothing is lost, it is said in words, and the work goes on by itself.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests read and write their own files")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::editor_client::RunningEditor;
use crate::sandbox::{PHOTO, SETTINGS, Site, Tree, assert_same, files, post_text, tree};
use crate::serving::{Serving, until};
use crate::tools;

const FILE: &str = "content/posts/2022-23/turnir/index.md";
const TODAY: [&str; 2] = ["--today", "2023-01-15"];

fn fill(folder: &Path) {
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    write("content/site.yaml", SETTINGS.as_bytes());
    write(FILE, post_text("Турнир", "07.12.2022", "sovmestnye").as_bytes());
    write("content/posts/2022-23/turnir/1.jpg", PHOTO);
}

/// A site on a disk of its own, of a few megabytes.
struct SmallDisk {
    site: Site,
}

impl SmallDisk {
    /// None where the tests may not mount.
    fn mount() -> Option<Self> {
        let site = Site::empty();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=3m", "tmpfs"]).arg(site.root());
        if !mount.output().is_ok_and(|output| output.status.success()) {
            tools::skip("mount");
            return None;
        }
        fill(site.root());
        Some(Self { site })
    }

    /// Takes all room that is left; returns the file that has it.
    fn take_room(&self) -> PathBuf {
        let path = self.site.root().join("room");
        let mut file = std::fs::File::create(&path).unwrap();
        while std::io::Write::write_all(&mut file, &[0; 512]).is_ok() {}
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(self.site.root()).output());
    }
}

/// Asserts that a call is refused with this status and these words, in Russian.
#[track_caller]
fn refused((status, answer): (u16, Value), wanted: u16, words: &str) {
    let text = format!("{} {}", answer["message"], answer["hint"]);
    assert!(status == wanted && text.contains(words), "{status} {answer}");
}

fn save(editing: &RunningEditor, body: &str) -> (u16, Value) {
    let (_, opened) = editing.get(&format!("/api/document?file={FILE}"));
    editing
        .post("/api/document/save", &json!({ "file": FILE, "base": opened["hash"], "body": body }))
}

/// The files that are being written, or were left behind.
fn temporary(folder: &Path) -> Vec<PathBuf> {
    let is_temporary = |path: &PathBuf| path.extension().is_some_and(|end| end == "tmp");
    files(folder).into_iter().filter(is_temporary).collect()
}

#[test]
fn on_a_full_disk_nothing_is_lost_and_it_is_said() {
    let Some(disk) = SmallDisk::mount() else { return };
    let site = &disk.site;
    let editing = RunningEditor::start(site, &TODAY);
    assert_eq!(save(&editing, "Первый рассказ.").0, 200);
    let content = || -> Tree { tree(&site.root().join("content")) };
    let before = content();
    let room = disk.take_room();
    let photo = || json!({ "file": FILE, "base": listed_hash(&editing), "name": "1.jpg" });
    let full = "на диске не осталось места";
    refused(save(&editing, &"Второй рассказ. ".repeat(1000)), 507, full);
    refused(editing.upload(&format!("/api/photo?file={FILE}&name=2.jpg"), PHOTO), 507, "места");
    refused(editing.post("/api/document/trash", &json!({ "file": FILE })), 507, full);
    refused(editing.post("/api/photo/remove", &photo()), 507, full);
    let new = json!({ "title": "Вечер", "date": "8.12.2022", "direction": "sovmestnye" });
    refused(editing.post("/api/document/new", &new), 507, "места");
    let mut after = content();
    // A new event may have its folder by then, which holds nothing.
    after.retain(|_, bytes| !bytes.is_empty());
    assert_same(&before, &after);
    assert_eq!(temporary(site.root()), [""; 0].map(PathBuf::from));
    assert!(!site.root().join(".rostok-trash/journal").exists());

    // With room again all of it can be done.
    std::fs::remove_file(room).unwrap();
    assert_eq!(save(&editing, "Второй рассказ.").0, 200);
    assert!(site.read(FILE).ends_with("\nВторой рассказ.\n"));
    assert_eq!(editing.upload(&format!("/api/photo?file={FILE}&name=2.jpg"), PHOTO).0, 200);
    assert_eq!(editing.post("/api/photo/remove", &photo()).0, 200);
    let (status, trashed) = editing.post("/api/document/trash", &json!({ "file": FILE }));
    assert_eq!(status, 200, "{trashed}");
    assert_eq!(editing.post("/api/document/restore", &json!({ "id": trashed["id"] })).0, 200);
    assert!(site.read(FILE).ends_with("\nВторой рассказ.\n"));
}

fn listed_hash(editing: &RunningEditor) -> Value {
    editing.get(&format!("/api/photos?file={FILE}")).1["hash"].clone()
}

#[test]
fn a_folder_that_is_closed_for_writing_is_told_with_what_to_do() {
    let Some(disk) = SmallDisk::mount() else { return };
    let mut mount = Command::new("mount");
    mount.args(["-o", "remount,ro"]).arg(disk.site.root());
    assert!(mount.status().unwrap().success());
    let mut command = disk.site.command();
    let output = command.args(["edit", "--no-open", "--port", "0"]).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{message}");
    for words in ["только для чтения", "скопируйте её на диск компьютера"]
    {
        assert!(message.contains(words), "{message}");
    }
}

/// The processor time of a process so far.
fn processor_time(id: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = fields[11..13].iter().map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

#[test]
fn a_folder_that_is_renamed_or_pulled_out_is_told_and_found_again() {
    let outer = Site::empty();
    let (here, there) = (outer.root().join("site"), outer.root().join("moved"));
    fill(&here);
    let editing = RunningEditor::start(&outer, &["--root", "site", "--today", "2023-01-15"]);
    let (_, opened) = editing.get(&format!("/api/document?file={FILE}"));
    let change =
        json!({ "file": FILE, "base": opened["hash"], "body": "Рассказ после возвращения." });

    std::fs::rename(&here, &there).unwrap();
    let before = tree(&there);
    let words = "нет на прежнем месте";
    for path in ["/api/events", "/api/state", &format!("/api/document?file={FILE}")] {
        refused(editing.get(path), 503, words);
    }
    let event = json!({ "file": FILE });
    let new = json!({ "title": "Вечер", "date": "8.12.2022" });
    for (path, body) in [
        ("/api/document/save", &change),
        ("/api/document/show", &change),
        ("/api/document/trash", &event),
        ("/api/document/new", &new),
        ("/api/publish/plan", &json!({})),
        ("/api/setup", &json!({ "school": "Ш", "directions": ["А"] })),
    ] {
        refused(editing.post(path, body), 503, words);
    }
    refused(
        editing.upload(&format!("/api/photo?file={FILE}&name=2.jpg"), PHOTO),
        409,
        "её больше нет",
    );
    let idle = processor_time(editing.editing.id());
    std::thread::sleep(Duration::from_secs(6));
    let busy = processor_time(editing.editing.id()) - idle;
    assert!(busy < Duration::from_millis(600), "it works in vain: {busy:?} in 6 s");
    assert!(!here.exists(), "nothing is made in the old place: {:?}", files(&here));
    assert_same(&before, &tree(&there));

    std::fs::rename(&there, &here).unwrap();
    let (status, saved) = editing.post("/api/document/save", &change);
    assert_eq!(status, 200, "{saved}");
    let shown = |words: &str| {
        let (_, events) = editing.get("/api/events");
        events["events"].as_array().is_some_and(|all| all.iter().any(|one| one["title"] == words))
    };
    until(|| shown("Турнир").then_some(()));
    // It is watched again.
    let text = post_text("Финал", "07.12.2022", "sovmestnye");
    std::fs::write(here.join(FILE), text).unwrap();
    until(|| shown("Финал").then_some(()));
}

#[test]
fn builds_previews_and_saves_at_once_disturb_nobody() {
    let site = Site::new();
    site.file(FILE, post_text("Турнир", "07.12.2022", "sovmestnye"));
    let editing = RunningEditor::start(&site, &TODAY);
    let serving = Serving::start(&site, &TODAY);
    let saves = 30;
    std::thread::scope(|scope| {
        let site = &site;
        let builds = scope.spawn(move || {
            for command in ["build", "check", "build", "build"] {
                site.run(&[&[command], &TODAY[..]].concat()).ok();
            }
        });
        for number in 0..saves {
            let (status, answer) = save(&editing, &format!("Рассказ номер {number}."));
            assert_eq!(status, 200, "{answer}");
        }
        builds.join().unwrap();
    });
    let last = format!("Рассказ номер {}.", saves - 1);
    assert!(site.read(FILE).contains(&last));
    site.run(&[&["build"], &TODAY[..]].concat()).ok();
    let is_shown = |page: &str| page.replace('\u{a0}', " ").contains(&last);
    assert!(is_shown(&site.public("2022/turnir.html")));
    until(|| is_shown(serving.get("/2022/turnir.html").text()).then_some(()));
    assert_eq!(temporary(&site.root().join("content")), [""; 0].map(PathBuf::from));
    // A second program that writes the same text: both edits are there, or it is told.
    let (_, opened) = editing.get(&format!("/api/document?file={FILE}"));
    site.file(FILE, site.read(FILE) + "\nДописано в другой программе.\n");
    let body = opened["body"].as_str().unwrap().replace("Рассказ", "Мой рассказ");
    let change = json!({ "file": FILE, "base": opened["hash"], "body": body });
    let (status, answer) = editing.post("/api/document/save", &change);
    assert!(status == 200 || status == 412, "{answer}");
    assert!(site.read(FILE).contains("Дописано в другой программе."), "{}", site.read(FILE));
}

#[test]
fn a_plan_waits_for_no_other_program_and_says_which() {
    let site = Site::new();
    site.file(FILE, post_text("Турнир", "07.12.2022", "sovmestnye"));
    let editing = RunningEditor::start(&site, &TODAY);
    // As `rostok build` or `rostok publish` in a terminal has it.
    site.file("public/.~rostok-lock.tmp", "");
    let lock = std::fs::File::options()
        .append(true)
        .open(site.root().join("public/.~rostok-lock.tmp"))
        .unwrap();
    lock.try_lock().unwrap();
    for path in ["/api/publish/plan", "/api/pack"] {
        let started = Instant::now();
        let (_, job) = editing.post(path, &json!({}));
        let job = until(|| {
            let (_, job) = editing.get(&format!("/api/job?id={}", job["job"]));
            (job["state"] != "running").then_some(job)
        });
        assert!(started.elapsed() < Duration::from_secs(20));
        let error = &job["error"];
        assert!(error["message"].as_str().unwrap().contains("другое окно"), "{path}: {job}");
        assert!(error["hint"].as_str().unwrap().contains("дождитесь"), "{path}: {job}");
    }
    drop(lock);
    let (_, job) = editing.post("/api/pack", &json!({}));
    until(|| {
        let (_, job) = editing.get(&format!("/api/job?id={}", job["job"]));
        (job["state"] == "done").then_some(())
    });
}
