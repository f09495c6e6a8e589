//! Publishing from the editor: plans, passwords, stopping, undoing, packs, with real FTP servers.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "the tests look for the password in all files")]

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::editing::Editing;
use crate::ftp_script::{Break, Scripted, State};
use crate::ftp_servers::{Kind, PASSWORD, SECRET, Server};
use crate::publish::{files_on, start_web};
use crate::sandbox::{SETTINGS, Site, Tree, assert_same, files, post_text};

const TODAY: [&str; 2] = ["--today", "2023-01-01"];

/// An editor with its key. Remembers all that it was answered.
pub(crate) struct Desktop {
    editing: Editing,
    key: String,
    heard: std::cell::RefCell<String>,
}

impl Desktop {
    /// Opens the editor of a site; `web` is the port of a proxy that shows what is published.
    pub(crate) fn open(site: &Site, web: Option<u16>) -> Self {
        let proxy = format!("http://127.0.0.1:{}", web.unwrap_or(9));
        let environment = [("http_proxy", &*proxy), ("HTTP_PROXY", &*proxy)];
        let editing = Editing::start_with(site, &TODAY, &environment);
        let key = editing.key();
        Self { editing, key, heard: std::cell::RefCell::default() }
    }

    fn heard(&self, answer: &crate::serving::Answer) -> Value {
        self.heard.borrow_mut().push_str(answer.text());
        serde_json::from_slice(&answer.body).unwrap()
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        self.heard(&self.editing.get(&self.key, path))
    }

    /// Posts and expects success.
    #[track_caller]
    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.editing.post(&self.key, path, body);
        let value = self.heard(&answer);
        assert_eq!(answer.status, 200, "{path}: {value}");
        value
    }

    #[track_caller]
    pub(crate) fn start(&self, path: &str, body: &Value) -> u64 {
        self.post(path, body)["job"].as_u64().unwrap()
    }

    pub(crate) fn job(&self, id: u64) -> Value {
        self.get(&format!("/api/job?id={id}"))
    }

    /// Waits until the job is in a state; it may not end in another.
    #[track_caller]
    pub(crate) fn wait(&self, id: u64, state: &str) -> Value {
        self.wait_for(id, |job| job["state"] == state)
    }

    #[track_caller]
    pub(crate) fn wait_for(&self, id: u64, is_it: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let job = self.job(id);
            if is_it(&job) {
                return job;
            }
            let is_over = ["done", "failed", "stopped"].contains(&job["state"].as_str().unwrap());
            assert!(!is_over && begun.elapsed() < Duration::from_secs(60), "{job:#}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[track_caller]
    fn answer(&self, id: u64, mut words: Value) {
        words["id"] = id.into();
        self.post("/api/job/answer", &words);
    }

    /// Makes the plan and returns what the page shows of it.
    #[track_caller]
    pub(crate) fn plan(&self) -> Value {
        let id = self.start("/api/publish/plan", &json!({}));
        self.wait(id, "done")["result"].clone()
    }

    /// Publishes what the plan shows, with the password if it is asked for.
    #[track_caller]
    pub(crate) fn publish(&self) -> Value {
        let plan = self.plan()["plan"]["id"].clone();
        let id = self.start("/api/publish", &json!({ "plan": plan }));
        let job = self.wait_for(id, |job| job["state"] == "question" || job["state"] == "done");
        if job["state"] == "question" {
            assert_eq!(job["question"]["kind"], "password", "{job:#}");
            self.answer(id, json!({ "password": PASSWORD }));
        }
        self.wait(id, "done")["result"].clone()
    }
}

pub(crate) fn site(settings: &str) -> Site {
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}{settings}"));
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    site
}

/// No file of the site has the password.
fn assert_not_written(site: &Site) {
    for path in files(site.root()) {
        let bytes = std::fs::read(&path).unwrap();
        let is_in = bytes.windows(PASSWORD.len()).any(|window| window == PASSWORD.as_bytes());
        assert!(!is_in, "{}", path.display());
    }
}

fn event_titles(plan: &Value, key: &str) -> Vec<String> {
    let events = plan[key]["events"].as_array().unwrap().iter();
    events.map(|event| event["title"].as_str().unwrap().replace('\u{a0}', " ")).collect()
}

