//! A build killed at any moment leaves whole files, old or new, and the next one finishes.

use std::time::{Duration, Instant};

use crate::sandbox::{Site, Tree, assert_same, post_text};

const POSTS: usize = 300;
const KILLS: u32 = 15;

/// The site in one of two states, in which every page differs.
fn write(site: &Site, word: &str) {
    for number in 0..POSTS {
        let (month, day) = (1 + number / 28, 1 + number % 28);
        let text =
            post_text(&format!("{word} {number}"), &format!("{day}.{month}.2022"), "sovmestnye");
        site.post(&format!("sobytie-{number}.md"), &text);
    }
}

fn clean(word: &str) -> (Tree, Duration) {
    let site = Site::new();
    write(&site, word);
    let start = Instant::now();
    site.run(&["build", "--today", "2023-01-15"]).ok();
    (site.output(), start.elapsed())
}

#[test]
fn a_killed_build_leaves_whole_files_and_the_next_one_finishes() {
    let words = ["Было", "Стало"];
    let trees = words.map(|word| clean(word).0);
    let whole = clean(words[0]).1;
    let site = Site::new();
    let mut cut = 0;
    for kill in 0..KILLS {
        let new = kill as usize % 2;
        write(&site, words[new]);
        let mut child = site
            .command()
            .args(["build", "--today", "2023-01-15"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Each kill at another moment of the time that a build takes.
        std::thread::sleep(whole * (kill * 7 % KILLS) / KILLS);
        child.kill().unwrap();
        let done = child.wait().unwrap().success();
        cut += u32::from(!done);
        for (path, bytes) in site.pages() {
            let is_temporary = path.split('/').any(|name| name.starts_with(".~rostok-"));
            let is_whole = trees.iter().any(|tree| tree.get(&path) == Some(&bytes));
            assert!(is_temporary || is_whole, "kill {kill}: {path} is neither old nor new");
        }
        if kill % 5 == 4 {
            site.run(&["build", "--today", "2023-01-15"]).ok();
            assert_same(&trees[new], &site.output());
        }
    }
    assert!(cut > 0, "every build was faster than its kill");
}
