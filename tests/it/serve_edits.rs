//! After every edit, the preview has the diagnostics of a build with drafts and, if there are no errors,
//! its files.
#![expect(clippy::disallowed_methods, reason = "the test changes files as editors do")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, Request};
use rostok::serve::engine::{Engine, Served, Snapshot};

use crate::sandbox::{PHOTO, SETTINGS, Site, files};
use crate::serve_engine::start;

const EDITS: usize = 250;
const TIMEOUT: Duration = Duration::from_secs(20);

/// Pseudo-random numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// The content of a post.
#[derive(Clone, Debug)]
struct Draft {
    file: String,
    title: String,
    date: String,
    direction: &'static str,
    tags: &'static str,
    draft: bool,
    text: usize,
    heading: &'static str,
    link: Option<String>,
    photo: bool,
    broken: bool,
}

impl Draft {
    fn new(number: usize, dice: &mut Dice) -> Self {
        let folder = ["", "a/", "b/", "b/c/"][dice.below(4)];
        let index = if dice.below(3) == 0 { "/index" } else { "" };
        Self {
            file: format!("content/posts/{folder}post-{number}{index}.md"),
            title: format!("Событие {number}"),
            date: date(dice),
            direction: DIRECTIONS[dice.below(2)],
            tags: TAGS[dice.below(3)],
            draft: dice.below(5) == 0,
            text: number,
            heading: HEADINGS[0],
            link: None,
            photo: false,
            broken: false,
        }
    }

    fn write(&self, site: &Site) {
        site.file(&self.file, self.source());
    }

    fn source(&self) -> String {
        let mut text = format!("---\nназвание: {}\nдата: {}\n", self.title, self.date);
        let _ = writeln!(text, "направление: {}\nметки: {}", self.direction, self.tags);
        // A photo that the text no longer shows becomes part of the gallery.
        text.push_str("описание_фото: Доска\n");
        if self.draft {
            text.push_str("черновик: да\n");
        }
        if self.broken {
            text.push_str("дата: когда-нибудь\n");
        }
        let _ = writeln!(text, "---\nТекст номер {}\n\n{}\n", self.text, self.heading);
        if let Some(link) = &self.link {
            let _ = writeln!(text, "[Ещё]({link})\n");
        }
        if self.photo {
            let _ = writeln!(text, "![Доска]({})\n", self.photo_name());
        }
        text
    }

    fn photo_name(&self) -> String {
        format!("foto-{}.jpg", self.title.rsplit(' ').next().unwrap())
    }

    fn photo_file(&self) -> String {
        let (folder, _) = self.file.rsplit_once('/').unwrap();
        format!("{folder}/{}", self.photo_name())
    }
}

const DIRECTIONS: [&str; 2] = ["sovmestnye", "konferentsii"];
const HEADINGS: [&str; 3] = ["", "## Итоги", "## Состав"];
const TAGS: [&str; 3] = ["[]", "[шахматы]", "[шахматы, наука]"];

fn date(dice: &mut Dice) -> String {
    format!("{}.{}.{}", 1 + dice.below(28), 1 + dice.below(12), 2021 + dice.below(3))
}

