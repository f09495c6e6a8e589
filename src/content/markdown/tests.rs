//! Renders whole bodies.

use super::*;
use crate::diagnostic::Diagnostic;

mod any;
mod leftovers;
mod raw;

fn options(raw_html: RawHtml, hosts: &[String]) -> RenderOptions<'_> {
    RenderOptions {
        typography: true,
        raw_html,
        heading_ids: true,
        links: LinkMode::Collect,
        figures: true,
        embed_hosts: hosts,
        own_address: "",
        codes: None,
        bounds: crate::calendar::SchoolBounds::default(),
        own_keys: &[],
        keep_lines: false,
    }
}

fn rendered(source: &BodySource<'_>, options: &RenderOptions<'_>) -> (Body, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let body = render(source, options, &mut diagnostics);
    (body, diagnostics.into_vec())
}

fn with(raw_html: RawHtml, text: &str) -> (Body, Vec<Diagnostic>) {
    let hosts = ["rutube.ru".to_owned(), "vkvideo.ru".to_owned()];
    rendered(&BodySource { file: "post.md", text, body_start: 0 }, &options(raw_html, &hosts))
}

/// The HTML of a body without problems.
fn html(text: &str) -> String {
    let (body, diagnostics) = with(RawHtml::Sanitize, text);
    assert_eq!(diagnostics, [], "{text}");
    body.html
}

/// The HTML with the target of each link inserted.
fn filled(body: &Body) -> String {
    let mut html = body.html.clone();
    for link in body.links.iter().rev() {
        let fragment = link.fragment.as_ref().map(|at| format!("#{at}")).unwrap_or_default();
        html.insert_str(link.at, &format!("{:?}:{}{fragment}", link.kind, link.target));
    }
    html
}

/// The severity, place and message of each problem.
fn problems(raw_html: RawHtml, text: &str) -> Vec<String> {
    let (_, diagnostics) = with(raw_html, text);
    let shown = |diagnostic: &Diagnostic| {
        let place = diagnostic.place.as_ref().expect("each problem has a place");
        let sign = if diagnostic.is_error() { "!" } else { "?" };
        assert!(!diagnostic.hint.is_empty());
        let Place { line, column, length, .. } = place;
        format!("{sign} {line}:{column}+{length} {}", diagnostic.message)
    };
    diagnostics.iter().map(shown).collect()
}

#[test]
fn the_place_of_a_short_code_is_known() {
    let text = "## Раз\n\n{{ обучение() }}\n\n[Два](b.md)\n\n- <b>три</b>\n\n  {{ indicators }}\n{{ training }}\n";
    for (raw_html, item) in [(RawHtml::Sanitize, "<b>"), (RawHtml::Escape, "&lt;b&gt;")] {
        let source = BodySource { file: "post.md", text, body_start: 0 };
        let options =
            RenderOptions { codes: Some(ShortcodeContext::Page), ..options(raw_html, &[]) };
        let (body, diagnostics) = rendered(&source, &options);
        assert_eq!(diagnostics, []);
        let mut html = String::new();
        for piece in body.pieces() {
            match piece {
                Piece::Html(text) => html.push_str(text),
                Piece::Link(link) => html.push_str(&body.links[link].target),
                Piece::Code(code) => html.push_str(&format!("({:?})", body.codes[code].part)),
            }
        }
        assert!(
            html.starts_with("<h2 id=\"raz\">Раз</h2>\n(Table(Training))\n<p><a href=\"b.md\">")
        );
        let end = "(Table(Indicators))\n(Table(Training))\n</li>\n</ul>\n";
        assert!(html.contains(item) && html.ends_with(end));
        assert_eq!(body.codes[1].place.line, 9);
        let (plain, _) = with(raw_html, text);
        assert!(plain.html.contains("{{ обучение() }}") && plain.codes.is_empty());
    }
}

