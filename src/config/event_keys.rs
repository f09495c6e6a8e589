//! The keys of events: those that every site has, and the site's own, which its settings declare.

use super::event_column;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::yaml::{Fields, Key, KeyNames, Node, Value, fold_key};

pub(super) const KEY: Key = ("event_keys", "ключи_событий");

/// The keys of the front matter of a post, as hints list them. The settings may add to them, so they
/// stand here.
pub const EVENT_KEYS: &[Key] = &[
    ("title", "название"),
    ("date", "дата"),
    ("direction", "направление"),
    ("audience", "аудитория"),
    ("participants", "участники"),
    ("summary", "кратко"),
    ("time", "время"),
    ("place", "место"),
    ("form", "форма"),
    ("level", "уровень"),
    ("classes", "классы"),
    ("teachers", "педагоги"),
    ("results", "итоги"),
    ("tags", "метки"),
    ("link", "ссылка"),
    ("photos", "фото"),
    ("photos_alt", "описание_фото"),
    ("cover", "обложка"),
    ("report", "в_отчёт"),
    ("draft", "черновик"),
    ("slug", "адрес"),
    ("aliases", "прежние_адреса"),
    ("updated", "обновлено"),
    ("lines", "строки"),
    ("school_year", "учебный_год"),
    ("responsible", "ответственный"),
    ("people", "люди"),
    ("consent", "согласие"),
    ("held", "проведено"),
    ("planned", "срок"),
];

/// More keys than this would be no front matter but a table.
const MAX_OWN: usize = 30;

/// No key is longer, in characters.
const MAX_NAME: usize = 60;

/// A key of events that the settings declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnKey {
    /// Its English name; its only name if the settings give none.
    pub id: String,
    /// Its Russian name, as written in the settings.
    pub name: String,
}

/// An own key by its index in [`Config::own_keys`](super::Config::own_keys).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnKeyId(usize);

impl OwnKeyId {
    pub fn index(self) -> usize {
        self.0
    }
}

impl OwnKey {
    /// The own key that `name` names, in whichever case, with «ё» or «е», spaces or `_`.
    pub fn find(name: &str, all: &[Self]) -> Option<OwnKeyId> {
        if all.is_empty() {
            return None;
        }
        let folded = fold_key(name);
        all.iter().position(|key| key.is_named(&folded)).map(OwnKeyId)
    }

    /// As [`Self::find`], also in another number or case: «Социальные партнёры».
    pub fn find_like(name: &str, all: &[Self]) -> Option<OwnKeyId> {
        let folded = fold_key(name);
        let is_like = |key: &Self| event_column::is_form_of(&folded, &fold_key(&key.name));
        Self::find(name, all).or_else(|| all.iter().position(is_like).map(OwnKeyId))
    }

    /// All of `all` with their ids.
    pub fn with_ids(all: &[Self]) -> impl Iterator<Item = (OwnKeyId, &Self)> {
        all.iter().enumerate().map(|(index, key)| (OwnKeyId(index), key))
    }

    /// Both names, as front matter is read.
    pub fn names(&self) -> KeyNames<'_> {
        (&self.id, &self.name)
    }

    fn is_named(&self, folded: &str) -> bool {
        fold_key(&self.name) == folded || fold_key(&self.id) == folded
    }
}

