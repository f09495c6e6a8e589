//! The column of events that the head of a foreign table means.

use super::columns::{ColumnKind, PostKey};
use super::head_words::{counted_noun, kind_of_head};
use crate::calendar::fold;
use crate::config::{EventColumn, OwnKey};
use crate::content::participants::{ParticipantKind, ParticipantNoun};

/// Recognises the head of a column, as `import` does: «Кол-во обучающихся», «Форма проведения»; of a
/// head of two rows both texts with a colon between them, «Количество участников: педагоги». A head
/// that names an own key of the site means that key. `None` if events have nothing for it.
pub fn column_of_head(head: &str, own: &[OwnKey]) -> Option<EventColumn> {
    if let Some(id) = OwnKey::find(head, own) {
        return Some(EventColumn::Own(id));
    }
    column_of_kind(kind_of_head(head)?, head, counted_noun(head).as_deref())
}

/// The column that a column of a table is, whose head is understood. `noun` says whom it counts.
pub(crate) fn column_of_kind(
    kind: ColumnKind,
    head: &str,
    noun: Option<&str>,
) -> Option<EventColumn> {
    let folded = fold(head);
    Some(match kind {
        ColumnKind::Number => EventColumn::Number,
        ColumnKind::Title => EventColumn::Title,
        ColumnKind::Audience => {
            let has_count =
                ["колич", "кол-во", "числ", "охват"].iter().any(|word| folded.contains(word));
            if has_count { EventColumn::Attendance } else { EventColumn::Audience }
        }
        ColumnKind::Count | ColumnKind::People => match noun {
            Some(noun) => match ParticipantNoun::kind_of(noun) {
                ParticipantKind::Pupils => EventColumn::Pupils,
                ParticipantKind::Teachers => EventColumn::Teachers,
                ParticipantKind::Parents => EventColumn::Parents,
                ParticipantKind::Others => EventColumn::OtherPeople,
                ParticipantKind::NotStated => EventColumn::Total,
            },
            None => EventColumn::Total,
        },
        ColumnKind::Date if folded.contains("начал") => EventColumn::FirstDay,
        ColumnKind::Date if folded.starts_with("месяц") => EventColumn::Month,
        ColumnKind::Date => EventColumn::Date,
        ColumnKind::PlannedDate => EventColumn::Term,
        ColumnKind::DateEnd => EventColumn::LastDay,
        ColumnKind::Time => EventColumn::Time,
        ColumnKind::Link => EventColumn::Link,
        ColumnKind::Photos => return None,
        ColumnKind::Held => EventColumn::Mark,
        ColumnKind::Direction => EventColumn::Direction,
        ColumnKind::PostKey(key) => column_of_key(key),
    })
}

fn column_of_key(key: PostKey) -> EventColumn {
    match key {
        PostKey::Planned => EventColumn::Term,
        PostKey::Summary => EventColumn::Summary,
        PostKey::Time => EventColumn::Time,
        PostKey::Place => EventColumn::Place,
        PostKey::Form => EventColumn::Form,
        PostKey::Level => EventColumn::Level,
        PostKey::Classes => EventColumn::Classes,
        PostKey::Teachers => EventColumn::PreparedBy,
        PostKey::Responsible => EventColumn::Responsible,
        PostKey::Results => EventColumn::Results,
        PostKey::Held => EventColumn::Mark,
        PostKey::Own(id) => EventColumn::Own(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_heads_are_columns_of_ours() {
        let own = [OwnKey { id: "cabinet".to_owned(), name: "кабинет".to_owned() }];
        for (head, column) in [
            ("№ п/п", Some(EventColumn::Number)),
            ("Наименование мероприятия", Some(EventColumn::Title)),
            ("Дата проведения", Some(EventColumn::Date)),
            ("Дата начала", Some(EventColumn::FirstDay)),
            ("Дата окончания", Some(EventColumn::LastDay)),
            ("Уровень мероприятия", Some(EventColumn::Level)),
            ("Форма проведения", Some(EventColumn::Form)),
            ("Целевая аудитория, количество участников", Some(EventColumn::Attendance)),
            ("Категория участников", Some(EventColumn::Audience)),
            ("Охват, чел.", Some(EventColumn::Total)),
            ("Кол-во обучающихся", Some(EventColumn::Pupils)),
            ("Количество участников: педагоги", Some(EventColumn::Teachers)),
            ("Родители", Some(EventColumn::Parents)),
            ("Ответственный педагог", Some(EventColumn::Responsible)),
            ("ФИО педагога", Some(EventColumn::PreparedBy)),
            ("Место проведения", Some(EventColumn::Place)),
            ("Кабинет", Some(EventColumn::Own(OwnKey::find("кабинет", &own).unwrap()))),
            ("Примечание", None),
        ] {
            assert_eq!(column_of_head(head, &own), column, "{head}");
        }
        assert_eq!(column_of_head("Кабинет", &[]), Some(EventColumn::Place));
    }
}
