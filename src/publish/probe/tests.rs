//! Probes of a hosting in memory, with a web server that behaves as those of free hostings.

use super::*;
use crate::publish::host::TestClock;
use crate::publish::remote::memory::{Limits, Memory, Server};

/// Serves what is on `server`: late, with a banner in pages, without folder indexes, files that end in
/// `hidden` not at all.
struct Web<'s> {
    server: &'s std::cell::RefCell<Server>,
    requests: usize,
    /// How many requests get no file.
    late_requests: usize,
    charset: &'static str,
    hidden: &'static str,
}

impl HttpClient for Web<'_> {
    fn get(&mut self, url: &str) -> Option<HttpResponse> {
        self.requests += 1;
        let path = url.strip_prefix("http://a.ru/").unwrap();
        let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap();
        let file = self.server.borrow().files.get(&*path).cloned();
        let hidden = path.ends_with(self.hidden) || self.requests <= self.late_requests;
        let Some(mut body) = file.filter(|_| !hidden) else {
            return Some(HttpResponse { status: 404, ..HttpResponse::default() });
        };
        let mut content_type = "application/octet-stream".to_owned();
        if path.ends_with(".html") {
            content_type = format!("text/html; charset={}", self.charset);
            let text = String::from_utf8(body).unwrap();
            body = text.replace("<body>\n", "<body>\n<!-- реклама -->\n").into_bytes();
        }
        Some(HttpResponse { status: 200, content_type, body })
    }
}

fn findings(limits: Limits, hidden: &'static str, late_requests: usize) -> Findings {
    let server = Server::with(&[("index.html", "чужой")]);
    server.borrow_mut().limits = limits;
    let mut remote = Memory::new(&server);
    let charset = "windows-1251";
    let mut web = Web { server: &server, requests: 0, late_requests, charset, hidden };
    let (clock, url) = (&mut TestClock(0), "http://a.ru/proba/");
    let findings = probe(&mut remote, clock, &mut web, "proba", url).unwrap();
    let left: Vec<_> = server.borrow().files.keys().cloned().collect();
    assert_eq!(left, ["index.html"], "everything was removed");
    assert_eq!(findings.left, [""; 0]);
    findings
}

#[test]
fn a_late_hosting_with_a_banner_is_found_out() {
    let found = findings(Limits::default(), ".webp", 3);
    assert_eq!(found.delay, Some(6));
    assert_eq!(found.refused(), ["webp"]);
    assert_eq!(found.folder_index(), Some(false));
    assert_eq!(found.wrong_charset().as_deref(), Some("windows-1251"));
    let content = |subject| found.result(&subject).unwrap().content;
    assert!(matches!(content(TrialSubject::Template), ServedContent::Added(_)));
    assert!(matches!(content(TrialSubject::Cyrillic), ServedContent::Added(_)));
    assert_eq!(content(TrialSubject::Case), ServedContent::Missing);
    assert_eq!(content(TrialSubject::Extension("css")), ServedContent::Same);
    let settings = ["запрещены: [webp]", "главная_папки: нет", "длина_имени: 250"];
    let lines: Vec<_> = found.settings().iter().map(ToString::to_string).collect();
    assert_eq!(lines, settings);
    let all = FtpAbilities {
        size: true,
        list: true,
        overwrite: true,
        rename: true,
        rename_over: true,
        resume: true,
    };
    assert_eq!(found.ftp, all);
}

#[test]
fn missing_abilities_of_a_server_are_found() {
    let none =
        Limits { rename: true, rename_over: true, size: true, list: true, ..Limits::default() };
    let ftp = findings(none, "-", 0).ftp;
    let expected = FtpAbilities { overwrite: true, resume: true, ..FtpAbilities::default() };
    assert_eq!(ftp, expected);
    let still = Limits { write_over: true, resume: true, rename_over: true, ..Limits::default() };
    let ftp = findings(still, "-", 0).ftp;
    assert_eq!(
        ftp,
        FtpAbilities { size: true, list: true, rename: true, ..FtpAbilities::default() }
    );
}

#[test]
fn if_nothing_is_served_no_extension_counts_as_refused() {
    let found = findings(Limits::default(), "", 0);
    assert_eq!(found.delay, None);
    assert_eq!(found.refused(), [""; 0]);
    assert_eq!(found.folder_index(), None);
    assert!(found.trials.iter().all(|trial| trial.response.is_none()));
}

#[test]
fn an_existing_folder_is_left_alone() {
    let server = Server::with(&[("proba/a.html", "чужой")]);
    let mut remote = Memory::new(&server);
    let charset = "utf-8";
    let mut web = Web { server: &server, requests: 0, late_requests: 0, charset, hidden: "-" };
    let (clock, url) = (&mut TestClock(0), "http://a.ru/proba/");
    let error = probe(&mut remote, clock, &mut web, "proba", url).unwrap_err();
    assert!(matches!(error, PublishError::Foreign(_)), "{error}");
    assert_eq!(server.borrow().files["proba/a.html"], "чужой".as_bytes());
}