/// The declared keys: a list of names, or English names with Russian ones. A name that cannot be told
/// from another one is an error.
pub(super) fn read(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<OwnKey> {
    let Some(node) = fields.node(KEY.0) else { return Vec::new() };
    let document = fields.document();
    let mut own: Vec<OwnKey> = Vec::new();
    let mut add = |key: OwnKey, place: Place, diagnostics: &mut Diagnostics| {
        let problem = match refusal(&key, &own) {
            None if own.len() < MAX_OWN => {
                own.push(key);
                return;
            }
            None => Diagnostic::error(format!("своих ключей больше {MAX_OWN}"))
                .hint("оставьте нужные: остальные сведения можно написать в тексте события"),
            Some((message, hint)) => Diagnostic::error(message).hint(hint),
        };
        diagnostics.push(problem.at(place));
    };
    match &node.value {
        Value::Map(entries) => {
            for entry in entries {
                let Some(name) = name_of(&entry.value, &entry.key) else {
                    diagnostics.push(no_name().at(document.place(entry.value.span)));
                    continue;
                };
                let key = OwnKey { id: entry.key.trim().to_owned(), name };
                add(key, document.place(entry.key_span), diagnostics);
            }
        }
        _ => {
            for (name, span) in fields.texts(KEY.0, diagnostics) {
                let key = OwnKey { id: name.clone(), name };
                add(key, document.place(span), diagnostics);
            }
        }
    }
    own
}

/// The Russian name behind an English one; the key alone is its only name.
fn name_of(value: &Node<'_>, key: &str) -> Option<String> {
    match &value.value {
        Value::Empty => Some(key.trim().to_owned()),
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::List(_) | Value::Map(_) => None,
    }
}

fn no_name() -> Diagnostic {
    Diagnostic::error("после английского имени ключа нужно русское")
        .hint("например, `partner: социальный партнёр`")
}

/// Why `key` cannot be one: the message and the hint.
fn refusal(key: &OwnKey, own: &[OwnKey]) -> Option<(String, String)> {
    for name in [&key.id, &key.name] {
        let is_word = name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '\u{a0}'));
        if !is_word || name.chars().count() > MAX_NAME {
            return Some((
                format!("«{name}» не годится для ключа"),
                "назовите его словами, без знаков препинания: `социальный партнёр`".to_owned(),
            ));
        }
        let folded = fold_key(name);
        let same = |known: &Key| [known.0, known.1].iter().any(|name| fold_key(name) == folded);
        if let Some((_, known)) = EVENT_KEYS.iter().find(|known| same(known)) {
            let written = if same(&("", known)) {
                format!("ключ `{known}` у событий уже есть")
            } else {
                format!("ключ `{name}` у событий уже есть, по-русски это `{known}`")
            };
            let hint =
                "уберите эту строку: объявлять его не нужно; а если это другое, назовите иначе";
            return Some((written, hint.to_owned()));
        }
        if let Some(column) = event_column::named(name) {
            return Some((
                format!("так называется колонка отчёта: `{column}`"),
                "назовите ключ иначе, чтобы их не спутать".to_owned(),
            ));
        }
        if own.iter().any(|other| other.is_named(&folded)) {
            return Some((
                format!("ключ `{name}` объявлен дважды"),
                "оставьте одну из строк".to_owned(),
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(keys: &str) -> (Vec<OwnKey>, Vec<String>) {
        let text = format!(
            "название: Центр\nадрес_сайта: http://a.example/\nнаправления:\n- код: a\n  название: А\n\
             ключи_событий:{keys}\n"
        );
        let mut problems = Diagnostics::new();
        let config = Config::parse("site.yaml", &text, &mut problems).unwrap();
        let told = problems.iter().map(|problem| {
            let line = problem.place.as_ref().map_or(0, |place| place.line);
            format!("{line}: {} | {}", problem.message, problem.hint)
        });
        (config.own_keys, told.collect())
    }

    #[test]
    fn keys_are_declared_by_a_list_or_with_english_names() {
        let (own, problems) = read("\n- кабинет\n- Социальный партнёр\n");
        assert_eq!(problems, [""; 0]);
        let names: Vec<_> = own.iter().map(OwnKey::names).collect();
        assert_eq!(names, [("кабинет", "кабинет"), ("Социальный партнёр", "Социальный партнёр")]);
        for written in ["социальный партнер", "СОЦИАЛЬНЫЙ_ПАРТНЁР", "социальный-партнёр"]
        {
            assert_eq!(OwnKey::find(written, &own), Some(OwnKeyId(1)), "{written}");
        }
        assert_eq!(OwnKey::find("партнёр", &own), None);
        let (own, problems) = read("\n  partner: социальный партнёр\n  кружок:\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!(own[0].names(), ("partner", "социальный партнёр"));
        assert_eq!(own[1].names(), ("кружок", "кружок"));
        assert_eq!(OwnKey::find("Partner", &own), Some(OwnKeyId(0)));
        assert_eq!(read(" кабинет").0.len(), 1);
    }

    #[test]
    fn a_key_that_cannot_be_told_from_another_is_refused() {
        for (keys, part) in [
            ("\n- Уровень\n", "7: ключ `уровень` у событий уже есть |"),
            ("\n- level\n", "ключ `level` у событий уже есть, по-русски это `уровень`"),
            ("\n  place: здание\n", "ключ `place` у событий уже есть, по-русски это `место`"),
            ("\n- учебный год\n", "ключ `учебный_год` у событий уже есть"),
            ("\n- обучающиеся\n", "так называется колонка отчёта: `обучающиеся`"),
            ("\n- Месяц\n", "так называется колонка отчёта: `месяц`"),
            ("\n- кабинет\n- Кабинет\n", "8: ключ `Кабинет` объявлен дважды"),
            ("\n- каб., ауд.\n", "«каб., ауд.» не годится для ключа"),
            ("\n- 5\n", "«5» не годится"),
            ("\n  a:\n  - b\n", "нужно русское"),
        ] {
            let (_, problems) = read(keys);
            assert_eq!(problems.len(), 1, "{keys}: {problems:?}");
            assert!(problems[0].contains(part), "{keys}: {problems:?}");
        }
    }
}
