//! `rostok publish` and `undo` with a real FTP server.
#![expect(clippy::disallowed_methods, reason = "the web server reads what FTP wrote")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::ftp_script::{Scripted, State};
use crate::ftp_servers::{Kind, PASSWORD, SECRET, Server};
use crate::sandbox::{Run, SETTINGS, Site, Tree, assert_same, post_text, tree};

/// A site that is published to `server`.
fn site(server: &Server) -> Site {
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}{}", server.settings()));
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    site
}

fn publish(site: &Site, more: &[&str]) -> Run {
    let arguments = [&["publish", "--today", "2023-01-01", "--no-http-check"], more].concat();
    let run = site.run_with(&arguments, &[SECRET]);
    assert!(!format!("{run:?}").contains(PASSWORD));
    run
}

/// The files of the section on the server, without the program's records.
pub(crate) fn files_on(server: &Server) -> Tree {
    let mut files = tree(&server.site().join("tochka"));
    files.retain(|path, _| !path.starts_with("rostok-data/"));
    files
}

fn sent(run: &Run) -> Vec<String> {
    let document: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
    assert_eq!(document["published"], true);
    let plan = &document["plan"];
    let paths = [&plan["new"], &plan["changed"]].map(|list| list.as_array().unwrap().clone());
    paths.concat().iter().map(|path| path.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_site_is_published_changed_and_restored() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    let planned = publish(&site, &["--dry-run"]);
    let named = planned.ok().stdout.lines().find(|line| line.contains("(2022/turnir.html)"));
    assert!(named.is_some_and(|line| line.contains("+ Турнир,")), "{}", planned.stdout);
    assert!(planned.stderr.contains("не зашифровано"), "{}", planned.stderr);
    assert!(files_on(&server).is_empty());

    let first = publish(&site, &["--yes"]);
    let address = "http://example.org/tochka/2022/turnir.html";
    assert!(first.ok().stdout.contains(address), "{}", first.stdout);
    assert_same(&files_on(&server), &site.pages());
    let before = files_on(&server);
    let again = publish(&site, &["--yes"]);
    assert!(again.ok().stdout.contains("уже всё готово"), "{}", again.stdout);

    let text = post_text("Турнир", "07.12.2022", "sovmestnye") + "Правка.\n";
    site.post("turnir.md", &text);
    let changed = sent(&publish(&site, &["--json"]));
    assert!(changed.contains(&"2022/turnir.html".to_owned()) && changed.len() < 10, "{changed:?}");
    assert_same(&files_on(&server), &site.pages());

    let undone = site.run_with(&["undo", "--yes"], &[SECRET]);
    let told = &undone.ok().stdout;
    for part in ["Вернётся вид от ", "Сейчас на сайте вид от ", "Публикация отменена"]
    {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(told.trim_end().lines().last().unwrap().starts_with("Сейчас на сайте вид"), "{told}");
    assert_same(&files_on(&server), &before);
}

#[test]
fn the_first_publication_is_undone_only_with_a_key() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    publish(&site, &["--yes"]).ok();
    for word in ["Правка", "Ещё правка"] {
        site.post(
            "turnir.md",
            &format!("{}{word}.\n", post_text("Турнир", "07.12.2022", "sovmestnye")),
        );
        publish(&site, &["--yes"]).ok();
    }
    let undo = |more: &[&str]| site.run_with(&[&["undo", "--yes"], more].concat(), &[SECRET]);
    undo(&[]).ok();
    undo(&[]).ok();
    let before = files_on(&server);
    let refused = undo(&[]);
    let told = &refused.exits(2).stderr;
    let key = format!("--allow-removals {}", before.len());
    assert!(told.contains("отмена первой публикации") && told.contains(&key), "{told}");
    assert_same(&files_on(&server), &before);
    let planned = site.run_with(&["undo", "--dry-run"], &[SECRET]);
    assert!(planned.ok().stdout.contains("до первой публикации"), "{}", planned.stdout);
    let asked = site.run_with(&["undo"], &[SECRET]);
    assert!(!asked.exits(2).stdout.contains("да/нет"), "{}", asked.stdout);

    let emptied = undo(&["--allow-removals", &before.len().to_string()]);
    assert!(emptied.ok().stdout.contains("Раздела на сайте больше нет"), "{}", emptied.stdout);
    assert!(files_on(&server).is_empty());
}

#[test]
fn a_file_that_was_spoilt_behind_the_build_is_made_anew_by_the_next_one() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    site.run(&["build", "--today", "2023-01-01"]).ok();
    let right = site.public("2022/turnir.html");
    // As after a power cut: the right size, and older than the manifest.
    site.file("public/2022/turnir.html", vec![0; right.len()]);
    let manifest = site.read("public/.rostok-manifest");
    std::thread::sleep(Duration::from_millis(50));
    site.file("public/.rostok-manifest", manifest);
    let refused = publish(&site, &["--yes", "--no-build"]);
    assert!(refused.exits(2).stderr.contains("другой программой"), "{}", refused.stderr);
    site.run(&["build", "--today", "2023-01-01"]).ok();
    assert_eq!(site.public("2022/turnir.html"), right);
    publish(&site, &["--yes", "--no-build"]).ok();
    assert_same(&files_on(&server), &site.pages());
}

