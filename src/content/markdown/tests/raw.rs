//! Bodies with raw HTML.

use super::{filled, html, problems, with};
use crate::content::markdown::{RawHtml, sanitize, tags};

#[test]
fn raw_html_is_sanitised_and_keeps_what_teachers_paste() {
    assert_eq!(
        html("<details open><summary>а</summary>\n\n*б*\n\n</details>\n\nH<sub>2</sub>O<br>\n"),
        "<details open=\"\"><summary>а</summary>\n<p><em>б</em></p>\n</details>\n\
         <p>H<sub>2</sub>O<br></p>\n"
    );
    assert_eq!(
        html("<table><tr><td colspan=\"2\" style=\"color: red\" class=\"x\" id=\"y\">а</td></tr></table>").trim(),
        "<table><tbody><tr><td colspan=\"2\">а</td></tr></tbody></table>"
    );
    let text = "> <p onclick=\"a()\">б</p>\n> <script>alert(1)</script>\n>\n> См. <a href=\"java\
                &#9;script:x\">г</a> <a href='JAVASCRIPT:x'>д</a>\n";
    let (body, _) = with(RawHtml::Sanitize, text);
    assert_eq!(
        body.html,
        "<blockquote>\n<p>б</p>\n\n<p>См. <a>г</a> <a>д</a></p>\n</blockquote>\n"
    );
    assert_eq!(
        problems(RawHtml::Sanitize, text),
        [
            "? 1:14+5 обработчик `onclick` убран",
            "? 2:3+8 тег `<script>` убран",
            "? 4:15+18 ссылка вида `javascript:` убрана",
            "? 4:48+14 ссылка вида `javascript:` убрана",
        ]
    );
}

#[test]
fn sanitising_keeps_the_html_of_markdown() {
    let text = "# А\n\n[б](c.md#d) ![е](f.jpg) <https://a.ru>\n\n|ж|\n|:-|\n|з[^1]|\n\n- [x] и\n\n\
                ```rust\n<к>\n```\n\nhttps://rutube.ru/video/a1/\n\n![л](m.jpg \"н\")\n\n## А\n\n[^1]: о\n";
    let (plain, _) = with(RawHtml::Sanitize, text);
    let (cleaned, _) = with(RawHtml::Sanitize, &format!("{text}\n<!-- raw -->\n"));
    assert_eq!(plain.headings, cleaned.headings);
    assert_eq!(plain.lead, cleaned.lead);
    // The same tree, serialised differently.
    let written = filled(&plain).replace(" checked disabled>", " checked=\"\" disabled=\"\">");
    assert_eq!(filled(&cleaned).replace("\n\n", "\n"), written);
}

#[test]
fn raw_headings_and_links_are_like_those_of_markdown() {
    let text = "## Итоги\n\n<h1 class=\"x\">Итоги &amp; <i>план</i></h1>\n\n\
                <p><a href='пост.md#x'>а</a> <img src=b.jpg alt=Вид></p>\n";
    let (body, diagnostics) = with(RawHtml::Sanitize, text);
    assert_eq!(diagnostics, []);
    assert_eq!(
        filled(&body),
        "<h2 id=\"itogi\">Итоги</h2>\n<h2 id=\"itogi-plan\">Итоги &amp; <i>план</i></h2>\n\
         <p><a href=\"Page:пост.md#x\">а</a> <img src=\"Image:b.jpg\" alt=\"Вид\"></p>\n"
    );
    assert_eq!(body.headings[1].text, "Итоги & план");
    assert_eq!(body.links[0].place.column, 13);
    let (body, _) = with(RawHtml::Allow, "Текст <a onclick=\"x()\" href='c.md'>б</a>");
    assert_eq!(filled(&body), "<p>Текст <a onclick=\"x()\" href=\"Page:c.md\">б</a></p>\n");
}

#[test]
fn no_raw_address_inside_the_site_stays_unchecked() {
    let text = "<p><a href=\"/news\">а</a> <img src = //a.ru/b.jpg alt=Вид></p>";
    assert_eq!(with(RawHtml::Sanitize, text).0.html, "<p><a>а</a> <img alt=\"Вид\"></p>");
    assert_eq!(
        problems(RawHtml::Sanitize, text),
        [
            "! 1:13+5 адрес `/news` начинается с косой черты: в папке другого сайта он ведёт не \
             туда",
            "! 1:37+12 у адреса `//a.ru/b.jpg` нет начала",
        ]
    );
}

#[test]
fn a_tag_left_open_in_its_paragraph_is_an_error() {
    for name in tags::NON_TEXT_ELEMENTS {
        for text in [format!("а <{name}> б\n\nв"), format!("- а <{name}> <b>\n- в")] {
            let expected = format!("+{} в HTML не закрыто `<{name}>`", name.len() + 2);
            for raw_html in [RawHtml::Sanitize, RawHtml::Allow] {
                let problems = problems(raw_html, &text);
                let errors = problems.iter().filter(|problem| problem.starts_with('!'));
                let errors: Vec<_> = errors.collect();
                assert!(errors.len() == 1 && errors[0].ends_with(&expected), "{problems:?}");
            }
            assert!(problems(RawHtml::Escape, &text).is_empty());
        }
        let later = format!("а <{name}> б\n\n</{name}> в");
        assert!(problems(RawHtml::Allow, &later).is_empty());
        assert!(problems(RawHtml::Sanitize, &later).iter().any(|it| it.starts_with('!')));
        let closed = format!("а <{name}> <{name}s> </{name}s> </{name} > б");
        assert!(sanitize::REMOVED.contains(&name), "{name}");
        let warned = format!("? 1:3+{} тег `<{name}>` убран", name.len() + 2);
        assert_eq!(problems(RawHtml::Sanitize, &closed), [warned]);
    }
}

#[test]
fn escaped_html_is_shown() {
    let (body, _) = with(RawHtml::Escape, "<div onclick=\"x\">а</div>\n\nб <b>в</b>");
    assert_eq!(
        body.html,
        "<p>&lt;div onclick=\"x\"&gt;а&lt;/div&gt;</p>\n<p>б &lt;b&gt;в&lt;/b&gt;</p>\n"
    );
}

#[test]
fn tags_nested_too_deep_are_dropped_and_reported_once() {
    let problems_in = |text: &str| problems(RawHtml::Sanitize, text);
    for piece in ["<div>", "<div><p>а</p>", "<section><br>\n"] {
        assert!(problems_in(&piece.repeat(200)).is_empty(), "{piece}");
        let problems = problems_in(&piece.repeat(60_000));
        assert_eq!(problems.len(), 1, "{piece}");
        assert!(problems[0].contains("глубже 200 раз"), "{problems:?}");
    }
    let many = "<div><b>а</b></div>\n<ul><li>б<li>в</ul>\n<p>г\n".repeat(1_000);
    assert!(problems_in(&many).is_empty());
    // Only the sanitiser is slow with deep nesting.
    assert!(problems(RawHtml::Allow, &"<div>".repeat(201)).is_empty());
}
