//! The preview over raw sockets: its answers and rejections.
#![expect(clippy::disallowed_methods, reason = "tests read the output and `/proc`")]

use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::sandbox::Site;
#[cfg(target_os = "linux")]
use crate::serving::until;
use crate::serving::{Answer, Serving};

const POST: &str = "---\nназвание: Турнир\nдата: 7.12.2022\nнаправление: sovmestnye\n---\nТекст.\n";
const PAGE: &str = "/2022/turnir.html";

fn site() -> Site {
    let site = Site::new();
    site.post("turnir/index.md", &POST.replace("Текст.", "Текст. [Файл](zvuk.bin)"));
    site.file("content/posts/turnir/zvuk.bin", (0..=99).collect::<Vec<u8>>());
    site
}

#[test]
fn a_page_is_what_a_build_writes_plus_the_script() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let answer = serving.get(PAGE);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("Cache-Control"), Some("no-store"));
    assert_eq!(answer.header("Connection"), Some("close"));
    assert_eq!(answer.header("Server"), Some("rostok"));
    let served = answer.text();
    let start = served.find("<script src=\"/_rostok/live.js\"").unwrap();
    let end = served.rfind("</body>").unwrap();

    // The preview writes nothing, and a build does not contain the script.
    assert!(!site.root().join("public").exists());
    site.build().ok();
    let built = site.public(PAGE.trim_start_matches('/'));
    assert_eq!([&served[..start], &served[end..]].concat(), built);
    for file in crate::sandbox::files(&site.root().join("public")) {
        assert!(!String::from_utf8_lossy(&std::fs::read(file).unwrap()).contains("_rostok"));
    }
    assert_eq!(serving.get("/").body, serving.get("/index.html").body);
}

#[test]
fn every_kind_of_file_has_its_type() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    for (path, media) in [
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/static/style.css?v=1", "text/css; charset=utf-8"),
        ("/_rostok/live.js", "text/javascript; charset=utf-8"),
        ("/_rostok/", "text/html; charset=utf-8"),
        ("/2022/turnir/zvuk.bin", "application/octet-stream"),
    ] {
        let answer = serving.get(path);
        assert_eq!((answer.status, answer.header("Content-Type")), (200, Some(media)), "{path}");
        assert_eq!(answer.header("Cache-Control"), Some("no-store"), "{path}");
        let length = answer.header("Content-Length").unwrap();
        assert_eq!(length, answer.body.len().to_string(), "{path}");
        let head = serving.request(&format!("HEAD {path}"), &[]);
        assert_eq!((head.status, head.header("Content-Length")), (200, Some(length)), "{path}");
        assert!(head.body.is_empty(), "{path}");
    }
    let head = serving.request("HEAD /_rostok/events", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn parts_of_files() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let all: Vec<u8> = (0..=99).collect();
    let path = "GET /2022/turnir/zvuk.bin";
    for (range, status, place, bytes) in [
        ("bytes=0-3", 206, Some("bytes 0-3/100"), &all[..4]),
        ("bytes=90-", 206, Some("bytes 90-99/100"), &all[90..]),
        ("bytes=-5", 206, Some("bytes 95-99/100"), &all[95..]),
        ("bytes=100-", 416, Some("bytes */100"), &[]),
        ("bytes=0-1,5-6", 200, None, &all),
    ] {
        let answer = serving.request(path, &[&format!("Range: {range}")]);
        assert_eq!((answer.status, answer.header("Content-Range")), (status, place), "{range}");
        assert_eq!(answer.body, bytes, "{range}");
    }
    let head = serving.request("HEAD /2022/turnir/zvuk.bin", &["Range: bytes=0-3"]);
    assert_eq!((head.status, head.header("Content-Length")), (206, Some("4")));
    let page = serving.request("GET /feed.xml", &["Range: bytes=0-4"]);
    assert_eq!((page.status, page.text()), (206, "<?xml"));
}

#[test]
fn missing_files_are_404() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    for path in [
        "/no.html",
        "/%D0%BD%D0%B5%D1%82.html",
        "/нет.html",
        "/../Cargo.toml",
        "/2022/../../content/site.yaml",
        "/%2e%2e/content/site.yaml",
        "/2022%2Fturnir.html",
        "//2022/turnir.html",
        "/2022//turnir.html",
        "/..\\content\\site.yaml",
        "/%00",
        "/con",
        "/2022/aux.html",
        "/C:/Windows",
        "http://localhost/2022/turnir.html",
        "/content/site.yaml",
        "/2022/Turnir.html",
        "/2022/turnir.html/",
    ] {
        assert_eq!(serving.get(path).status, 404, "{path}");
    }
    let missing = serving.get("/no.html");
    assert!(missing.text().contains("_rostok/live.js"), "it reloads when the page appears");
    // Raw bytes of an old Cyrillic encoding are answered as well.
    let mut request = b"GET /\xed\xe5\xf2 HTTP/1.1\r\n".to_vec();
    request.extend(format!("Host: localhost:{}\r\n\r\n", serving.port).bytes());
    assert_eq!(serving.raw(request).status, 400);
}