#[test]
fn an_upload_of_somebody_else_is_not_undone() {
    let Some(server) = Server::start(Kind::Vsftpd(""), false) else { return };
    let (here, there) = (site(&server), site(&server));
    let run = |site: &Site, arguments: &[&str], who| {
        site.run_with(arguments, &[SECRET, ("USERNAME", who), ("COMPUTERNAME", "kab-7")])
    };
    let arguments = ["publish", "--yes", "--no-http-check", "--today", "2023-01-01"];
    run(&here, &arguments, "Иванова").ok();
    let before = files_on(&server);
    let text = post_text("Турнир", "07.12.2022", "sovmestnye");
    for (site, who) in [(&here, "Иванова"), (&there, "Петров")] {
        here.post("turnir.md", &format!("{text}Правка.\n"));
        there.post("turnir.md", &format!("{text}Правка.\n"));
        there.post("vecher.md", &post_text("Вечер", "08.12.2022", "sovmestnye"));
        run(site, &arguments, who).ok();
    }
    let theirs = files_on(&server);
    for more in [["--yes"], ["--dry-run"]] {
        let refused = run(&here, &[["undo"], more].concat(), "Иванова");
        let told = &refused.exits(2).stderr;
        assert!(told.contains("опубликовал Петров (kab-7), 0\u{a0}мин назад"), "{told}");
        assert!(told.contains("rostok undo"), "{told}");
        assert_same(&files_on(&server), &theirs);
    }
    run(&there, &["undo", "--yes"], "Петров").ok();
    run(&here, &["undo", "--yes"], "Иванова").ok();
    assert_same(&files_on(&server), &before);
}

#[test]
fn sites_that_must_not_be_published_are_refused() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    let refused = |more: &[&str], code, word: &str| {
        let run = publish(&site, more);
        assert!(run.exits(code).stderr.contains(word), "{}{}", run.stdout, run.stderr);
    };
    refused(&["--yes", "--drafts"], 2, "черновики");
    refused(&["--yes", "--base-url", "http://localhost:4000/"], 2, "только на этом компьютере");
    refused(&["--yes", "--no-build"], 2, "сайта ещё нет");
    site.run(&["build", "--today", "2023-01-01", "--base-url", "http://localhost:4000/"]).ok();
    refused(&["--yes", "--no-build"], 2, "`localhost`");
    site.build().ok();
    site.file("public/index.html", "другая программа");
    refused(&["--yes", "--no-build"], 2, "другой программой");
    site.post(
        "chernovik.md",
        &(post_text("Черновик", "08.12.2022", "sovmestnye").replacen(
            "---\n",
            "---\nчерновик: да\n",
            1,
        )),
    );
    site.run(&["build", "--today", "2023-01-01", "--drafts"]).ok();
    refused(&["--yes", "--no-build"], 2, "черновик: `2022/chernovik.html`");
    let unreadable = "---\nназвание: \"Черновик\" и ещё\nчерновик: да\n---\n";
    site.post("chernovik.md", unreadable);
    refused(&["--yes", "--no-build"], 2, "черновик: `2022/chernovik.html`");
    site.post("c.md", "---\nназвание: Без даты\n---\n");
    refused(&["--yes"], 1, "дата");
    assert!(files_on(&server).is_empty());
}

#[test]
fn a_foreign_file_is_left_alone() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    let folder = server.site().join("tochka");
    site.file(folder.join("index.html").to_str().unwrap(), "чужое");
    let run = publish(&site, &["--yes"]);
    assert!(run.exits(2).stderr.contains("чужие файлы"), "{}", run.stderr);
    assert_eq!(files_on(&server).len(), 1);
    publish(&site, &["--yes", "--adopt"]).ok();
    assert_same(&files_on(&server), &site.pages());
}

#[test]
fn without_a_server_or_a_password_it_says_what_is_missing() {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    let run = site.run(&["publish", "--yes"]);
    assert!(run.exits(2).stderr.contains("куда публиковать"), "{}", run.stderr);
    let ftp = "хостинг:\n  ftp: {сервер: 127.0.0.1, порт: 9, логин: a, папка: /news}\n";
    site.file("content/site.yaml", format!("{SETTINGS}{ftp}"));
    let run = site.run(&["publish", "--yes"]);
    assert!(run.exits(2).stderr.contains("папка `news` занята"), "{}", run.stderr);
    let ftp = ftp.replace("/news", "/tochka");
    site.file("content/site.yaml", format!("{SETTINGS}{ftp}"));
    let run = site.run(&["publish", "--yes"]);
    assert!(run.exits(2).stderr.contains("сервер не отвечает"), "{}", run.stderr);
    let server = Scripted::start(State::default());
    let ftp = ftp.replace("порт: 9", &format!("порт: {}", server.port));
    site.file("content/site.yaml", format!("{SETTINGS}{ftp}"));
    let run = site.run(&["publish", "--yes"]);
    assert!(run.exits(2).stderr.contains("не указан пароль"), "{}", run.stderr);
}

