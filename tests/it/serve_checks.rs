//! The preview's background check: it finds errors in templates on pages that nobody has opened.

use std::time::{Duration, Instant};

use rostok::serve::engine::Snapshot;

use crate::sandbox::{SETTINGS, Site};
use crate::serve_engine::{start, text, until};

/// Longer than any step takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(60);

/// A title for which the templates of [`site`] fail.
const BROKEN: &str = "Сломанный";

/// A site whose theme has this template.
fn site(template: &str, source: &str) -> Site {
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}theme: moya\n"));
    site.file("themes/moya/theme.yaml", "contract: 1\nextends: tochka\n");
    site.file(&format!("themes/moya/templates/{template}"), source);
    site
}

fn write(site: &Site, file: &str, title: &str, body: &str) {
    let front = format!("название: {title}\nдата: 14.10.2022\nнаправление: sovmestnye");
    site.post(file, &format!("---\n{front}\n---\n{body}\n"));
}

fn has_error(snapshot: &Snapshot) -> bool {
    snapshot.diagnostics().iter().any(|problem| problem.message.contains("net"))
}

fn fails_for_broken(variable: &str) -> String {
    format!("{{% if {variable} == \"{BROKEN}\" %}}{{{{ net }}}}{{% endif %}}")
}

#[test]
fn an_error_elsewhere_is_found_although_edits_never_pause() {
    let source = format!("{{{{ post.html }}}}{}", fails_for_broken("post.title"));
    let site = site("post.html", &source);
    for number in 0..200 {
        write(&site, &format!("post-{number}.md"), "Событие", "Текст");
    }
    // The last page in the order of addresses.
    write(&site, "zzz.md", BROKEN, "Текст");
    let engine = start(&site, false);
    let start = Instant::now();
    let mut edits = 0;
    while !has_error(&engine.snapshot()) {
        assert!(start.elapsed() < TIMEOUT, "not found during {edits} edits");
        edits += 1;
        write(&site, "post-7.md", "Событие", &format!("Правка {edits}"));
        std::thread::sleep(Duration::from_millis(20));
    }
    // A correction shows the site again.
    write(&site, "zzz.md", "Исправленный", "Текст");
    until(&engine, "the error is gone", |snapshot| !has_error(snapshot));
    let last = format!("Правка {edits}");
    until(&engine, "the last edit is shown", |snapshot| {
        text(snapshot, "2022/post-7.html").is_some_and(|page| page.contains(&last))
    });
}

#[test]
fn pages_that_show_a_changed_text_are_tried_again() {
    let source = fails_for_broken("posts[0].title");
    let site = site("list.html", &format!("{{% if posts %}}{source}{{% endif %}}"));
    write(&site, "turnir.md", "Турнир", "Текст");
    let engine = start(&site, false);
    // A second edit comes after the first check is finished.
    for word in ["Раз", "Два"] {
        write(&site, "turnir.md", "Турнир", word);
        until(&engine, "the edit is shown", |snapshot| {
            text(snapshot, "2022/turnir.html").is_some_and(|page| page.contains(word))
        });
        std::thread::sleep(Duration::from_millis(300));
    }
    assert!(!has_error(&engine.snapshot()));
    write(&site, "turnir.md", BROKEN, "Текст");
    until(&engine, "the list fails", has_error);
}
