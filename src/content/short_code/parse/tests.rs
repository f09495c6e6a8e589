//! Codes as authors write them.

use super::*;
use crate::content::data::TableKind;
use crate::content::short_code::Counted;

fn read(text: &str, context: ShortcodeContext) -> Result<(Part, CodeArgument), ShortcodeError> {
    let own = ["кабинет", "социальный партнёр"]
        .map(|name| OwnKey { id: name.to_owned(), name: name.to_owned() });
    parse(text, context, &own, &SchoolBounds::default())
}

#[test]
fn a_code_may_name_a_period() {
    for (text, part, slug) in [
        ("{{ план(2022/23) }}", Part::Plan, "2022-23"),
        ("{{ events(\"IV квартал 2022\") }}", Part::Events, "2022-kv4"),
        ("{{ итого(2022) }}", Part::Totals, "2022"),
        (
            "{{ диаграмма(\"события по месяцам, 2022/23 I\") }}",
            Part::Chart(Counted::Events, EventColumn::Month),
            "2022-23-1",
        ),
    ] {
        let (found, argument) = read(text, ShortcodeContext::Report).unwrap();
        assert_eq!((found, argument.period.unwrap().slug()), (part, slug.to_owned()), "{text}");
    }
    assert!(read("{{ план(2022/23) }}", ShortcodeContext::Page).is_ok());
}

#[test]
fn a_code_may_name_columns_and_groups() {
    use EventColumn::{CalendarYear, Date, Level, Month, Number, SchoolYear, Title};
    for (text, part, columns, slug) in [
        (
            "{{ события(\"№, дата, название, уровень\") }}",
            Part::Events,
            &[Number, Date, Title, Level] as &[_],
            "",
        ),
        (
            "{{ события(\"колонки: дата, название; IV квартал 2022\") }}",
            Part::Events,
            &[Date, Title],
            "2022-kv4",
        ),
        ("{{ events(\"2022/23; title, level\") }}", Part::Events, &[Title, Level], "2022-23"),
        ("{{ итого(\"уровень, месяц, 2022\") }}", Part::Totals, &[Level, Month], "2022"),
        ("{{ totals(\"school year\") }}", Part::Totals, &[SchoolYear], ""),
        ("{{ план(\"2022/23; срок\") }}", Part::Plan, &[EventColumn::Term], "2022-23"),
        (
            "{{ диаграмма(\"участия по уровням\") }}",
            Part::Chart(Counted::Participants, Level),
            &[],
            "",
        ),
        (
            "{{ диаграмма(\"события по учебным годам\") }}",
            Part::Chart(Counted::Events, SchoolYear),
            &[],
            "",
        ),
        (
            "{{ chart(\"events by calendar year\") }}",
            Part::Chart(Counted::Events, CalendarYear),
            &[],
            "",
        ),
    ] {
        let (found, argument) = read(text, ShortcodeContext::Report).unwrap();
        assert_eq!((found, &*argument.columns), (part, columns), "{text}");
        assert_eq!(argument.period.map_or(String::new(), |it| it.slug()), slug, "{text}");
    }
    for text in ["{{ диаграмма(\"события по кабинетам\") }}", "{{ итого(Социальный партнер) }}"]
    {
        assert!(read(text, ShortcodeContext::Report).is_ok(), "{text}");
    }
}

#[test]
fn a_code_is_read_in_both_languages() {
    for (text, part) in [
        ("{{ events() }}", Part::Events),
        ("{{События}}", Part::Events),
        ("{{ training() }}", Part::Table(TableKind::Training)),
        ("{{ Педагоги() }}", Part::Table(TableKind::Teachers)),
        ("{{ не проведено() }}", Part::NotHeld),
        ("{{ chart(\"events by month\") }}", Part::Chart(Counted::Events, EventColumn::Month)),
        (
            "{{ диаграмма(«Участия по направлениям») }}",
            Part::Chart(Counted::Participants, EventColumn::Direction),
        ),
    ] {
        assert_eq!(
            read(text, ShortcodeContext::Report),
            Ok((part, CodeArgument::default())),
            "{text}"
        );
    }
}

#[test]
fn a_mistake_is_named_with_the_nearest_code() {
    for (text, context, message, hint) in [
        ("{{ evnts() }}", ShortcodeContext::Report, "неизвестный код «evnts»", "`{{ events() }}`"),
        (
            "{{ погода }}",
            ShortcodeContext::Page,
            "неизвестный код «погода»",
            "`галерея`, `документы`",
        ),
        ("{{ события }}", ShortcodeContext::Page, "только в отчёте", "content/reports"),
        ("{{ gallery }}", ShortcodeContext::Report, "только на странице", "печатают"),
        ("{{ события(1) }}", ShortcodeContext::Report, "период «1»", "«2022/23 I»"),
        (
            "{{ события(дата, уровнь) }}",
            ShortcodeContext::Report,
            "нет колонки «уровнь»",
            "похоже на `уровень`",
        ),
        ("{{ итого(название) }}", ShortcodeContext::Report, "итоги не подводят", "уровень"),
        ("{{ план }}", ShortcodeContext::Page, "за какой период", "{{ план(\"2022/23\") }}"),
        ("{{ учителя(1) }}", ShortcodeContext::Page, "учителя", ""),
        ("{{ педагоги(1) }}", ShortcodeContext::Page, "ничего не пишут", "{{ педагоги() }}"),
        ("{{ диаграмма }}", ShortcodeContext::Report, "не сказано", "«события по направлениям»"),
        (
            "{{ chart(events by mont) }}",
            ShortcodeContext::Report,
            "events by mont",
            "events by month",
        ),
    ] {
        let wrong = read(text, context).unwrap_err();
        assert!(wrong.message.contains(message), "{text}: {wrong:?}");
        assert!(wrong.hint.contains(hint), "{text}: {wrong:?}");
    }
}

#[test]
fn every_table_has_a_code() {
    for kind in TableKind::ALL {
        let code = format!("{{{{ {}() }}}}", kind.name());
        for context in [ShortcodeContext::Page, ShortcodeContext::Report] {
            assert_eq!(read(&code, context), Ok((Part::Table(kind), CodeArgument::default())));
        }
    }
}

#[test]
fn names_belong_to_one_code() {
    let mut names: Vec<_> =
        CODES.iter().flat_map(|code| [code.name.0, code.name.1]).map(fold_key).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn a_code_among_words_is_found_if_it_is_ours() {
    assert_eq!(find("Вот {{ события() }} года"), Some("{{ события() }}"));
    assert_eq!(find("Вот {{ name }} года"), None);
    assert_eq!(find("Вот }} {{"), None);
}
