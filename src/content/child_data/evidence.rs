//! What the words beside a name tell of the person.

mod words;

use super::names::PersonName;
use super::words::TextWords;
use words::{ADULTS, CHILDREN, JOINING, PRIZES, SCHOOLS, WINNERS};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    Child,
    Adult,
    Nothing,
}

/// How many words a winner's name may stand from the word for the prize.
const REACH: usize = 7;
/// How many words before a name may say that it is a grown-up's.
const ADULT_REACH: usize = 4;

impl Evidence {
    pub(super) fn about(words: &TextWords<'_>, name: &PersonName) -> Self {
        if is_adult(words, name) {
            return Self::Adult;
        }
        let by_class = is_class_after(words, name) || is_class_before(words, name);
        if by_class || !name.has_patronymic && is_winner(words, name) {
            return Self::Child;
        }
        if name.has_patronymic { Self::Adult } else { Self::Nothing }
    }
}

/// Whether two names are neighbours in a list: nothing stands between them but signs, «и», and a class.
pub(super) fn is_one_list(words: &TextWords<'_>, first: &PersonName, second: &PersonName) -> bool {
    let between = first.last + 1..second.first;
    let is_list = between.clone().all(|at| {
        words.key(at) == "и"
            || class_at(words, at).is_some()
            || is_one_of(words.key(at), &["клас", "кл"])
    });
    let gaps = between.start..=second.first;
    // Sentences end lists, lines do not.
    is_list
        && between.len() <= 4
        && gaps.clone().all(|at| !words.gap(at).contains(['!', '?', '\u{2026}']))
        && gaps
            .clone()
            .any(|at| words.gap(at).contains([',', ';', '\n', '|', '(']) || words.key(at) == "и")
}

/// Whether a word says what somebody is, and so is no name.
pub(super) fn is_role(key: &str) -> bool {
    [CHILDREN, ADULTS, WINNERS].iter().any(|words| is_one_of(key, words))
}

fn is_one_of(key: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| match beginning.chars().count() {
        // Short ones are whole words.
        ..=2 => key == *beginning,
        _ => key.starts_with(beginning),
    })
}

/// Whether a word for a grown-up belongs to the name.
fn is_adult(words: &TextWords<'_>, name: &PersonName) -> bool {
    for back in 1..=ADULT_REACH {
        // What belongs to another sentence, child or name says nothing of this one.
        let Some(at) = name.first.checked_sub(back) else { break };
        if words.begins_sentence(at + 1) {
            break;
        }
        let key = words.key(at);
        if is_one_of(key, ADULTS) {
            return true;
        }
        if is_one_of(key, CHILDREN) || back > 1 && words.gap(at + 1).contains([',', ';', ')', '|'])
        {
            break;
        }
    }
    let after = name.last + 1;
    let gap = words.gap(after);
    !words.begins_sentence(after)
        && gap.contains([',', '—', '–'])
        && !gap.contains(['(', '|'])
        && is_one_of(words.key(after), ADULTS)
}

/// The class that stands at `at`, as the number of its words: «8а», «8 «А»», «9 класса».
fn class_at(words: &TextWords<'_>, at: usize) -> Option<usize> {
    let key = words.key(at);
    let digits: String = key.chars().take_while(char::is_ascii_digit).collect();
    let letter = &key[digits.len()..];
    if !digits.parse::<u8>().is_ok_and(|class| (1..=11).contains(&class)) {
        return None;
    }
    let is_letter = |text: &str| {
        let mut letters = text.chars();
        letters.next().is_some_and(|one| ('а'..='е').contains(&one) || "иклм".contains(one))
            && letters.next().is_none()
    };
    if is_letter(letter) {
        let has_word = is_one_of(words.key(at + 1), &["клас", "кл"]);
        return Some(1 + usize::from(has_word));
    }
    if !letter.is_empty() {
        return None;
    }
    let next = words.key(at + 1);
    if is_one_of(next, &["клас", "кл"]) {
        return Some(2);
    }
    let is_quoted = words.gap(at + 1).contains(['«', '"', '-', '–']);
    let has_word = is_one_of(words.key(at + 2), &["клас", "кл"]);
    (is_letter(next) && (is_quoted || has_word)).then_some(2 + usize::from(has_word))
}

