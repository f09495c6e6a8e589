//! Audits of files that were changed on the server.

use super::{Computer, Desk, Shared, assert_holds, before, manifest, server_with};
use crate::publish::plan::plan;
use crate::publish::remote::memory::{Limits, Memory};
use crate::publish::upload::UploadOptions;
use crate::publish::verify::audit::WebAccess;
use crate::publish::verify::http::{HttpClient, HttpResponse};

#[test]
fn missing_and_truncated_files_are_found_and_restored() {
    for limits in [Limits::default(), Limits { list: true, ..Limits::default() }] {
        let server = server_with(&before());
        server.borrow_mut().limits = limits;
        server.borrow_mut().files.remove("2021/a.html");
        server.borrow_mut().files.insert("metka/x.html".to_owned(), b"2022".to_vec());
        let mut second = Computer::new("второй");
        let local = second.local();
        let (mut remote, mut desk) = (Memory::new(&server), Desk::default());
        let session =
            second.begin(&mut remote, &mut desk, &local, UploadOptions::default()).unwrap();
        let session = session.audit_sizes(&before()).unwrap();
        let plan = plan(&manifest(&before()), &session.server);
        let paths: Vec<_> = plan.send.iter().map(|sending| sending.path.as_str()).collect();
        assert_eq!(paths, ["2021/a.html", "metka/x.html"]);
        session.apply(&plan, &before()).unwrap();
        assert_holds(&server, &before());
    }
}

/// A web server that adds a banner to each page of a server in memory, and does not serve one path.
struct Front<'s> {
    server: &'s Shared,
    not_served: &'static str,
}

impl HttpClient for Front<'_> {
    fn get(&mut self, url: &str) -> Option<HttpResponse> {
        let path = url.strip_prefix("http://a.ru/")?.strip_suffix("?rostok=7")?;
        let server = self.server.borrow();
        let bytes = server.files.get(path).filter(|_| path != self.not_served)?.clone();
        let is_page = path.ends_with(".html");
        let body = if is_page { [b"banner ", &*bytes].concat() } else { bytes };
        Some(HttpResponse { status: 200, body, ..HttpResponse::default() })
    }
}

#[test]
fn files_with_other_content_are_found_and_restored() {
    let server = server_with(&before());
    let change = |path: &str, from: &str, to: &str| {
        let text = before()[path].replace(from, to);
        assert_eq!(text.len(), before()[path].len());
        server.borrow_mut().files.insert(path.to_owned(), text.into_bytes());
    };
    change("2021/a.jpg", "фото", "пото");
    change("2022/b.html", "metka/x.html", "metka/z.html");
    let mut second = Computer::new("второй");
    let local = second.local();
    let (mut remote, mut desk) = (Memory::new(&server), Desk::default());
    let session = second.begin(&mut remote, &mut desk, &local, UploadOptions::default()).unwrap();
    let session = session.audit_sizes(&before()).unwrap();
    let wanted = manifest(&before());
    assert!(plan(&wanted, &session.server).is_empty(), "the sizes are right");
    let mut front = Front { server: &server, not_served: "metka/x.html" };
    let url_of = |path: &str| format!("http://a.ru/{path}");
    let mut web = WebAccess { http: &mut front, url_of: &url_of, cache_buster: "7" };
    let (session, not_served) = session.audit_contents(&wanted, &before(), &mut web).unwrap();
    assert_eq!(not_served, ["http://a.ru/metka/x.html"]);
    let plan = plan(&wanted, &session.server);
    let paths: Vec<_> = plan.send.iter().map(|sending| sending.path.as_str()).collect();
    assert_eq!(paths, ["2021/a.jpg", "2022/b.html"]);
    session.apply(&plan, &before()).unwrap();
    assert_holds(&server, &before());
}

#[test]
fn a_server_that_rewrites_line_ends_is_named_and_gets_nothing_again() {
    let mut files = before();
    files.insert("2022/b.html".to_owned(), "index.html\nmetka/x.html\n".to_owned());
    let server = server_with(&files);
    let rewritten = files["2022/b.html"].replace('\n', "\r\n");
    server.borrow_mut().files.insert("2022/b.html".to_owned(), rewritten.into_bytes());
    let mut second = Computer::new("второй");
    let local = second.local();
    let (mut remote, mut desk) = (Memory::new(&server), Desk::default());
    let session = second.begin(&mut remote, &mut desk, &local, UploadOptions::default()).unwrap();
    let session = session.audit_sizes(&files).unwrap();
    let plan = plan(&manifest(&files), &session.server);
    assert!(plan.is_empty(), "{plan:?}");
    session.apply(&plan, &files).unwrap();
    assert_eq!(desk.line_ends, 1);
}
