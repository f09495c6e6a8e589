//! Probes of a hosting in memory, with a web server that behaves as free ones do.

use super::*;
use crate::publish::host::Clock;
use crate::publish::remote::memory::{Limits, Memory, Server};

/// Serves what is on `server`: late, with a banner in pages, without folder indexes, some kinds
/// not at all.
struct Web<'s> {
    server: &'s std::cell::RefCell<Server>,
    asked: usize,
    after: usize,
    charset: &'static str,
    hidden: &'static str,
}

impl Ask for Web<'_> {
    fn ask(&mut self, url: &str) -> Option<Answer> {
        self.asked += 1;
        let path = url.strip_prefix("http://a.ru/").unwrap();
        let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap();
        let file = self.server.borrow().files.get(&*path).cloned();
        let hidden = path.ends_with(self.hidden) || self.asked <= self.after;
        let Some(mut body) = file.filter(|_| !hidden) else {
            return Some(Answer { status: 404, ..Answer::default() });
        };
        let mut content_type = "application/octet-stream".to_owned();
        if path.ends_with(".html") {
            content_type = format!("text/html; charset={}", self.charset);
            let text = String::from_utf8(body).unwrap();
            body = text.replace("<body>\n", "<body>\n<!-- реклама -->\n").into_bytes();
        }
        Some(Answer { status: 200, content_type, body })
    }
}

fn found(limits: Limits, hidden: &'static str, after: usize) -> Findings {
    let server = Server::with(&[("index.html", "чужой")]);
    server.borrow_mut().limits = limits;
    let mut remote = Memory::new(&server);
    let mut web = Web { server: &server, asked: 0, after, charset: "windows-1251", hidden };
    let both: (&mut dyn Remote, &mut dyn Outside) = (&mut remote, &mut Clock(0));
    let found = probe(both, &mut web, "proba", "http://a.ru/proba/").unwrap();
    let left: Vec<_> = server.borrow().files.keys().cloned().collect();
    assert_eq!(left, ["index.html"], "everything was removed");
    assert_eq!(found.left, [""; 0]);
    found
}

#[test]
fn a_late_hosting_with_a_banner_is_found_out() {
    let found = found(Limits::default(), ".webp", 3);
    assert_eq!(found.delay, Some(6));
    assert_eq!(found.refused(), ["webp"]);
    assert_eq!(found.folder_index(), Some(false));
    assert_eq!(found.overruled().as_deref(), Some("windows-1251"));
    let content = |shows| found.of(&shows).unwrap().content;
    assert!(matches!(content(Shows::Template), Content::Added(_)));
    assert!(matches!(content(Shows::Cyrillic), Content::Added(_)));
    assert_eq!(content(Shows::Case), Content::Missing);
    assert_eq!(content(Shows::Kind("css")), Content::Same);
    let settings = ["запрещены: [webp]", "главная_папки: нет", "длина_имени: 250"];
    assert_eq!(found.settings(), settings);
    let all = Can {
        size: true,
        list: true,
        write_over: true,
        rename: true,
        rename_over: true,
        resume: true,
    };
    assert_eq!(found.can, all);
}

#[test]
fn what_a_poor_server_cannot_do_is_told() {
    let none =
        Limits { rename: true, rename_over: true, size: true, list: true, ..Limits::default() };
    let can = found(none, "-", 0).can;
    let told = Can { write_over: true, resume: true, ..Can::default() };
    assert_eq!(can, told);
    let still = Limits { write_over: true, resume: true, rename_over: true, ..Limits::default() };
    let can = found(still, "-", 0).can;
    assert_eq!(can, Can { size: true, list: true, rename: true, ..Can::default() });
}

#[test]
fn where_nothing_is_served_nothing_is_said_of_kinds() {
    let found = found(Limits::default(), "", 0);
    assert_eq!(found.delay, None);
    assert_eq!(found.refused(), [""; 0]);
    assert_eq!(found.folder_index(), None);
    assert!(found.tried.iter().all(|tried| tried.answer.is_none()));
}

#[test]
fn a_folder_that_is_there_is_left_alone() {
    let server = Server::with(&[("proba/a.html", "чужой")]);
    let mut remote = Memory::new(&server);
    let mut web = Web { server: &server, asked: 0, after: 0, charset: "utf-8", hidden: "-" };
    let both: (&mut dyn Remote, &mut dyn Outside) = (&mut remote, &mut Clock(0));
    let failure = probe(both, &mut web, "proba", "http://a.ru/proba/").unwrap_err();
    assert!(matches!(failure, Failure::Foreign(_)), "{failure}");
    assert_eq!(server.borrow().files["proba/a.html"], "чужой".as_bytes());
}
