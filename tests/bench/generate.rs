//! Generates the posts: each from its number alone, so they are the same on every machine.
//!
//! A post is 150–400 Russian words in 3–6 paragraphs, with a heading and a list; some have a link, a
//! quotation or a word in bold. Posts are spread evenly over ten school years, from September to
//! May, and over the six directions; their files have Cyrillic names.

use crate::words::{AUDIENCES, DIRECTIONS, EVENTS, MONTHS, TOPICS, WORDS};
use rostok::slug::slugify;
use std::fmt::Write as _;

/// The first of the ten school years, 2016/17.
const FIRST_YEAR: usize = 2016;
const SCHOOL_YEARS: usize = 10;

/// How front matter is written.
#[derive(Clone, Copy)]
pub(crate) enum Dialect {
    /// Russian keys, and dates as people write them.
    Rostok,
    /// English keys and ISO dates, and the address in Latin letters that Rostok finds by itself.
    Plain,
    /// The same in TOML, with the folder of the address.
    Toml,
}

pub(crate) struct Post {
    title: String,
    year: usize,
    month: usize,
    day: usize,
    direction: &'static str,
    audience: &'static str,
    participants: usize,
    summary: String,
    body: String,
    /// The folder of the school year and the file's name, as in `2016-17/турнир-по-химии-7.md`.
    pub(crate) path: String,
}

impl Post {
    pub(crate) fn new(index: usize) -> Self {
        let mut random = Random(index as u64);
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let title = format!("{} {}", random.pick(&EVENTS), random.pick(&TOPICS));
        let school_year = FIRST_YEAR + index % SCHOOL_YEARS;
        // January is 0, September 8; nine months later it is May of the next year.
        let month = 8 + random.below(9);
        let name = title.to_lowercase().replace(' ', "-").replace(['«', '»'], "");
        Self {
            year: school_year + month / 12,
            month: month % 12 + 1,
            day: 1 + random.below(28),
            direction: DIRECTIONS[index / SCHOOL_YEARS % DIRECTIONS.len()],
            audience: random.pick(&AUDIENCES),
            participants: 2 + random.below(120),
            summary: capital(&random.phrase(&words, 8)),
            body: body(&mut random, &words),
            path: format!("{school_year}-{:02}/{name}-{index}.md", (school_year + 1) % 100),
            title,
        }
    }

    /// The text of the file.
    pub(crate) fn source(&self, dialect: Dialect) -> String {
        let Self { title, year, month, day, direction, audience, participants, .. } = self;
        let Self { summary, body, .. } = self;
        match dialect {
            Dialect::Rostok => {
                let date = match day % 3 {
                    0 => format!("{day} {} {year} г.", MONTHS[month - 1]),
                    1 => format!("{day}.{month:02}.{year}"),
                    _ => format!("{year}-{month:02}-{day:02}"),
                };
                format!(
                    "---\nназвание: {title}\nдата: {date}\nнаправление: {direction}\n\
                     аудитория: {audience}\nучастники: {participants}\nкратко: {summary}\n---\n{body}"
                )
            }
            Dialect::Plain => format!(
                "---\ntitle: {title}\ndate: {year}-{month:02}-{day:02}\ndirection: {direction}\n\
                 audience: {audience}\nparticipants: {participants}\nsummary: {summary}\n\
                 slug: {}\n---\n{body}",
                self.slug()
            ),
            Dialect::Toml => format!(
                "+++\ntitle = '{title}'\ndate = {year}-{month:02}-{day:02}\nsummary = '{summary}'\n\
                 path = '{year}'\nslug = '{}'\naudience = '{audience}'\n\
                 participants = '{participants}'\ndirection = '{direction}'\n\
                 [taxonomies]\ndirection = ['{direction}']\n+++\n{body}",
                self.slug()
            ),
        }
    }

    fn slug(&self) -> String {
        slugify(self.path.rsplit(['/', '.']).nth(1).unwrap_or_default())
    }
}

fn body(random: &mut Random, words: &[&str]) -> String {
    let paragraphs = 3 + random.below(4);
    let list: Vec<String> =
        (0..3 + random.below(3)).map(|_| random.phrase(words, 4).to_lowercase()).collect();
    let left = 150 + random.below(251) - list.len() * 4;
    let mut text = String::with_capacity(6000);
    for number in 0..paragraphs {
        text.push('\n');
        if number == 1 {
            let _ = writeln!(text, "## {}\n", capital(&random.phrase(words, 3)));
        }
        let mut room = left / paragraphs;
        while room > 0 {
            // If what is left is too short for a sentence, it is added to this one.
            let length = match 6 + random.below(9) {
                length if room < length + 6 => room,
                length => length,
            };
            room -= length;
            text.push_str(&sentence(random, words, length));
            text.push(if room == 0 { '\n' } else { ' ' });
        }
        if number == 1 {
            text.push('\n');
            for item in &list {
                let _ = writeln!(text, "- {item};");
            }
        }
    }
    if random.below(3) == 0 {
        let page = random.below(400);
        let _ = writeln!(text, "\n[Подробнее о мероприятии](http://example.org/index/0-{page})");
    }
    text
}

/// A sentence of `length` words. Some have a quotation, a dash, a comma or a word in bold, which
/// typography changes.
fn sentence(random: &mut Random, words: &[&str], length: usize) -> String {
    let mut text = String::with_capacity(length * 16);
    let special = random.below(8);
    let middle = length / 2;
    for at in 0..length {
        let word = random.pick(words);
        if at > 0 {
            text.push_str(match special {
                0..=2 if at == middle => ", ",
                3 if at == middle => " - ",
                _ => " ",
            });
        }
        match special {
            4 if at == middle => drop(write!(text, "\"{word}\"")),
            5 if at == middle => drop(write!(text, "**{word}**")),
            _ => text.push_str(word),
        }
    }
    text.push('.');
    capital(&text)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// SplitMix64 (Steele, Lea and Flood, 2014): good enough for filler, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn phrase(&mut self, words: &[&str], length: usize) -> String {
        (0..length).map(|_| self.pick(words)).collect::<Vec<_>>().join(" ")
    }
}
