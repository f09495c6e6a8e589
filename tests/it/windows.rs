//! `rostok.exe` in Wine, and what only Windows has: the properties of a program, console windows, files
//! that other programs hold. `bash tests/windows.sh` makes what `ROSTOK_EXE` names and runs these tests.
#![expect(clippy::disallowed_methods, reason = "tests look at the folder")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::editing::Editing;
use crate::sandbox::{PHOTO, Site, Tree, assert_same, files, post_text, tree};

const TODAY: &str = "2022-12-20";

fn exe() -> PathBuf {
    std::env::var_os("ROSTOK_EXE").unwrap().into()
}

/// The program of this system.
fn here(site: &Site, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rostok"));
    let output = command.current_dir(site.root()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

/// A post whose photos are described.
fn described(title: &str) -> String {
    let text = post_text(title, "07.12.2022", "sovmestnye");
    text.replacen("---\n", "---\nописание_фото: Ребята за работой\n", 1)
}

/// `tests/windows/desktop.c`.
struct Desktop {
    child: Child,
    commands: Option<ChildStdin>,
    lines: BufReader<ChildStdout>,
}

impl Desktop {
    fn start(site: &Site, arguments: &[&str], path: &str) -> Self {
        let mut child = Command::new("wine")
            .arg(exe().with_file_name("desktop.exe"))
            .args(arguments)
            .env("PATH", path)
            .current_dir(site.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = child.stdin.take();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, commands, lines }
    }

    /// Opens a file of the site for itself alone.
    fn hold(site: &Site, path: &str) -> Self {
        let mut desktop = Self::start(site, &["hold", path], &std::env::var("PATH").unwrap());
        assert_eq!(desktop.line(), "held");
        desktop
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn tell(&mut self, command: &str) {
        writeln!(self.commands.as_mut().unwrap(), "{command}").unwrap();
    }

    /// What the console window shows.
    fn screen(&mut self) -> String {
        self.tell("show");
        let mut screen = String::new();
        loop {
            match self.line() {
                line if line == "." => return screen,
                line => screen += &(line + "\n"),
            }
        }
    }

    /// Waits until the window shows these words.
    fn wait_for(&mut self, words: &str) -> String {
        let begun = Instant::now();
        loop {
            let screen = self.screen();
            if screen.contains(words) {
                return screen;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "no {words:?} in {screen}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The exit code of the program in the window.
    fn exit_code(&mut self) -> String {
        self.tell("wait");
        self.line()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        drop(self.commands.take());
        drop(self.child.wait());
    }
}

#[test]
#[ignore = "tests/windows.sh runs it"]
fn its_properties_are_the_version_and_the_icon() {
    let ask = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).arg(exe()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        output.stdout
    };
    let told = String::from_utf8(ask("exiftool", &["-s", "-ee"])).unwrap();
    let value = |name: &str| {
        let mut lines = told.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.trim() == name).map(|(_, value)| value.to_owned())
    };
    let version = env!("CARGO_PKG_VERSION");
    for (name, expected) in [
        ("FileVersion", version),
        ("ProductVersion", version),
        ("FileVersionNumber", &format!("{version}.0")),
        ("ProductVersionNumber", &format!("{version}.0")),
        ("ProductName", "Росток"),
        ("OriginalFileName", "rostok.exe"),
        ("LanguageCode", "Russian"),
    ] {
        assert_eq!(value(name).as_deref(), Some(expected), "{name} in {told}");
    }
    let icon = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main/icon.ico");
    let found = ask("wrestool", &["--extract", "--type=group_icon"]);
    // The reader adds zeros.
    assert!(found.starts_with(&std::fs::read(icon).unwrap()), "{} bytes of an icon", found.len());
}

#[test]
#[ignore = "tests/windows.sh runs it"]
fn sites_and_papers_have_the_same_bytes() {
    let section = Site::empty();
    section.copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pages/section/in"));
    for site in [Site::repository(), section] {
        let build = ["build", "--today", TODAY];
        site.run(&build).ok();
        site.run(&build).ok().wrote(&[]);
        let there = site.pages();
        here(&site, &["build", "--today", TODAY, "--out", "here"]);
        let mut expected = tree(&site.root().join("here"));
        expected.retain(|path, _| !path.starts_with(".rostok"));
        assert_same(&there, &expected);
        // As it is saved by an editor of Windows.
        for path in files(&site.root().join("content")) {
            if path.extension().is_some_and(|end| end == "md" || end == "yaml") {
                let text = std::fs::read_to_string(&path).unwrap();
                std::fs::write(&path, text.replace('\n', "\r\n")).unwrap();
            }
        }
        site.run(&build).ok();
        assert_same(&site.pages(), &expected);
        for name in ["a.docx", "a.xlsx", "a.odt", "a.ods", "a.csv"] {
            for kind in ["report", "plan"] {
                let arguments = |out| [kind, "2022/23", "I", "--today", TODAY, "--out", out];
                site.run(&arguments(name)).ok();
                here(&site, &arguments(&format!("here.{name}")));
                let [there, here] = [name, &format!("here.{name}")]
                    .map(|name| std::fs::read(site.root().join(name)).unwrap());
                assert!(there == here, "{kind} as {name}");
                for name in [name, &format!("here.{name}")] {
                    site.remove(name);
                }
            }
        }
    }
}

#[test]
#[ignore = "tests/windows.sh runs it"]
fn a_file_that_another_program_holds_is_named_and_nothing_is_lost() {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    let report = ["report", "2022/23", "I", "--today", TODAY, "--out", "отчёт.docx", "--force"];
    let build = ["build", "--today", TODAY];
    site.run(&build).ok();
    site.run(&report).ok();
    let (before, paper) = (site.pages(), std::fs::read(site.root().join("отчёт.docx")).unwrap());
    site.post("turnir.md", &post_text("Шашки", "07.12.2022", "sovmestnye"));

    let elsewhere = "закройте файл в той программе, где он открыт";
    for (path, command, code, words) in [
        ("public/2022/turnir.html", &build[..], 2, elsewhere),
        ("отчёт.docx", &report, 2, "закройте файл в Word"),
        ("content/posts/turnir.md", &build, 1, elsewhere),
        ("content/site.yaml", &build, 2, elsewhere),
    ] {
        let _held = Desktop::hold(&site, path);
        let run = site.run(command);
        let told = run.exits(code).stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(path) && told.contains(words), "{path}: {}", run.stderr);
        assert!(std::fs::read(site.root().join("отчёт.docx")).unwrap() == paper);
    }
    // Each file is the old one or the new one, whole.
    let mixed = site.pages();
    site.run(&build).ok();
    let after = site.pages();
    for (path, bytes) in &mixed {
        assert!(before.get(path) == Some(bytes) || after.get(path) == Some(bytes), "{path}");
    }
    let fresh = Site::new();
    fresh.post("turnir.md", &site.read("content/posts/turnir.md"));
    here(&fresh, &build);
    assert_same(&after, &fresh.pages());

    // A scanner of viruses holds it for a moment.
    for path in ["public/2022/turnir.html", "content/posts/turnir.md", "content/site.yaml"] {
        site.post("turnir.md", &post_text(path, "07.12.2022", "sovmestnye"));
        let held = Desktop::hold(&site, path);
        let run = std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(Duration::from_millis(800));
                drop(held);
            });
            site.run(&build)
        });
        run.ok();
        assert!(site.public("2022/turnir.html").contains(path));
    }
}