#[test]
fn a_folder_shows_the_address_of_its_file() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let answer = serving.get("/2022/turnir/");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("<a href=\"/2022/turnir.html\">"), "{}", answer.text());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_later_is_not_followed() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    let file = "content/posts/turnir/zvuk.bin";
    site.remove(file);
    std::os::unix::fs::symlink(outside.path(), site.root().join(file)).unwrap();
    assert_eq!(serving.get("/2022/turnir/zvuk.bin").status, 404);
}

#[test]
fn requests_of_other_sites_are_rejected() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let port = serving.port;
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        let answer = serving.raw(format!("GET / HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n"));
        assert_eq!(answer.status, 200, "{host}");
    }
    for head in [
        "GET / HTTP/1.1\r\n\r\n".to_owned(),
        "GET / HTTP/1.0\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: example.org:{port}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", port ^ 1),
        format!("GET / HTTP/1.1\r\nHost: 192.168.0.1:{port}\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://example.org\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: null\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: cross-site\r\n\r\n"),
    ] {
        assert_eq!(serving.raw(&head).status, 403, "{head}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        assert_eq!(serving.request(&format!("{method} /"), &[]).status, 405, "{method}");
    }
    for nonsense in ["\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\r\n\r\n", "GET / HTTP/2.0\r\n\r\n"] {
        assert_eq!(serving.raw(nonsense).status, 400, "{nonsense:?}");
    }
}

#[test]
fn a_head_of_16_kib_is_the_longest() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let head = |length: usize| {
        let start = format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\nX: ", serving.port);
        let filling = "x".repeat(length - start.len() - 4);
        format!("{start}{filling}\r\n\r\n")
    };
    assert_eq!(serving.raw(head(16 * 1024)).status, 200);
    assert_eq!(serving.raw(head(16 * 1024 + 1)).status, 431);
}