#[test]
fn a_body_of_codes_and_headings_has_no_text_of_its_own() {
    let alone = |text| {
        let source = BodySource { file: "page.md", text, body_start: 0 };
        let options = RenderOptions {
            codes: Some(ShortcodeContext::Page),
            ..options(RawHtml::Sanitize, &[])
        };
        rendered(&source, &options).0.has_only_short_codes()
    };
    assert!(alone("{{ training() }}") && alone("## Курсы *года*\n\n{{ training() }}\n\n### Ещё\n"));
    for said in [
        "",
        "## Курсы\n",
        "{{ training() }}\n\nВот.",
        "---\n\n{{ training() }}",
        "- {{ training() }}",
    ] {
        assert!(!alone(said), "{said}");
    }
}

#[test]
fn an_invalid_short_code_is_an_error() {
    let text = "{{ evnts() }}\n\nВот {{ training() }} и всё\n\n`{{ training() }}`\n";
    let source = BodySource { file: "page.md", text, body_start: 0 };
    let options =
        RenderOptions { codes: Some(ShortcodeContext::Page), ..options(RawHtml::Sanitize, &[]) };
    let (body, diagnostics) = rendered(&source, &options);
    let messages: Vec<_> = diagnostics.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        messages,
        ["неизвестный код «evnts»", "код `{{ training() }}` стоит не отдельной строкой"]
    );
    assert!(!body.html.contains("evnts"), "{}", body.html);
}

#[test]
fn extensions_are_on() {
    assert_eq!(
        html("|а|б|\n|-|-:|\n|1|2|\n"),
        "<div class=\"table\" role=\"group\" aria-label=\"Таблица\" tabindex=\"0\"><table>\n\
         <thead><tr><th scope=\"col\">а</th><th scope=\"col\" style=\"text-align: right\">\
         б</th></tr></thead>\n<tbody>\n<tr><td>1</td><td style=\"text-align: right\">2</td></tr>\n\
         </tbody></table></div>\n"
    );
    assert_eq!(html("~~а~~"), "<p><del>а</del></p>\n");
    assert_eq!(
        html("- [x] а\n- [ ] б"),
        "<ul>\n<li><input type=\"checkbox\" checked disabled> а</li>\n\
         <li><input type=\"checkbox\" disabled> б</li>\n</ul>\n"
    );
    assert_eq!(html("Ура.\n\n:) Всем весело\n: да"), "<p>Ура.</p>\n<p>:) Всем весело\n: да</p>\n");
    assert_eq!(html("2. а"), "<ol start=\"2\">\n<li>а</li>\n</ol>\n");
}

#[test]
fn headings_get_ids_and_move_under_the_title() {
    let (body, _) = with(RawHtml::Sanitize, "# Итоги *дня*\n\n### [План](a.md)\n\n# Итоги дня\n");
    assert_eq!(
        filled(&body),
        "<h2 id=\"itogi-dnya\">Итоги <em>дня</em></h2>\n\
         <h4 id=\"plan\"><a href=\"Page:a.md\">План</a></h4>\n\
         <h2 id=\"itogi-dnya-2\">Итоги дня</h2>\n"
    );
    let headings: Vec<_> = body.headings.iter().map(|it| (it.level, &*it.id, &*it.text)).collect();
    assert_eq!(
        headings,
        [(2, "itogi-dnya", "Итоги дня"), (4, "plan", "План"), (2, "itogi-dnya-2", "Итоги дня")]
    );
    assert_eq!(html("#### а\n\n###### б"), "<h2 id=\"a\">а</h2>\n<h4 id=\"b\">б</h4>\n");
}