#[test]
#[ignore = "tests/windows.sh runs it"]
fn a_new_name_that_differs_in_capitals_alone_loses_nothing() {
    let site = Site::new();
    let text = described("Турнир");
    site.post("turnir/index.md", &format!("{text}\n[План](Plan.PDF)\n"));
    site.file("content/posts/turnir/Plan.PDF", "%PDF-1.4 one");
    site.file("content/posts/turnir/Foto.JPG", PHOTO);
    let build = ["build", "--today", TODAY];
    site.run(&build).ok();
    let content = site.root().join("content/posts");
    std::fs::rename(content.join("turnir/Plan.PDF"), content.join("turnir/plan.pdf")).unwrap();
    std::fs::rename(content.join("turnir/Foto.JPG"), content.join("turnir/foto.jpg")).unwrap();
    site.post("turnir/index.md", &format!("{text}\n[План](plan.pdf)\n"));
    std::fs::rename(content.join("turnir"), content.join("Turnir")).unwrap();
    site.run(&build).ok();
    let there = site.pages();
    site.run(&build).ok().wrote(&[]);
    std::fs::rename(site.root().join("public"), site.root().join("there")).unwrap();
    here(&site, &build);
    let names = |tree: &Tree| {
        tree.iter().map(|(path, bytes)| (path.to_lowercase(), bytes.clone())).collect()
    };
    assert_same(&names(&there), &names(&site.pages()));
}

