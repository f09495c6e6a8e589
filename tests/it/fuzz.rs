//! Property tests: reading a file never panics, and a post without errors has valid names, dates and
//! pages.

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::links;
use crate::sandbox::{SETTINGS, Tree, tree};
use rostok::config::Config;
use rostok::content::{Content, Page, Post};
use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::output::{FileContent, MemorySink};
use rostok::render::{self, Renderer, Theme};
use rostok::site::{self, Options};
use rostok::{fs, slug};

const FILE: &str = "content/posts/2022-23/sobytie.md";
const PAGE: &str = "content/pages/stranitsa.md";

/// Pieces with a meaning in YAML, Markdown, HTML or front matter.
const PIECES: &[&str] = &[
    "---\n",
    "\n---\n",
    "\n",
    "\r",
    "\t",
    ": ",
    " #",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "- ",
    "|\n",
    ">\n",
    "&a ",
    "*a",
    "!!int ",
    "~",
    "null",
    "да",
    "31.02.2022",
    "дата: ",
    "title: ",
    "адрес: ",
    "прежние_адреса: ",
    "../",
    "/",
    "\\",
    "\0",
    "\u{feff}",
    "\u{a0}",
    "«",
    "»",
    "—",
    "😀",
    "e\u{301}",
    "\u{202e}",
    "`",
    "```\n",
    "~~~",
    "**",
    "_",
    "# ",
    "## Итоги {#id}\n",
    "[a](b.md)",
    "[a](#b)",
    "![](a.jpg)",
    "[^1]",
    "[^1]: да\n",
    "<b>",
    "</div>",
    "<script>alert(1)</script>",
    "<a href=\"javascript:x\">",
    "<img src=x onerror=y>",
    "<!--",
    "-->",
    "&lt;",
    "&#0;",
    "| a | b |\n|---|---|\n",
    "- [ ] ",
    "https://rutube.ru/video/1/\n",
    "<https://a.b>",
    "999999999999999999999",
];

fn config() -> &'static Arc<Config> {
    static CONFIG: OnceLock<Arc<Config>> = OnceLock::new();
    CONFIG.get_or_init(|| {
        let config = Config::parse("content/site.yaml", SETTINGS, &mut Diagnostics::new());
        Arc::new(config.unwrap())
    })
}

fn theme() -> &'static Arc<Theme> {
    static THEME: OnceLock<Arc<Theme>> = OnceLock::new();
    THEME.get_or_init(|| {
        Arc::new(Theme::from_layers("tochka", Vec::new(), &mut Diagnostics::new()).unwrap())
    })
}

/// The repository's own posts, and one with every key.
fn real_posts() -> Vec<String> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/posts");
    let mut posts: Vec<String> =
        tree(&content).into_values().map(|bytes| String::from_utf8(bytes).unwrap()).collect();
    posts.push(
        "---\ntitle: 'Игра: «Финал»'\ndate: 12–14 мая 2023\ndirection: sovmestnye\nаудитория: Все\n\
         участники: [{count: 20, who: обучающиеся}, {count: 3, who: педагоги}]\nкратко: Да\nместо: Зал\n\
         классы: [5, 6]\nпедагоги: А. Б.\nитоги: [Первое, Второе]\nметки: [чай, физика]\nссылка: https://a.ru/\n\
         в_отчёт: нет\nчерновик: нет\nадрес: igra\nпрежние_адреса: [2020/igra.html]\nобновлено: 15.05.2023\n\
         учебный_год: 2022/23\nответственный: Никто\nлюди: группа\nсогласие: да\nпроведено: да\n---\n\n\
         ## Ход игры\n\nТекст[^1] с *курсивом*, `кодом` и [ссылкой](#khod-igry).\n\n[^1]: Сноска\n\n\
         | а | б |\n|---|---|\n| 1 | 2 |\n\n<b onclick=\"x\">HTML</b>\n\nhttps://rutube.ru/video/abc/\n"
            .to_owned(),
    );
    posts
}

/// A real post with some parts removed, doubled or overwritten.
fn damaged_post() -> impl Strategy<Value = String> {
    let damage = (any::<Index>(), any::<Index>(), select(PIECES), 0..4u8);
    (select(real_posts()), prop::collection::vec(damage, 1..6)).prop_map(|(text, damages)| {
        let mut letters: Vec<char> = text.chars().collect();
        for (from, to, piece, kind) in damages {
            let (a, b) = (from.index(letters.len() + 1), to.index(letters.len() + 1));
            let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 40));
            let between: Vec<char> = letters[from..to].to_vec();
            let new: Vec<char> = match kind {
                0 => Vec::new(),
                1 => [between.clone(), between].concat(),
                2 => piece.chars().collect(),
                _ => piece.chars().chain(between).collect(),
            };
            letters.splice(from..to, new);
        }
        letters.into_iter().collect()
    })
}

