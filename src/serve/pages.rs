//! The preview's own pages, and the diagnostics as HTML that is shown over the site's pages.

use percent_encoding::utf8_percent_encode;
use pulldown_cmark_escape::escape_html;

use super::engine::{EventState, Snapshot};
use crate::diagnostic::{Diagnostic, KindCount, Place, ProblemGroup, Severity, summarize};
use crate::http;
use crate::quantity::{count, count_problems, more_places};

/// The address of the list of events.
pub(super) const EVENT_LIST: &str = "_rostok/";

/// The maximum number of different problems shown; nobody corrects more before looking again.
const MAX_PROBLEMS: usize = 50;

/// The maximum number of places shown for equal problems.
const MAX_PLACES: usize = 5;

const STYLE: &str = "\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3em 1em .3em 0; border-bottom: 1px solid #ddd }
code { font: 14px ui-monospace, Consolas, monospace; overflow-wrap: anywhere }
.bad { color: #b00; font-weight: bold }";

/// Escapes text for HTML and attribute values.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing to a string does not fail.
    escape_html(&mut html, text).map(|()| html).unwrap_or_default()
}

/// The diagnostics, errors first; empty if there are none.
pub(super) fn problems(snapshot: &Snapshot) -> String {
    problem_list(snapshot.diagnostics(), snapshot.is_held_up())
}

fn problem_list(diagnostics: &[Diagnostic], is_held_up: bool) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let mut sorted = diagnostics.to_vec();
    sorted.sort_by(|a, b| {
        (a.severity, &a.place, &a.message).cmp(&(b.severity, &b.place, &b.message))
    });
    let errors = diagnostics.iter().filter(|problem| problem.is_error()).count();
    let (class, open) = if errors > 0 { ("errors", " open") } else { ("warnings", "") };
    let problems = summarize(&sorted, MAX_PROBLEMS);
    let items: String = problems.shown.iter().map(problem_item).collect();
    let rest = problems.hidden.iter().map(|KindCount { severity, kind, count }| {
        format!("<p>…и ещё {}: {}</p>", count_problems(*severity, *count), escaped(kind))
    });
    let rest: String = rest.collect();
    format!(
        "<section class=\"{class}\" lang=\"ru\"><details{open}><summary>{}</summary>\
         <ol>{items}</ol>{rest}</details></section>",
        summary(errors, diagnostics.len() - errors, is_held_up)
    )
}

fn summary(errors: usize, warnings: usize, is_held_up: bool) -> String {
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(count_problems(Severity::Error, errors));
    }
    if warnings > 0 {
        parts.push(count_problems(Severity::Warning, warnings));
    }
    let shown = match errors {
        0 => "",
        _ if is_held_up => "; показан прежний сайт",
        _ => "; остальное обновлено",
    };
    parts.join(", ") + shown
}

fn problem_item(problems: &ProblemGroup<'_>) -> String {
    let problem = problems.first();
    let (class, name) = if problem.is_error() {
        ("error", "ошибка")
    } else {
        ("warning", "предупреждение")
    };
    let mut html =
        format!("<li class=\"{class}\"><p><b>{name}:</b> {}</p>", escaped(&problem.message));
    let (places, more) = problems.places(MAX_PLACES);
    html.extend(places.into_iter().map(place_html));
    if let Some(more) = more {
        html += &format!("<p>{}</p>", more_places(more));
    }
    if let Some((place, label)) = &problem.other {
        html += &format!("<p>{}:</p>{}", escaped(label), place_html(place));
    }
    if !problem.hint.is_empty() {
        html += &format!("<p>{}</p>", escaped(&problem.hint));
    }
    html + "</li>"
}

/// The address of a place, and its line with the span marked.
fn place_html(place: &Place) -> String {
    let Place { line, column, length, text, skipped, .. } = place;
    let address = format!("<p><code>{}</code></p>", escaped(&place.address()));
    if *line == 0 || text.trim().is_empty() {
        return address;
    }
    let letters: Vec<char> = text.chars().collect();
    let (start, end) = match column.checked_sub(skipped + 1) {
        Some(start) => (start.min(letters.len()), (start + length).min(letters.len())),
        None => (0, letters.len()),
    };
    let piece = |letters: &[char]| escaped(&letters.iter().collect::<String>());
    format!(
        "{address}<pre>{}<mark>{}</mark>{}</pre>",
        piece(&letters[..start]),
        piece(&letters[start..end]),
        piece(&letters[end..])
    )
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n\
         <body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )
}

