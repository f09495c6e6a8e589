//! A site made of an earlier one is what assembling gives, with errors too.

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const SETTINGS: &str = "\
title: Т
school: Ш
base_url: http://a.ru/
directions:
  - id: igry
    title: Игры
  - id: nauka
    title: Наука
";

const FILES: [&str; 5] = [
    "content/posts/a.md",
    "content/posts/b/index.md",
    "content/posts/b/a.md",
    "content/posts/novoe.md",
    "content/pages/a.md",
];

const HEADS: [&str; 6] = [
    "дата: 14.10.2022\nнаправление: igry\n",
    "дата: 15.10.2022\nнаправление: igry\nметки: [шахматы]\n",
    "дата: 14.10.2022\nнаправление: nauka\nчерновик: да\n",
    "дата: вчера\nнаправление: igry\n",
    "дата: вчера\nнаправление: igry\nчерновик: да\n",
    "дата: 14.10.2022\nнаправление: igry\nадрес: odin\n",
];

const BODIES: [&str; 7] = [
    "",
    "Играли.\n",
    "Играли и победили.\n\n## Итоги\n",
    "[А](a.md)\n",
    "[А](/posts/a.md#itogi)\n",
    "[Б](/posts/b/index.md)\n",
    "[Нет](net.md)\n",
];

/// The text of a document; none if there is no such file.
fn text(head: usize, body: usize) -> Option<Arc<str>> {
    let head = HEADS.get(head)?;
    Some(format!("---\nназвание: Событие\n{head}---\n{}", BODIES[body]).into())
}

fn result(workspace: &mut Workspace) -> String {
    let assembled = workspace.assemble(|_| date(2022, 12, 1));
    let site = assembled.site.map(|(site, _)| site);
    let Assembled { plan, diagnostics, is_held_up, unshown, .. } = assembled;
    format!("{diagnostics:#?}\n{is_held_up}\n{unshown:#?}\n{plan:#?}\n{site:#?}")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn a_site_of_an_earlier_one_is_what_assembling_gives(
        edits in prop::collection::vec((0..FILES.len(), 0..=HEADS.len(), 0..BODIES.len()), 1..40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        crate::fs::create_dir_all(&content).unwrap();
        crate::fs::create_new(&content.join("site.yaml"), SETTINGS.as_bytes()).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let read = || Workspace::read(folder.path(), now).unwrap();
        let (mut quick, mut whole) = (read(), read());
        for (file, head, body) in edits {
            for workspace in [&mut quick, &mut whole] {
                workspace.overlay(FILES[file], text(head, body), now);
            }
            whole.assembled.clear();
            prop_assert_eq!(result(&mut quick), result(&mut whole));
        }
    }
}
