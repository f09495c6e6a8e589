//! «С телефона»: what another computer of the network can do, and the whole way in a browser.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests read their own files")]

use std::process::{Command, Stdio};

use base64::Engine;
use serde_json::{Value, json};

use crate::editor_client::RunningEditor;
use crate::editor_desk::{Desk, FILE, TEXT};
use crate::networks::{HERE, Neighbour, with_neighbour};
use crate::node::module;
use crate::photos::photo_taken_at;
use crate::sandbox::{PHOTO, Site};
use crate::tools::is_on_path;

/// A phone that knows an address with a key.
struct Phone<'a> {
    neighbour: &'a Neighbour,
    address: String,
    key: String,
}

impl<'a> Phone<'a> {
    fn new(neighbour: &'a Neighbour, url: &str) -> Self {
        let (address, key) = url.strip_prefix("http://").unwrap().split_once("/#").unwrap();
        Self { neighbour, address: address.to_owned(), key: key.to_owned() }
    }

    /// The status and the whole answer; 0 where nobody listens.
    fn ask(&self, line: &str, host: &str, headers: &str, body: &[u8]) -> (u16, String) {
        let head = format!("{line} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n");
        let Some(answer) = self.neighbour.ask(&self.address, &[head.as_bytes(), body].concat())
        else {
            return (0, String::new());
        };
        let text = String::from_utf8_lossy(&answer).into_owned();
        (text.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(1), text)
    }

    fn get(&self, path: &str) -> (u16, String) {
        let key = format!("X-Rostok-Key: {}\r\n", self.key);
        self.ask(&format!("GET {path}"), &self.address, &key, b"")
    }

    fn send(&self, name: &str, key: &str, bytes: &[u8]) -> (u16, String) {
        let headers = format!(
            "Origin: http://{}\r\nContent-Type: application/octet-stream\r\nContent-Length: {}\r\n\
             X-Rostok-Key: {key}\r\n",
            self.address,
            bytes.len()
        );
        self.ask(&format!("POST /photo?name={name}"), &self.address, &headers, bytes)
    }
}