/// A link to a root-relative path of the site.
fn link(path: &str, text: &str) -> String {
    let address = utf8_percent_encode(path, &http::PATH);
    format!("<a href=\"/{address}\">{}</a>", escaped(text))
}

fn state_name(state: EventState) -> &'static str {
    match state {
        EventState::Draft => "черновик",
        EventState::Unsound => "с ошибками",
        EventState::Announcement => "анонс",
        EventState::Waiting => "ждёт рассказа",
        EventState::Published => "опубликовано",
    }
}

/// The text that the preview adds to the page of an event; empty if the event is published.
pub(super) fn badge(state: EventState) -> &'static str {
    match state {
        EventState::Draft => "Черновик: на сайт не попадёт",
        EventState::Unsound => "С ошибками: показано то, что было до них",
        EventState::Announcement => "Анонс: событие ещё впереди",
        EventState::Waiting => "Событие прошло и ждёт рассказа",
        EventState::Published => "",
    }
}

/// The list of events.
pub(super) fn event_list(snapshot: &Snapshot) -> String {
    let mut rows = String::new();
    let mut total = 0;
    for event in snapshot.events() {
        total += 1;
        let problems = match event.problems {
            0 => String::new(),
            number => format!(
                ", <span class=\"bad\">{}</span>",
                count(number, "замечание", "замечания", "замечаний")
            ),
        };
        rows += &format!(
            "<tr><td>{}</td><td>{}{problems}</td><td><code>{}</code></td></tr>\n",
            link(event.path, event.title),
            state_name(event.state),
            escaped(event.file)
        );
    }
    let body = format!(
        "<p>{}. {}</p>\n<table>\n<thead><tr><th>Событие</th><th>Состояние</th><th>Файл</th></tr>\
         </thead>\n<tbody>\n{rows}</tbody>\n</table>",
        count(total, "событие", "события", "событий"),
        link("index.html", "Открыть сайт")
    );
    page("События сайта", &body)
}

/// The answer for every page until there is a site without errors.
pub(super) fn no_site(snapshot: &Snapshot) -> String {
    let body = format!(
        "<p>Поправьте места, которые названы ниже, и сохраните файлы: страница обновится сама.</p>\n\
         <noscript>{}</noscript>",
        problems(snapshot)
    );
    page("Сайт пока не собран", &body)
}

/// The answer for the address of a folder, whose page is the file `path`.
pub(super) fn folder(path: &str) -> String {
    let body = format!(
        "<p>Так страница откроется не на всяком хостинге. Её настоящий адрес: {}</p>",
        link(path, path)
    );
    page("Это адрес папки", &body)
}

/// The answer for a missing page, if the site has no `404.html`.
pub(super) fn not_found() -> String {
    page("Такой страницы нет", &format!("<p>{}</p>", link(EVENT_LIST, "Все события сайта")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_escaped_and_its_place_marked() {
        let source = "title: <b>да</b>\n";
        let problem = Diagnostic::error("плохо <script>")
            .at(Place::span("content/a&b.md", source, 7, 10))
            .and(Place::file("content/c.md"), "другой")
            .hint("уберите `<b>`");
        let html = problem_list(&[Diagnostic::warning("потом"), problem], true);
        for part in [
            "<details open><summary>1\u{a0}ошибка, 1\u{a0}предупреждение; показан",
            "плохо &lt;script&gt;",
            "<code>content/a&amp;b.md, строка 1</code>",
            "<pre>title: <mark>&lt;b&gt;</mark>да&lt;/b&gt;</pre>",
            "<p>другой:</p><p><code>content/c.md</code></p>",
            "<p>уберите `&lt;b&gt;`</p>",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
        assert!(html.find("плохо") < html.find("потом"), "{html}");
    }

    #[test]
    fn warnings_are_folded_and_no_problems_give_nothing() {
        assert_eq!(problem_list(&[], false), "");
        let warning = |number| Diagnostic::warning(format!("раз {number}"));
        let many: Vec<_> = (0..MAX_PROBLEMS + 2).map(warning).collect();
        let html = problem_list(&many, false);
        assert!(html.contains("<details><summary>52\u{a0}предупреждения</summary>"), "{html}");
        assert!(html.contains("…и ещё 2\u{a0}предупреждения: раз …"), "{html}");
    }

    #[test]
    fn a_place_beyond_the_end_of_its_line_is_shown() {
        let place = Place { line: 1, column: 9, length: 9, text: "а".into(), ..Place::file("f") };
        assert!(place_html(&place).contains("<pre>а<mark></mark></pre>"));
    }
}