/// Whether a class or a word for a child follows: «Иванов Иван, ученик», «Петрова Мария (9а)».
fn is_class_after(words: &TextWords<'_>, name: &PersonName) -> bool {
    let at = name.last + 1;
    // «8 класс» may be in the next cell of a table.
    let is_near = !words.begins_sentence(at) || words.gap(at).contains('|');
    let is_child = || {
        class_at(words, at).is_some()
            || is_one_of(words.key(at), CHILDREN)
            || words.key(at) == "из" && class_at(words, at + 1).is_some()
    };
    is_near && is_child()
}

/// Whether a class or a word for a child stands before: «ученица 7 класса Мария Петрова».
fn is_class_before(words: &TextWords<'_>, name: &PersonName) -> bool {
    if words.begins_sentence(name.first) {
        return false;
    }
    (1..=4).any(|back| {
        let Some(at) = name.first.checked_sub(back) else { return false };
        let is_near = (at + 1..name.first).all(|at| !words.begins_sentence(at));
        let class = class_at(words, at).is_some_and(|length| at + length == name.first);
        let is_child = is_one_of(words.key(at), CHILDREN)
            && (at + 1..name.first).all(|at| is_one_of(words.key(at), SCHOOLS));
        is_near && (class || is_child)
    })
}

/// Whether the name is said to have won: «1 место занял…», «победитель — …», «… стал призёром».
fn is_winner(words: &TextWords<'_>, name: &PersonName) -> bool {
    is_winner_before(words, name.first) || is_winner_after(words, name.last + 1)
}

fn is_winner_before(words: &TextWords<'_>, first: usize) -> bool {
    if words.begins_sentence(first) {
        return false;
    }
    let last = words.key(first.saturating_sub(1));
    let gap = words.gap(first);
    let is_joined =
        is_one_of(last, JOINING) || gap.contains(['—', '–', ':', '|']) || gap.contains(" - ");
    for back in 1..=REACH {
        let Some(at) = first.checked_sub(back) else { break };
        let key = words.key(at);
        // «победитель Иванов Иван» needs no verb, «победители конкурса рисунков» is not about a name.
        if is_one_of(key, WINNERS) && (is_joined || back <= 2) {
            return true;
        }
        if is_one_of(key, PRIZES) && (is_joined || back == 1) && is_prize(words, at) {
            return true;
        }
        if words.begins_sentence(at) {
            break;
        }
    }
    false
}

fn is_winner_after(words: &TextWords<'_>, after: usize) -> bool {
    let gap = words.gap(after);
    if words.begins_sentence(after) && !gap.contains('|') {
        return false;
    }
    let is_joined =
        is_one_of(words.key(after), JOINING) && words.key(after) != "и" && words.key(after) != "у";
    let is_marked = gap.contains(['—', '–', ':', '|', '(', ',']) || gap.contains(" - ");
    if !is_joined && !is_marked {
        return false;
    }
    let reach = if is_joined { REACH } else { 2 };
    for at in after..after + reach {
        let key = words.key(at);
        if is_one_of(key, WINNERS) || is_one_of(key, PRIZES) && is_prize(words, at) {
            return true;
        }
        if at > after && words.begins_sentence(at) {
            break;
        }
    }
    false
}

/// Whether the word for what is won at `at` is that: «место» alone is any place.
fn is_prize(words: &TextWords<'_>, at: usize) -> bool {
    let key = words.key(at);
    if !key.starts_with("мест") {
        return true;
    }
    let before = at.checked_sub(1).map_or("", |before| words.key(before));
    before.parse::<u8>().is_ok()
        || matches!(before, "i" | "ii" | "iii")
        || is_one_of(before, &["перв", "втор", "трет", "призов", "почетн"])
        // «1-е место».
        || before == "е" && at >= 2 && words.key(at - 2).parse::<u8>().is_ok()
}
