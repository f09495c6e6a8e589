//! An upload to a real server, killed at any moment: the next one finishes it.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::ftp_servers::{Kind, PASSWORD, Server};
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

fn killed_and_finished(kind: Kind, folder: &str) {
    let Some(server) = Server::start(kind, false) else { return };
    let site = Site::new();
    let options = &server.options;
    let ftp = format!(
        "хостинг:\n  ftp: {{сервер: {}, порт: {}, логин: {}, папка: /{folder}, шифрование: off}}\n",
        options.host, options.port, options.login
    );
    site.file("content/site.yaml", format!("{SETTINGS}{ftp}"));
    let password = [("ROSTOK_FTP_PASSWORD", PASSWORD)];
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
    killed_and_finished(Kind::Proftpd("AllowOverwrite on\n"), "tochka");
}

#[test]
fn an_upload_to_vsftpd_that_was_killed_is_finished() {
    killed_and_finished(Kind::Vsftpd("cmds_denied=EPSV,SIZE,FEAT\n"), "site/tochka");
}
