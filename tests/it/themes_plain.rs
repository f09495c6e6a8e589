//! The theme `plain`, which has only the three templates that a theme needs.

use crate::html::{ids, tags};
use crate::links;
#[cfg(target_os = "linux")]
use crate::node::module;
use crate::python::ask;
use crate::sandbox::{Site, files, post_text};
#[cfg(target_os = "linux")]
use crate::theme_viewer::{KINDS, Viewer};

/// The repository's site in this theme, with a post that has a photo, a tag and a former URL.
fn site() -> Site {
    let site = Site::repository();
    let settings = site.read("content/site.yaml").replace("тема: tochka", "тема: plain");
    site.file("content/site.yaml", settings);
    let photo = "---\nфото:\n  - файл: foto.jpg\n    описание: Зал\nметки: [чай]\nпрежние_адреса: [2022/staryj.html]\n";
    let post = post_text("Турнир", "7.12.2022", "sovmestnye").replacen("---\n", photo, 1);
    site.post("s-foto/index.md", &post);
    site.file("content/posts/s-foto/foto.jpg", crate::sandbox::PHOTO);
    site
}

#[test]
fn three_templates_render_every_page() {
    let site = site();
    assert_eq!(site.run(&["build", "--today", "2023-01-15"]).ok().stderr, "");
    let pages = site.pages();
    links::assert_sound(&pages, "http://baltika7.ucoz.ru/tochka/");
    for (path, bytes) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = str::from_utf8(bytes).unwrap();
        let tags = tags(html);
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        // The page of a former URL only redirects.
        if path != "2022/staryj.html" {
            assert_eq!((count("h1"), count("main")), (1, 1), "{path}");
        }
        assert_eq!(tags[0].get("lang"), "ru", "{path}");
    }
    for (path, part) in [
        ("index.html", "2022/s-foto.html"),
        ("god/index.html", "god/2022-23.html"),
        ("god/2022-23.html", "god/2022-23-1.html"),
        ("god/2022-23-1.html", "2022/s-foto.html"),
        ("metka/index.html", "metka/chay.html"),
        ("poisk.html", "static/search.js"),
        ("pedagogi.html", "<th scope=\"row\">"),
        ("galereya.html", "2022/s-foto/foto"),
        ("2022/s-foto.html", "srcset="),
    ] {
        assert!(site.public(path).contains(part), "{path}: no {part}");
    }
    let script = site.read("themes/tochka/static/search.js");
    let elements = script.split("element(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let looked_for: Vec<_> = elements.map(|name| format!("search_{name}")).collect();
    let there = ids(&site.public("poisk.html"));
    assert!(looked_for.len() > 5 && looked_for.iter().all(|id| there.contains(id)), "{there:?}");
    let written = files(&site.root().join("public"));
    let html = |file: &std::path::PathBuf| file.extension().is_some_and(|end| end == "html");
    ask("readers/html.py", written.into_iter().filter(html));
}

#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "the script of axe is read as a file")]
#[test]
fn axe_finds_nothing_and_no_page_is_wider_than_a_small_screen() {
    let Some(axe) = module("axe-core/axe.min.js") else { return };
    let Some(viewer) = Viewer::start_with("plain") else { return };
    let axe = std::fs::read_to_string(axe).unwrap();
    let mut wrong = Vec::new();
    for (width, colours) in [(320, "light"), (1280, "dark")] {
        viewer.set_width(width);
        viewer.set_media_feature("prefers-color-scheme", colours);
        for page in KINDS {
            viewer.open(page);
            viewer.run_script(&axe);
            let at = |problem| format!("{page}, {width}, {colours}: {problem}");
            wrong.extend(viewer.axe_violations().into_iter().map(at));
            let over = viewer.overflow();
            wrong.extend((over > 0).then(|| at(format!("{over} pixels too wide"))));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A word that is cut without a hyphen stands on two lines.
#[cfg(target_os = "linux")]
#[test]
fn no_word_and_no_caption_is_cut_on_a_phone() {
    let site = site();
    site.run(&["build", "--today", "2023-01-15"]).ok();
    let Some(browser) = crate::browser::Browser::start() else { return };
    let viewer = Viewer { browser, site };
    viewer.set_screen(390, 844);
    for page in ["index.html", "napravlenie/proekty.html", "2022/biokhakaton.html"] {
        viewer.open(page);
        let cut = "(() => {
            document.documentElement.style.hyphens = 'none';
            const heading = document.querySelector('h1'), text = heading.firstChild, cut = [];
            for (const { 0: word, index } of text.data.matchAll(/[^\\s-]+/g)) {
                const range = new Range();
                range.setStart(text, index);
                range.setEnd(text, index + word.length);
                if (new Set([...range.getClientRects()].map(of => of.top)).size > 1) cut.push(word);
            }
            return cut;
        })()";
        assert_eq!(viewer.browser.value(cut), serde_json::json!([]), "{page}");
    }
    viewer.open("pedagogi.html");
    let inside = "[...document.querySelectorAll('caption')].map(of => of.getBoundingClientRect())
        .map(of => of.left >= 0 && of.right <= innerWidth)";
    let inside: Vec<bool> = serde_json::from_value(viewer.browser.value(inside)).unwrap();
    assert!(!inside.is_empty() && inside.iter().all(|is_inside| *is_inside), "{inside:?}");
}

#[test]
fn it_has_five_files() {
    let site = Site::repository();
    let theme = crate::sandbox::tree(&site.root().join("themes/plain"));
    let names: Vec<_> = theme.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "static/style.css",
            "templates/list.html",
            "templates/page.html",
            "templates/post.html",
            "theme.yaml"
        ]
    );
}

#[test]
fn it_is_built_into_the_program() {
    let site = Site::empty();
    site.file("content/site.yaml", format!("{}theme: plain\n", crate::sandbox::SETTINGS));
    site.post("turnir.md", &post_text("Турнир", "7.12.2022", "sovmestnye"));
    site.run(&["build", "--today", "2022-12-10"]).ok();
    assert!(site.public("index.html").contains("2022/turnir.html"));
    assert!(!site.pages().contains_key("static/vision.js"), "it takes nothing from another theme");
}
