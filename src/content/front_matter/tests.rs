//! Where front matter ends.

use super::{Diagnostics, split};

#[test]
fn a_head_ends_at_a_line_of_three_dashes_alone() {
    for (text, head, body) in [
        ("---\na: b\n---\nc", "a: b\n", "c"),
        ("\n ---  \na: ---\n----\n ---\n---\u{a0}\t\n---\n", "a: ---\n----\n ---\n", "---\n"),
        ("---\n---\n", "", ""),
        ("---\na: b\n---", "a: b\n", ""),
    ] {
        let (document, start) = split("a.md", text, &mut Diagnostics::new()).unwrap();
        assert_eq!(&text[document.start..document.end], head, "{text:?}");
        assert_eq!(&text[start..], body, "{text:?}");
    }
    for text in
        ["---", "---\n", "---\na: b\n----\n", "---\na: b\n--- c", "---\n ---\n", "-\na: b\n-\n"]
    {
        assert!(split("a.md", text, &mut Diagnostics::new()).is_none(), "{text:?}");
    }
}

#[test]
fn dashes_of_word_are_three_hyphens() {
    for text in ["—\na: b\n—\nc\n---\n", "–-\na: b\n---\nc\n---\n", "---\na: b\n——\nc\n---\n"]
    {
        let (document, start) = split("a.md", text, &mut Diagnostics::new()).unwrap();
        assert_eq!(&text[document.start..document.end], "a: b\n", "{text:?}");
        assert_eq!(&text[start..], "c\n---\n", "{text:?}");
    }
    let mut problems = Diagnostics::new();
    assert!(split("a.md", "---\na: b\n----\nc\n", &mut problems).is_none());
    assert!(problems[0].hint.starts_with("вместо `----` поставьте"), "{problems:?}");
}
