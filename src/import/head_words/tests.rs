//! Heads of real tables and what they mean.

use super::*;
use ColumnKind::{
    Audience, Count, Date, DateEnd, Direction, Held, Link, Number, People, Photos, PlannedDate,
    Time, Title,
};

#[test]
fn questions_are_heads_too() {
    for (head, kind) in [
        ("Что проведено", ColumnKind::Title),
        ("Где опубликовано", ColumnKind::Link),
        ("Размещение информации", ColumnKind::Link),
        ("Где проходило", ColumnKind::PostKey(PostKey::Place)),
        ("Кто проводил", ColumnKind::PostKey(PostKey::Responsible)),
    ] {
        assert_eq!(kind_of_head(head), Some(kind), "{head}");
    }
    for head in ["Наименование ОО (краткое)", "Название школы", "Наименование МО"]
    {
        assert_eq!(kind_of_head(head), None, "{head}");
    }
}

#[test]
fn the_first_word_with_a_meaning_decides() {
    let field = |field| Some(ColumnKind::PostKey(field));
    for (head, kind) in [
        ("№ п/п", Some(Number)),
        ("п/п", Some(Number)),
        ("Мероприятие", Some(Title)),
        ("Наименование мероприятия", Some(Title)),
        ("Название конкурса", Some(Title)),
        ("Название программы курса", None),
        ("Название курса", None),
        ("Наименование оборудования", None),
        ("Наименование индикатора/показателя", None),
        ("Краткое содержание мероприятия", field(PostKey::Summary)),
        ("Категория участников мероприятия", Some(Audience)),
        ("Целевая аудитория, количество участников", Some(Audience)),
        ("Участники", Some(Audience)),
        ("Обучающиеся", Some(People)),
        ("педагогов", Some(People)),
        ("Количество участников, чел.", Some(Count)),
        ("Кол-во обучающихся", Some(Count)),
        ("Охват", Some(Count)),
        ("Количество часов", None),
        ("Часы", None),
        ("Часы проведения", Some(Time)),
        ("Взрослые", Some(People)),
        ("Всего", Some(Count)),
        ("Всего часов", None),
        ("Наименование ОО", None),
        ("Название школы", None),
        ("Название школьного мероприятия", Some(Title)),
        ("Дата поставки", None),
        ("Дата ввода в эксплуатацию", None),
        ("Место и дата проведения", Some(Date)),
        ("Присутствовало", Some(Count)),
        ("Количество победителей и призёров", field(PostKey::Results)),
        ("Сроки проведения мероприятия", Some(Date)),
        ("Дата (план)", Some(PlannedDate)),
        ("Планируемая дата", Some(PlannedDate)),
        ("Дата окончания", Some(DateEnd)),
        ("Дата выдачи удостоверения", None),
        ("Месяц", Some(Date)),
        ("День науки", None),
        ("Время проведения", Some(Time)),
        ("Ответственные за реализацию мероприятия", field(PostKey::Responsible)),
        ("Ответственный педагог", field(PostKey::Responsible)),
        ("ФИО педагога", field(PostKey::Teachers)),
        ("ФИО участника", None),
        ("Ф.И.О. обучающегося, класс", None),
        ("Место проведения", field(PostKey::Place)),
        ("Занятое место", field(PostKey::Results)),
        ("Класс", field(PostKey::Classes)),
        ("Классы", field(PostKey::Classes)),
        ("Уровень (школьный, муниципальный)", field(PostKey::Level)),
        ("Форма проведения мероприятия", field(PostKey::Form)),
        ("Результат (победители, призёры)", field(PostKey::Results)),
        ("Ожидаемый результат", None),
        ("Ссылка на сайт с новостью о мероприятии (при наличии)", Some(Link)),
        ("ВКонтакте", Some(Link)),
        ("Адрес проведения", field(PostKey::Place)),
        ("Фото", Some(Photos)),
        ("Отметка о выполнении", Some(Held)),
        ("Направление", Some(Direction)),
        ("Форма отчётности", None),
        ("Краткая информация о мероприятии", field(PostKey::Summary)),
        ("из них обучающихся", Some(People)),
        ("в том числе: педагогов", Some(People)),
        ("Примечание", None),
        ("Событий", None),
        ("Мероприятий", None),
    ] {
        assert_eq!(kind_of_head(head), kind, "{head}");
    }
}

#[test]
fn a_count_names_whom_it_counts() {
    for (head, noun) in [
        ("Кол-во обучающихся", Some("обучающихся")),
        ("Количество педагогических работников, чел.", Some("педагогических работников")),
        ("педагоги", Some("педагоги")),
        ("Количество участников, чел.", None),
        ("Количество участников мероприятия (обучающихся, педагогов)", None),
        ("Охват", None),
    ] {
        assert_eq!(counted_noun(head).as_deref(), noun, "{head}");
    }
}
