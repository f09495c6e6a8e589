//! Every function with what no page sends: none panics, none answers with an error of the program, and nothing
//! outside the site is read or written.
#![expect(clippy::disallowed_methods, reason = "the tests set up the disk by hand")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{ApiBound, ApiMethod, ApiReply, ApiRoute, Call, Query, Upload, routes};
use crate::editor::EditorOptions;
use crate::editor::app::App;
use crate::editor::session::Session;

const EVENT: &str = "content/posts/2022-23/turnir/index.md";
const SECRET: &str = "тайна вне раздела";
/// It opens a window of the desktop.
const SKIPPED: &str = "/api/pack/open";

struct Outside {
    folder: tempfile::TempDir,
    app: Arc<App>,
    before: BTreeMap<PathBuf, Vec<u8>>,
}

impl Outside {
    /// A site in a folder with other files, and with links to them.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let write = |path: &str, bytes: &[u8]| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        let settings = "title: Т\nschool: Ш\nbase_url: http://a.ru/\ndirections:\n  - id: igry\n    title: Игры\n";
        write("site/content/site.yaml", settings.as_bytes());
        let event = "---\nназвание: Турнир\nдата: 7.12.2022\nнаправление: igry\n---\n\nРассказ.\n";
        write(&format!("site/{EVENT}"), event.as_bytes());
        write(
            "site/content/posts/2022-23/turnir/1.jpg",
            include_bytes!("../../../tests/photos/small.jpg"),
        );
        write("site/content/posts/flat.md", event.as_bytes());
        write("site/content/posts/binary.md", &[0, 159, 146, 150, 0]);
        write("site/content/posts/bytes.md", b"---\n\xff\xfe\x00: \xd8\x00\n---\n");
        write("site/content/posts/folder.md/x.md", b"x");
        write("site/content/pages/o-nas.md", "---\nназвание: О нас\n---\n\nТекст.\n".as_bytes());
        write("secret.md", SECRET.as_bytes());
        write("elsewhere/1.jpg", include_bytes!("../../../tests/photos/small.jpg"));
        write("elsewhere/index.md", SECRET.as_bytes());
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            let posts = root.join("content/posts");
            symlink("../../../secret.md", posts.join("out.md")).unwrap();
            symlink("../../../elsewhere", posts.join("outside")).unwrap();
            symlink("loop.md", posts.join("loop.md")).unwrap();
            symlink("../../../nowhere.md", posts.join("dangling.md")).unwrap();
            let pipe = std::process::Command::new("mkfifo").arg(posts.join("pipe.md")).status();
            assert!(pipe.unwrap().success());
            use std::os::unix::ffi::OsStrExt;
            let name = std::ffi::OsStr::from_bytes(b"\xff\xfe.md");
            drop(std::fs::write(posts.join(name), "x"));
        }
        let options = EditorOptions {
            root,
            port: 0,
            now: || Timestamp::from_second(1_700_000_000).unwrap(),
            today: None,
        };
        let app = Arc::new(App::new(options, 0, 0, Session::new().unwrap()));
        app.open_site().unwrap();
        // Who waits for changes does not.
        app.close();
        let mut outside = Self { folder, app, before: BTreeMap::new() };
        outside.before = outside.files();
        outside
    }

    /// All files outside the site.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.ends_with("site") {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), std::fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    /// Calls a function and returns the status; what it answers is none of the program's errors.
    fn call(&self, route: &ApiRoute, query: &str, body: &[u8], upload: Option<Upload>) -> u16 {
        let call = Call { query: Query(query), body, upload: upload.into(), app: &self.app };
        let (status, answer) = match (route.function)(&call) {
            Ok(ApiReply::Json(value)) => (200, value.to_string()),
            Ok(ApiReply::Bytes { bytes, .. }) => {
                (200, String::from_utf8_lossy(&bytes).into_owned())
            }
            Err(error) => {
                let answer = format!("{} {:?} {:?}", error.message, error.hint, error.data);
                (error.status, answer)
            }
        };
        let asked = format!("{} {query} {}", route.path, shortened(body));
        assert!(status != 500, "{asked}: {answer}");
        assert!(!answer.contains(SECRET), "{asked}: {answer}");
        status
    }

    /// Nothing outside has changed, and in the site there is nothing that is not ours.
    #[track_caller]
    fn assert_untouched(&self) {
        assert_eq!(self.files(), self.before);
        let known =
            ["content", "public", "upload", ".rostok", ".rostok-trash", ".rostok-cache", "themes"];
        for entry in std::fs::read_dir(&self.app.root).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(known.contains(&&*name), "{name}");
        }
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        self.app.jobs.stop_all(Duration::from_secs(60));
    }
}