#[test]
fn footnotes_are_numbered_as_mentioned_and_stand_at_the_end() {
    let text = "[^б]: Вторая [^а]\n\n[^а]: Первая\n\n[^в]: Забытая\n\nТекст[^а] и[^б] и[^а].";
    assert_eq!(problems(RawHtml::Sanitize, text), ["? 5:1+5 на сноску `[^в]` ничего не ссылается"]);
    assert_eq!(
        with(RawHtml::Sanitize, text).0.html,
        "<p>Текст<sup class=\"footnote-ref\"><a href=\"#fn_1\" id=\"fnref_1\">1</a></sup> и\
         <sup class=\"footnote-ref\"><a href=\"#fn_2\" id=\"fnref_2\">2</a></sup> и\
         <sup class=\"footnote-ref\"><a href=\"#fn_1\" id=\"fnref_1_2\">1</a></sup>.</p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Сноски\">\n<ol>\n\
         <li id=\"fn_1\">\n<p>Первая <a href=\"#fnref_1\" class=\"footnote-back\" \
         aria-label=\"Назад к тексту\">↩</a></p>\n</li>\n\
         <li id=\"fn_2\">\n<p>Вторая <sup class=\"footnote-ref\"><a href=\"#fn_1\" \
         id=\"fnref_1_3\">1</a></sup> <a href=\"#fnref_2\" class=\"footnote-back\" \
         aria-label=\"Назад к тексту\">↩</a></p>\n</li>\n\
         <li id=\"fn_3\">\n<p>Забытая</p>\n</li>\n</ol>\n</section>\n"
    );
}

#[test]
fn internal_links_are_collected() {
    let text = "---\nа: б\n---\nСм. [пост](../2022/турнир.md#itogi), [план](План%20работы.pdf),\n\
                [ниже][1], <https://a.ru/?b=\"c\">\n\n[1]: #b\n";
    let start = text.find("См.").expect("the body");
    let source = BodySource { file: "post.md", text, body_start: start };
    let (body, diagnostics) = rendered(&source, &options(RawHtml::Sanitize, &[]));
    assert_eq!(diagnostics, []);
    assert_eq!(
        filled(&body),
        "<p>См. <a href=\"Page:../2022/турнир.md#itogi\">пост</a>, \
         <a href=\"File:План работы.pdf\">план</a>,\n<a href=\"Page:#b\">ниже</a>, \
         <a href=\"https://a.ru/?b=%22c%22\">https://a.ru/?b=\"c\"</a></p>\n"
    );
    let places: Vec<_> = body.links.iter().map(|it| (it.place.line, it.place.column)).collect();
    assert_eq!(places, [(4, 12), (4, 45), (5, 1)]);
}

#[test]
fn invalid_addresses_are_errors_at_their_place() {
    let text = "[Да](javascript:alert(1)) [Нет](/news) [Ещё]()\n\n![Вид](file:///C:/а.jpg)\n\n<vbscript:x>";
    for raw_html in [RawHtml::Sanitize, RawHtml::Allow, RawHtml::Escape] {
        let (body, _) = with(raw_html, text);
        assert_eq!(body.html, "<p>Да Нет Ещё</p>\n<p>vbscript:x</p>\n");
        assert_eq!(
            problems(raw_html, text),
            [
                "! 1:6+19 ссылку вида `javascript:` нельзя опубликовать",
                "! 1:33+5 адрес `/news` начинается с косой черты: в папке другого сайта он ведёт \
                 не туда",
                "! 1:40+7 у ссылки нет адреса",
                "! 3:8+16 этот адрес ведёт на ваш компьютер, у других он не откроется",
                "! 5:2+10 ссылку вида `vbscript:` нельзя опубликовать",
            ]
        );
    }
}

#[test]
fn an_address_with_a_space_is_pointed_out() {
    assert_eq!(
        problems(RawHtml::Sanitize, "См. [план](план на год.pdf)"),
        ["! 1:12+15 это не ссылка: в адресе есть пробел"]
    );
    assert_eq!(
        problems(
            RawHtml::Sanitize,
            "> [а](мой файл (1).pdf) ![*б*](другой файл.jpg \"в\") и [г](д е [ж](з и)"
        ),
        [
            "! 1:7+16 это не ссылка: в адресе есть пробел",
            "! 1:32+15 это не ссылка: в адресе есть пробел",
            "! 1:67+3 это не ссылка: в адресе есть пробел",
        ]
    );
    for text in
        ["\\[x\\] (а б) [план](<план на год.pdf>)", "[1]\\(а б)", "[*1*\\](а б)", "[а]( б )"]
    {
        assert!(problems(RawHtml::Sanitize, text).is_empty(), "{text}");
    }
}

