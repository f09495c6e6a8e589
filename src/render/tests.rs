//! Whole pages of a small site.

use std::sync::Arc;

use jiff::civil::date;

use super::*;
use crate::config::Config;
use crate::content::{Attachment, Content, Page, Post};
use crate::diagnostic::Diagnostics;
use crate::file_kind::FileKind;
use crate::fs;
use crate::output::{FileMap, MemorySink};
use crate::site::{self, Options, Site};

const SETTINGS: &str = "
title: Центр «Точка роста»
short_title: Точка роста
school: Школа № 1
base_url: http://school.example/tochka/
directions:
  - {id: sovmestnye, title: Проведение совместных мероприятий, short: Совместные}
  - {id: proekty, title: Развитие проектной деятельности, short: Проекты}
per_page: 2
half_years: {first: сентябрь-декабрь, second: январь-май}
theme_options: {color: красный, wide: нет}
";

fn post(name: &str, front: &str, body: &str, config: &Config) -> Arc<Post> {
    let file = format!("content/posts/{name}.md");
    let text = format!("---\n{front}\n---\n{body}\n");
    let mut problems = Diagnostics::new();
    let post = Post::parse(&file, &text, config, &mut problems);
    Arc::new(post.unwrap_or_else(|_| panic!("{problems:?}")))
}

/// Five events, one of them an announcement and one in the summer, and a page.
fn sample() -> Arc<Site> {
    let mut problems = Diagnostics::new();
    let config = Config::parse("content/site.yaml", SETTINGS, &mut problems);
    let config = Arc::new(config.unwrap_or_else(|| panic!("{problems:?}")));
    let event = |name, front, body| post(name, front, body, &config);
    let posts = vec![
        event(
            "den/index",
            "title: День <открытых> дверей\ndate: 14.10.2022\ndirection: Совместные\nupdated: 2022-10-20\nphotos: [{file: foto.jpg, alt: Гости}]\nplace: Актовый зал\nparticipants: 21\nresults: [Дружба, Мир]\nlink: http://www.other.example/a?b=1&c=2\naliases: 2022/den-dverey.html",
            "См. [турнир](../turnir.md) и [сюда](#nachalo), [положение](Положение.pdf).\n\n## Начало\n\nhttps://rutube.ru/video/0123456789abcdef0123456789abcdef/",
        ),
        event("leto", "title: Лето\ndate: 2023-07-01\ndirection: Проекты", "Летний лагерь."),
        event("skoro", "title: Скоро\ndate: 2023-09-12\ndirection: Проекты", "Будет."),
        event(
            "turnir",
            "title: Турнир\ndate: 2022-12-07\ndirection: Совместные\ntags: Шахматы\nsummary: Двенадцать партий",
            "Текст.",
        ),
        event("vesna", "title: Весна\ndate: Март-апрель 2023 г.\ndirection: Проекты", "Текст."),
    ];
    let text = "---\ntitle: Задачи\n---\nТекст.\n";
    let page = Page::parse("content/pages/zadachi.md", text, &config, &mut problems);
    let attachment = |file: &str| Attachment {
        file: file.into(),
        path: file.into(),
        stamp: fs::FileStat { size: 1, touched: std::time::SystemTime::UNIX_EPOCH },
        kind: FileKind::from_name(file).unwrap_or(FileKind::Other),
    };
    let content = Content {
        posts,
        pages: vec![Arc::new(page.unwrap_or_else(|_| panic!("{problems:?}")))],
        attachments: vec![
            Arc::new(attachment("content/posts/den/foto.jpg")),
            Arc::new(attachment("content/posts/den/Положение.pdf")),
        ],
        ..Content::default()
    };
    let options = Options { today: date(2023, 9, 1), drafts: false };
    let site = site::assemble(&content, &config, options, &mut problems);
    assert_eq!(*problems, []);
    Arc::new(site)
}

fn theme() -> Arc<Theme> {
    Arc::new(Theme::from_layers("tochka", Vec::new(), &mut Diagnostics::new()).unwrap())
}

fn rendered(site: Arc<Site>, theme: Arc<Theme>) -> Result<FileMap<FileContent>, Diagnostics> {
    let sink = MemorySink::default();
    let mut diagnostics = Diagnostics::new();
    match render(&Renderer::new(site, theme), &sink, &mut diagnostics) {
        Some(_) => Ok(sink.into_files()),
        None => Err(diagnostics),
    }
}

fn text(set: &FileMap<FileContent>, path: &str) -> String {
    match set.get(path) {
        Some(FileContent::Bytes(bytes)) => String::from_utf8(bytes.to_vec()).unwrap(),
        other => panic!("{path}: {other:?}"),
    }
}

fn assert_has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "no {part} in:\n{page}");
    }
}

