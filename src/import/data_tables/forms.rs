//! How the tables of reports are recognised, and what their columns are called.

use crate::content::data::TableKind;

/// How a kind of table is recognised, and what its columns are called.
pub(super) struct Form {
    pub(super) kind: TableKind,
    /// One word of each group stands in the heads or above the table.
    pub(super) marks: &'static [&'static [&'static str]],
    /// Keys and the words that mean them; the first is required.
    pub(super) keys: &'static [(&'static str, &'static [&'static str])],
}

pub(super) const FORMS: [Form; 6] = [
    Form {
        kind: TableKind::Training,
        marks: &[&["квалификац", "удостоверен", "переподготов"], &["программ", "курс", "тема"]],
        keys: &[
            ("программа", &["программ", "курс", "тема"]),
            ("часы", &["час", "объем"]),
            ("дата", &["дата", "срок", "год", "период"]),
            ("организация", &["организац", "учрежден"]),
            ("численность", &["численност", "количеств", "слушател"]),
        ],
    },
    Form {
        kind: TableKind::Indicators,
        marks: &[&["показател", "индикатор"], &["значени", "факт"]],
        keys: &[
            ("показатель", &["показател", "индикатор", "наименован"]),
            ("цель", &["минимальн", "планов", "целев", "план"]),
            ("значения", &["факт", "достигнут"]),
        ],
    },
    Form {
        kind: TableKind::Teachers,
        marks: &[
            &["фио", "ф.и.о", "ф. и. о", "фамили"],
            &["должност", "образован", "стаж", "предмет", "категори"],
        ],
        keys: &[
            ("фио", &["фио", "ф.и.о", "ф. и. о", "фамили"]),
            ("должность", &["должност"]),
            ("предметы", &["предмет", "программ", "дисциплин"]),
            ("образование", &["образован"]),
            ("категория", &["категори"]),
            ("стаж", &["стаж"]),
        ],
    },
    Form {
        kind: TableKind::Schedule,
        marks: &[&["день"], &["время"], &["занят", "кружок", "программ", "предмет"]],
        keys: &[
            ("день", &["день"]),
            ("время", &["время"]),
            ("занятие", &["занят", "кружок", "программ", "предмет", "наименован", "назван"]),
            ("группа", &["класс", "групп"]),
            ("педагог", &["педагог", "учител", "руководител"]),
            ("кабинет", &["кабинет", "место"]),
        ],
    },
    Form {
        kind: TableKind::Programmes,
        marks: &[
            &["программ"],
            &["направленност", "возраст", "класс", "час", "срок", "педагог", "учител"],
        ],
        keys: &[
            ("название", &["программ", "наименован", "назван"]),
            ("вид", &["вид", "уровень"]),
            ("направленность", &["направленност"]),
            ("классы", &["класс", "возраст"]),
            ("срок", &["срок"]),
            ("часы", &["час"]),
            ("педагог", &["педагог", "учител", "руководител"]),
        ],
    },
    Form {
        kind: TableKind::Equipment,
        marks: &[
            &["оборудован", "техническ", "материальн", "техник"],
            &["наименован", "назван", "оборудован"],
        ],
        keys: &[
            ("название", &["наименован", "назван", "оборудован"]),
            ("количество", &["количеств", "кол-во", "шт"]),
            ("кабинет", &["кабинет", "место", "помещен"]),
            ("назначение", &["назначен", "использ"]),
        ],
    },
];

impl Form {
    /// For each column the key that its head names first; each key once.
    pub(super) fn columns(&self, heads: &[String]) -> Vec<Option<usize>> {
        let mut used = vec![false; self.keys.len()];
        let mut columns = Vec::new();
        for head in heads {
            let first = |words: &[&str]| words.iter().filter_map(|word| head.find(word)).min();
            let named = self.keys.iter().enumerate().filter(|(key, _)| !used[*key]);
            let key = named
                .filter_map(|(key, (_, words))| Some((first(words)?, key)))
                .min()
                .map(|(_, key)| key);
            if let Some(key) = key {
                used[key] = true;
            }
            columns.push(key);
        }
        columns
    }
}
