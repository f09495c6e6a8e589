//! What the head of a column says the column holds.
//!
//! The first word with a meaning decides: «Краткое содержание мероприятия» is a summary,
//! «Ответственные за реализацию мероприятия» are people, «Название конкурса» is a title. Words after
//! it only narrow it: «Количество обучающихся», «Дата окончания», «Наименование оборудования».

mod lists;

use super::columns::{ColumnKind, PostKey};
use crate::calendar::fold;
use crate::content::participants::{ParticipantNoun, last_kind_in};
pub(super) use lists::AWARDS;
use lists::{ORGANISATIONS, OTHER_COUNTS, OTHER_DATES, OTHER_PEOPLE, THINGS};

/// Heads of columns are short, in bytes.
const MAX_HEAD_BYTES: usize = 300;

/// Recognises a column by the text of its head; `None` for other columns.
pub(super) fn kind_of_head(text: &str) -> Option<ColumnKind> {
    let folded = fold(text);
    let text = without_part_words(&folded);
    if text.is_empty() || text.len() > MAX_HEAD_BYTES {
        return None;
    }
    if is_number_head(text) {
        return Some(ColumnKind::Number);
    }
    // In tables of totals: how many there were.
    if matches!(text, "событий" | "мероприятий" | "участий") {
        return None;
    }
    if text.contains("для кого") || text.contains("кто участв") {
        return Some(ColumnKind::Audience);
    }
    // «Обучающиеся», «Педагоги»: whom the numbers below count.
    if last_kind_in(text).is_some() && ParticipantNoun::is_known(text)
        || other_people(text).is_some()
    {
        return Some(ColumnKind::People);
    }
    if names_pupils(text) {
        return None;
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    (0..words.len()).find_map(|at| meaning(words[at], &words[..at], &words[at + 1..]))?
}

/// «ФИО участника»: the names of children go nowhere by themselves.
fn names_pupils(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(&["фио", "ф.и.о", "ф. и. о", "фамили"])
        && !has(&["педагог", "учител", "ответствен", "руководител", "организатор", "преподават"])
}

/// «обучающихся» of «из них обучающихся».
fn without_part_words(folded: &str) -> &str {
    let text = folded.trim();
    ["из них", "в том числе", "в т.ч.", "в т. ч."]
        .iter()
        .find_map(|words| text.strip_prefix(words))
        .map_or(text, |rest| rest.trim_start_matches([':', ',', ' ']))
}

/// «№», «№ п/п», «N».
pub(super) fn is_number_head(text: &str) -> bool {
    let rest = text.trim_start_matches(['№', 'n']);
    let has_sign = rest.len() < text.len();
    let rest = rest.trim_matches([' ', '.', ':']);
    matches!(rest, "п/п" | "п.п" | "п. п" | "п-п" | "пп" | "п / п")
        || has_sign && (rest.is_empty() || rest == "o" || rest.starts_with("меропр"))
        || matches!(text, "no" | "no." | "номер" | "номер по порядку")
}

/// The meaning of `word` between the others: `None` if it has none, `Some(None)` if it says that the
/// column is of no use for events.
#[expect(clippy::option_option, reason = "«no meaning» and «the meaning is: none of ours» differ")]
fn meaning(word: &str, before: &[&str], after: &[&str]) -> Option<Option<ColumnKind>> {
    let is = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    let follows =
        |stems: &[&str]| after.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    let precedes =
        |stems: &[&str]| before.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    let is_course = |word: &&str| word.starts_with("курс");
    let field = |field| Some(Some(ColumnKind::PostKey(field)));
    if is(&[
        "ответствен",
        "исполнител",
        "организатор",
        "руководител",
        "куратор",
        "проводящ",
        "проводил",
    ]) || matches!(word, "проводит" | "проводят")
    {
        return field(PostKey::Responsible);
    }
    if is(&["ссылк", "сайт", "url", "новост", "вконтакте", "соцсет", "освещ"])
        || is(&["публикац", "опубликов", "размещ"])
        || word == "где" && follows(&["опубликов", "размещ", "освещ"])
        || matches!(word, "вк" | "vk" | "пост" | "поста" | "интернет")
    {
        return Some(Some(ColumnKind::Link));
    }
    if is(&["адрес"]) {
        let of_page =
            follows(&["сайт", "ссыл", "страниц", "публик", "новост", "интернет", "электрон"]);
        return Some(Some(if of_page || after.is_empty() {
            ColumnKind::Link
        } else {
            ColumnKind::PostKey(PostKey::Place)
        }));
    }
    if is(&["фото", "снимк"]) {
        return Some(Some(ColumnKind::Photos));
    }
    if is(&["отметк", "выполнен", "исполнени"])
        || word == "статус" && !follows(&["меропр", "конкурс"])
    {
        return Some(Some(ColumnKind::Held));
    }
    if is(&["дата", "даты", "срок", "период"]) || is_calendar_word(word, before, after)
    {
        if follows(&OTHER_DATES) || follows(&THINGS) && !follows(&["меропр", "реализ", "провед"])
        {
            return Some(None);
        }
        return Some(Some(
            if follows(&["окончан", "конец", "конца", "заверш"]) {
                ColumnKind::DateEnd
            } else if follows(&["план"]) || precedes(&["план"]) {
                ColumnKind::PlannedDate
            } else {
                ColumnKind::Date
            },
        ));
    }
    if is(&["время", "начало"]) {
        return Some(Some(ColumnKind::Time));
    }
    if is(&["часы"]) {
        // Alone they are the length of lessons.
        return Some(follows(&["провед", "работ", "мероприят"]).then_some(ColumnKind::Time));
    }
    if is(&[
        "количеств",
        "кол-во",
        "численност",
        "охват",
        "число",
        "чел",
        "присутств",
        "всего",
        "итого",
        "общее",
    ]) || word == "кол"
    {
        if follows(&AWARDS) {
            return field(PostKey::Results);
        }
        if follows(&OTHER_COUNTS) && !follows(&["участ"]) {
            return Some(None);
        }
        return Some(Some(ColumnKind::Count));
    }
    if is(&["результ", "итог", "достижен", "эффект", "наград", "законч"]) || is(&AWARDS)
    {
        // Expected results are no results.
        return Some(
            (!precedes(&["ожидаем", "планируем", "прогноз"]))
                .then_some(ColumnKind::PostKey(PostKey::Results)),
        );
    }
    if is(&["мест"]) {
        // «Место и дата проведения»
        if follows(&["дата", "даты", "срок"]) {
            return Some(Some(ColumnKind::Date));
        }
        return field(if precedes(&["занят", "призов"]) || follows(&["занят"]) {
            PostKey::Results
        } else {
            PostKey::Place
        });
    }
    if is(&["кабинет", "локац", "площадк", "помещен"]) || word == "где"
    {
        return field(PostKey::Place);
    }
    if is(&["содержан", "описан", "аннотац", "суть", "информац"]) {
        return field(PostKey::Summary);
    }
    if is(&["уровен", "уровн", "масштаб", "статус"]) {
        return field(PostKey::Level);
    }
    if is(&["форма", "формы", "формат"]) && !follows(&["отчет", "контрол", "обучен"])
        || matches!(word, "вид" | "виды" | "тип" | "типы")
    {
        return field(PostKey::Form);
    }
    if is(&["класс", "параллел", "групп"]) {
        return field(PostKey::Classes);
    }
    if is(&["категори"]) && follows(&["меропр"]) && !follows(&["участ", "обуча", "слушат"])
    {
        return field(PostKey::Form);
    }
    if is(&["аудитор", "категори", "участ", "контингент", "слушател", "возраст"])
    {
        return Some(Some(ColumnKind::Audience));
    }
    if is(&["педагог", "учител", "преподават", "наставник"]) {
        return field(PostKey::Teachers);
    }
    if is(&["направлени", "раздел", "рубрик", "блок"]) {
        return Some(Some(ColumnKind::Direction));
    }
    if is(&["мероприят", "событи", "конкурс", "акци", "тема", "тематик"])
    {
        return Some(Some(ColumnKind::Title));
    }
    if word == "что" && follows(&["провед", "проводил", "сделан", "организован"])
    {
        return Some(Some(ColumnKind::Title));
    }
    if is(&["назван", "наименован"]) {
        let is_other = follows(&THINGS)
            || follows(&ORGANISATIONS)
            || matches!(after, ["оо" | "оу" | "ооу" | "мо", ..]);
        let is_thing = is_other && !follows(&["мероприят", "событи"]);
        return Some((!is_thing && !after.iter().any(is_course)).then_some(ColumnKind::Title));
    }
    None
}

/// «Месяц», «Когда», «Число», «День проведения»: short heads, because the words are common.
fn is_calendar_word(word: &str, before: &[&str], after: &[&str]) -> bool {
    let is_calendar = matches!(word, "когда" | "число" | "месяц" | "день" | "дни" | "неделя");
    let is_short = before.is_empty()
        && (after.is_empty() || after.len() == 1 && after[0].starts_with("провед"));
    is_calendar && is_short
}

/// The people that a head with a number says are counted: «обучающихся» of «Кол-во обучающихся, чел.».
pub(super) fn counted_noun(head: &str) -> Option<String> {
    let folded = fold(head);
    // The number of one group, not of several.
    let group = without_part_words(&folded).split([',', '(', ';', '/']).next()?.trim();
    let words: Vec<&str> = group.split(' ').filter(|word| !word.is_empty()).collect();
    if let Some(noun) = words.last().and_then(|word| other_people(word)) {
        return Some(noun.to_owned());
    }
    (0..words.len()).find_map(|at| {
        let noun = words[at..].join(" ");
        let is_counted = ParticipantNoun::is_known(&noun) && last_kind_in(&noun).is_some();
        // A digit would look like a count of its own.
        (is_counted && !noun.contains(|c: char| c.is_ascii_digit())).then_some(noun)
    })
}

/// «взрослых» for «взрослые»; `None` for other words.
pub(super) fn other_people(word: &str) -> Option<&'static str> {
    let folded = fold(word);
    let is_word = folded.chars().all(char::is_alphabetic);
    let known = OTHER_PEOPLE.iter().find(|(stem, _)| is_word && folded.starts_with(stem));
    known.map(|(_, noun)| *noun)
}

#[cfg(test)]
mod tests;
