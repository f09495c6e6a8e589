//! How the program understands values that people write in many ways, so that the form can say it back.

use serde_json::{Map, Value};

use crate::calendar::{EventDate, SchoolYear};
use crate::config::Config;
use crate::content::participants::Participants;
use crate::editor::documents::FieldValue;

/// What was understood, by key; a value that was not is left out. `direction` is an id, the others are
/// texts for people.
pub(super) fn of_fields<'a>(
    file: &str,
    value: impl Fn(&str) -> Option<&'a FieldValue>,
    config: &Config,
) -> Value {
    let text = |key: &str| value(key).and_then(one_line);
    let mut echo = Map::new();
    let mut say = |key: &str, words: Option<String>| {
        echo.extend(words.map(|words| (key.to_owned(), words.into())));
    };
    let year = school_year(file, text("school_year").as_deref());
    let date = text("date").and_then(|date| EventDate::parse(&date, year).ok());
    say("date", date.map(|date| date.to_string()));
    let updated = text("updated").and_then(|day| EventDate::one_day(&day).ok());
    say("updated", updated.map(|day| EventDate::day(day).to_string()));
    say("participants", value("participants").and_then(participants));
    let direction = text("direction").and_then(|text| config.resolve_direction(&text).ok());
    say("direction", direction.map(|id| config.direction(id).id.clone()));
    Value::Object(echo)
}

/// The school year that the text names, or the nearest folder named like one.
fn school_year(file: &str, written: Option<&str>) -> Option<SchoolYear> {
    if let Some(written) = written {
        return SchoolYear::parse(written).ok();
    }
    let has_digit = |folder: &&str| folder.bytes().any(|byte| byte.is_ascii_digit());
    let mut folders = file.rsplit('/').skip(1).filter(has_digit);
    folders.find_map(|folder| SchoolYear::parse(folder).ok())
}

fn one_line(value: &FieldValue) -> Option<String> {
    let text = match value {
        FieldValue::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        FieldValue::List(texts) => texts.join(", "),
        FieldValue::Entries(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn participants(value: &FieldValue) -> Option<String> {
    let parsed = match value {
        FieldValue::Entries(entries) => {
            let groups: Vec<(&str, &str)> = entries.iter().map(|entry| group(entry)).collect();
            Participants::from_list(groups)
        }
        _ => Participants::parse(&one_line(value)?),
    };
    parsed.ok().map(|participants| participants.to_string())
}

/// The number and the noun of a group.
fn group(entry: &[(String, String)]) -> (&str, &str) {
    let of = |name: &str| {
        entry.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    (of("count"), of("who"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;

    #[test]
    fn values_are_said_back_as_they_are_understood() {
        let settings = "title: Т\nschool: Ш\nbase_url: http://a.ru/\ndirections:\n  - id: igry\n    title: Игры и турниры\n";
        let config = Config::parse("content/site.yaml", settings, &mut Diagnostics::new()).unwrap();
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let entry = |count: &str, who: &str| {
            vec![("count".to_owned(), count.to_owned()), ("who".to_owned(), who.to_owned())]
        };
        let values = [
            ("date", text("сентябрь - октябрь")),
            (
                "participants",
                FieldValue::Entries(vec![entry("21", "дети"), entry("2", "педагоги")]),
            ),
            ("direction", text("турниры")),
            ("updated", text("1.2.2023")),
        ];
        let value =
            |key: &str| values.iter().find(|(name, _)| *name == key).map(|(_, value)| value);
        let echo = of_fields("content/posts/2022-23/a/index.md", value, &config);
        assert_eq!(echo["date"], "сентябрь\u{a0}— октябрь 2022\u{a0}г.");
        assert_eq!(echo["participants"], "21\u{a0}ребёнок, 2\u{a0}педагога");
        assert_eq!(echo["direction"], "igry");
        assert_eq!(echo["updated"], "1\u{a0}февраля 2023\u{a0}г.");
        let echo = of_fields("content/posts/a.md", value, &config);
        assert_eq!(echo.get("date"), None, "no school year to take the year from");
    }
}
