//! Fonts, alignment and empty space, on the section of `theme_news`.

use serde_json::json;

use crate::sandbox::Site;
use crate::theme_news::{SCREENS, TODAY, layout_shift, measured, section, viewer};

/// From a disk, `font-display: optional` keeps the substitute font, since nothing there is fast enough for it.
#[test]
fn headings_have_their_font_from_a_disk_at_the_first_view() {
    let Some(viewer) = viewer(section(true)) else { return };
    for (width, height) in SCREENS {
        viewer.set_screen(width, height);
        for page in ["index.html", "2026/58.html", "god/2024-25.html", "galereya.html"] {
            viewer.open(page);
            let shift = layout_shift(&viewer);
            assert!(shift <= 0.009, "{page}, {width}: {shift}");
            let font = "(of => [of.display, of.status])([...document.fonts].find(of => of.family === 'Montserrat'))";
            assert_eq!(measured(&viewer, font), json!(["swap", "loaded"]), "{page}, {width}");
            // Without details beside the text, the button stands below it and not in a column alone.
            let beside = "all('.copy').filter(of => box(of).left !== box('h1').left).length";
            assert_eq!(measured(&viewer, beside), 0, "{page}, {width}");
        }
    }
    // A server is fast enough, and there nothing may jump.
    assert!(viewer.site.public("index.html").contains("font-display:optional"));
}

/// A row of photos is as high as all of its photos let it be: with each that comes in, the others change.
#[test]
fn photos_of_a_page_that_still_comes_in_do_not_jump() {
    let Some(viewer) = viewer(section(true)) else { return };
    let page = viewer.site.public("galereya.html");
    let last = page.find("<figure class=\"photo last\"").unwrap();
    viewer.site.file("public/part.html", &page[..last]);
    let seen = "all('.photos').map(of => getComputedStyle(of).visibility).pop()";
    for (page, visibility) in [("part.html", "hidden"), ("galereya.html", "visible")] {
        viewer.open(page);
        assert_eq!(measured(&viewer, seen), visibility, "{page}");
    }
}

#[test]
fn a_wide_menu_does_not_leave_its_last_page_alone() {
    let site = Site::repository();
    site.run(&["build", "--today", "2023-01-15"]).ok();
    let Some(viewer) = viewer(site) else { return };
    for (width, height) in [(1024, 768), (1280, 800), (1920, 1080)] {
        viewer.set_screen(width, height);
        viewer.open("index.html");
        let lines = "Object.values(Object.groupBy(all('header.site nav li'), of => box(of).top)).map(of => of.length)";
        let lines: Vec<usize> = serde_json::from_value(measured(&viewer, lines)).unwrap();
        assert!(lines.len() == 1 || lines.last() >= Some(&2), "{width}: {lines:?}");
    }
}

#[test]
fn on_a_phone_sentences_have_the_whole_width_and_pictures_the_whole_height() {
    let Some(viewer) = viewer(section(true)) else { return };
    viewer.set_screen(390, 844);
    viewer.open("god/2024-25-1.html");
    let found = measured(
        &viewer,
        "({ edge: box('h1').left, texts: all('.rows p').map(of => box(of).left),
            below: all('.rows > li').every(of => box(of.querySelector('p')).top >= box(of.querySelector('.cover')).bottom),
            count: box('.rows').top - box('.count').bottom })",
    );
    assert!(
        found["texts"].as_array().unwrap().iter().all(|left| left == &found["edge"]),
        "{found}"
    );
    assert!(found["below"] == true && found["count"].as_f64().unwrap() >= 12.0, "{found}");
    viewer.open("index.html");
    let gaps = "all('.card:not(.first)').map(of => box(of).height - box(of.querySelector('.cover')).height)";
    let gaps: Vec<f64> = serde_json::from_value(measured(&viewer, gaps)).unwrap();
    assert!(gaps.len() == 6 && gaps.iter().all(|gap| gap.abs() < 1.0), "{gaps:?}");
    assert_eq!(viewer.overflow(), 0);
    viewer.open("galereya.html");
    let line = "getComputedStyle(document.querySelector('.pages')).borderTopWidth";
    assert_eq!(measured(&viewer, line), "0px", "a line under the title alone");
}

#[test]
fn no_announcement_is_hidden_alone() {
    let site = section(false);
    let count = |name: &str| site.public("index.html").matches(name).count();
    assert_eq!((count("class=\"when\""), count("<details>")), (3, 0));
    for (number, shown) in [(4, 4), (5, 3)] {
        let head = format!("название: Ещё {number}\nдата: {number}.04.2026\nнаправление: proekty");
        site.post(&format!("eshche-{number}.md"), &format!("---\n{head}\n---\n\nПриходите.\n"));
        site.run(&["build", "--today", TODAY]).ok();
        let front = site.public("index.html");
        let first = front.split_once("<section class=\"announcements\">").unwrap().1;
        let first = first.split_once("</ol>").unwrap().0;
        assert_eq!(first.matches("class=\"when\"").count(), shown, "{number}");
    }
}
