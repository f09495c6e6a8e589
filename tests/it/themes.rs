//! Themes of a site that extend a built-in theme.

use crate::html::tags;
use crate::links;
use crate::sandbox::{PHOTO, SETTINGS, Site, post_text};

fn themed() -> Site {
    let site = Site::empty();
    site.file("content/site.yaml", format!("{SETTINGS}theme: svoya\n"));
    site.file("themes/svoya/theme.yaml", "contract: 1\nextends: tochka\n");
    site.post("turnir.md", &post_text("Турнир", "7.12.2022", "sovmestnye"));
    site
}

/// The URL of the style sheet in a page.
fn style_url(site: &Site) -> String {
    let page = site.public("index.html");
    let tags = crate::html::tags(&page);
    tags.iter().find(|tag| tag.get("rel") == "stylesheet").unwrap().get("href").to_owned()
}

fn build(site: &Site) -> crate::sandbox::Run {
    site.run(&["build", "--today", "2023-01-15"])
}

#[test]
fn a_theme_overrides_one_template_and_one_static_file() {
    let site = themed();
    site.file("themes/svoya/templates/page.html", "{% extends \"tochka/page.html\" %}\n{% block main %}<p>Своя страница</p>{{ super() }}{% endblock main %}\n");
    site.file("themes/svoya/static/style.css", "body { color: green }\n");
    site.file("content/pages/o-tsentre.md", "---\nназвание: О центре\n---\n\nТекст.\n");
    build(&site).ok();
    let page = site.public("o-tsentre.html");
    assert!(page.contains("Своя страница") && page.contains("<p>Текст.</p>"), "{page}");
    assert_eq!(site.public("static/style.css"), "body { color: green }\n");
    let plain = themed();
    build(&plain).ok();
    assert_eq!(plain.public("static/embed.js"), site.public("static/embed.js"), "the rest stays");
    assert!(!plain.public("index.html").contains("Своя страница"));
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
}

#[test]
fn a_changed_static_file_has_a_new_version_in_every_page() {
    let site = themed();
    site.file("themes/svoya/static/style.css", "a {}");
    build(&site).ok();
    let first = style_url(&site);
    assert!(first.starts_with("static/style.css?v="), "{first}");
    build(&site).ok().wrote(&[]);
    site.file("themes/svoya/static/style.css", "b {}");
    build(&site).ok();
    assert_ne!(style_url(&site), first);
    site.file("themes/svoya/static/style.css", "a {}");
    build(&site).ok();
    assert_eq!(style_url(&site), first, "the version depends on the content");
}

#[test]
fn a_changed_template_changes_its_pages_only() {
    let site = themed();
    site.file("themes/svoya/templates/404.html", "<p>Нет такой страницы</p>\n");
    build(&site).ok();
    site.file("themes/svoya/templates/404.html", "<p>Здесь ничего нет</p>\n");
    build(&site).ok().wrote(&["~ 404.html"]);
}

#[cfg(unix)]
#[test]
fn a_symlink_out_of_the_theme_is_an_error_and_other_themes_are_not_read() {
    use std::os::unix::fs::symlink;
    let site = themed();
    site.file("secret.css", "секрет").file("themes/chuzhaya/theme.yaml", "contract: [");
    symlink("/nowhere/at/all", site.root().join("themes/chuzhaya/logo.png")).unwrap();
    build(&site).ok();
    let link = "themes/svoya/static/secret.css";
    site.file("themes/svoya/static/own.css", "a {}");
    symlink("../../../secret.css", site.root().join(link)).unwrap();
    let run = build(&site);
    run.exits(1).wrote(&[]);
    assert!(run.stderr.contains("ссылка ведёт за пределы папки"), "{}", run.stderr);
    assert!(run.stderr.contains(link), "{}", run.stderr);
    site.remove(link);
    build(&site).ok();

    site.file("elsewhere/theme.yaml", "contract: 1\nextends: tochka\n");
    symlink("../elsewhere", site.root().join("themes/dalniaya")).unwrap();
    site.file("content/site.yaml", format!("{SETTINGS}theme: dalniaya\n"));
    let run = build(&site);
    run.exits(1);
    assert!(run.stderr.contains("ссылка ведёт за пределы папки"), "{}", run.stderr);
}

#[test]
fn a_logo_of_the_content_stands_beside_the_name_without_metadata() {
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}логотип: data/znak.jpg\n"));
    site.file("content/data/znak.jpg", PHOTO);
    site.post("turnir.md", &post_text("Турнир", "2022-10-14", "sovmestnye"));
    site.build().ok();
    for (page, root) in [("index.html", ""), ("2022/turnir.html", "../")] {
        let html = site.public(page);
        let start = html.find("<p class=\"name\">").unwrap();
        let name = &html[start..start + html[start..].find("</p>").unwrap()];
        let tags = tags(name);
        let picture = tags.iter().find(|tag| tag.name == "img").unwrap();
        let path = picture.get("src").strip_prefix(root).unwrap();
        assert!(path.starts_with("data/documents/znak-"), "{page}: {path}");
        assert!(site.pages().contains_key(path), "{path}");
        assert_eq!((picture.get("alt"), picture.get("loading")), ("", ""), "{page}");
    }
    site.file("content/site.yaml", format!("{SETTINGS}логотип: posts/turnir.md\n"));
    site.build().exits(1);
}
