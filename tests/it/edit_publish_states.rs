//! How soon a preparation stops, and what the list of events says of what the server has.
#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "how soon a job stops is told")]

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::edit_publish::{Desktop, site};
use crate::ftp_servers::{Kind, SECRET, Server};
use crate::publish::start_web;
use crate::sandbox::post_text;

/// A picture that takes a moment to be made smaller.
fn picture(number: u8) -> Vec<u8> {
    let (width, height) = (900_u16, 600_u16);
    let samples: Vec<u8> = (0..u32::from(width) * u32::from(height))
        .flat_map(|at| [(at / 7) as u8, (at.wrapping_mul(at) / 5) as u8, number.wrapping_mul(3)])
        .collect();
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 85);
    encoder.encode(&samples, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

#[test]
fn a_preparation_that_is_stopped_ends_soon_and_changes_nothing() {
    let site = site("");
    let mut text = post_text("Снимки", "08.12.2022", "sovmestnye");
    for number in 0..60_u8 {
        site.file(&format!("content/posts/snimki/{number}.jpg"), picture(number));
        text.push_str(&format!("\n![Доска {number}]({number}.jpg)\n"));
    }
    site.post("snimki/index.md", &text);
    let desktop = Desktop::open(&site, None);
    for path in ["/api/pack", "/api/publish/plan"] {
        let id = desktop.start(path, &json!({}));
        let is_busy = |job: &Value| {
            let text = job["progress"]["text"].as_str().unwrap_or_default();
            text.starts_with("Готовлю")
        };
        desktop.wait_for(id, is_busy);
        let asked = Instant::now();
        desktop.post("/api/job/stop", &json!({ "id": id }));
        let told = desktop.job(id);
        let text = told["progress"]["text"].as_str().unwrap();
        assert!(told["state"] == "stopped" || text == "Останавливаю", "{told}");
        let stopped = desktop.wait(id, "stopped");
        assert!(stopped["result"].is_null(), "{stopped}");
        println!("{path}: stopped within {:?}", asked.elapsed());
        assert!(asked.elapsed() < Duration::from_secs(3), "{:?}", asked.elapsed());
        assert!(!site.root().join("public").exists() && !site.root().join("upload").exists());
    }
}

#[test]
fn the_list_says_what_the_server_has_of_each_event() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site(&server.settings());
    site.post("forum.md", &post_text("Форум", "09.12.2022", "konferentsii"));
    site.post("vecher/index.md", &post_text("Вечер", "10.12.2022", "sovmestnye"));
    let (web, _) = start_web(server.site().join("tochka"), false);
    let desktop = Desktop::open(&site, Some(web));
    let states = || -> std::collections::BTreeMap<String, String> {
        let events = desktop.get("/api/events")["events"].as_array().unwrap().clone();
        let word = |event: &Value, key: &str| event[key].as_str().unwrap().to_owned();
        events.iter().map(|event| (word(event, "title"), word(event, "published"))).collect()
    };
    let wait = |wanted: &[(&str, &str)]| {
        let wanted = wanted.iter().map(|(title, state)| ((*title).to_owned(), (*state).to_owned()));
        let wanted: std::collections::BTreeMap<_, _> = wanted.collect();
        let begun = Instant::now();
        while states() != wanted {
            assert!(begun.elapsed() < Duration::from_secs(20), "{:?}, not {wanted:?}", states());
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    wait(&[("Турнир", "unknown"), ("Форум", "unknown"), ("Вечер", "unknown")]);
    // The clock of a disk may be coarse.
    std::thread::sleep(Duration::from_secs(4));
    desktop.publish();
    wait(&[("Турнир", "same"), ("Форум", "same"), ("Вечер", "same")]);
    // A draft between them changes nothing that readers see of the others.
    let is_draft = |text: &str| text.replace("\n---\n\n", "\nчерновик: да\n---\n\n");
    site.post("bal.md", &is_draft(&post_text("Бал", "08.12.2022", "sovmestnye")));
    wait(&[("Турнир", "same"), ("Форум", "same"), ("Вечер", "same"), ("Бал", "new")]);
    site.remove("content/posts/bal.md");
    // Touched, and the same.
    let turnir = site.read("content/posts/turnir.md");
    site.post("turnir.md", &turnir);
    wait(&[("Турнир", "same"), ("Форум", "same"), ("Вечер", "same")]);
    site.post("turnir.md", &(turnir.clone() + "Правка.\n"));
    let forum = site.read("content/posts/forum.md");
    site.post("forum.md", &is_draft(&forum));
    // With a photo that nothing is said of it cannot be published: readers see the page before it.
    site.file("content/posts/vecher/1.jpg", crate::sandbox::PHOTO);
    wait(&[("Турнир", "changed"), ("Форум", "changed"), ("Вечер", "changed")]);
    site.post("turnir.md", &turnir);
    site.post("forum.md", &forum);
    site.remove("content/posts/vecher/1.jpg");
    wait(&[("Турнир", "same"), ("Форум", "same"), ("Вечер", "same")]);
    // What the program in a terminal has sent counts as well.
    site.post("turnir.md", &(turnir + "Правка.\n"));
    wait(&[("Турнир", "changed"), ("Форум", "same"), ("Вечер", "same")]);
    let arguments = ["publish", "--yes", "--no-http-check", "--today", "2023-01-01"];
    site.run_with(&arguments, &[SECRET]).ok();
    wait(&[("Турнир", "same"), ("Форум", "same"), ("Вечер", "same")]);
}