fn shortened(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(400).collect()
}

/// Paths that lead elsewhere, or to what is no document.
fn paths() -> Vec<String> {
    let long = format!("content/posts/{}.md", "д".repeat(300));
    let deep = format!("content/posts/{}x.md", "a/".repeat(3000));
    let mut paths: Vec<String> = [
        EVENT,
        "content/posts/flat.md",
        "content/pages/o-nas.md",
        "content/site.yaml",
        "",
        ".",
        "..",
        "/",
        "//",
        "content",
        "content/",
        "content/posts",
        "content/posts/",
        "../secret.md",
        "content/../../secret.md",
        "content/posts/../../../secret.md",
        "content/posts/./flat.md",
        "content/posts//flat.md",
        "/etc/passwd",
        "/etc/passwd.md",
        "C:\\secret.md",
        "content\\posts\\flat.md",
        "content/posts/..\\..\\secret.md",
        "content/posts/a:b.md",
        "content/posts/flat.md:stream.md",
        "content/posts/con.md",
        "content/posts/nul/index.md",
        "content/posts/aux .md",
        "content/posts/flat.md ",
        "content/posts/flat.md.",
        "content/posts/FLAT.MD",
        "content/posts/.hidden.md",
        "content/posts/.rostok/x.md",
        ".rostok-trash/lock",
        ".rostok/editor.json",
        "content/posts/a\0b.md",
        "content/posts/a\nb.md",
        "content/posts/\u{202e}dm.md",
        "content/posts/out.md",
        "content/posts/outside/index.md",
        "content/posts/loop.md",
        "content/posts/dangling.md",
        "content/posts/pipe.md",
        "content/posts/binary.md",
        "content/posts/bytes.md",
        "content/posts/folder.md",
        "content/posts/2022-23/turnir/1.jpg",
        "content/posts/no/index.md",
        "content/posts/%2e%2e/x.md",
        "content/data/../site.yaml",
        "public/index.html",
        "~/x.md",
    ]
    .map(str::to_owned)
    .into();
    paths.extend([long, deep]);
    paths
}

/// Values of every type.
fn values() -> Vec<Value> {
    let mut deep = json!("x");
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let mut values = vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(0),
        json!(u64::MAX),
        json!(1e308),
        json!([]),
        json!({}),
        json!(""),
        json!("\u{0}\u{1b}\u{feff}\u{2028}"),
        json!("---\n---\n---\n"),
        json!("&a *a"),
        json!("x".repeat(100_000)),
        json!(vec!["x"; 5_000]),
        json!([1, "x", null, {}]),
        json!({ "1.jpg": { "alt": "x", "focus": { "x": 255, "y": 0 } }, "../../x": {} }),
        json!({ "../x.jpg": {} }),
        json!({ "alt": "\n\n", "people": "children", "consent": null }),
        json!(["1.jpg", "1.jpg", "..", "../../../elsewhere/1.jpg"]),
        json!({ "server": "a b", "login": "\n", "folder": "../.." }),
        json!({ "название": "x", "date": ["x"], "photos": [{ "file": "../../x" }], "": "" }),
        deep,
    ];
    values.extend(paths().into_iter().map(Value::String));
    values
}