#[test]
fn pictures_alone_are_figures() {
    let (body, diagnostics) = with(
        RawHtml::Sanitize,
        "![Дети \"за\" доской](фото.jpg \"Турнир \\\"7\\\"\")\n\n![Раз](1.jpg \"т\"), ![Два](2.jpg)\n",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(
        filled(&body),
        "<figure><img src=\"Image:фото.jpg\" alt=\"Дети «за» доской\" loading=\"lazy\">\
         <figcaption>Турнир «7»</figcaption></figure>\n\
         <p><img src=\"Image:1.jpg\" alt=\"Раз\" title=\"т\" loading=\"lazy\">, \
         <img src=\"Image:2.jpg\" alt=\"Два\" loading=\"lazy\"></p>\n"
    );
    assert_eq!(
        problems(RawHtml::Sanitize, "а\n\n![ ](a.jpg)\n\n![Фото 1](b.jpg)"),
        ["! 3:1+11 у рисунка нет описания", "! 5:1+16 описание рисунка «Фото 1» ничего не говорит",]
    );
    let raw = "а <img src=a.jpg>\n\n> <p\n> ><IMG src=a.jpg alt=' '>\n\n<img src=a.jpg alt=Вид>";
    for raw_html in [RawHtml::Sanitize, RawHtml::Allow] {
        assert_eq!(
            problems(raw_html, raw),
            ["! 1:3+15 у рисунка нет описания", "! 4:4+23 у рисунка нет описания"]
        );
    }
    assert!(problems(RawHtml::Escape, raw).is_empty());
}

#[test]
fn a_picture_from_another_site_is_a_warning() {
    assert_eq!(
        problems(
            RawHtml::Sanitize,
            "![Вид](https://a.ru/x.gif) [б](https://a.ru/x.gif)\n\n<img src='http://a.ru/x' alt=Вид>"
        ),
        [
            "? 1:8+18 рисунок загружается с чужого сайта",
            "? 3:11+13 рисунок загружается с чужого сайта",
        ]
    );
}

#[test]
fn repeated_removals_are_counted() {
    let script = "<script>а</script> <a href='javascript:x'>б</a>\n\n";
    assert_eq!(
        problems(RawHtml::Sanitize, &script.repeat(3)),
        [
            "? 1:1+8 тег `<script>` убран (и ещё в 2\u{a0}местах)",
            "? 1:28+14 ссылка вида `javascript:` убрана",
            "? 3:28+14 ссылка вида `javascript:` убрана",
            "? 5:28+14 ссылка вида `javascript:` убрана",
        ]
    );
}

#[test]
fn typography_is_for_prose_only() {
    assert_eq!(
        html("\"Ах **\"бо\"** \"`\"в\"`\"\" - <https://a.ru/\"г\">\n\n```\n\"е\"\n```\n"),
        "<p>«Ах <strong>„бо“</strong> „<code>\"в\"</code>“»\u{a0}— \
         <a href=\"https://a.ru/%22%D0%B3%22\">https://a.ru/\"г\"</a></p>\n\
         <pre><code>\"е\"\n</code></pre>\n"
    );
    let source = BodySource { file: "post.md", text: "\"а\" & <", body_start: 0 };
    let off = RenderOptions { typography: false, ..options(RawHtml::Sanitize, &[]) };
    assert_eq!(rendered(&source, &off).0.html, "<p>\"а\" &amp; &lt;</p>\n");
}

#[test]
fn the_lead_is_the_first_paragraph_as_text() {
    let lead = |text| with(RawHtml::Sanitize, text).0.lead;
    assert_eq!(
        lead("# А\n\n![б](b.jpg)\n\nВ *\"г\"*\n`д` [е](f.md)<b>ж</b>[^1]\n\nЗ\n\n[^1]: И"),
        "В\u{a0}«г» д еж"
    );
    assert_eq!(lead("- а\n- б"), "");
    assert_eq!(lead("> План & итоги"), "План & итоги");
}

const RUTUBE: &str = "class=\"embed\" data-embed=\"https://rutube.ru/play/embed/a1\">\
                      <a href=\"https://rutube.ru/video/a1/\">Смотреть видео на RuTube</a>";

#[test]
fn a_video_url_alone_on_a_line_becomes_a_click_to_load_block() {
    let figure = format!("<figure {RUTUBE}</figure>\n");
    let span = format!("<span {RUTUBE}</span>");
    for address in ["https://rutube.ru/video/a1/", "<https://rutube.ru/video/a1/>"] {
        let (body, _) = with(RawHtml::Sanitize, address);
        assert_eq!(body.html, figure);
        assert!(body.embeds && body.lead.is_empty());
    }
    assert_eq!(
        html("Смотрите:\nhttps://rutube.ru/video/a1/\n\n- https://rutube.ru/video/a1/\n"),
        format!("<p>Смотрите:\n{span}</p>\n<ul>\n<li>{span}</li>\n</ul>\n")
    );
    assert!(html("https://vkvideo.ru/video-1_2").contains("oid=-1&amp;id=2\"><a href"));
    for text in ["Вот https://rutube.ru/video/a1/", "https://rutube.ru/video/a1/ вот"] {
        assert!(!with(RawHtml::Sanitize, text).0.embeds, "{text}");
    }
    assert!(!with(RawHtml::Sanitize, "https://youtube.com/video/a1/").0.embeds);
}

#[test]
fn an_embed_code_becomes_a_block_and_other_frames_are_removed() {
    let code = "<iframe width=\"720\" src=\"https://rutube.ru/play/embed/a1/\" \
                allowFullScreen></iframe>";
    for raw_html in [RawHtml::Sanitize, RawHtml::Allow, RawHtml::Escape] {
        let (body, diagnostics) = with(raw_html, &format!("а\n\n{code}\n\nб"));
        assert_eq!(
            body.html.replace("\n\n", "\n"),
            format!("<p>а</p>\n<figure {RUTUBE}</figure>\n<p>б</p>\n"),
            "{raw_html:?}"
        );
        assert!(body.embeds && diagnostics.is_empty());
    }
    let (body, _) = with(RawHtml::Sanitize, &format!("а {code}"));
    assert_eq!(body.html, format!("<p>а <span {RUTUBE}</span></p>\n"));

    let foreign = "а\n\n<iframe src=\"https://evil.example/\">б</iframe>";
    assert_eq!(with(RawHtml::Sanitize, foreign).0.html.trim(), "<p>а</p>");
    assert_eq!(problems(RawHtml::Sanitize, foreign), ["? 3:1+36 тег `<iframe>` убран"]);
    // Raw HTML cannot forge a block.
    let forged = "<figure class=\"embed\" data-embed=\"https://evil.example/\">а</figure>";
    assert_eq!(html(forged).trim(), "<figure>а</figure>");
}

#[test]
fn deep_and_long_bodies_are_rendered() {
    for (piece, count) in [
        (">", 10_000),
        ("> <b>", 500),
        ("[", 10_000),
        ("![", 10_000),
        ("- ", 2_000),
        ("<b>", 500),
        ("*а ", 10_000),
        ("`", 10_000),
        ("<!--", 5_000),
        ("<script>", 5_000),
        ("<a href=", 5_000),
        ("[^1]", 5_000),
        ("# а\n", 2_000),
        ("](а б)[", 3_000),
        ("&", 10_000),
        ("|-", 3_000),
        ("<h2>", 500),
        ("[^1]: а\n\n", 1_000),
        ("а\n: б\n\n", 1_000),
        ("1.а\n", 2_000),
        ("• а\n", 2_000),
        ("    а\n\n", 2_000),
        ("|а|\n", 2_000),
        ("**а **", 3_000),
        ("a@b.ru,", 3_000),
        ("https://a.ru/) ", 3_000),
        ("а\u{2028}", 3_000),
    ] {
        for raw_html in [RawHtml::Sanitize, RawHtml::Escape] {
            with(raw_html, &format!("{} <i>", piece.repeat(count)));
            with(raw_html, &piece.repeat(count));
        }
    }
}