/// The addresses that the page of the event shows.
fn urls(answer: &Value) -> Vec<String> {
    let addresses = answer["open"]["addresses"].as_array().unwrap();
    addresses.iter().map(|one| one["url"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn from_another_computer_photos_can_be_sent_and_nothing_else_asked() {
    let test = "edit_phone::from_another_computer_photos_can_be_sent_and_nothing_else_asked";
    with_neighbour(test, |neighbour| {
        let site = Site::new();
        site.file("content/posts/turnir.md", TEXT);
        let mut editor = RunningEditor::start(&site, &[]);
        // The editor itself, and the preview, are heard by this computer alone.
        let (_, state) = editor.get("/api/state");
        let preview = state["preview"].as_str().unwrap().rsplit(':').next().unwrap();
        let preview = preview.trim_end_matches('/').to_owned();
        let own_ports = [editor.editing.port.to_string(), preview];
        let assert_unheard = || {
            for port in &own_ports {
                for host in HERE {
                    assert_eq!(
                        neighbour.ask(&format!("{host}:{port}"), b"GET / HTTP/1.1\r\n\r\n"),
                        None
                    );
                }
            }
        };
        assert_unheard();
        assert_eq!(editor.get("/api/phone").1, json!({ "open": null, "ended": null }));

        let (status, started) =
            editor.post("/api/phone/start", &json!({ "file": "content/posts/turnir.md" }));
        assert_eq!(status, 200, "{started}");
        assert_eq!(started["file"], "content/posts/turnir/index.md");
        assert!(started["open"]["left"].as_u64().unwrap() > 890, "{started}");
        let addresses = urls(&started);
        let phones: Vec<_> = addresses.iter().map(|url| Phone::new(neighbour, url)).collect();
        let mut hosts: Vec<_> =
            phones.iter().map(|one| one.address.split(':').next().unwrap()).collect();
        hosts.sort_unstable();
        assert_eq!(hosts, HERE, "an address for each network");
        assert_code_reads(&started["open"]["addresses"][0]["code"], &addresses[0]);
        assert_unheard();

        for (number, phone) in phones.iter().enumerate() {
            let (status, page) = phone.get("/");
            assert!(status == 200 && page.contains("Выбрать из галереи"), "{page}");
            let (status, event) = phone.get("/event");
            assert!(status == 200 && event.contains("Турнир"), "{event}");
            let photo = [PHOTO, &[u8::try_from(number).unwrap(); 4]].concat();
            let (status, answer) = phone.send("IMG_1.jpg", &phone.key, &photo);
            assert!(status == 200 && answer.ends_with("\r\n\r\n{}"), "{answer}");
            let name = ["img_1.jpg", "img_1-2.jpg"][number];
            let path = site.root().join("content/posts/turnir").join(name);
            assert_eq!(std::fs::read(path).unwrap(), photo);
        }
        let open = &editor.get("/api/phone").1["open"];
        assert_eq!(
            (&open["received"], &open["seen"], &open["coming"]),
            (&2.into(), &true.into(), &0.into())
        );
        let (_, listed) = editor.get("/api/photos?file=content%2Fposts%2Fturnir%2Findex.md");
        assert_eq!(listed["photos"].as_array().unwrap().len(), 2);

        // What is not there, with the key of this reception.
        let phone = &phones[0];
        for path in [
            "/api/state",
            "/api/events",
            "/api/phone",
            "/api/photos?file=content%2Fposts%2Fturnir%2Findex.md",
            "/api/document?file=content%2Fposts%2Fturnir%2Findex.md",
            "/js/app.js",
            "/index.html",
            "/img_1.jpg",
            "/photo/img_1.jpg",
            "/content/posts/turnir/img_1.jpg",
            "/content/site.yaml",
            "/../site.yaml",
        ] {
            assert_eq!(phone.get(path).0, 404, "{path}");
        }
        for line in
            ["GET /photo", "OPTIONS /photo", "PUT /photo", "DELETE /photo", "HEAD /", "POST /event"]
        {
            let key = format!("X-Rostok-Key: {}\r\n", phone.key);
            assert_eq!(phone.ask(line, &phone.address, &key, b"").0, 405, "{line}");
        }
        // Names that lead here: DNS rebinding, loopback, the other network.
        let port = phone.address.split(':').nth(1).unwrap();
        let other = phones[1].address.split(':').next().unwrap();
        for host in ["localhost", "127.0.0.1", "0.0.0.0", "rostok.example.org", other] {
            let (status, _) = phone.ask("GET /", &format!("{host}:{port}"), "", b"");
            assert_eq!(status, 403, "{host}");
        }
        assert_eq!(phone.send("1.jpg", "", PHOTO).0, 401);
        assert_eq!(phone.send("1.jpg", &phone.key.to_uppercase(), PHOTO).0, 401);
        assert_eq!(phone.send("1.jpg", &phone.key, b"#!/bin/sh").0, 415);
        let files = crate::sandbox::files(&site.root().join("content/posts"));
        assert_eq!(files.len(), 3, "{files:?}");

        // Somebody at the other address tries keys; the phone that has the right one goes on.
        for _ in 0..120 {
            assert_eq!(phones[1].send("1.jpg", "0123456789abcdef", PHOTO).0, 401);
        }
        assert_eq!(phone.send("2.jpg", &phone.key, &[PHOTO, b"two"].concat()).0, 200);
        let files = crate::sandbox::files(&site.root().join("content/posts"));
        assert_eq!(files.len(), 4, "{files:?}");

        editor.post("/api/phone/stop", &json!({}));
        assert_eq!(phone.get("/").0, 0);
        assert_eq!(editor.get("/api/phone").1, json!({ "open": null, "ended": "stopped" }));
        // It ends with the program.
        let (_, again) =
            editor.post("/api/phone/start", &json!({ "file": "content/posts/turnir/index.md" }));
        let again = urls(&again);
        let next = Phone::new(neighbour, &again[0]);
        assert_eq!((next.get("/event").0, next.send("1.jpg", &phone.key, PHOTO).0), (200, 401));
        editor.post("/api/quit", &json!({}));
        editor.editing.wait_for_exit();
        assert_eq!(next.get("/").0, 0);
    });
}

/// Reads the code as a camera does.
fn assert_code_reads(code: &Value, url: &str) {
    if !is_on_path("zbarimg") {
        return;
    }
    let png = code.as_str().unwrap().strip_prefix("data:image/png;base64,").unwrap();
    let file = tempfile::NamedTempFile::with_suffix(".png").unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(png).unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut reader = Command::new("zbarimg");
    let read = reader.args(["--quiet", "--raw"]).arg(file.path()).stderr(Stdio::null()).output();
    let read = read.unwrap();
    assert_eq!(String::from_utf8(read.stdout).unwrap().trim(), url);
}

#[test]
fn what_a_phone_sends_appears_in_the_event() {
    let test = "edit_phone::what_a_phone_sends_appears_in_the_event";
    with_neighbour(test, |_| {
        let Some(desk) = Desk::open(TEXT) else { return };
        let mut wrong = Vec::new();
        let browser = &desk.browser;
        browser.until("document.querySelector('.photo-ways') !== null");
        desk.click("С телефона");
        browser.until("!document.querySelector('.phone').hidden");
        browser.until("document.querySelector('.phone-code').naturalWidth > 0");
        browser.until("document.activeElement.id === 'phone_heading'");
        assert_eq!(browser.value("document.querySelectorAll('.phone-others button').length"), 2);
        browser.value("document.querySelector('.phone-help').open = true");
        look(&desk, "event", &[320, 390, 1440], &mut wrong);
        let url = "document.querySelector('.phone-address b').textContent";
        let url = format!("http://{}", browser.value(url).as_str().unwrap());
        let event = browser.tab();

        let phone = browser.new_tab();
        desk.emulate(390, 844, "light");
        browser.open(&url);
        browser.until("!document.getElementById('phone_choose').hidden");
        look(&desk, "page", &[320, 390], &mut wrong);
        choose(
            &desk,
            &[
                ("IMG_2.jpg", photo_taken_at("2022:12:07 12:00:00")),
                ("IMG_1.jpg", photo_taken_at("2022:12:07 13:00:00")),
                ("noch.jpg", b"no photo at all".to_vec()),
            ],
        );
        browser.until("document.querySelectorAll('.is-sent').length === 2");
        browser.until(
            "document.getElementById('phone_count').textContent === 'Отправлено 2, не удалось 1'",
        );
        browser.until("document.querySelector('.is-failed .state').textContent.startsWith('В файле не снимок')");
        browser.until("document.getElementById('phone_event').textContent.includes('Турнир')");
        look(&desk, "sent", &[320, 390], &mut wrong);

        browser.switch_to(&event);
        desk.emulate(1280, 900, "light");
        let names = "[...document.querySelectorAll('.photo-card[data-name]')].map(one => one.dataset.name).join()";
        // In the order in which they were taken.
        browser.until(&format!("{names} === 'img_2.jpg,img_1.jpg'"));
        browser.until("document.querySelector('.phone-count').textContent.startsWith('Пришло: 2')");
        look(&desk, "received", &[390, 1440], &mut wrong);
        desk.click("Остановить");
        browser.until("document.querySelector('.phone').hidden");
        browser.until("document.activeElement.textContent.trim() === 'С телефона'");

        // The phone is told what has happened, and nothing is lost: it can be sent again.
        browser.switch_to(&phone);
        browser.value(
            "(own => { let time = 3000; window.setTimeout = work => { own(work, time); time = 600000 } })(setTimeout)",
        );
        choose(&desk, &[("IMG_3.jpg", PHOTO.to_vec()), ("IMG_4.jpg", PHOTO.to_vec())]);
        let last = "[...document.querySelectorAll('.state')].slice(-2)";
        browser.until(&format!("{last}.every(one => one.textContent.includes('прервалась'))"));
        // A key that is no longer one ends the waiting too.
        browser
            .value("Object.defineProperty(XMLHttpRequest.prototype, 'status', { get: () => 401 })");
        browser.until(&format!("{last}.every(one => one.textContent === 'Не отправлен')"));
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
        // Leaving the event ends what was opened anew.
        browser.switch_to(&event);
        desk.click("С телефона");
        browser.until("!document.querySelector('.phone').hidden");
        desk.go("#/events");
        browser.until("document.querySelector('main h1')?.textContent === 'События'");
        let open = browser.promised("import('/js/api.js').then(({ get }) => get('/api/phone'))");
        assert_eq!(open["open"], Value::Null);
        let files = crate::sandbox::files(desk.site.root().join(FILE).parent().unwrap());
        assert_eq!(files.len(), 3, "{files:?}");
    });
}

/// Chooses photos in the page of the phone.
fn choose(desk: &Desk, files: &[(&str, Vec<u8>)]) {
    let encode = |bytes: &Vec<u8>| base64::engine::general_purpose::STANDARD.encode(bytes);
    let files: Vec<_> = files.iter().map(|(name, bytes)| json!([name, encode(bytes)])).collect();
    desk.browser.value(&format!(
        "(() => {{
            const all = new DataTransfer(), input = document.getElementById('phone_gallery');
            for (const [name, bytes] of {}) {{
                const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
                all.items.add(new File([data], name, {{ type: 'image/jpeg' }}));
            }}
            input.files = all.files;
            input.dispatchEvent(new Event('change'));
        }})()",
        Value::from(files)
    ));
}

