//! `rostok probe` with a real FTP server and a web server that behaves as those of free hostings.
#![expect(clippy::disallowed_methods, reason = "the web server reads what FTP wrote")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::ftp_servers::{Kind, PASSWORD, SECRET, Server};
use crate::sandbox::{SETTINGS, Site, tree};

/// An HTTP proxy that serves `folder`: late, with a banner in pages, without folder indexes, and without
/// `.webp`. Returns its port.
fn start_web(folder: PathBuf) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (folder, asked) = (folder.clone(), Arc::clone(&asked));
            std::thread::spawn(move || answer(stream.unwrap(), &folder, &asked));
        }
    });
    port
}

fn answer(stream: TcpStream, folder: &Path, asked: &AtomicUsize) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    loop {
        let first = lines.next()?.ok()?;
        while !lines.next()?.ok()?.is_empty() {}
        let mut stream = &stream;
        if first.starts_with("CONNECT") {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
            continue;
        }
        let path = first.split(' ').nth(1)?.split_once("/tochka/")?.1;
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let late = asked.fetch_add(1, Ordering::Relaxed) == 0;
        let hidden = late || path.ends_with(".webp");
        let (status, mut body) = match std::fs::read(folder.join(&*path)) {
            Ok(body) if !hidden => ("200 OK", body),
            _ => ("404 Not Found", b"<!-- nothing -->".to_vec()),
        };
        let mut kind = "text/plain";
        if path.ends_with(".html") {
            kind = "text/html; charset=windows-1251";
            let page = String::from_utf8(body).unwrap();
            body = page.replace("<body>\n", "<body>\n<!-- ad -->\n").into_bytes();
        }
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(&[head.as_bytes(), &body].concat()).ok()?;
    }
}

#[test]
fn a_hosting_is_probed_and_left_unchanged() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let folder = server.site().join("tochka");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("shkola.html"), "чужой").unwrap();
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}{}", server.settings()));
    let proxy = format!("http://127.0.0.1:{}", start_web(folder.clone()));
    let environment = [SECRET, ("http_proxy", &proxy)];

    let declined = site.run_with(&["probe"], &environment);
    assert!(declined.ok().stdout.contains("Ничего не отправлено"), "{}", declined.stdout);
    let run = site.run_with(&["probe", "--yes"], &environment);
    let text = run.ok().stdout.replace('\u{a0}', " ");
    for part in [
        "Страницы видны",
        "  .webp                   принят, не показан (404)\n",
        "  .css                    без изменений; text/plain\n",
        "добавлено 12 Б; text/html; charset=windows-1251\n",
        "  папка без index.html    принят, не показан (404)\n",
        "FTP: умеет размер файла",
        "кодировку windows-1251",
        "хостинг:\n  запрещены: [webp]\n  главная_папки: нет\n  длина_имени: 250\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!format!("{run:?}").contains(PASSWORD));
    let left: Vec<_> = tree(&folder).into_keys().collect();
    assert_eq!(left, ["shkola.html"]);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no folder stays");

    let settings = text.split("хостинг:\n").nth(1).unwrap();
    site.file("content/site.yaml", format!("{SETTINGS}хостинг:\n{settings}"));
    site.run(&["check"]).ok();
}