/// Makes one edit of `posts` and of the files of `site`; returns its description.
fn edit(
    site: &Site,
    engine: &Engine,
    posts: &mut Vec<Draft>,
    number: usize,
    dice: &mut Dice,
) -> String {
    let at = dice.below(posts.len());
    let kind = dice.below(26);
    let root = site.root();
    match kind {
        0 | 1 => posts.push(Draft::new(number, dice)),
        2 | 3 => posts[at].text = number,
        4 => posts[at].title = format!("Новое название {number}"),
        5 => posts[at].date = date(dice),
        6 => posts[at].direction = DIRECTIONS[dice.below(2)],
        7 => posts[at].tags = TAGS[dice.below(3)],
        8 => posts[at].draft ^= true,
        9 => posts[at].broken = true,
        10 if posts.len() > 3 => {
            site.remove(&posts.remove(at).file);
            return format!("{number}: removed");
        }
        11 => {
            let file = format!("content/posts/moved-{number}.md");
            std::fs::rename(root.join(&posts[at].file), root.join(&file)).unwrap();
            posts[at].file = file;
            return format!("{number}: renamed into {}", posts[at].file);
        }
        12 => {
            let (from, to) = (["a", "b", "v"][dice.below(3)], ["b", "v", "a"][dice.below(3)]);
            let path = |name: &str| format!("content/posts/{name}/");
            if from != to && root.join(path(from)).exists() && !root.join(path(to)).exists() {
                std::fs::rename(root.join(path(from)), root.join(path(to))).unwrap();
                for post in posts.iter_mut() {
                    post.file = post.file.replace(&path(from), &path(to));
                }
            }
            return format!("{number}: folder {from} renamed into {to}");
        }
        13 => {
            posts[at].photo = true;
            // Bytes after the end of the picture make it a different file.
            let bytes = [PHOTO, number.to_string().as_bytes()].concat();
            site.file(&posts[at].photo_file(), bytes);
        }
        14 => {
            let page = format!("---\nназвание: Страница\n---\nТекст {number}\n");
            site.file(&format!("content/pages/stranica-{}.md", dice.below(3)), page);
            return format!("{number}: a page");
        }
        15 => {
            let length = 5 + dice.below(3);
            let theme = if dice.below(2) == 0 { "tochka" } else { "moya" };
            let more = format!("per_page: {length}\ndescription: Номер {number}\ntheme: {theme}\n");
            site.file("content/site.yaml", format!("{SETTINGS}{more}"));
            return format!("{number}: the settings, theme {theme}");
        }
        16 => {
            let text = match dice.below(4) {
                0 => "{{ post.net }}".to_owned(),
                _ => format!("{{{{ post.title }}}} {number}"),
            };
            site.file("themes/moya/templates/post.html", text);
            return format!("{number}: a template");
        }
        17 => {
            site.file("themes/moya/static/more.css", format!("a {{ order: {number} }}"));
            site.file("themes/moya/static/more.js", format!("{}", dice.below(2)));
            return format!("{number}: static files");
        }
        18 => {
            let other = posts[dice.below(posts.len())].file.replace("content/", "");
            let heading = ["", "#itogi"][dice.below(2)];
            posts[at].link = Some(format!("/{other}{heading}"));
        }
        23 => posts[at].heading = HEADINGS[dice.below(3)],
        24 | 25 => {
            // Typed, then saved or given up.
            let mut typed = posts[at].clone();
            typed.text = number;
            typed.heading = HEADINGS[dice.below(3)];
            typed.broken = dice.below(4) == 0;
            for length in [4, 2, 0] {
                let source = typed.source();
                let source = &source[..source.len() - length];
                engine.overlay(&typed.file, Some(source.into()));
            }
            if kind == 25 {
                engine.settled(engine.overlay(&typed.file, None), TIMEOUT);
                return format!("{number}: typed in vain: {typed:?}");
            }
            engine.settled(engine.overlay(&typed.file, Some(typed.source().into())), TIMEOUT);
            posts[at] = typed;
        }
        20 => {
            let rows = ["", "- фио: ", "- фио: Иванов\n- ", "- imya: Иванов\n- фио: "];
            let row = rows[dice.below(4)];
            let name =
                if row.is_empty() { String::new() } else { format!("Педагог {number}\n") };
            site.file("content/data/teachers.yaml", format!("{row}{name}"));
            return format!("{number}: the teachers, {row:?}");
        }
        21 => {
            let code = ["teachers", "documents", "gallery", "net"][dice.below(4)];
            let text = ["", "Текст.\n\n"][dice.below(2)];
            let page = format!("---\nназвание: Таблицы\n---\n{text}{{{{ {code}() }}}}\n");
            site.file("content/pages/tablicy.md", page);
            return format!("{number}: a page with {code}");
        }
        22 => {
            let file = ["polozhenie.pdf", "net.pdf"][dice.below(2)];
            let rows = format!("- название: Положение {number}\n  файл: {file}\n");
            site.file("content/data/documents.yaml", rows);
            return format!("{number}: the documents, {file}");
        }
        _ => {
            site.file("content/data/fajl.txt", format!("{number}"));
            return format!("{number}: a file beside tables");
        }
    }
    let post = posts.last().filter(|_| kind < 2).unwrap_or(&posts[at]);
    post.write(site);
    format!("{number}: {kind}: {post:?}")
}

/// Corrects all errors.
fn correct(site: &Site, posts: &mut [Draft]) {
    for file in files(&site.root().join("content/posts")) {
        let is_text = file.extension().is_some_and(|extension| extension == "md");
        if !is_text && !file.with_file_name("index.md").exists() {
            std::fs::remove_file(file).unwrap();
        }
    }
    for post in posts {
        (post.broken, post.link, post.photo) = (false, None, false);
        post.write(site);
    }
    site.file("themes/moya/templates/post.html", "{{ post.title }}");
    let codes = "{{ events() }}\n\n{{ not_held() }}\n\n{{ teachers() }}\n";
    site.file("content/reports/1.md", format!("---\nпериод: 2022/23\n---\n\n{codes}"));
    site.file("content/data/teachers.yaml", "- фио: Иванов\n");
    site.file("content/data/documents.yaml", "- название: Положение\n  файл: polozhenie.pdf\n");
    site.file("content/data/polozhenie.pdf", "%PDF");
    let page = "---\nназвание: Таблицы\n---\n{{ teachers() }}\n\n{{ documents() }}\n";
    site.file("content/pages/tablicy.md", page);
}