/// Looks at a state with axe at these widths and in both colours; keeps pictures in `target/editor/`.
fn look(desk: &Desk, state: &str, widths: &[u32], wrong: &mut Vec<String>) {
    let axe = module("axe-core/axe.min.js").map(|path| std::fs::read_to_string(path).unwrap());
    if let Some(axe) = &axe {
        desk.browser.devtools("Runtime.evaluate", &json!({ "expression": axe }));
    }
    for &width in widths {
        for colours in ["light", "dark"] {
            desk.emulate(width, 900, colours);
            desk.browser.until("document.getAnimations().length === 0");
            let wide = desk.browser.value("document.documentElement.scrollWidth - innerWidth");
            if wide.as_i64().unwrap() > 0 {
                wrong.push(format!("{state} {width}: {wide} pixels too wide"));
            }
            let whole = json!({ "captureBeyondViewport": true });
            let taken = desk.browser.devtools("Page.captureScreenshot", &whole);
            let bytes =
                base64::engine::general_purpose::STANDARD.decode(taken["data"].as_str().unwrap());
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editor");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(
                folder.join(format!("phone-{state}-{width}-{colours}.png")),
                bytes.unwrap(),
            )
            .unwrap();
            if axe.is_none() {
                continue;
            }
            let found = desk.browser.promised(
                "axe.run().then(result => result.violations.map(rule => rule.id + ': ' \
                 + rule.nodes.map(node => node.html).join(' ')))",
            );
            let found = found.as_array().unwrap_or_else(|| panic!("{found}")).iter();
            wrong.extend(found.map(|rule| format!("{state} {width} {colours}: {rule}")));
        }
    }
}
