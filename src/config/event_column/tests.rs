//! Columns by the words of teachers.

use super::*;
use crate::config::event_keys::EVENT_KEYS;

fn own() -> [OwnKey; 2] {
    ["Кабинет", "социальный партнёр"]
        .map(|name| OwnKey { id: name.to_owned(), name: name.to_owned() })
}

#[test]
fn a_column_is_found_by_the_words_of_teachers() {
    use EventColumn::*;
    for (name, column) in [
        ("№", Number),
        ("№ п/п", Number),
        ("дата", Date),
        ("Название", Title),
        ("мероприятие", Title),
        ("level", Level),
        ("УРОВЕНЬ", Level),
        ("обучающиеся", Pupils),
        ("дети", Pupils),
        ("педагоги", Teachers),
        ("teachers", Teachers),
        ("родители", Parents),
        ("кто подготовил", PreparedBy),
        ("количество участников", Total),
        ("участники", Participants),
        ("half-year", HalfYear),
        ("учебный_год", SchoolYear),
        ("месяц", Month),
        ("Форма проведения", Form),
        ("Ссылка на сайт с новостью о мероприятии (при наличии)", Link),
        ("срок", Term),
        ("отметка о выполнении", Mark),
    ] {
        assert_eq!(EventColumn::find(name, &[]), Some(column), "{name}");
    }
    let own = own();
    let partner = EventColumn::find("Социальный партнер", &own).unwrap();
    assert_eq!(partner.name(&own), "социальный партнёр");
    assert_eq!(partner.head(&own), "Социальный партнёр");
    // The word is one for the place where the site has no such key.
    assert_eq!(EventColumn::find("кабинет", &own).unwrap().head(&own), "Кабинет");
    assert_eq!(EventColumn::find("кабинет", &[]), None);
}

#[test]
fn a_name_that_is_none_is_answered_with_the_nearest_and_the_list() {
    let wrong = EventColumn::resolve("уровнь", &own()).unwrap_err();
    assert_eq!(wrong.message, "нет колонки «уровнь»");
    assert!(wrong.hint.starts_with("похоже на `уровень`; бывают: №, название, дата"));
    assert!(wrong.hint.ends_with("Кабинет, социальный партнёр"), "{}", wrong.hint);
    let wrong = EventColumn::resolve("погода", &[]).unwrap_err();
    assert!(wrong.hint.starts_with("бывают: №"), "{}", wrong.hint);
    let wrong = EventColumn::resolve_group("ссылка", &[]).unwrap_err();
    assert_eq!(wrong.message, "по колонке «ссылка» итоги не подводят");
    assert!(wrong.hint.contains("итоги бывают по: месяц"), "{}", wrong.hint);
    let own = own();
    for compared in ["кабинетам", "кабинет", "Социальным партнёрам"]
    {
        assert!(EventColumn::find_compared(compared, &own).is_some(), "{compared}");
    }
    for compared in ["месяцу", "каб", "партнёрам", "социальным партнёрам школы"]
    {
        assert_eq!(EventColumn::find_compared(compared, &own), None, "{compared}");
    }
    let list = EventColumn::resolve_list("№, дата; название,", &[], EventColumn::resolve);
    assert_eq!(list.unwrap().len(), 3);
}

#[test]
fn names_belong_to_one_column() {
    let mut names: Vec<_> = COLUMNS
        .iter()
        .flat_map(|words| {
            let own = [words.names.0, words.names.1, words.head];
            let mut own: Vec<_> = own.iter().chain(words.also).map(|name| fold_key(name)).collect();
            own.sort_unstable();
            own.dedup();
            own
        })
        .collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn what_an_event_says_can_be_a_column() {
    // Photos, addresses and switches are nothing to be shown in a table.
    let not_shown = [
        "photos",
        "photos_alt",
        "cover",
        "report",
        "draft",
        "slug",
        "aliases",
        "updated",
        "lines",
        "people",
        "consent",
    ];
    for (english, russian) in EVENT_KEYS {
        let is_column = EventColumn::find(russian, &[]).is_some();
        assert_eq!(is_column, !not_shown.contains(english), "{russian}");
    }
}