#[test]
fn a_part_of_the_frame_is_the_same_on_all_pages_but_those_in_the_menu() {
    let layer = ThemeLayer {
        name: "svoya".to_owned(),
        files: [
            ("theme.yaml", "contract: 1\nextends: tochka\n"),
            ("templates/frame/footer.html", "<footer>{{ root }}|{{ current }}</footer>\n"),
            ("templates/404.html", "{{ frame.footer }}"),
        ]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into(),
    };
    let load = |layer| Theme::from_layers("svoya", vec![layer], &mut Diagnostics::new()).unwrap();
    let set = rendered(sample(), Arc::new(load(layer.clone()))).unwrap();
    for (path, footer) in [
        ("index.html", "<footer>|index.html</footer>"),
        ("poisk.html", "<footer>|poisk.html</footer>"),
        ("404.html", "<footer>|</footer>"),
        ("2022/den.html", "<footer>../|</footer>"),
        ("2022/turnir.html", "<footer>../|</footer>"),
    ] {
        assert_has(&text(&set, path), &[footer]);
    }
    let mut broken = layer;
    broken.files[1].1 = b"{{ page.title }}".to_vec();
    let problems = rendered(sample(), Arc::new(load(broken))).unwrap_err();
    let places: Vec<_> = problems.iter().map(|problem| problem.place.as_ref()).collect();
    assert_eq!(places.len(), 1, "{problems:?}");
    assert_eq!(places[0].unwrap().file, "themes/svoya/templates/frame/footer.html");
}