#[test]
fn a_section_is_published_changed_and_taken_back() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server.settings());
    let (web, _) = start_web(server.site().join("tochka"), false);
    let desktop = Desktop::open(&site, Some(web));

    let shown = desktop.plan();
    assert_eq!(event_titles(&shown["plan"], "new"), ["Турнир, 7 декабря 2022 г."]);
    assert_eq!(shown["plan"]["new"]["events"][0]["file"], "content/posts/turnir.md");
    assert_eq!((&shown["known"], &shown["undo"]), (&json!(false), &Value::Null));
    assert_eq!(shown["server"]["folder"], "/tochka");
    assert!(files_on(&server).is_empty(), "a plan sends nothing");

    let plan = shown["plan"]["id"].clone();
    let id = desktop.start("/api/publish", &json!({ "plan": plan }));
    let asked = desktop.wait(id, "question");
    let warning = asked["question"]["warning"].as_str().unwrap();
    assert!(warning.contains("не зашифровано"), "{asked:#}");
    assert!(asked["question"]["error"].is_null(), "{asked:#}");
    desktop.answer(id, json!({ "password": "ne-tot" }));
    let again = desktop.wait_for(id, |job| job["question"]["error"].is_string());
    let refused = again["question"]["error"].as_str().unwrap();
    assert!(refused.starts_with("Сервер не принял логин или пароль"), "{refused}");
    desktop.answer(id, json!({ "password": PASSWORD }));
    let done = desktop.wait(id, "done")["result"].clone();
    assert_eq!(done["address"], "http://example.org/tochka/2022/turnir.html");
    assert_eq!(done["notLive"], json!([]), "{done:#}");
    assert_same(&files_on(&server), &site.pages());
    let before = files_on(&server);

    assert_eq!(desktop.plan()["plan"]["empty"], true);
    let text = post_text("Турнир", "07.12.2022", "sovmestnye") + "Правка.\n";
    site.post("turnir.md", &text);
    site.post("forum.md", &post_text("Форум", "09.12.2022", "konferentsii"));
    let shown = desktop.plan();
    assert_eq!(event_titles(&shown["plan"], "new"), ["Форум, 9 декабря 2022 г."]);
    assert_eq!(event_titles(&shown["plan"], "changed"), ["Турнир, 7 декабря 2022 г."]);
    assert!(shown["undo"].as_str().unwrap().contains("до первой публикации"), "{shown:#}");
    // Neither the password nor the plan is asked for again.
    let id = desktop.start("/api/publish", &json!({ "plan": shown["plan"]["id"] }));
    let done = desktop.wait(id, "done")["result"].clone();
    assert_eq!(done["new"], json!(["http://example.org/tochka/2022/forum.html"]));
    assert_same(&files_on(&server), &site.pages());

    let id = desktop.start("/api/publish/undo", &json!({}));
    let asked = desktop.wait(id, "question");
    assert_eq!(asked["question"]["kind"], "undo");
    assert_eq!(event_titles(&asked["plan"], "removed").len(), 1);
    let restores = asked["plan"]["restores"].as_str().unwrap();
    assert!(restores.starts_with("Вернётся вид от "), "{restores}");
    desktop.answer(id, json!({ "answer": false }));
    desktop.wait(id, "stopped");
    let id = desktop.start("/api/publish/undo", &json!({}));
    desktop.wait(id, "question");
    desktop.answer(id, json!({ "answer": true }));
    let undone = desktop.wait(id, "done")["result"].clone();
    assert!(undone["holds"].as_str().unwrap().starts_with("Сейчас на сайте вид от "), "{undone}");
    assert_same(&files_on(&server), &before);
    assert!(site.read("content/posts/turnir.md").contains("Правка"));

    let heard = desktop.heard.borrow();
    assert!(!heard.contains(PASSWORD) && !heard.contains("ne-tot"));
    assert_not_written(&site);
}

#[test]
fn the_first_publication_is_taken_back_only_if_that_is_confirmed() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server.settings());
    let (web, _) = start_web(server.site().join("tochka"), false);
    let desktop = Desktop::open(&site, Some(web));
    desktop.publish();
    let id = desktop.start("/api/publish/undo", &json!({}));
    let failed = desktop.wait(id, "failed");
    let error = &failed["error"];
    assert!(error["message"].as_str().unwrap().contains("тмена первой публикации"), "{error}");
    assert!(!error["hint"].as_str().unwrap().contains("--"), "no keys of commands: {error}");
    assert_eq!(error["remedy"]["kind"], "removals");
    let removals = error["remedy"]["value"].clone();
    let id = desktop.start("/api/publish/undo", &json!({ "removals": removals }));
    desktop.wait(id, "question");
    desktop.answer(id, json!({ "answer": true }));
    let done = desktop.wait(id, "done");
    assert_eq!(done["result"]["gone"], true, "{done:#}");
    assert!(files_on(&server).is_empty());
}

