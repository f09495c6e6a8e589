//! An updated site is what assembling gives.

use std::fmt::Write as _;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::config::Config;
use crate::content::{self, Attachment, Loaded};
use crate::diagnostic::Diagnostics;
use crate::file_kind::FileKind;
use crate::fs::FileStat;
use crate::site::{Options, assemble};

const SETTINGS: &str = "\
title: Т
school: Ш
base_url: http://a.ru/
per_page: 3
directions:
  - id: igry
    title: Игры
  - id: nauka
    title: Наука
";

/// What a post says; each number is a choice.
#[derive(Clone, Debug, Default)]
struct Draft([usize; KINDS]);

/// The number of lines that edits change.
const KINDS: usize = 18;

impl Draft {
    fn text(&self) -> String {
        let Self(
            [
                title,
                date,
                direction,
                tags,
                draft,
                summary,
                results,
                updated,
                alias,
                described,
                body,
                heading,
                link,
                image,
                held,
                cover,
                teachers,
                consent,
            ],
        ) = self;
        let mut text = format!("---\nназвание: Событие {title}\n");
        let mut line = |key: &str, values: &[&str], choice: &usize| {
            let value = values[choice % values.len()];
            if !value.is_empty() {
                let _ = writeln!(text, "{key}: {value}");
            }
        };
        line("кратко", &["", "Раз", "Два раза"], summary);
        line("дата", &["1.10.2022", "5.12.2022", "20.3.2023", "вчера", "осень 2022"], date);
        line("направление", &["igry", "nauka"], direction);
        line("метки", &["", "[шахматы]", "[шахматы, наука]", "[Шахматы!]"], tags);
        line("черновик", &["", "да"], draft);
        line("итоги", &["", "Победа"], results);
        line("обновлено", &["", "1.12.2022", "1.6.2023"], updated);
        line("прежние_адреса", &["", "2022/byl.html"], alias);
        line("описание_фото", &["", "Доска"], described);
        line("проведено", &["", "да"], held);
        line("педагоги", &["", "Петров П. П.", "Иванова А. А."], teachers);
        line("согласие", &["", "да"], consent);
        line("обложка", &["", "1.jpg", "net.jpg"], cover);
        text.push_str("---\n");
        let bodies = [
            "",
            "Играли долго.",
            "Играли и победили.\n\nВсе рады.",
            "Приглашаем всех.",
            "Победил Иван Петров, 8 класс.",
        ];
        text.push_str(bodies[body % bodies.len()]);
        let mut part = |parts: &[&str], choice: &usize| {
            let _ = write!(text, "\n\n{}", parts[choice % parts.len()]);
        };
        part(&["", "## Итоги", "## Состав", "## Итоги\n\nХорошие.\n\n## Состав"], heading);
        part(
            &["", "[А](../p1/index.md)", "[А](../p2/index.md#itogi)", "[А](#itogi)", "[А](net.md)"],
            link,
        );
        part(&["", "![Доска](1.jpg)", "[Файл](../p0/plan.pdf)", "![Две доски](1.jpg)"], image);
        text
    }
}

fn file(number: usize) -> String {
    format!("content/posts/p{number}/index.md")
}

fn attachment(file: &str, kind: FileKind) -> Loaded {
    let stamp = FileStat { size: 1, touched: std::time::SystemTime::UNIX_EPOCH };
    Loaded::Attachment(Arc::new(Attachment {
        file: file.to_owned(),
        path: file.into(),
        stamp,
        kind,
    }))
}

/// The site of the posts and its problems.
fn assembled(posts: &[Loaded], config: &Arc<Config>) -> (Site, Diagnostics) {
    let mut files: Vec<(String, Loaded)> =
        posts.iter().enumerate().map(|(number, post)| (file(number), post.clone())).collect();
    for (name, kind) in [("1.jpg", FileKind::Picture), ("plan.pdf", FileKind::Other)] {
        let name = format!("content/posts/p0/{name}");
        files.push((name.clone(), attachment(&name, kind)));
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let content = content::gather(files.iter().map(|(file, loaded)| (file.as_str(), loaded)));
    let mut problems = Diagnostics::new();
    let options = Options { today: date(2023, 1, 15), drafts: true };
    let site = assemble(&content, config, options, &mut problems);
    (site, problems)
}

fn read(number: usize, draft: &Draft, config: &Config) -> Loaded {
    content::load_text(&file(number), &draft.text(), config, &mut Diagnostics::new())
}

fn config() -> Arc<Config> {
    Arc::new(Config::parse("content/site.yaml", SETTINGS, &mut Diagnostics::new()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_updated_site_is_what_assembling_gives(
        start in prop::collection::vec(prop::collection::vec(0..4_usize, KINDS), 5),
        edits in prop::collection::vec((0..5_usize, 0..KINDS, 0..6_usize), 1..20),
    ) {
        let config = config();
        let drafts = start.into_iter().map(|choices| Draft(choices.try_into().unwrap()));
        let mut drafts: Vec<Draft> = drafts.collect();
        let posts = drafts.iter().enumerate().map(|(number, draft)| read(number, draft, &config));
        let mut posts: Vec<Loaded> = posts.collect();
        let (mut site, mut problems) = assembled(&posts, &config);
        for (number, kind, choice) in edits {
            drafts[number].0[kind] = choice;
            posts[number] = read(number, &drafts[number], &config);
            let (expected, expected_problems) = assembled(&posts, &config);
            if let Loaded::Post(post) = &posts[number]
                && let Some(updated) = site.with_posts(&[post], &problems)
            {
                prop_assert_eq!(format!("{updated:#?}"), format!("{expected:#?}"));
                prop_assert_eq!(&problems, &expected_problems);
                // The next edit begins with an updated site.
                site = updated;
            } else {
                site = expected;
            }
            problems = expected_problems;
        }
    }
}

#[test]
fn other_words_need_no_assembling_and_other_places_do() {
    let config = config();
    let usual = |number| {
        let mut draft = Draft::default();
        (draft.0[0], draft.0[10]) = (number, 1);
        draft
    };
    let posts: Vec<Loaded> = (0..5).map(|number| read(number, &usual(number), &config)).collect();
    let (site, problems) = assembled(&posts, &config);
    let is_updated = |kind, choice| {
        let mut draft = usual(3);
        draft.0[kind] = choice;
        let Loaded::Post(post) = read(3, &draft, &config) else { panic!("not read") };
        site.with_posts(&[&post], &problems).is_some()
    };
    // The title, the summary, results, the day of the change, the text, a heading.
    for kind in [0, 5, 6, 7, 10, 11] {
        assert!(is_updated(kind, 2), "{kind}");
    }
    // The date, the direction, tags, a draft, an alias, a link, a picture, a cover.
    for kind in [1, 2, 3, 4, 8, 12, 13, 15] {
        assert!(!is_updated(kind, 1), "{kind}");
    }
}
