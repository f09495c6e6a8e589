//! Finding what was changed on the server.

use super::{Computer, Desk, Shared, assert_holds, before, manifest, server_with};
use crate::publish::plan::plan;
use crate::publish::remote::memory::{Limits, Memory};
use crate::publish::upload::Allowed;
use crate::publish::verify::audit::Web;
use crate::publish::verify::live::Fetch;

#[test]
fn what_was_deleted_or_cut_on_the_server_is_found_and_restored() {
    for limits in [Limits::default(), Limits { list: true, ..Limits::default() }] {
        let server = server_with(&before());
        server.borrow_mut().limits = limits;
        server.borrow_mut().files.remove("2021/a.html");
        server.borrow_mut().files.insert("metka/x.html".to_owned(), b"2022".to_vec());
        let mut second = Computer::new("второй");
        let keep = second.keep();
        let (mut remote, mut desk) = (Memory::new(&server), Desk::default());
        let session = second.begin(&mut remote, &mut desk, &keep, Allowed::default()).unwrap();
        let session = session.audit().unwrap();
        let plan = plan(&manifest(&before()), &session.server);
        let paths: Vec<_> = plan.send.iter().map(|sending| sending.path.as_str()).collect();
        assert_eq!(paths, ["2021/a.html", "metka/x.html"]);
        session.apply(&plan, &mut before()).unwrap();
        assert_holds(&server, &before());
    }
}

/// A web server before a server in memory, which adds a banner to each page.
struct Front<'s>(&'s Shared, &'static str);

impl Fetch for Front<'_> {
    fn get(&mut self, url: &str) -> Option<Vec<u8>> {
        let path = url.strip_prefix("http://a.ru/")?.strip_suffix("?rostok=7")?;
        let bytes = self.0.borrow().files.get(path).filter(|_| path != self.1)?.clone();
        Some(if path.ends_with(".html") { [b"banner ", &*bytes].concat() } else { bytes })
    }
}

#[test]
fn what_has_other_content_for_readers_is_found_and_restored() {
    let server = server_with(&before());
    let change = |path: &str, from: &str, to: &str| {
        let text = before()[path].replace(from, to);
        assert_eq!(text.len(), before()[path].len());
        server.borrow_mut().files.insert(path.to_owned(), text.into_bytes());
    };
    change("2021/a.jpg", "фото", "пото");
    change("2022/b.html", "metka/x.html", "metka/z.html");
    let mut second = Computer::new("второй");
    let keep = second.keep();
    let (mut remote, mut desk) = (Memory::new(&server), Desk::default());
    let session = second.begin(&mut remote, &mut desk, &keep, Allowed::default()).unwrap();
    let session = session.audit().unwrap();
    let wanted = manifest(&before());
    assert!(plan(&wanted, &session.server).is_empty(), "the sizes are right");
    let mut front = Front(&server, "metka/x.html");
    let address = |path: &str| format!("http://a.ru/{path}");
    let mut web = Web { fetch: &mut front, address: &address, mark: "7" };
    let (session, unserved) = session.audit_contents((&wanted, &mut before()), &mut web).unwrap();
    assert_eq!(unserved, ["http://a.ru/metka/x.html"]);
    let plan = plan(&wanted, &session.server);
    let paths: Vec<_> = plan.send.iter().map(|sending| sending.path.as_str()).collect();
    assert_eq!(paths, ["2021/a.jpg", "2022/b.html"]);
    session.apply(&plan, &mut before()).unwrap();
    assert_holds(&server, &before());
}
