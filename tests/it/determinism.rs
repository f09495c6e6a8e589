//! The same content and the same day give the same bytes, whatever the time zone, the number of
//! threads, the spelling of the root folder, the order in which files were created.

use crate::sandbox::{Site, Tree, assert_same, post_text};

/// A site with several events on one day, tags, pages, files and an announcement.
fn files() -> Vec<(String, String)> {
    let mut files = vec![
        ("content/site.yaml".to_owned(), crate::sandbox::SETTINGS.to_owned() + "per_page: 5\n"),
        ("content/pages/a.md".to_owned(), "---\nназвание: О центре\n---\n\nТекст.\n".to_owned()),
        ("content/pages/b.md".to_owned(), "---\nназвание: Задачи\n---\n\nТекст.\n".to_owned()),
    ];
    for number in 0..24 {
        let direction = ["sovmestnye", "konferentsii"][number % 2];
        let date = format!("{}.12.2022", number / 6 + 1);
        let text = post_text(&format!("Событие {number}"), &date, direction).replacen(
            "---\n",
            &format!("---\nметки: чай, физика {}\n", number % 3),
            1,
        ) + "\n[Приказ](prikaz.txt)\n";
        files.push((format!("content/posts/sobytie-{number}/index.md"), text));
        files.push((format!("content/posts/sobytie-{number}/prikaz.txt"), number.to_string()));
    }
    files
}

const TODAY: [&str; 3] = ["build", "--today", "2022-12-03"];

fn site(files: impl IntoIterator<Item = (String, String)>) -> Site {
    let site = Site::empty();
    for (path, text) in files {
        site.file(&path, text);
    }
    site
}

fn built(arguments: &[&str], environment: &[(&str, &str)]) -> Tree {
    let site = site(files());
    site.run_with(arguments, environment).ok();
    site.output()
}

#[test]
fn threads_and_time_zones_do_not_matter() {
    let one = built(&TODAY, &[("RAYON_NUM_THREADS", "1"), ("TZ", "Pacific/Kiritimati")]);
    assert!(one.len() > 80, "{}", one.len());
    for (threads, zone) in [("4", "America/New_York"), ("2", "UTC"), ("4", "Asia/Vladivostok")] {
        assert_same(&one, &built(&TODAY, &[("RAYON_NUM_THREADS", threads), ("TZ", zone)]));
    }
}

#[test]
fn the_spelling_of_the_root_does_not_matter() {
    let here = built(&TODAY, &[]);
    for root in [".", "./", "content/..", "./content/posts/../.."] {
        assert_same(&here, &built(&[&TODAY[..], &["--root", root]].concat(), &[]));
    }
    let site = site(files());
    let root = site.root().to_str().unwrap();
    site.run(&[&TODAY[..], &["--root", root, "--out", "public/"]].concat()).ok();
    assert_same(&here, &site.output());
}

#[test]
fn the_order_in_which_files_were_created_does_not_matter() {
    let backwards = site(files().into_iter().rev());
    backwards.run(&TODAY).ok();
    assert_same(&built(&TODAY, &[]), &backwards.output());
}

#[test]
fn earlier_builds_do_not_matter() {
    let site = site(files().into_iter().take(9));
    site.run(&["build", "--today", "2022-01-01"]).ok();
    site.post("lishnee.md", &post_text("Лишнее", "1.01.2020", "sovmestnye"));
    site.run(&["build", "--drafts"]).ok();
    site.remove("content/posts/lishnee.md");
    for (path, text) in files() {
        site.file(&path, text);
    }
    site.run(&TODAY).exits(0);
    assert_same(&built(&TODAY, &[]), &site.output());
}
