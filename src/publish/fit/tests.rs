//! What is said of a site that does not fit.

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

fn fit(hosting: &str, files: &[&str]) -> Fit {
    fit_with(hosting, files, &[])
}

fn fit_with(hosting: &str, files: &[&str], folder_links: &[(&str, &str)]) -> Fit {
    let mut files: Vec<_> = files.iter().map(|path| (*path, 0)).collect();
    files.sort_unstable();
    let statics = ["static/style.css", "static/a.woff2"].into_iter();
    check(&files, statics, folder_links, &config(hosting))
}

fn messages(fit: &Fit) -> Vec<&str> {
    fit.problems.iter().map(|problem| &*problem.message).collect()
}

#[test]
fn a_plain_site_fits() {
    let fit = fit(FTP, &["index.html", "a/b.html"]);
    assert_eq!(messages(&fit), [""; 0]);
    assert!(fit.left_out.is_empty());
    assert!(fit.notes.iter().any(|note| note.contains("40\u{a0}дней")), "{:?}", fit.notes);
}

#[test]
fn names_kinds_and_links_that_the_hosting_may_not_take_are_told() {
    let long = format!("{}.html", "a".repeat(96));
    let files =
        ["план.pdf", "a/Foto.JPG", ".htaccess", &*long, "a/b.webp", "c.html", ".rostok-addresses"];
    let links = [("c.html", "../a/")];
    let told = fit_with("запрещены: [.WEBP, woff2, xml]", &files, &links);
    assert_eq!(
        messages(&told),
        [
            "хостинг может не принять 4\u{a0}файла: `.htaccess`, `a/Foto.JPG`, `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.html` и ещё 1",
            "хостинг не принимает 1\u{a0}файл: `a/b.webp`",
            "ссылка `../a/` ведёт в папку, а не на страницу: 1\u{a0}файл: `c.html`",
        ]
    );
    assert_eq!(told.left_out.len(), 2, "{:?}", told.left_out);
    assert!(told.left_out[0].ends_with("`.xml`") && told.left_out[1].ends_with("`.woff2`"));
    let plain = fit_with("образец: plain", &files[4..6], &links);
    assert_eq!((messages(&plain).len(), plain.notes.len()), (0, 0));
}

#[test]
fn unknown_kinds_are_a_note() {
    let told = fit("", &["a.webp", "b.webp", "feed.xml", "c.html"]);
    assert_eq!(messages(&told), [""; 0]);
    assert!(told.notes[0].contains("`.webp`\u{a0}— 2, `.xml`\u{a0}— 1;"), "{:?}", told.notes);
    let known = fit("разрешены: [webp, xml, html]", &["a.webp", "feed.xml"]);
    assert!(!known.notes[0].contains(".webp"), "{:?}", known.notes);
}

#[test]
fn the_root_and_the_modules_of_the_hosting_are_no_place_for_a_section() {
    let said = |folder: &str, more: &str| {
        let ftp = format!("ftp: {{сервер: a.ru, логин: a, папка: {folder}}}{more}");
        target(&config(&ftp).hosting).map(|problem| problem.message)
    };
    assert!(said("/", "").unwrap().contains("корень"));
    assert!(said("/News/tochka/", "").unwrap().contains("`news`"));
    assert_eq!(said("/tochka/news", ""), None);
    assert_eq!(said("/", ", любая_папка: да"), None);
    assert_eq!(said("/blog", ", образец: plain"), None);
}
