//! Photos and texts of an event, wherever a teacher puts them: shown, or an error with what to do.

use crate::links;
use crate::sandbox::{PHOTO, Site, post_text};

const ALT: &str = "Юные исследователи";

fn text() -> String {
    let text = post_text("Экскурсия", "14.10.2022", "sovmestnye");
    text.replacen("\n---\n", &format!("\nописание_фото: {ALT}\nлюди: нет\n---\n"), 1)
}

/// A site with this text and these photos, in `content/posts`.
fn site(post: &str, photos: &[&str]) -> Site {
    let site = Site::new();
    site.post(post, &text());
    for photo in photos {
        site.file(&format!("content/posts/{photo}"), PHOTO);
    }
    site
}

#[test]
fn the_photos_of_an_event_are_its_gallery_wherever_they_lie() {
    for (post, photos) in [
        ("ekskursiya/index.md", &["ekskursiya/1.jpg", "ekskursiya/foto/2.jpg"][..]),
        ("ekskursiya/index.md.md", &["ekskursiya/1.jpg", "ekskursiya/2.jpg"]),
        ("ekskursiya.md", &["ekskursiya/1.jpg", "ekskursiya/foto/2.jpg"]),
        ("2022-23/Экскурсия.md", &["2022-23/экскурсия/1.jpg", "2022-23/экскурсия/2.jpg"]),
        ("ekskursiya.md", &["ekskursiya.jpg", "Экскурсия-1.JPG", "ekskursiya 2.jpg"]),
        ("2022-23/muzey/ekskursiya.md", &["2022-23/muzey/IMG_1.jpg", "2022-23/muzey/IMG_2.jpg"]),
    ] {
        let site = site(post, photos);
        assert_eq!(site.build().ok().stderr, "", "{photos:?}");
        let page = site.public("2022/ekskursiya.html");
        assert_eq!(page.matches(&format!("alt=\"{ALT}")).count(), photos.len(), "{page}");
        links::assert_sound(&site.pages(), "http://example.org/tochka/");
    }
}

#[test]
fn a_photo_in_the_text_of_a_single_file_is_not_in_its_gallery_too() {
    let site = site("ekskursiya.md", &["ekskursiya/1.jpg", "ekskursiya/2.jpg"]);
    site.post("ekskursiya.md", &(text() + "\n![Зал](ekskursiya/1.jpg)\n"));
    assert_eq!(site.build().ok().stderr, "");
    let page = site.public("2022/ekskursiya.html");
    assert_eq!(page.matches(&format!("alt=\"{ALT}\"")).count(), 1, "{page}");
    assert_eq!(page.matches("alt=\"Зал\"").count(), 1, "{page}");
}

#[test]
fn an_event_whose_text_became_a_word_file_does_not_vanish() {
    let site = site("ekskursiya/index.md", &["ekskursiya/1.jpg", "ekskursiya/2.jpg"]);
    site.build().ok();
    site.remove("content/posts/ekskursiya/index.md");
    site.file("content/posts/ekskursiya/index.docx", "PK");
    let run = site.build();
    run.exits(1).wrote(&[]);
    for words in ["нет текста события", "`index.docx`", "`index.md`"] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn what_a_draft_shows_belongs_to_it() {
    let site = Site::new();
    let draft = post_text("Черновик", "1.09.2022", "sovmestnye");
    let draft = draft.replacen("---\n", "---\nчерновик: да\nобложка: oblozhka.jpg\n", 1);
    site.post("a.md", &(draft + "\n![Зал](zal.jpg)\n"));
    site.file("content/posts/zal.jpg", PHOTO).file("content/posts/oblozhka.jpg", PHOTO);
    assert_eq!(site.build().ok().stderr, "");
    site.file("content/posts/lishnee.jpg", PHOTO);
    let told = site.build();
    assert!(told.exits(1).stderr.contains("`lishnee.jpg` не относится"), "{}", told.stderr);
}
