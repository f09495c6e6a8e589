//! What looks like markup: understood, or warned of.

use super::{filled, html, options, problems, rendered, with};
use crate::content::markdown::{BodySource, RawHtml, RenderOptions};

#[test]
fn markup_with_one_reading_is_understood() {
    for (text, expected) in [
        ("##Итоги\n\nДа", "<h2 id=\"itogi\">Итоги</h2>\n<p>Да</p>\n"),
        ("• раз\n•\tдва", "<ul>\n<li>раз</li>\n<li>два</li>\n</ul>\n"),
        ("1.Иванов\n2.Петров", "<ol>\n<li>Иванов</li>\n<li>Петров</li>\n</ol>\n"),
        ("    Абзац из Word\nпродолжен.", "<p>Абзац из\u{a0}Word\nпродолжен.</p>\n"),
        (
            "**7 декабря 2022 года **прошёл турнир.",
            "<p><strong>7\u{a0}декабря 2022 года</strong> прошёл турнир.</p>\n",
        ),
        ("Проект **«Росток»**открыт", "<p>Проект <strong>«Росток»</strong>открыт</p>\n"),
        ("~~ нет~~ да", "<p> <del>нет</del> да</p>\n"),
        ("**а *б* **в", "<p><strong>а\u{a0}<em>б</em></strong> в</p>\n"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
    assert!(html("|Класс|Место|\n|5А|1|").contains("<th scope=\"col\">Класс</th>"));
    assert!(html("```\n**а **\n```\n\n`**а **` \\*\\*а \\*\\*").contains("<code>**а **\n</code>"));
}

#[test]
fn markup_that_stays_is_warned_of_with_its_place() {
    for (text, expected) in [
        ("Да\n\n**а ", "? 3:1+2 знаки `**` остались в тексте"),
        ("а ** б ** в", "? 1:3+2 знаки `**` остались в тексте (и ещё в 1\u{a0}месте)"),
        ("Вот\n| а | б |\n| 1 |", "? 2:1+9 строки с `|` не стали таблицей (и ещё в 1\u{a0}месте)"),
        ("|а|б|\n|---|\n|1|2|", "? 1:1+5 строки с `|` не стали таблицей (и ещё в 2\u{a0}местах)"),
        (
            "Да\n\n```\nкод\n\nРассказ",
            "? 3:1+3 вставка кода не закрыта: весь текст ниже неё — тоже код",
        ),
        ("> ~~~\n> код", "? 1:3+3 вставка кода не закрыта: весь текст ниже неё — тоже код"),
        ("Да[^нет].", "? 1:3+6 у сноски `[^нет]` нет текста"),
        ("Да\n\n[^а]: Нет", "? 3:1+5 на сноску `[^а]` ничего не ссылается"),
        ("Вот {{ training() }}", "? 1:5+16 код `{{ training() }}` здесь не работает"),
        ("{{ trainin() }}", "? 1:1+15 код `{{ trainin() }}` здесь не работает"),
        ("# ТочкаРоста56", "? 1:1+14 хештег `#ТочкаРоста56` стал заголовком"),
        ("##Итоги\n\n[^нет]", "? 3:1+6 у сноски `[^нет]` нет текста"),
    ] {
        assert_eq!(problems(RawHtml::Sanitize, text), [expected], "{text}");
    }
    for text in [
        "2**10 и __init__",
        "____ и ***",
        "\\*\\*а",
        "`[^нет]` \\[^нет] [^]",
        "и | или\n\n|",
        "```\nкод\n```\n\n> ~~~\n> код\n> ~~~\n\n- ```\n  код\n  ```",
        "Имя {{ name }} и `{{ training() }}`",
        "# Итоги\n\n#ТочкаРоста56\n\n## КвантоРиум",
    ] {
        assert!(problems(RawHtml::Sanitize, text).is_empty(), "{text}");
    }
}

#[test]
fn cells_without_a_column_are_errors() {
    let text = "|Класс|Место|\n|-|-|\n|5А|1|Иванов И.|\n|6Б|2| |\n|7В|3\\||";
    assert_eq!(
        problems(RawHtml::Sanitize, text),
        ["! 3:7+9 в таблице нет столбца для ячейки «Иванов И.»"]
    );
    let quoted = ">     Вот:\n\n> |а|\n> |-|\n> |1|**б**|";
    let problems = problems(RawHtml::Sanitize, quoted);
    assert_eq!(problems, ["! 5:6+5 в таблице нет столбца для ячейки «**б**»"]);
}

#[test]
fn bare_addresses_are_links_with_a_readable_name() {
    assert_eq!(
        html("Подробнее: https://edu.gov.ru/ и на www.example.org, \"vk.com/club_a_b\"."),
        "<p>Подробнее: <a href=\"https://edu.gov.ru/\">edu.gov.ru</a> и\u{a0}на\u{a0}\
         <a href=\"https://www.example.org\">example.org</a>, \
         «<a href=\"https://vk.com/club_a_b\">vk.com/club_a_b</a>».</p>\n"
    );
    assert_eq!(
        html("**Почта:** tochka@example.org"),
        "<p><strong>Почта:</strong> <a href=\"mailto:tochka@example.org\">tochka@example.org</a></p>\n"
    );
    // With raw HTML the sanitiser keeps them; a link inside a link is none.
    assert_eq!(
        html(
            "<b>Сайт</b> https://a.ru/?b=1&c=2, <a href=\"http://b.ru\">www.b.ru</a> [t.me/a](b.md)"
        )
        .matches("<a ")
        .count(),
        3
    );
    let (body, _) =
        with(RawHtml::Sanitize, "[мы](vk.com/club), [почта](a@mail.ru)\n\nhttp://a.ru/б");
    assert!(body.html.contains("<a href=\"https://vk.com/club\">мы</a>"), "{}", body.html);
    assert!(body.html.contains("<a href=\"mailto:a@mail.ru\">почта</a>"), "{}", body.html);
    assert!(body.links.is_empty() && body.lead == "мы, почта");
    assert!(html("<a href=\"vk.com/club\">мы</a>").contains("<a href=\"https://vk.com/club\">"));
    assert!(!html("`https://a.ru` <code>www.a.ru</code>").contains("<a href=\"https://a.ru"));
    let source =
        BodySource { file: "a.md", text: "См. http://a.ru/tochka/b.html", body_start: 0 };
    let own =
        RenderOptions { own_address: "http://a.ru/tochka/", ..options(RawHtml::Sanitize, &[]) };
    let (_, diagnostics) = rendered(&source, &own);
    assert_eq!(diagnostics[0].message, "ссылка внутри сайта написана полным адресом");
}

#[test]
fn messages_of_social_networks_keep_their_lines() {
    assert_eq!(
        html("🔬 Прошёл опыт!\n✅ Ребята отвечали\n\nВот так:\nда\n#ТочкаРоста #Мы\n#Школа"),
        "<p>🔬 Прошёл опыт!<br>\n✅ Ребята отвечали</p>\n\
         <p>Вот так:\nда<br>\n#ТочкаРоста #Мы<br>\n#Школа</p>\n"
    );
    let source = BodySource {
        file: "a.md", text: "Раз\nдва\n\n> три\n> четыре", body_start: 0
    };
    let keep = RenderOptions { keep_lines: true, ..options(RawHtml::Sanitize, &[]) };
    assert_eq!(
        rendered(&source, &keep).0.html,
        "<p>Раз<br>\nдва</p>\n<blockquote>\n<p>три<br>\nчетыре</p>\n</blockquote>\n"
    );
}

#[test]
fn line_separators_are_line_breaks_and_no_control_character_stays() {
    assert_eq!(
        html("## Раз\u{2028}два\n\n\"Да\u{2028}- нет\" **три\u{2028}**четыре"),
        "<h2 id=\"raz-dva\">Раз<br>\nдва</h2>\n<p>«Да<br>\n— нет» <strong>три</strong><br>\nчетыре</p>\n"
    );
    let text = "# А&#11;б [в](г.md &#34;&#7;&#34;)\n\n<b>д&#1;</b>";
    for raw_html in [RawHtml::Sanitize, RawHtml::Allow, RawHtml::Escape] {
        for text in [text, "А&#11;б [в](г.md)"] {
            let (body, _) = with(raw_html, text);
            let is_control = |letter: char| letter.is_control() && letter != '\n';
            assert!(!filled(&body).contains(is_control) && !body.lead.contains(is_control));
        }
    }
}
