//! `copies:` in the settings: what copies of events for other places end with.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{Fields, Key};

pub(super) const KEY: Key = ("copies", "копии");

pub(super) const KEYS: &[Key] = &[("hashtags", "хештеги"), ("sign_off", "подпись")];

/// The most hashtags and their longest names leave room for a text where a place takes 1024 characters.
const MAX_HASHTAGS: usize = 10;
const LONGEST_HASHTAG: usize = 40;
const LONGEST_SIGN_OFF: usize = 300;

/// What a copy of an event ends with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// Without `#`.
    pub hashtags: Vec<String>,
    /// The last line: «Центр «Точка роста» школы № 7».
    pub sign_off: Option<String>,
}

pub(super) fn read(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Copies {
    let Some(item) = fields.map(KEY.0, KEYS, diagnostics) else { return Copies::default() };
    let sign_off = item.text("sign_off", diagnostics);
    if let Some(length) = sign_off.as_ref().map(|words| words.chars().count())
        && length > LONGEST_SIGN_OFF
    {
        diagnostics
            .push(item.error("sign_off", format!("подпись слишком длинная: {length} знаков")).hint(
            format!(
                "она стоит под каждой копией события; оставьте не больше {LONGEST_SIGN_OFF} знаков"
            ),
        ));
    }
    Copies { hashtags: hashtags(&item, diagnostics), sign_off }
}

fn hashtags(item: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<String> {
    // «#точкароста #школа7» on one line are two.
    let split = |text: String| -> Vec<String> {
        let words = text.split([',', ';']).map(str::trim);
        let words = words.flat_map(|words| match words.matches('#').count() {
            0 | 1 => vec![words],
            _ => words.split_whitespace().collect(),
        });
        words.map(|word| word.trim_start_matches('#').to_owned()).collect()
    };
    let mut hashtags: Vec<String> = Vec::new();
    for (tag, span) in item.words("hashtags", split, diagnostics) {
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        let is_tag = tag.chars().all(is_letter) && tag.chars().any(char::is_alphabetic);
        if !is_tag || tag.chars().count() > LONGEST_HASHTAG {
            diagnostics.push(
                Diagnostic::error(format!("«{tag}» — не хештег"))
                    .at(item.document().place(span))
                    .hint(format!("в хештеге только буквы, цифры и `_`, без пробелов, не больше {LONGEST_HASHTAG} знаков: `ТочкаРоста`")),
            );
        } else if !hashtags.contains(&tag) {
            hashtags.push(tag);
        }
    }
    if hashtags.len() > MAX_HASHTAGS {
        let message = format!("хештегов слишком много: {}", hashtags.len());
        diagnostics.push(
            item.error("hashtags", message).hint(format!("оставьте не больше {MAX_HASHTAGS}")),
        );
        hashtags.truncate(MAX_HASHTAGS);
    }
    hashtags
}
