//! `rostok fragment`: HTML for the editor of the hosting.

use crate::sandbox::{Site, post_text};

fn site() -> Site {
    let site = Site::new();
    for (file, title, date) in [
        ("a.md", "\"Турнир $YEAR$ <?if(1)?> & другое\"", "07.12.2022"),
        ("b.md", "Конкурс", "09.12.2022"),
        ("v.md", "Впереди", "09.12.2092"),
    ] {
        site.post(file, &post_text(title, date, "sovmestnye"));
    }
    site.post("g.md", &post_text("Форум", "08.12.2022", "konferentsii"));
    site
}

fn titles(html: &str) -> Vec<&str> {
    let titles = html.split("<b><a ").skip(1);
    titles.map(|rest| rest.split(['>', '<']).nth(1).unwrap()).collect()
}

#[test]
fn the_newest_events_come_first_without_announcements() {
    let run = site().run(&["fragment", "latest", "--count", "2"]);
    assert_eq!(titles(&run.ok().stdout), ["Конкурс", "Форум"]);
    let run = site().run(&["fragment", "direction", "Конференции, фестивали, форумы"]);
    assert_eq!(titles(&run.ok().stdout), ["Форум"]);
    assert!(run.stdout.contains("http://example.org/tochka/napravlenie/konferentsii.html"));
    assert!(!run.stdout.contains("&middot;"), "of one direction it need not be said which");
}

#[test]
fn a_fragment_has_no_template_codes_and_no_page_around_it() {
    let run = site().run(&["fragment", "latest"]);
    let html = &run.ok().stdout;
    for bad in ["$", "<?", "<script", "<html", "<head", "<style", "class=", "id="] {
        assert!(!html.contains(bad), "{bad} in {html}");
    }
    assert!(html.contains("&#36;YEAR&#36; &lt;?if(1)?&gt; &amp; другое"), "{html}");
    let addresses: Vec<_> = html.split("href=\"").skip(1).collect();
    assert_eq!(addresses.len(), 4);
    for address in addresses {
        assert!(address.starts_with("http://example.org/tochka/"), "{address}");
    }
}

#[test]
fn a_report_comes_with_its_tables_and_absolute_links() {
    let site = Site::repository();
    let run = site.run(&["fragment", "report", "2022-2023-1"]);
    let html = &run.ok().stdout;
    for bad in ["$", "<?", "<script", "class=", "id="] {
        assert!(!html.contains(bad), "{bad} in {html}");
    }
    assert!(html.matches("<table").count() >= 2, "{html}");
    let links = html.split("href=\"").skip(1).collect::<Vec<_>>();
    assert!(links.len() >= 9 && links.iter().all(|link| link.starts_with("http")), "{links:?}");
    let unknown = site.run(&["fragment", "report", "2021"]);
    assert!(unknown.exits(2).stderr.contains("2022-2023-1"), "{}", unknown.stderr);
}

#[test]
fn a_missing_event_or_report_is_reported() {
    for (line, message) in [
        (["fragment", "direction", "shakhmaty"], "неизвестное направление «shakhmaty»"),
        (["fragment", "latest", "shakhmaty"], "лишнее слово «shakhmaty»"),
        (["fragment", "direction", ""], "не указано направление"),
        (["fragment", "latest", "--count=0"], "значение «0» не подходит для `--count`"),
    ] {
        let run = site().run(&line);
        run.exits(2);
        assert_eq!(run.stderr.lines().next().unwrap(), format!("ошибка: {message}"), "{line:?}");
        assert_eq!(run.stdout, "");
    }
    Site::new().run(&["fragment", "latest"]).exits(2);
    let site = site();
    site.post("d.md", "---\nназвание: Без даты\n---\n");
    let run = site.run(&["fragment", "latest"]);
    run.exits(1);
    assert_eq!(titles(&run.stdout).len(), 3, "what can be shown is");
}

#[cfg(target_os = "linux")]
#[test]
fn a_fragment_is_copied_by_the_clipboard_program() {
    use std::os::unix::fs::PermissionsExt;

    let site = site();
    let printed = site.run(&["fragment", "latest"]).ok().stdout.clone();
    let empty = site.run_with(&["fragment", "latest", "--copy"], &[("PATH", "")]);
    empty.exits(2);
    assert!(empty.stderr.contains("`xclip`"), "{}", empty.stderr);
    // `wl-copy` fails without a desktop, `xclip` works.
    for (program, text) in
        [("wl-copy", "exit 1"), ("xclip", "test \"$2\" = clipboard && cat > copied")]
    {
        site.file(&format!("bin/{program}"), format!("#!/bin/sh\n{text}\n"));
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(site.root().join("bin").join(program), mode).unwrap();
    }
    let path = format!("{}:/usr/bin:/bin", site.root().join("bin").display());
    let run = site.run_with(&["fragment", "latest", "--copy"], &[("PATH", &path)]);
    assert!(run.ok().stdout.starts_with("Скопировано"), "{}", run.stdout);
    assert_eq!(site.read("copied"), printed);
}