#[test]
fn what_another_computer_published_meanwhile_is_shown_first() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let (here, there) = (site(&server.settings()), site(&server.settings()));
    there.post("vecher.md", &post_text("Вечер", "08.12.2022", "sovmestnye"));
    let plan = Desktop::open(&here, None);
    let shown = plan.plan()["plan"]["id"].clone();
    let arguments = ["publish", "--yes", "--no-http-check", "--today", "2023-01-01"];
    there.run_with(&arguments, &[SECRET, ("COMPUTERNAME", "kab-7")]).ok();
    let theirs = files_on(&server);
    let id = plan.start("/api/publish", &json!({ "plan": shown }));
    plan.wait(id, "question");
    plan.answer(id, json!({ "password": PASSWORD }));
    let asked = plan.wait_for(id, |job| job["question"]["kind"] == "publish");
    assert_eq!(event_titles(&asked["plan"], "removed").len(), 1, "{asked:#}");
    plan.answer(id, json!({ "answer": false }));
    plan.wait(id, "stopped");
    assert_same(&files_on(&server), &theirs);
}

#[test]
fn errors_stop_a_publication_until_their_event_is_put_aside() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server.settings());
    let bad = "---\nназвание: Вечер\nдата: 8.12.2022\nнаправление: танцы\n---\n\nТекст.\n";
    site.post("vecher.md", bad);
    let desktop = Desktop::open(&site, None);
    let id = desktop.start("/api/publish/plan", &json!({}));
    let failed = desktop.wait(id, "failed");
    let problem = &failed["error"]["problems"][0];
    assert_eq!(problem["file"], "content/posts/vecher.md");
    assert_eq!(problem["line"], 4);
    assert!(problem["message"].as_str().unwrap().contains("танцы"), "{problem}");
    assert_eq!(failed["error"]["message"], "Публикации мешает ошибка");
    desktop.post("/api/publish/put-aside", &json!({ "file": "content/posts/vecher.md" }));
    let aside = site.read("content/posts/vecher.md");
    assert!(aside.contains("\nчерновик: да\n") && aside.ends_with("\nТекст.\n"), "{aside}");
    site.file("content/pages/o-nas.md", "---\nназвание: О нас\n---\n\nРасскажите здесь о центре\n");
    let id = desktop.start("/api/publish/plan", &json!({}));
    let sample = desktop.wait(id, "failed");
    assert_eq!(sample["error"]["problems"][0]["file"], "content/pages/o-nas.md");
    desktop.post("/api/publish/put-aside", &json!({ "file": "content/pages/o-nas.md" }));
    let settings = json!({ "file": "content/site.yaml" });
    let refused = desktop.editing.post(&desktop.key, "/api/publish/put-aside", &settings);
    assert_eq!(refused.status, 422);
    assert_eq!(event_titles(&desktop.plan()["plan"], "new"), ["Турнир, 7 декабря 2022 г."]);
}

/// The settings for a scripted server.
fn scripted_settings(server: &Scripted, tls: &str) -> String {
    format!(
        "хостинг:\n  ftp: {{сервер: 127.0.0.1, порт: {}, логин: shkola, папка: /tochka, соединений: 1, шифрование: {tls}}}\n",
        server.port
    )
}

/// The files of a scripted server, without the program's records.
fn held(server: &Scripted) -> Tree {
    let state = server.state();
    let held = state.files.iter().filter_map(|(path, bytes)| {
        let path = path.strip_prefix("tochka/")?;
        (!path.starts_with("rostok-data/")).then(|| (path.to_owned(), bytes.clone()))
    });
    held.collect()
}

#[test]
fn a_publication_that_is_stopped_goes_on_where_it_was() {
    let slow = State { slow: Some("STOR"), ..State::default() };
    let server = Scripted::start(slow);
    let site = site(&scripted_settings(&server, "off"));
    let desktop = Desktop::open(&site, None);
    let id = desktop.start("/api/publish", &json!({ "plan": desktop.plan()["plan"]["id"] }));
    desktop.wait(id, "question");
    desktop.answer(id, json!({ "password": PASSWORD }));
    let running = desktop.wait_for(id, |job| job["progress"]["files"].as_u64() > Some(1));
    let of = running["progress"]["of"].as_u64().unwrap();
    assert!(running["progress"]["ofBytes"].as_u64() > running["progress"]["bytes"].as_u64());

    // One job at a time, and the program does not end in its middle.
    for path in ["/api/publish", "/api/publish/plan", "/api/pack", "/api/quit"] {
        let refused = desktop.editing.post(&desktop.key, path, &json!({}));
        assert_eq!(refused.status, 409, "{path}: {}", refused.text());
    }
    desktop.post("/api/job/stop", &json!({ "id": id }));
    let stopped = desktop.wait(id, "stopped");
    assert_eq!(stopped["result"]["sent"], true);
    let sent = held(&server).len() as u64;
    assert!(sent > 1 && sent < of, "{sent} of {of}");

    server.state().slow = None;
    // Neither the password nor what is left of the plan is asked for.
    let id = desktop.start("/api/publish", &json!({ "goOn": true }));
    let rest = desktop.post_stop_when_sent(id);
    assert!(rest["plan"]["files"].as_u64() < Some(of), "{rest:#}");
    assert_same(&held(&server), &site.pages());
}

