//! One process at a time writes an output folder or sends it.

use std::process::{Child, Stdio};

use rostok::output::OutputLock;

use crate::sandbox::{SETTINGS, Site, post_text, tree};

const SERVER: &str =
    "hosting:\n  ftp:\n    сервер: 127.0.0.1\n    логин: anna\n    папка: tochka\n";

#[test]
fn a_locked_folder_is_neither_built_nor_sent_and_one_sentence_says_why() {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    site.file("content/site.yaml", format!("{SETTINGS}{SERVER}"));
    let lock = OutputLock::acquire(&site.root().join("public")).unwrap();
    for line in
        [&["build"][..], &["publish", "--yes"], &["publish", "--yes", "--no-build"], &["pack"]]
    {
        let run = site.run(line);
        let message = &run.exits(2).wrote(&[]).stderr;
        assert!(message.contains("другое окно программы «Росток»"), "{line:?}: {message}");
        assert!(message.contains("дождитесь"), "{line:?}: {message}");
    }
    site.run(&["check"]).ok();
    site.run(&["build", "--out", "other"]).ok();
    drop(lock);
    assert!(!site.root().join("public").exists() && !site.root().join("upload").exists());
    site.build().ok();
    assert!(site.output().keys().all(|path| !path.contains("lock")));

    let lock = OutputLock::acquire(&site.root().join("upload")).unwrap();
    assert!(site.run(&["pack"]).exits(2).stderr.contains("дождитесь"));
    drop(lock);
    site.run(&["pack"]).ok();
    assert!(tree(&site.root().join("upload")).keys().all(|path| !path.contains("lock")));
}

#[test]
fn two_builds_at_once_never_mix() {
    const POSTS: usize = 150;
    let sites = ["Было", "Стало"].map(|word| {
        let site = Site::new();
        for number in 0..POSTS {
            let date = format!("{}.{}.2022", 1 + number % 28, 1 + number / 28);
            let text = post_text(&format!("{word} {number}"), &date, "sovmestnye");
            site.post(&format!("sobytie-{number}.md"), &text);
        }
        site.run(&["build", "--today", "2023-01-15"]).ok();
        site
    });
    let shared = Site::empty();
    let out = shared.root().join("public");
    let start = |site: &Site| -> Child {
        let mut command = site.command();
        command.args(["build", "--today", "2023-01-15", "--out"]).arg(&out);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let mut refused = 0;
    for _ in 0..10 {
        let ends = [0, 1].map(|at| start(&sites[at]));
        let ends = ends.map(|child| child.wait_with_output().unwrap());
        for end in ends.iter().filter(|end| !end.status.success()) {
            refused += 1;
            let message = String::from_utf8_lossy(&end.stderr);
            assert!(message.contains("другое окно"), "{message}");
        }
        let wrote = [0, 1].map(|at| ends[at].status.success());
        assert!(wrote.contains(&true));
        // The last one to write is unknown if both did.
        let found = tree(&out);
        assert!([0, 1].iter().any(|&at| wrote[at] && sites[at].output() == found), "{wrote:?}");
    }
    assert!(refused > 0, "no two builds ever met");
}
