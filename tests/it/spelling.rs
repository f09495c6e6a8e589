//! `rostok check --spelling`, with the dictionary that `tests/tools/hunspell.sh` installs.

use std::path::Path;

use crate::sandbox::{Site, post_text};
use crate::tools::skip;

const FOLDER: &str = "/usr/share/hunspell";

const DICTIONARY: (&str, &str) = ("SET UTF-8\n", "4\nтурнир\nрассказ\nо\nсобытии\n");

fn check(site: &Site, folder: &str) -> crate::sandbox::Run {
    site.run_with(&["check", "--spelling", "--today", "2023-01-15"], &[("DICPATH", folder)])
}

/// The words that are told, with their lines.
fn told(run: &crate::sandbox::Run) -> Vec<(&str, &str)> {
    let mut lines = run.stderr.lines();
    let mut told = Vec::new();
    while let Some(line) = lines.next() {
        if let Some((_, word)) = line.split_once("слова «") {
            let place = lines.next().unwrap().split_once("строка ").unwrap().1;
            told.push((word.split('»').next().unwrap(), place));
        }
    }
    told
}

#[test]
fn each_misspelt_word_is_told_once_with_its_place() {
    if !Path::new(FOLDER).join("ru_RU.dic").exists() {
        return skip("hunspell-ru");
    }
    let site = Site::new();
    site.post(
        "turnir.md",
        "---\nназвание: Турнир по шахматам\nдата: 7.12.2022\nнаправление: sovmestnye\nпедагоги: Кащеева Ю. В.\n---\n\n\
         Ребята из 7а и 7б класов МКОУ «СОШ № 7» показали 3D-принтер и робота. Игра шла чесно!\n\n\
         Кащеева Юлия вручила грамоты: Хасану Бостанову — за победу, Зарине — за волю к победе. Всё было чесно.\n\n\
         - Хасан Бостанов — 1 место\n- [положение](polozhenie.pdf) и `коддд`\n\n\
         Ещё ребёнок-то и кто-нибудь из 5-го класса спросит по-русски, Ростов-на-Дону далеко, тел. (86555) 1-23-45.\n",
    );
    site.file("content/posts/polozhenie.pdf", "%PDF-1.4");
    site.post("vtoroy.md", &post_text("Второй турнир", "8.12.2022", "sovmestnye"));
    let run = check(&site, FOLDER);
    assert_eq!(told(run.ok()), [("класов", "8"), ("чесно", "8")], "{}", run.stderr);
    assert!(
        run.stderr.contains("похоже на") && run.stderr.contains("spelling/words.txt"),
        "{}",
        run.stderr
    );
    site.run_with(&["check", "--spelling", "--strict"], &[("DICPATH", FOLDER)]).exits(1);
    site.file("spelling/words.txt", "# наши слова\nкласов\nчесн*\n");
    assert_eq!(told(check(&site, FOLDER).ok()), []);
}

#[test]
fn the_texts_of_the_repository_have_no_false_alarms() {
    if !Path::new(FOLDER).join("ru_RU.dic").exists() {
        return skip("hunspell-ru");
    }
    let site = Site::repository();
    let run = check(&site, FOLDER);
    assert_eq!(told(run.ok()), []);
}

#[test]
fn without_a_dictionary_it_says_how_to_get_one_and_the_site_may_have_its_own() {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнирр", "7.12.2022", "sovmestnye"));
    site.file("nothing/here.txt", "");
    let nothing = site.root().join("nothing");
    let nothing = nothing.to_str().unwrap();
    let missing = check(&site, nothing);
    let said = &missing.exits(1).stderr;
    assert!(said.contains("нет русского словаря") && said.contains("`hunspell-ru`"), "{said}");
    site.run(&["check", "--today", "2023-01-15"]).ok();
    let (aff, dic) = DICTIONARY;
    site.file("spelling/ru_RU.aff", aff).file("spelling/ru_RU.dic", dic);
    assert_eq!(told(check(&site, nothing).ok()), [("Турнирр", "2")]);
    site.file("spelling/ru_RU.aff", "SFX A Y много\n");
    let damaged = check(&site, nothing);
    assert!(damaged.exits(1).stderr.contains("словарь не прочитан"), "{}", damaged.stderr);
}