/// A server that takes its time for each file, and one that is at the other end of a slow line.
#[test]
fn a_stop_is_there_within_a_second() {
    let slow = [
        State { slow: Some("STOR"), ..State::default() },
        State { sips: true, ..State::default() },
    ];
    for slow in slow {
        let server = Scripted::start(slow);
        let site = site(&scripted_settings(&server, "off"));
        let mut large = b"%PDF-1.4\n".to_vec();
        large.resize(6_000_000, b' ');
        site.file("content/posts/turnir/plan.pdf", large);
        let desktop = Desktop::open(&site, None);
        let plan = desktop.plan()["plan"]["id"].clone();
        let mut next = json!({ "plan": plan });
        for turn in 0..3 {
            let id = desktop.start("/api/publish", &next);
            next = json!({ "goOn": true });
            if turn == 0 {
                desktop.wait(id, "question");
                desktop.answer(id, json!({ "password": PASSWORD }));
            }
            desktop.wait_for(id, |job| job["progress"]["bytes"].as_u64() > Some(0));
            let begun = Instant::now();
            desktop.post("/api/job/stop", &json!({ "id": id }));
            let stopped = desktop.wait(id, "stopped");
            let took = begun.elapsed();
            assert_eq!(stopped["result"]["sent"], true);
            assert!(took < Duration::from_secs(1), "{took:?}");
        }
        server.state().slow = None;
        server.state().sips = false;
        let id = desktop.start("/api/publish", &next);
        desktop.post_stop_when_sent(id);
        assert_same(&held(&server), &site.pages());
    }
}

impl Desktop {
    /// Waits until all is sent, and does not wait for the web.
    fn post_stop_when_sent(&self, id: u64) -> Value {
        let is_sent = |job: &Value| job["progress"]["sent"] == true || job["state"] == "done";
        if self.wait_for(id, is_sent)["state"] != "done" {
            self.post("/api/job/stop", &json!({ "id": id }));
        }
        self.wait(id, "done")
    }
}

#[test]
fn a_broken_line_is_mended_and_a_lost_one_told() {
    let server = Scripted::start(State::default());
    let site = site(&scripted_settings(&server, "off"));
    let desktop = Desktop::open(&site, None);
    server.state().fail = Some((40, Break::LostAfter));
    let id = desktop.start("/api/publish", &json!({ "plan": desktop.plan()["plan"]["id"] }));
    desktop.wait(id, "question");
    desktop.answer(id, json!({ "password": PASSWORD }));
    desktop.post_stop_when_sent(id);
    assert_same(&held(&server), &site.pages());
    assert!(server.state().accepted > 1, "the line did break");

    let silent = site_of_nobody();
    let desktop = Desktop::open(&silent, None);
    let id = desktop.start("/api/publish", &json!({}));
    let failed = desktop.wait(id, "failed");
    let message = failed["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("Сервер не отвечает"), "{message}");
}

/// A site whose server does not listen.
fn site_of_nobody() -> Site {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    site(&format!(
        "хостинг:\n  ftp: {{сервер: 127.0.0.1, порт: {port}, логин: shkola, папка: /tochka}}\n"
    ))
}

#[test]
fn a_server_that_has_to_encrypt_and_does_not_gets_no_password() {
    let server = Scripted::start(State::default());
    let site = site(&scripted_settings(&server, "всегда"));
    let desktop = Desktop::open(&site, None);
    let id = desktop.start("/api/publish", &json!({}));
    let failed = desktop.wait(id, "failed");
    let message = failed["error"]["message"].as_str().unwrap();
    assert!(message.to_lowercase().contains("защищённое соединение"), "{message}");
    let commands = server.state().commands.clone();
    assert!(commands.iter().all(|command| !command.starts_with("PASS")), "{commands:?}");
}

#[test]
fn without_a_server_a_folder_is_packed_and_a_server_can_be_named() {
    let site = site("");
    let desktop = Desktop::open(&site, None);
    let shown = desktop.plan();
    assert_eq!(shown["server"], Value::Null);
    let id = desktop.start("/api/pack", &json!({}));
    let packed = desktop.wait(id, "done")["result"].clone();
    assert_eq!((&packed["empty"], &packed["remote"]), (&json!(false), &json!("/tochka")));
    assert!(packed["folder"].as_str().unwrap().ends_with("upload"), "{packed}");
    let first = &packed["steps"][0];
    assert!(first["text"].as_str().unwrap().contains("1-"), "{first}");
    let pack = files(&site.root().join("upload"));
    let has = |name: &str| pack.iter().any(|path| path.ends_with(name));
    assert!(has("2022/turnir.html") && has("что-делать.txt"));
    assert_eq!(desktop.plan()["packed"], true);
    desktop.post("/api/pack/done", &json!({}));
    let known = desktop.plan();
    assert_eq!((&known["plan"]["empty"], &known["packed"]), (&json!(true), &json!(false)));
    let twice = desktop.editing.post(&desktop.key, "/api/pack/done", &json!({}));
    assert_eq!(twice.status, 422, "{}", twice.text());

    let wrong = json!({ "ftp": { "server": "a b", "login": "", "folder": "/news" } });
    let refused = desktop.editing.post(&desktop.key, "/api/publish/settings", &wrong);
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("\"login\""), "{}", refused.text());
    let right = json!({ "ftp": { "server": "ftp.a.example", "login": "a", "folder": "/tochka" } });
    desktop.post("/api/publish/settings", &right);
    assert!(site.read("content/site.yaml").starts_with(SETTINGS), "all else stays");
    assert_eq!(desktop.plan()["server"]["name"], "ftp.a.example");
}

