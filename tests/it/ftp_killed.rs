//! An upload to a real server that is killed at any moment is finished by the next one. Two uploads
//! at once exclude each other.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::ftp_servers::{Kind, SECRET, Server};
use crate::sandbox::{SETTINGS, Site, assert_same, post_text, tree};

const POSTS: usize = 40;
const KILLS: u32 = 6;
const PUBLISH: [&str; 5] = ["publish", "--yes", "--allow-removals=999", "--today", "2023-01-01"];

fn write(site: &Site, word: &str) {
    for number in 0..POSTS {
        let date = format!("{}.{}.2022", 1 + number % 28, 1 + number / 28);
        let text = post_text(&format!("{word} {number}"), &date, "sovmestnye");
        site.post(&format!("sobytie-{number}.md"), &text);
    }
}

fn kill_and_finish(kind: Kind) {
    let Some(server) = Server::start(kind, false) else { return };
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}{}", server.settings()));
    let password = [SECRET];
    write(&site, "Было");
    let begun = Instant::now();
    site.run_with(&PUBLISH, &password).ok();
    let whole = begun.elapsed();
    let mut cut = 0;
    for kill in 0..KILLS {
        write(&site, ["Стало", "Было"][kill as usize % 2]);
        let mut command = site.command();
        command.args(PUBLISH).envs(password).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let moment = Duration::from_millis(30) + whole * (kill * 5 % KILLS) / KILLS;
        std::thread::sleep(moment);
        child.kill().unwrap();
        cut += u32::from(!child.wait().unwrap().success());
        if kill % 2 == 1 {
            site.run_with(&PUBLISH, &password).ok();
            let mut held = tree(&server.site().join("tochka"));
            held.retain(|path, _| !path.starts_with("rostok-data/"));
            assert_same(&held, &site.pages());
        }
    }
    assert!(cut > 0, "every upload was faster than its kill");
}

#[test]
fn an_upload_to_proftpd_that_was_killed_is_finished() {
    kill_and_finish(Kind::Proftpd("AllowOverwrite on\n"));
}

#[test]
fn an_upload_to_vsftpd_that_was_killed_is_finished() {
    kill_and_finish(Kind::Vsftpd("cmds_denied=EPSV,SIZE,FEAT\n"));
}

#[test]
fn two_uploads_at_once_run_one_after_the_other_or_one_is_refused() {
    let Some(server) = Server::start(Kind::Vsftpd(""), false) else { return };
    let sites = ["Первый", "Второй"].map(|word| {
        let site = Site::new();
        site.file("content/site.yaml", format!("{SETTINGS}{}", server.settings()));
        write(&site, word);
        site
    });
    let mut refused = 0;
    for round in 0..4 {
        sites.iter().for_each(|site| write(site, &format!("Правка {round}")));
        write(&sites[1], &format!("Другая правка {round}"));
        let start = |site: &Site| {
            let mut command = site.command();
            command.args(PUBLISH).arg("--no-http-check").envs([SECRET]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let ends = [start(&sites[0]), start(&sites[1])].map(Child::wait_with_output);
        let ends = ends.map(Result::unwrap);
        let mut done = Vec::new();
        for (end, site) in ends.iter().zip(&sites) {
            if end.status.success() {
                done.push(site.pages());
                continue;
            }
            let text = String::from_utf8_lossy(&end.stderr);
            assert!(text.contains("раздел уже публикует"), "{text}");
            refused += 1;
        }
        let mut held = tree(&server.site().join("tochka"));
        held.retain(|path, _| !path.starts_with("rostok-data/"));
        assert!(done.contains(&held), "round {round}: not one of the two sites");
    }
    assert!(refused > 0, "the uploads never overlapped");
}