#[test]
#[ignore = "tests/windows.sh runs it"]
fn long_paths_in_cyrillic_are_no_trouble() {
    let site = Site::empty();
    let folder = "Документы учителя информатики и технологии/Точка роста – наш центр/".to_owned()
        + &"Очень длинное название ".repeat(5);
    let root = folder.trim_end();
    let event = "posts/2022-23/Открытое занятие кружка робототехники для родителей пятиклассников";
    site.run(&["init", root]).ok();
    let new = ["new", "Турнир", "--root", root, "--date", TODAY, "--direction", "sovmestnye"];
    site.run(&new).ok();
    let post = format!("{root}/content/{event}/index.md");
    assert!(post.chars().count() > 260, "{}", post.chars().count());
    site.file(&post, described("Занятие"));
    site.file(&post.replace("index.md", "Фотография общая.jpg"), PHOTO);
    let build = ["build", "--drafts", "--root", root, "--today", TODAY];
    site.run(&build).ok();
    site.run(&["check", "--root", root, "--today", TODAY]).ok();
    let there = tree(&site.root().join(root).join("public"));
    std::fs::rename(site.root().join(root).join("public"), site.root().join("there")).unwrap();
    here(&site, &build);
    assert!(there.keys().any(|path| path.ends_with(".jpg")));
    assert_same(&there, &tree(&site.root().join(root).join("public")));
    // A change in the same folder.
    site.file(&post, described("Праздник"));
    site.run(&build).ok();
}

#[test]
#[ignore = "tests/windows.sh runs it"]
fn a_double_click_opens_the_editor_and_ctrl_c_ends_it() {
    let site = Site::empty();
    // Wine opens addresses with this program.
    let browser = site.root().join("bin/xdg-open");
    site.file("bin/xdg-open", "#!/bin/sh\nprintf %s \"$1\" >\"$(dirname \"$0\")/opened\"\n");
    #[cfg(unix)]
    std::fs::set_permissions(&browser, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .unwrap();
    let path =
        format!("{}:{}", browser.parent().unwrap().display(), std::env::var("PATH").unwrap());
    std::fs::create_dir(site.root().join("Новая папка")).unwrap();
    let exe = exe();
    let mut window = Desktop::start(&site, &["console", exe.to_str().unwrap()], &path);
    assert_eq!(window.line(), "started");
    let screen = window.wait_for("Ctrl+C");
    assert!(screen.contains("Росток открыт в браузере: http://127.0.0.1:"), "{screen}");
    assert!(screen.contains("Не закрывайте это окно"), "{screen}");
    let opened = site.root().join("bin/opened");
    let begun = Instant::now();
    while !opened.is_file() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let url = site.read("bin/opened");
    // It is longer than a line of the window.
    assert!(screen.replace('\n', "").contains(&url), "{url} in {screen}");

    // A second start gets one more tab of the same program.
    let second = Editing::start(&site, &[]);
    let key = second.key();
    let state = second.json(&second.get(&key, "/api/state"));
    assert!(state["site"].is_null(), "{state}");
    let entered = json!({
        "school": "МКОУ «СОШ № 7»",
        "center": "Центр «Точка роста»",
        "address": "school.ucoz.ru/tochka",
        "directions": ["Наставничество"],
    });
    assert_eq!(second.post(&key, "/api/setup", &entered).status, 200);
    assert!(site.root().join("content/site.yaml").is_file());

    window.tell("ctrl-c");
    assert_eq!(window.exit_code(), "0");
    assert!(window.screen().contains("Работа закончена"));
}

#[test]
#[ignore = "tests/windows.sh runs it"]
fn a_window_that_tells_a_failure_stays_open() {
    let site = Site::empty();
    site.file(".rostok", "");
    let exe = exe();
    let path = std::env::var("PATH").unwrap();
    let mut window = Desktop::start(&site, &["console", exe.to_str().unwrap()], &path);
    assert_eq!(window.line(), "started");
    let screen = window.wait_for("Нажмите Enter, чтобы закрыть окно");
    assert!(screen.contains("не удалось"), "{screen}");
    window.tell("enter");
    assert_eq!(window.exit_code(), "2");
}
