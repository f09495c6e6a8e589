//! Property tests: random sequences of Markdown and HTML fragments, and random text.

use proptest::prelude::*;

use super::*;

/// Random sequences of fragments with a meaning in Markdown or HTML.
fn fragments() -> impl Strategy<Value = String> {
    const PIECES: [&str; 60] = [
        "а",
        "Б ",
        "\n",
        "\n\n",
        "\r\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "```",
        "`",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "](",
        ")",
        "![",
        "]: ",
        "[^1]",
        "[^1]: ",
        "|",
        "|-|\n",
        "<",
        ">",
        "</",
        "<a href=\"",
        "<img src=",
        "\"",
        "'",
        "=",
        "<script>",
        "</script>",
        "<iframe src=\"https://rutube.ru/play/embed/1\">",
        "https://rutube.ru/video/1/",
        "<h1>",
        "</h2>",
        "<!--",
        "-->",
        "&amp;",
        "&#0;",
        "\u{0}",
        "javascript:",
        "#",
        "    ",
        ": ",
        "[x] ",
        "• ",
        "1.",
        "2.",
        "##",
        "~~",
        "{{ training() }}",
        "✅",
        "a@b.ru",
        "vk.com/a",
        "www.a.ru",
        "\u{2028}",
        "\u{b}",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)
        .prop_map(|pieces| pieces.concat())
}

/// Checks the properties of every rendered body.
fn check(text: &str) -> Result<(), TestCaseError> {
    for raw_html in [RawHtml::Sanitize, RawHtml::Allow, RawHtml::Escape] {
        let (body, _) = with(raw_html, text);
        prop_assert!(body.links.is_sorted_by_key(|link| link.at));
        for link in &body.links {
            prop_assert!(body.html.is_char_boundary(link.at));
            let before = &body.html[..link.at];
            prop_assert!(before.ends_with("href=\"") || before.ends_with("src=\""), "{before}");
            prop_assert!(body.html[link.at..].starts_with('"'));
        }
        let mut ids: Vec<_> = body.headings.iter().map(|heading| &heading.id).collect();
        for id in &ids {
            let attribute = format!(" id=\"{id}\"");
            prop_assert!(body.html.contains(&attribute));
        }
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), body.headings.len());
        if raw_html == RawHtml::Sanitize {
            let mut from = 0;
            while let Some(tag) = tags::next_tag(&body.html, from) {
                from = tag.range.end;
                prop_assert!(!tag.is("script") && !tag.is("iframe"));
                for attribute in &tag.attributes {
                    prop_assert!(!attribute.name.starts_with("on"));
                    let address = attribute.name == "href" || attribute.name == "src";
                    let destination = address::classify(&attribute.decoded());
                    prop_assert!(
                        !address
                            || !matches!(
                                destination,
                                address::Destination::Invalid(address::AddressError::Scheme(_))
                            )
                    );
                }
            }
            let marker = sanitize::TrustMarker::new(text);
            prop_assert!(!body.html.contains(marker.value_prefix().trim_end_matches('=')));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_markdown_in_any_order_are_rendered(text in fragments()) {
        check(&text)?;
    }

    #[test]
    fn any_text_is_rendered(text in "\\PC{0,80}") {
        check(&text)?;
    }
}