#[test]
fn a_new_section_can_be_published_at_once() {
    let site = Site::empty();
    site.file("content/pages/pedagogi.md", "---\nназвание: Педагоги\n---\n\nСвой текст.\n");
    let desktop = Desktop::open(&site, None);
    let choices = desktop.get("/api/setup");
    let direction = choices["directions"][0]["name"].clone();
    let entered = json!({ "school": "МКОУ «СОШ № 7»", "directions": [direction] });
    desktop.post("/api/setup", &entered);
    let id = desktop.start("/api/publish/plan", &json!({}));
    let failed = desktop.wait(id, "failed");
    let problems = failed["error"]["problems"].as_array().unwrap();
    let fields: Vec<_> = problems.iter().map(|problem| &problem["field"]).collect();
    assert_eq!(fields, [&json!("address")], "{failed:#}");
    desktop.post("/api/publish/settings", &json!({ "address": "school.ucoz.ru/tochka" }));
    assert_eq!(desktop.plan()["site"], "http://school.ucoz.ru/tochka/index.html");
    assert!(site.read("content/pages/o-tsentre.md").contains("черновик: да"));
    assert!(site.read("content/pages/pedagogi.md").contains("Свой текст"));
}

#[test]
fn reports_are_those_of_the_command() {
    let site = Site::repository();
    let desktop = Desktop::open(&site, None);
    let report = desktop.get("/api/report");
    let period = report["period"].as_str().unwrap();
    assert_eq!(report["periods"][0]["id"], period, "the latest one first");
    for format in ["docx", "xlsx"] {
        let path = format!("/api/report/file?period=2022-23-1&format={format}");
        let answer = desktop.editing.get(&desktop.key, &path);
        assert_eq!(answer.status, 200);
        let name = format!("otchet-2022-23-1.{format}");
        site.run(&["report", "2022-23-1", "--today", "2023-01-01", "--out", &name]).ok();
        assert_eq!(answer.body, std::fs::read(site.root().join(&name)).unwrap(), "{format}");
    }
    let first = desktop.get("/api/report?period=2022-23-1");
    assert_eq!(first["counts"]["events"], 9);
    let blocks = first["blocks"].as_array().unwrap();
    assert!(blocks.iter().any(|block| block["kind"] == "table"), "{first:#}");
    let bad = desktop.editing.get(&desktop.key, "/api/report?period=osen");
    assert_eq!(bad.status, 422, "{}", bad.text());
    site.post("bez-daty.md", "---\nназвание: Без даты\n---\n\nТекст.\n");
    let unsound = desktop.editing.get(&desktop.key, "/api/report");
    assert_eq!(unsound.status, 422);
    assert!(unsound.text().contains("content/posts/bez-daty.md"), "{}", unsound.text());
}
