//! Files that are sent to the editor: bounds, several at once, ones that stop.
#![cfg(unix)]

use std::io::Write;
use std::time::{Duration, Instant};

use crate::editing::Editing;
use crate::sandbox::{Site, assert_same, files, tree};
use crate::serving::{Answer, until};

/// A photo of this length begins to be sent, and then nothing more comes.
fn begin_upload(editing: &Editing, key: &str, length: u64) -> std::net::TcpStream {
    let mut stream = editing.connect();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let head = editing.head("POST", UPLOAD, &[&format!("X-Rostok-Key: {key}")]);
    write!(
        stream,
        "{head}Content-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n"
    )
    .unwrap();
    stream.write_all(&[0xff, 0xd8, 0xff, 0xe0]).unwrap();
    stream
}

const UPLOAD: &str = "/api/photo?file=content%2Fposts%2Fturnir%2Findex.md&name=1.jpg";

fn temporary_files(site: &Site) -> usize {
    let found = files(&site.root().join(".rostok"));
    found.iter().filter(|path| path.extension().is_some_and(|kind| kind == "tmp")).count()
}

#[test]
fn files_are_taken_in_bounds_and_leave_nothing_when_they_stop() {
    let site = Site::new();
    let text = crate::sandbox::post_text("Турнир", "7.12.2022", "sovmestnye");
    site.post("turnir/index.md", &text);
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    let before = tree(&site.root().join("content"));
    let told = |length: &str, media: &str, key: &str| {
        let head = editing.head("POST", UPLOAD, &[&format!("X-Rostok-Key: {key}")]);
        let rest = format!("Content-Type: {media}\r\nContent-Length: {length}\r\n\r\nab");
        editing.raw(head + &rest).status
    };
    assert_eq!(told("67108865", "application/octet-stream", &key), 413);
    assert_eq!(told("2", "image/jpeg", &key), 415);
    assert_eq!(told("2", "application/json", &key), 415);
    assert_eq!(told("2", "application/octet-stream", "0"), 401);
    assert_eq!(temporary_files(&site), 0);

    // Three at once; who comes then is told, and may come again.
    let start = Instant::now();
    let length = 1024 * 1024;
    let mut stalled: Vec<_> = (0..3).map(|_| begin_upload(&editing, &key, length)).collect();
    until(|| (temporary_files(&site) == 3).then_some(()));
    assert_eq!(Answer::read(begin_upload(&editing, &key, length)).status, 503);
    assert_eq!(editing.get(&key, "/api/state").status, 200, "others are served");
    // One that goes makes room, and its file goes too.
    drop(stalled.pop());
    until(|| (temporary_files(&site) == 2).then_some(()));
    stalled.push(begin_upload(&editing, &key, length));
    until(|| (temporary_files(&site) == 3).then_some(()));
    for stream in stalled {
        assert_eq!(Answer::read(stream).status, 408);
    }
    assert!((29..50).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    until(|| (temporary_files(&site) == 0).then_some(()));
    assert_same(&before, &tree(&site.root().join("content")));
}