/// An HTTP proxy that serves `folder` as `/tochka/` of any host, with a banner on each page. A `late` one gives a
/// page at the second request only. Returns its port and the requested URLs.
pub(crate) fn start_web(folder: std::path::PathBuf, late: bool) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (folder, heard) = (folder.clone(), Arc::clone(&heard));
            std::thread::spawn(move || answer(stream.unwrap(), &folder, &heard, late));
        }
    });
    (port, asked)
}

fn answer(stream: TcpStream, folder: &Path, heard: &Mutex<Vec<String>>, late: bool) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    loop {
        let first = lines.next()?.ok()?;
        while !lines.next()?.ok()?.is_empty() {}
        let url = first.split(' ').nth(1)?.to_owned();
        let mut stream = &stream;
        if first.starts_with("CONNECT") {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
            continue;
        }
        let path = url.split('?').next()?.split_once("/tochka/")?.1.to_owned();
        let mut heard = heard.lock().unwrap();
        let known = !late || heard.iter().any(|other| other.contains(&path));
        heard.push(url);
        let mut file = std::fs::read(folder.join(&path)).unwrap_or_default();
        if path.ends_with(".html") {
            let page = String::from_utf8(file).ok()?;
            file = page.replace("<main", "<div>Реклама</div><main").into_bytes();
        }
        let (status, file) = if known { ("200 OK", file) } else { ("404 Not Found", Vec::new()) };
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", file.len());
        stream.write_all(&[head.as_bytes(), &file].concat()).ok()?;
    }
}

#[test]
fn sent_pages_are_requested_over_http() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    let (port, asked) = start_web(server.site().join("tochka"), true);
    let proxy = format!("http://127.0.0.1:{port}");
    let environment = [SECRET, ("http_proxy", proxy.as_str()), ("HTTP_PROXY", proxy.as_str())];
    let run = site.run_with(&["publish", "--json"], &environment);
    let document: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
    assert_eq!(document["unseen"], serde_json::json!([]));
    let asked = asked.lock().unwrap();
    let of = |path: &str| asked.iter().filter(|url| url.contains(path)).count();
    assert_eq!(of("/tochka/2022/turnir.html?rostok="), 2, "{asked:?}");
}

#[test]
fn an_audit_over_http_restores_changed_files() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    publish(&site, &["--yes"]).ok();
    // The sizes stay the same.
    for (path, from, to) in
        [("2022/turnir.html", "событии", "собятии"), ("feed.xml", "Турнир", "Тирнур")]
    {
        let file = server.site().join("tochka").join(path);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(&file, text.replace(from, to)).unwrap();
    }
    assert_eq!(sent(&publish(&site, &["--json", "--audit"])), [""; 0]);
    let (port, _) = start_web(server.site().join("tochka"), false);
    let proxy = format!("http://127.0.0.1:{port}");
    let environment = [SECRET, ("http_proxy", proxy.as_str()), ("HTTP_PROXY", proxy.as_str())];
    let arguments = ["publish", "--today", "2023-01-01", "--json", "--audit-http"];
    let run = site.run_with(&arguments, &environment);
    assert_eq!(sent(&run), ["2022/turnir.html", "feed.xml"]);
    assert_same(&files_on(&server), &site.pages());
}

#[test]
fn an_unknown_certificate_is_trusted_if_the_settings_name_its_authority() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), true) else { return };
    let site = site(&server);
    let settings = |tls: &str| {
        let settings = server.settings().replace("шифрование: off", tls);
        site.file("content/site.yaml", format!("{SETTINGS}{settings}"));
    };
    settings("шифрование: всегда");
    let run = publish(&site, &["--yes"]);
    let text = &run.exits(2).stderr;
    assert!(text.contains("неизвестным") && text.contains("`центр_сертификации`"), "{text}");
    settings("центр_сертификации: ftp.pem");
    let run = publish(&site, &["--yes"]);
    assert!(run.exits(2).stderr.contains("ftp.pem"), "{}", run.stderr);
    site.file("content/ftp.pem", server.options.authorities.clone().unwrap());
    let run = publish(&site, &["--yes"]);
    assert!(!run.ok().stderr.contains("не зашифровано"), "{}", run.stderr);
    assert_same(&files_on(&server), &site.pages());
}

#[test]
fn the_question_is_seen_before_it_is_answered() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server);
    let mut command = site.command();
    command.args(["publish", "--today", "2023-01-01", "--no-http-check"]).envs([SECRET]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let (tell, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = stdout.read(&mut piece) {
            drop(tell.send(piece[..length].to_vec()));
        }
    });
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("Опубликовать? (да/нет)") {
        let Ok(more) = heard.recv_timeout(Duration::from_secs(20)) else {
            child.kill().unwrap();
            panic!("no question: {}", String::from_utf8_lossy(&said));
        };
        said.extend(more);
    }
    child.stdin.take().unwrap().write_all("да\n".as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert_same(&files_on(&server), &site.pages());
}