/// A request that names all that any function knows.
fn request(outside: &Outside) -> Value {
    let base = outside.app.documents.open(EVENT).map(|opened| opened.hash).unwrap_or_default();
    json!({
        "file": EVENT, "base": base, "name": "1.jpg", "id": "1", "code": "0", "fields": { "place": "Зал" },
        "body": "Рассказ", "text": null, "title": "Вечер", "date": "8.12.2022", "direction": "igry",
        "common": { "alt": "Доска" }, "order": ["1.jpg"], "photos": { "1.jpg": { "alt": "Доска" } },
        "cover": "1.jpg", "password": "x", "answer": true, "plan": "x", "goOn": true, "school": "Ш",
        "center": "Ц", "address": "http://a.ru/", "directions": ["Игры"], "ftp": null,
    })
}

/// A sequence that is the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[test]
fn no_value_of_any_field_leads_out_of_the_site() {
    let outside = Outside::new();
    let values = values();
    let mut chance = Chance(7);
    let mut statuses = BTreeMap::new();
    let posts = routes().filter(|route| route.method == ApiMethod::Post && route.path != SKIPPED);
    for route in posts.filter(|route| route.body == ApiBound::Json) {
        let keys: Vec<String> = request(&outside).as_object().unwrap().keys().cloned().collect();
        for turn in 0..120 {
            let mut request = request(&outside);
            let key = if turn % 3 == 0 { "file" } else { &*keys[chance.below(keys.len())] };
            request[key] = values[chance.below(values.len())].clone();
            if turn % 5 == 0 {
                let further = &*keys[chance.below(keys.len())];
                request[further] = values[chance.below(values.len())].clone();
            }
            if turn % 7 == 0 {
                request.as_object_mut().unwrap().remove(&keys[chance.below(keys.len())]);
            }
            let body = request.to_string();
            *statuses.entry(outside.call(route, "", body.as_bytes(), None)).or_insert(0) += 1;
        }
    }
    outside.assert_untouched();
    assert!(statuses[&200] > 50 && statuses[&404] > 50 && statuses[&400] > 50, "{statuses:?}");
}

#[test]
fn no_body_that_is_no_request_does_anything() {
    let outside = Outside::new();
    let deep = "[".repeat(500_000);
    let deep_map = "{\"file\":".repeat(200_000);
    let huge = format!("{{\"file\":\"{}\"}}", "x".repeat(2_000_000));
    let bodies: [&[u8]; 14] = [
        b"",
        b"null",
        b"[]",
        b"\"x\"",
        b"0",
        b"{",
        b"{\"file\":\"\\ud800\"}",
        b"{\"file\":\"\xff\"}",
        b"\xef\xbb\xbf{}",
        b"{\"file\":1,\"file\":2}",
        b"{\"base\":1e999}",
        deep.as_bytes(),
        deep_map.as_bytes(),
        huge.as_bytes(),
    ];
    for route in routes().filter(|route| route.body == ApiBound::Json && route.path != SKIPPED) {
        for body in bodies {
            outside.call(route, "", body, None);
        }
    }
    outside.assert_untouched();
}

#[test]
fn no_query_leads_out_of_the_site() {
    let outside = Outside::new();
    let encoded = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let mut texts: Vec<String> = paths().iter().map(|path| encoded(path)).collect();
    texts.extend(
        ["%", "%zz", "%FF%FE", "+", "&&==", "-1", "0", "99999999999999999999"].map(str::to_owned),
    );
    texts.extend(["2022-1", "2022%2F23", "1.jpg", "..%2F..%2Fx.jpg"].map(str::to_owned));
    let mut chance = Chance(11);
    for route in routes().filter(|route| route.method == ApiMethod::Get) {
        for text in &texts {
            let other = &texts[chance.below(texts.len())];
            let (name, file) = (encoded("1.jpg"), encoded(EVENT));
            for query in [
                format!(
                    "file={text}&name={name}&width={other}&period={text}&format=docx&id={text}"
                ),
                format!(
                    "file={file}&name={text}&width=480&period={other}&format={text}&since={text}"
                ),
                format!("{text}={other}&file"),
            ] {
                outside.call(route, &query, b"", None);
            }
        }
    }
    outside.assert_untouched();
}