#[test]
fn a_part_of_a_direction_is_made_once_and_its_mistake_told_once() {
    let load = |part: &str| {
        let files = [
            ("theme.yaml", "contract: 1\nextends: tochka\n"),
            ("templates/direction/sign.html", part),
            ("templates/post.html", "{{ post.direction.parts.sign }}"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into();
        let layer = ThemeLayer { name: "svoya".to_owned(), files };
        Arc::new(Theme::from_layers("svoya", vec![layer], &mut Diagnostics::new()).unwrap())
    };
    let set = rendered(sample(), load("<b>{{ direction.short }}</b>")).unwrap();
    assert_eq!(text(&set, "2023/leto.html"), "<b>Проекты</b>");
    let problems = rendered(sample(), load("{{ direction.none.here }}")).unwrap_err();
    let places: Vec<_> = problems.iter().map(|problem| problem.place.as_ref()).collect();
    assert_eq!(places.len(), 1, "{problems:?}");
    assert_eq!(places[0].unwrap().file, "themes/svoya/templates/direction/sign.html");
}

#[test]
fn an_event_has_its_facts_links_and_neighbours() {
    let set = rendered(sample(), theme()).unwrap();
    let page = text(&set, "2022/den.html");
    assert_has(
        &page,
        &[
            "<title>День &lt;открытых&gt; дверей, 14\u{a0}октября 2022\u{a0}г. — Точка роста</title>",
            r#"<link rel="canonical" href="http://school.example/tochka/2022/den.html">"#,
            r#"<meta property="og:image" content="http://school.example/tochka/2022/den/foto.jpg">"#,
            r#""headline":"День \u003cоткрытых> дверей""#,
            r#""datePublished":"2022-10-14""#,
            r#"<script defer src="../static/embed.js?v="#,
            r#"<a href="../napravlenie/sovmestnye.html">Совместные</a>"#,
            r#"<a href="../god/2022-23-1.html">I"#,
            r#"<time datetime="2022-10-14">"#,
            "<li>Актовый зал</li>",
            "<li>21\u{a0}участник</li>",
            r#"<a href="../2022/turnir.html">турнир</a>"#,
            r##"<a href="#nachalo">сюда</a>"##,
            r#"src="../2022/den/foto.jpg" alt="Гости""#,
            r#"<a href="http://www.other.example/a?b=1&amp;c=2">Страница события на сайте other.example</a>"#,
            r#"<a href="../2022/den/polozhenie.pdf">положение</a>"#,
            "<li>Дружба</li>",
            r#"<a rel="next" href="../2022/turnir.html">"#,
        ],
    );
    assert!(!page.contains(r#"class="older""#), "nothing is older");
    assert_eq!(page.matches("<h1").count(), 1);
}

#[test]
fn an_announcement_is_marked_and_has_no_publication_date() {
    let set = rendered(sample(), theme()).unwrap();
    let page = text(&set, "2023/skoro.html");
    assert_has(&page, &[r#"<span class="mark">Анонс</span>"#, r#""startDate":"2023-09-12""#]);
    assert!(!page.contains("datePublished"));
    assert!(!page.contains("embed.js"), "only pages with a video ask for the script");
    let sitemap = text(&set, "sitemap.xml");
    assert_has(
        &sitemap,
        &["2023/skoro.html</loc></url>", "2022/den.html</loc><lastmod>2022-10-20<"],
    );
}

/// The sitemap files of a site with this many events, and the paths in each.
fn sitemaps(events: usize) -> Vec<(String, Vec<String>)> {
    let mut problems = Diagnostics::new();
    let config = Config::parse("content/site.yaml", SETTINGS, &mut problems);
    let config = Arc::new(config.unwrap());
    let front = "title: Игра\ndate: 2022-10-14\ndirection: Проекты";
    let posts = (0..events).map(|number| post(&format!("igra-{number:04}"), front, "", &config));
    let content = Content { posts: posts.collect(), ..Content::default() };
    let options = Options { today: date(2023, 9, 1), drafts: false };
    let site = site::assemble(&content, &config, options, &mut problems);
    assert_eq!(*problems, []);
    let set = rendered(Arc::new(site), theme()).unwrap();
    let maps = set.iter().map(|(path, _)| path).filter(|path| path.starts_with("sitemap"));
    let named = |path: &str| {
        let text = text(&set, path);
        let urls = text.split("<loc>http://school.example/tochka/").skip(1);
        urls.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
    };
    maps.map(|path| (path.to_owned(), named(path))).collect()
}

#[test]
fn a_sitemap_of_many_events_is_cut_so_that_a_new_one_changes_a_small_file() {
    let whole = sitemaps(1000);
    assert_eq!(whole.len(), 1);
    let cut = sitemaps(1002);
    let files: Vec<_> = cut.iter().map(|(path, _)| path.as_str()).collect();
    let names = ["sitemap-1.xml", "sitemap-2.xml", "sitemap-stranitsy.xml", "sitemap.xml"];
    assert_eq!(files, names);
    assert_eq!(cut[3].1, names[..3]);
    assert_eq!((cut[0].1.len(), &cut[1].1[1]), (1000, &"2022/igra-1001.html".to_owned()));
    // Every page stands in one of them, once.
    let mut all: Vec<_> = cut[..3].iter().flat_map(|(_, named)| named).collect();
    all.sort();
    let count = all.len();
    all.dedup();
    assert_eq!(all.len(), count);
    for page in ["index.html", "god/index.html", "2022/igra-0000.html"] {
        assert!(all.iter().any(|named| *named == page), "{page}");
    }
    let next = sitemaps(1003);
    assert_eq!((&next[0], &next[3]), (&cut[0], &cut[3]));
}

#[test]
fn lists_link_to_their_neighbours_and_readers_count_from_the_newest() {
    let set = rendered(sample(), theme()).unwrap();
    let index = text(&set, "index.html");
    assert_has(
        &index,
        &[
            "<title>Центр «Точка роста»</title>",
            r#"<a href="index.html" aria-current="page">Новости</a>"#,
            r#"<a href="zadachi.html">Задачи</a>"#,
            r#"<a href="stranica/index.html">Все новости</a>"#,
        ],
    );
    let newest = text(&set, "stranica/index.html");
    assert_has(&newest, &["<h1>Новости</h1>", r#"href="../stranica/1.html">Старше →"#]);
    let oldest = text(&set, "stranica/1.html");
    assert_has(
        &oldest,
        &["<h1>Новости, страница\u{a0}2</h1>", r#"href="../stranica/index.html">← Новее"#],
    );
    assert!(newest.contains("Скоро") && !oldest.contains("Скоро"));
    assert!(set.get("stranica/2.html").is_none());
    assert!(text(&set, "sitemap.xml").contains("stranica/index.html"));
    let direction = text(&set, "napravlenie/sovmestnye.html");
    assert_has(
        &direction,
        &[
            "<h1>Совместные</h1>",
            "Проведение совместных мероприятий</p>",
            r#"href="../napravlenie/sovmestnye.xml">"#,
        ],
    );
    assert_has(
        &text(&set, "metka/shakhmaty.html"),
        &["<h1>Метка «Шахматы»</h1>", "../2022/turnir.html"],
    );
    assert_has(&text(&set, "metka/index.html"), &["1\u{a0}событие"]);
}

#[test]
fn the_archive_loses_no_event_also_outside_the_half_years() {
    let set = rendered(sample(), theme()).unwrap();
    assert_has(
        &text(&set, "god/index.html"),
        &[
            "2022/23 учебный\u{a0}год</a> <small>4\u{a0}события",
            r#"href="../god/2022-23-2.html">II"#,
        ],
    );
    let year = text(&set, "god/2022-23.html");
    assert_has(
        &year,
        &["Вне полугодий", "../2023/leto.html", "../2023/vesna.html", "../2022/den.html"],
    );
    assert!(!text(&set, "god/2022-23-2.html").contains("leto"));
}

#[test]
fn feeds_have_absolute_addresses_only() {
    let set = rendered(sample(), theme()).unwrap();
    let feed = text(&set, "feed.xml");
    assert_has(
        &feed,
        &[
            "http://school.example/tochka/2022/turnir.html&quot;",
            "http://school.example/tochka/2022/den.html#nachalo",
            "2022-10-20T00:00:00+03:00",
        ],
    );
    assert!(!feed.contains("href=&quot;.."));
    assert!(!text(&set, "napravlenie/proekty.xml").contains("turnir"));
}

#[test]
fn former_addresses_redirect_and_the_404_page_needs_no_other_file() {
    let set = rendered(sample(), theme()).unwrap();
    assert_has(
        &text(&set, "2022/den-dverey.html"),
        &[
            r#"content="0; url=../2022/den.html""#,
            r#"href="http://school.example/tochka/2022/den.html""#,
            r#"<a href="../2022/den.html">"#,
        ],
    );
    let lost = text(&set, "404.html");
    assert_has(&lost, &[r#"href="http://school.example/tochka/zadachi.html""#]);
    for request in ["<link", " src=", "<img", "url(", "import"] {
        assert!(!lost.contains(request), "{request}");
    }
}

/// The root-relative target of a link on the page at `path`.
fn resolved(path: &str, link: &str) -> String {
    let mut names: Vec<&str> = path.split('/').collect();
    names.pop();
    for name in link.split('/') {
        if name == ".." {
            names.pop();
        } else {
            names.push(name);
        }
    }
    names.join("/")
}

#[test]
fn every_link_of_every_page_is_relative_and_names_a_file() {
    let set = rendered(sample(), theme()).unwrap();
    let mut checked = 0;
    for (path, body) in set.iter().filter(|(path, _)| path.ends_with(".html")) {
        let FileContent::Bytes(bytes) = body else { panic!("{path}") };
        let html = std::str::from_utf8(bytes).unwrap();
        for part in html.split([' ', '<']) {
            let link = part.strip_prefix("href=\"").or(part.strip_prefix("src=\""));
            let Some((link, _)) = link.and_then(|link| link.split_once('"')) else { continue };
            let link = link.split(['#', '?']).next().unwrap_or_default();
            if link.is_empty() || link.starts_with("http") {
                continue;
            }
            let target = resolved(path, link);
            assert!(set.get(&target).is_some(), "{path}: {link}");
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
}

#[test]
fn the_frame_of_a_page_is_small() {
    let set = rendered(sample(), theme()).unwrap();
    let page = text(&set, "2023/leto.html");
    let (head, rest) = page.split_once("<main").unwrap();
    let (_, foot) = rest.split_once("</main>").unwrap();
    let frame = head.split_once("<body>").unwrap().1.len() + foot.len();
    assert!(frame < 1500, "{frame}");
}

#[test]
fn the_same_site_gives_the_same_bytes_whole_or_page_by_page() {
    let (site, theme) = (sample(), theme());
    let set = rendered(Arc::clone(&site), Arc::clone(&theme)).unwrap();
    let renderer = Renderer::new(Arc::clone(&site), Arc::clone(&theme));
    for routed in site.routes.iter().rev() {
        let body = renderer.page(routed, &mut Diagnostics::new()).unwrap();
        assert_eq!(set.get(&routed.path), Some(&body), "{}", routed.path);
    }
    let statics = theme.statics().count();
    assert_eq!(set.len(), site.routes.len() + statics);
}

#[test]
fn an_error_in_a_template_is_reported_once_and_options_reach_templates() {
    let layer = |template: &str, text: &str| ThemeLayer {
        name: "moya".to_owned(),
        files: vec![
            (
                "theme.yaml".to_owned(),
                b"contract: 1\nextends: tochka\noptions: {wide: yes, size: 2}".to_vec(),
            ),
            (format!("templates/{template}"), text.as_bytes().to_vec()),
        ],
    };
    let site = sample();
    let mut diagnostics = Diagnostics::new();
    let layers = vec![layer("post.html", "\n{{ post.tite }}")];
    let broken = Theme::from_layers("moya", layers, &mut diagnostics).unwrap();
    let problems = rendered(Arc::clone(&site), Arc::new(broken)).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].message, "нет поля «tite»");
    assert!(problems[0].hint.contains("title"));
    let shown = "{{ options.color }} {{ options.size }} {% if options.wide %}w{% endif %}";
    let theme = Theme::from_layers("moya", vec![layer("tags.html", shown)], &mut diagnostics);
    let theme = theme.unwrap();
    let theme = theme.with_options(&site.config.theme_options, &mut diagnostics).unwrap();
    assert_eq!(text(&rendered(site, Arc::new(theme)).unwrap(), "metka/index.html"), "красный 2 ");
}