/// Problems have a message, and places inside the text.
fn assert_can_be_shown(problems: &[Diagnostic], text: &str) -> Result<(), TestCaseError> {
    for problem in problems {
        prop_assert!(!problem.message.is_empty());
        let Some(place) = &problem.place else { continue };
        if place.line > 0 {
            let lines = text.split('\n').count();
            prop_assert!(place.line <= lines + 1, "line {} of {lines}: {problem:?}", place.line);
        }
        if place.column > 0 {
            prop_assert!(place.column <= place.text.chars().count() + 1, "{problem:?}");
        }
    }
    Ok(())
}

/// A text as it is read from a file; none where the file is refused.
fn read(text: &str) -> Option<String> {
    fs::decode(text.as_bytes()).ok().map(Cow::into_owned)
}

fn read_post(text: &str) -> Result<(), TestCaseError> {
    let Some(text) = &read(text) else { return Ok(()) };
    let mut problems = Diagnostics::new();
    let post = Post::parse(FILE, text, config(), &mut problems);
    assert_can_be_shown(&problems, text)?;
    let Ok(post) = post else {
        prop_assert!(problems.has_errors(), "a post disappeared silently");
        return Ok(());
    };
    prop_assert!(slug::is_safe(&post.slug), "{}", post.slug);
    prop_assert!(post.meta.date.first() <= post.meta.date.last());
    prop_assert!(post.meta.direction.index() < config().directions.len());
    prop_assert!(!post.title.trim().is_empty());
    if !problems.has_errors() {
        build(post)?;
    }
    Ok(())
}

/// Builds a section with this post alone. Without errors, its links lead to files.
fn build(post: Post) -> Result<(), TestCaseError> {
    let content = Content { posts: vec![Arc::new(post)], ..Content::default() };
    let options = Options { today: jiff::civil::date(2023, 1, 15), drafts: true };
    let mut problems = Diagnostics::new();
    let site = site::assemble(&content, config(), options, &mut problems);
    if problems.has_errors() {
        return Ok(());
    }
    let renderer = Renderer::new(Arc::new(site), Arc::clone(theme()));
    let sink = MemorySink::default();
    if render::render(&renderer, &sink, &mut problems).is_none() {
        return Err(TestCaseError::fail(format!("{problems:?}")));
    }
    let files: Tree = sink
        .into_files()
        .into_iter()
        .map(|(path, content)| match content {
            FileContent::Bytes(bytes) => (path.into_string(), bytes),
            FileContent::Copy { .. } => (path.into_string(), Vec::new()),
        })
        .collect();
    links::assert_sound(&files, &config().base_url);
    Ok(())
}

fn bounded(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(bounded(512))]

    #[test]
    fn a_damaged_post_is_valid_or_has_errors(text in damaged_post()) {
        read_post(&text)?;
        if let Some(text) = read(&text) {
            let mut problems = Diagnostics::new();
            let page = Page::parse(PAGE, &text, config(), &mut problems);
            assert_can_be_shown(&problems, &text)?;
            prop_assert!(page.map_or(true, |page| slug::is_safe(&page.slug)));
        }
    }

    #[test]
    fn any_bytes_are_valid_or_have_errors(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = fs::decode(&bytes) {
            read_post(&text)?;
            read_post(&format!("---\nназвание: А\nдата: 1.09.2022\nнаправление: sovmestnye\n---\n{text}"))?;
        }
    }

    #[test]
    fn any_pieces_are_valid_or_have_errors(pieces in prop::collection::vec(select(PIECES), 0..30)) {
        let text = pieces.concat();
        read_post(&text)?;
        read_post(&format!("---\n{text}\n---\n"))?;
        read_post(&format!("---\nназвание: А\nдата: 1.09.2022\nнаправление: sovmestnye\n---\n{text}"))?;
    }

    #[test]
    fn damaged_settings_are_valid_or_have_errors(
        at in any::<Index>(), length in 0..30usize, piece in select(PIECES),
    ) {
        let letters: Vec<char> = SETTINGS.chars().collect();
        let from = at.index(letters.len());
        let rest = letters.iter().skip(from + length);
        let text: String = letters[..from].iter().copied().chain(piece.chars()).chain(rest.copied()).collect();
        let Some(text) = read(&text) else { return Ok(()) };
        let mut problems = Diagnostics::new();
        let config = Config::parse("content/site.yaml", &text, &mut problems);
        assert_can_be_shown(&problems, &text)?;
        prop_assert!(config.is_some() || problems.has_errors());
        if let Some(config) = config && !problems.has_errors() {
            prop_assert!(!config.directions.is_empty());
            prop_assert!(config.directions.iter().all(|direction| slug::is_safe(&direction.id)));
            prop_assert!(config.base_url.ends_with('/'));
        }
    }
}