fn build(site: &Site, out: &Path) -> Vec<Diagnostic> {
    let request = Request {
        out: out.to_owned(),
        drafts: true,
        ..site.request(jiff::civil::date(2022, 12, 1))
    };
    let mut diagnostics = pipeline::build(&request, &()).unwrap().diagnostics.into_vec();
    // The preview does not know of the last build.
    diagnostics.retain(|problem| !problem.message.starts_with("адрес страницы изменился"));
    diagnostics
}

fn written(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.strip_prefix(out).unwrap().to_str().unwrap().replace('\\', "/");
    let all = files(out).into_iter().map(|path| (name(&path), std::fs::read(path).unwrap()));
    all.filter(|(name, _)| !name.starts_with(".rostok")).collect()
}

fn shown(snapshot: &Snapshot) -> BTreeMap<String, Vec<u8>> {
    let bytes = |path: &str| match snapshot.page(path)? {
        Served::Bytes(bytes) => Some(bytes.to_vec()),
        Served::File(file) => std::fs::read(file).ok(),
    };
    snapshot
        .paths()
        .into_iter()
        .filter_map(|path| Some((bytes(&path)?, path)))
        .map(|(b, p)| (p, b))
        .collect()
}

/// The first difference between the snapshot and the build.
fn difference(
    snapshot: &Snapshot,
    built: &BTreeMap<String, Vec<u8>>,
    problems: &[Diagnostic],
) -> Option<String> {
    if snapshot.diagnostics() != problems {
        return Some(format!("shown {:#?}\nbuilt {problems:#?}", snapshot.diagnostics()));
    }
    let shown = shown(snapshot);
    // With errors, no build tells what is shown of the documents that they name.
    if shown == *built || problems.iter().any(Diagnostic::is_error) {
        return None;
    }
    let all = shown.keys().chain(built.keys());
    let differing = all.filter(|path| shown.get(*path) != built.get(*path));
    let differing: std::collections::BTreeSet<_> = differing.collect();
    let text = |set: &BTreeMap<String, Vec<u8>>| {
        let path = differing.first()?;
        set.get(*path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    let (shown, built) = (text(&shown), text(built));
    Some(format!("{differing:?}\nshown: {shown:?}\nbuilt: {built:?}\n{problems:?}"))
}

#[track_caller]
fn compare(engine: &Engine, out: &Path, problems: &[Diagnostic], log: &[String]) {
    let built = written(out);
    let start = Instant::now();
    let mut snapshot = engine.snapshot();
    while let Some(difference) = difference(&snapshot, &built, problems) {
        assert!(
            start.elapsed() < TIMEOUT,
            "{difference}\n{}",
            log[log.len().saturating_sub(5)..].join("\n")
        );
        snapshot =
            engine.wait_newer(snapshot.generation(), Duration::from_secs(1)).unwrap_or(snapshot);
    }
}

#[test]
fn after_every_edit_the_preview_is_what_a_build_gives() {
    let mut dice = Dice(2022);
    let site = Site::new();
    site.file("themes/moya/theme.yaml", "contract: 1\nextends: tochka\n");
    site.file("themes/moya/templates/post.html", "{{ post.title }}");
    let mut posts: Vec<_> = (1000..1012).map(|number| Draft::new(number, &mut dice)).collect();
    correct(&site, &mut posts);
    let out = tempfile::tempdir().unwrap();
    let mut problems = build(&site, out.path());
    assert_eq!(problems, []);
    let engine = start(&site, false);
    let mut log = vec!["the start".to_owned()];
    let (mut sound, mut errors) = (0, 0);
    for number in 0..EDITS {
        compare(&engine, out.path(), &problems, &log);
        let wrong = problems.iter().any(Diagnostic::is_error);
        if wrong {
            errors += 1
        } else {
            sound += 1
        }
        if wrong && dice.below(2) == 0 {
            correct(&site, &mut posts);
            log.push(format!("{number}: corrected"));
        } else {
            log.push(edit(&site, &engine, &mut posts, number, &mut dice));
        }
        problems = build(&site, out.path());
    }
    compare(&engine, out.path(), &problems, &log);
    assert!(sound > EDITS / 2 && errors > EDITS / 20, "{sound} sound, {errors} not");
}