#[test]
fn a_slow_head_times_out_and_blocks_nobody() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let start = Instant::now();
    let mut slow = serving.connect();
    slow.write_all(b"GET / HT").unwrap();
    assert_eq!(serving.get("/").status, 200);
    // Each byte comes soon after the one before, but the head takes too long.
    let mut writer = slow.try_clone().unwrap();
    std::thread::spawn(move || {
        while writer.write_all(b"T").is_ok() {
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    assert_eq!(Answer::read(slow).status, 408);
    assert!((4..15).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

/// A value of the process from `/proc`: `Threads`, or `VmHWM`, its peak memory in KiB.
#[cfg(target_os = "linux")]
fn figure(serving: &Serving, name: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn half_open_connections_lock_nobody_out() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let threads = figure(&serving, "Threads");
    let half_open: Vec<_> = (0..500)
        .map(|_| {
            let mut stream = serving.connect();
            drop(stream.write_all(b"GET / HTTP/1.1\r\n"));
            stream
        })
        .collect();
    for _ in 0..20 {
        let start = Instant::now();
        assert_eq!(serving.get(PAGE).status, 200);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
    let more = figure(&serving, "Threads") - threads;
    assert!(more <= 80, "{more} threads more");
    drop(half_open);
    until(|| (figure(&serving, "Threads") <= threads + 8).then_some(()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_header_without_an_end_takes_no_memory() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let before = figure(&serving, "VmHWM");
    let mut stream = serving.connect();
    stream.write_all(b"GET / HTTP/1.1\r\nX: ").unwrap();
    let piece = vec![b'x'; 1 << 20];
    let sent = (0..200).take_while(|_| stream.write_all(&piece).is_ok()).count();
    assert!(sent < 200, "everything was read");
    assert_eq!(serving.get(PAGE).status, 200);
    let more = figure(&serving, "VmHWM") - before;
    assert!(more < 4096, "{more} KiB more");
}

/// The processor time that the process took, in hundredths of a second.
#[cfg(target_os = "linux")]
fn processor_time(serving: &Serving) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", serving.id())).unwrap();
    let fields: Vec<_> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    // `utime` and `stime`, as proc(5) numbers them.
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_site_that_is_gone_costs_no_processor_time() {
    for parts in [&["content", "themes"][..], &["themes", "content"], &[""]] {
        let site = site();
        site.file("themes/tochka/static/style.css", "a { color: red }");
        let serving = Serving::start(&site, &[]);
        for folder in parts {
            std::fs::remove_dir_all(site.root().join(folder)).unwrap();
        }
        std::thread::sleep(Duration::from_secs(1));
        let before = processor_time(&serving);
        std::thread::sleep(Duration::from_secs(1));
        let spent = processor_time(&serving) - before;
        assert!(spent < 20, "{spent} hundredths of a second after {parts:?} was removed");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn there_is_no_port_behind_the_gate() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    let inodes: Vec<String> = std::fs::read_dir(format!("/proc/{}/fd", serving.id()))
        .unwrap()
        .filter_map(|entry| std::fs::read_link(entry.unwrap().path()).ok())
        .filter_map(|link| {
            Some(link.to_str()?.strip_prefix("socket:[")?.trim_end_matches(']').into())
        })
        .collect();
    let table = std::fs::read_to_string(format!("/proc/{}/net/tcp", serving.id())).unwrap();
    let ports: Vec<u16> = table
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|row| row[3] == "0A" && inodes.iter().any(|inode| inode == row[9]))
        .map(|row| u16::from_str_radix(row[1].rsplit(':').next().unwrap(), 16).unwrap())
        .collect();
    assert_eq!(ports, [serving.port]);
}

#[test]
fn streams_and_idle_readers_lock_nobody_out() {
    let site = site();
    // A page that does not fit into the buffers of the system.
    site.file("content/posts/turnir/zvuk.bin", vec![1; 16 << 20]);
    let serving = Serving::start(&site, &[]);
    for path in ["/_rostok/events", "/2022/turnir/zvuk.bin"] {
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", serving.port);
        let held: Vec<_> = (0..100)
            .map(|_| {
                let mut stream = serving.connect();
                stream.write_all(head.as_bytes()).unwrap();
                stream
            })
            .collect();
        for _ in 0..5 {
            let start = Instant::now();
            assert_eq!(serving.get(PAGE).status, 200, "{path}");
            assert!(start.elapsed() < Duration::from_secs(2), "{path}: {:?}", start.elapsed());
        }
        drop(held);
    }
}

#[test]
fn a_busy_port_is_skipped() {
    let busy = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = busy.local_addr().unwrap().port();
    let site = site();
    let serving = Serving::start(&site, &["--port", &port.to_string()]);
    assert!(serving.port > port && serving.port <= port + 50, "{port} → {}", serving.port);
    assert_eq!(serving.get("/").status, 200);
}

#[test]
fn with_host_other_computers_are_accepted_but_no_other_names() {
    let site = site();
    let serving = Serving::start(&site, &["--host", "0.0.0.0"]);
    let ask = |host: &str| {
        serving.raw(format!("GET / HTTP/1.1\r\nHost: {host}:{}\r\n\r\n", serving.port)).status
    };
    assert_eq!((ask("localhost"), ask("192.168.0.7"), ask("example.org")), (200, 200, 403));
}

#[test]
fn the_terminal_reports_changes() {
    let site = site();
    let serving = Serving::start(&site, &[]);
    site.post("turnir/index.md", "---\nназвание: Турнир\n---\n");
    serving.wait_for_line("ошибки, остальное обновлено");
    site.post("turnir/index.md", POST);
    serving.wait_for_line(" сайт обновлён");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly_while_a_browser_listens() {
    let site = site();
    let mut serving = Serving::start(&site, &[]);
    let mut stream = serving.connect();
    let head = format!("GET /_rostok/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", serving.port);
    stream.write_all(head.as_bytes()).unwrap();
    std::io::Read::read_exact(&mut stream, &mut [0; 64]).unwrap();
    let kill =
        std::process::Command::new("kill").args(["-INT", &serving.id().to_string()]).status();
    assert!(kill.unwrap().success());
    let start = Instant::now();
    assert_eq!(serving.wait_for_exit(), 0);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[test]
fn a_site_with_errors_from_the_start_shows_the_problems() {
    let site = site();
    site.post("bad.md", "---\nназвание: <b>Турнир</b>\nнаправление: <i>\n---\n");
    site.file("content/site.yaml", "title: [");
    let serving = Serving::start(&site, &[]);
    let answer = serving.get("/");
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("content/site.yaml"), "{}", answer.text());
}

#[test]
fn the_front_page_lists_every_post_with_its_state() {
    let site = site();
    site.post("chernovik.md", &POST.replace("---\nТекст", "черновик: да\n---\nТекст"));
    site.post("budet.md", &POST.replace("7.12.2022", "7.12.2023"));
    let serving = Serving::start(&site, &["--today", "2022-12-30"]);
    let front = serving.get("/_rostok/");
    for part in ["черновик", "анонс", "опубликовано", "content/posts/budet.md", "3\u{a0}события"]
    {
        assert!(front.text().contains(part), "{part}\n{}", front.text());
    }
    assert!(serving.get("/2022/chernovik.html").text().contains("data-mark=\"Черновик"));
    assert!(serving.get(PAGE).text().contains("data-mark=\"\""));
}