#[test]
fn no_file_that_is_sent_leads_out_of_the_site() {
    let outside = Outside::new();
    let photo: &[u8] = include_bytes!("../../../tests/photos/small.jpg");
    let bomb = [b"\xff\xd8\xff\xe0", &[0xff; 70_000][..]].concat();
    let contents: [&[u8]; 6] = [
        photo,
        b"",
        b"GIF89a",
        &bomb,
        b"<svg onload='x'/>",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff",
    ];
    let folder = outside.app.root.join(".rostok");
    std::fs::create_dir_all(&folder).unwrap();
    let mut chance = Chance(13);
    let route = routes().find(|route| route.body == ApiBound::Photo).unwrap();
    for path in paths() {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let all = paths();
        let other = &all[chance.below(all.len())];
        for (file, name) in [(&*path, &**other), (EVENT, &*path)] {
            let mut upload = Upload::create(&folder, 0).unwrap();
            upload.write(contents[chance.below(contents.len())]).unwrap();
            let query = format!("file={}&name={}", encode(file), encode(name));
            outside.call(route, &query, b"", Some(upload));
        }
    }
    outside.call(route, &format!("file={EVENT}&name=1.jpg"), b"", None);
    outside.assert_untouched();
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().collect();
    assert!(
        left.iter().all(|entry| entry.path().extension().is_none_or(|end| end != "tmp")),
        "{left:?}"
    );
}

#[test]
fn of_saves_at_once_each_is_made_joined_or_told() {
    let outside = Outside::new();
    let route = routes().find(|route| route.path == "/api/document/save").unwrap();
    let base = outside.app.documents.open(EVENT).unwrap().hash;
    let made: Vec<(u16, usize)> = std::thread::scope(|scope| {
        let (outside, base) = (&outside, &base);
        let threads: Vec<_> = (0..8)
            .map(|number| {
                scope.spawn(move || {
                    let body = format!("Рассказ {number}.");
                    let request = json!({ "file": EVENT, "base": base, "body": body });
                    (outside.call(route, "", request.to_string().as_bytes(), None), number)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let won: Vec<_> = made.iter().filter(|(status, _)| *status == 200).collect();
    assert!(made.iter().all(|(status, _)| [200, 412].contains(status)), "{made:?}");
    assert_eq!(won.len(), 1, "{made:?}");
    let text = outside.app.documents.open(EVENT).unwrap().body;
    assert_eq!(text, format!("Рассказ {}.", won[0].1));
    // A base that nobody knows, and none at all.
    for (base, status) in [(json!("0"), 412), (json!(""), 412), (Value::Null, 400)] {
        let request = json!({ "file": EVENT, "base": base, "body": "x" });
        assert_eq!(outside.call(route, "", request.to_string().as_bytes(), None), status);
    }
    outside.assert_untouched();
}

#[test]
fn what_a_link_shows_outside_is_no_document() {
    let outside = Outside::new();
    let show = |path: &str, query: &str| {
        let route =
            routes().find(|route| route.path == path && route.method == ApiMethod::Get).unwrap();
        outside.call(route, query, b"", None)
    };
    for file in ["content/posts/out.md", "content/posts/outside/index.md", "../secret.md"] {
        for path in ["/api/document", "/api/photos"] {
            assert_eq!(show(path, &format!("file={file}")), 404, "{path} {file}");
        }
    }
    assert_eq!(show("/api/document", "file=content/site.yaml"), 200);
    assert!(Path::new(&outside.app.root).join("content/posts/out.md").exists());
}
