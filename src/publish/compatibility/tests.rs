//! Warnings and notes for several hostings.

use super::*;
use crate::diagnostic::Diagnostics;

const FTP: &str = "ftp: {сервер: ftp.example.org, логин: a, папка: /tochka}";

fn config(hosting: &str) -> Config {
    let text = format!(
        "название: А\nадрес_сайта: http://example.org/tochka/\nнаправления: [{{код: a, название: А}}]\nхостинг: {{{hosting}}}\n"
    );
    let mut problems = Diagnostics::new();
    let config = Config::parse("content/site.yaml", &text, &mut problems);
    assert_eq!(*problems, [], "{text}");
    config.unwrap()
}

struct Checked {
    messages: Vec<String>,
    result: Compatibility,
}

fn check_site(hosting: &str, files: &[&str]) -> Checked {
    check_site_with_links(hosting, files, &[])
}

fn check_site_with_links(hosting: &str, files: &[&str], folder_links: &[(&str, &str)]) -> Checked {
    let mut files: Vec<_> = files.iter().map(|path| (*path, 0)).collect();
    files.sort_unstable();
    let statics = ["static/style.css", "static/a.woff2"].into_iter();
    let mut problems = Diagnostics::new();
    let result = check(&files, statics, folder_links, &config(hosting), &mut problems);
    Checked { messages: problems.into_iter().map(|problem| problem.message).collect(), result }
}

#[test]
fn a_plain_site_has_no_problems() {
    let Checked { messages, result } = check_site(FTP, &["index.html", "a/b.html"]);
    assert_eq!(messages, [""; 0]);
    assert!(result.left_out.is_empty());
    assert!(result.notes.iter().any(|note| note.contains("40\u{a0}дней")), "{:?}", result.notes);
}

#[test]
fn names_kinds_and_links_that_the_hosting_may_refuse_are_reported() {
    let long = format!("{}.html", "a".repeat(96));
    let files =
        ["план.pdf", "a/Foto.JPG", ".htaccess", &*long, "a/b.webp", "c.html", ".rostok-addresses"];
    let links = [("c.html", "../a/")];
    let Checked { messages, result } =
        check_site_with_links("запрещены: [.WEBP, woff2, xml]", &files, &links);
    assert_eq!(
        messages,
        [
            "хостинг может не принять 4\u{a0}файла: `.htaccess`, `a/Foto.JPG`, `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.html` и ещё 1",
            "хостинг не принимает 1\u{a0}файл: `a/b.webp`",
            "ссылка `../a/` ведёт в папку, а не на страницу: 1\u{a0}файл: `c.html`",
        ]
    );
    let left_out = result.left_out;
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    assert!(left_out[0].ends_with("`.xml`") && left_out[1].ends_with("`.woff2`"));
    let plain = check_site_with_links("образец: plain", &files[4..6], &links);
    assert_eq!((plain.messages.len(), plain.result.notes.len()), (0, 0));
}

#[test]
fn unknown_kinds_are_a_note() {
    let unknown = check_site("", &["a.webp", "b.webp", "feed.xml", "c.html"]);
    assert_eq!(unknown.messages, [""; 0]);
    let notes = unknown.result.notes;
    assert!(notes[0].contains("`.webp`\u{a0}— 2, `.xml`\u{a0}— 1"), "{notes:?}");
    let known = check_site("разрешены: [webp, xml, html]", &["a.webp", "feed.xml"]);
    assert!(!known.result.notes[0].contains(".webp"), "{:?}", known.result.notes);
}

#[test]
fn the_root_and_the_modules_of_the_hosting_are_refused_as_targets() {
    let problem = |folder: &str, more: &str| {
        let ftp = format!("ftp: {{сервер: a.ru, логин: a, папка: {folder}}}{more}");
        target(&config(&ftp).hosting).map(|problem| problem.message)
    };
    assert!(problem("/", "").unwrap().contains("корень"));
    assert!(problem("/News/tochka/", "").unwrap().contains("`news`"));
    assert_eq!(problem("/tochka/news", ""), None);
    assert_eq!(problem("/", ", любая_папка: да"), None);
    assert_eq!(problem("/blog", ", образец: plain"), None);
}
