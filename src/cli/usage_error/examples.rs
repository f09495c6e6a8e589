//! What arguments and values are called, and an example of each.

/// What is missing without the argument that the help calls `name`.
pub(super) fn missing_argument(name: &str) -> &'static str {
    match name {
        "НАЗВАНИЕ" => "не указано название события",
        "ТЕМА" => "не указана тема",
        "ФАЙЛ" => "не указан файл с таблицей мероприятий",
        "ПЕРИОД" => "не указано, за какой период",
        "ЧТО" => "не указано, что показать",
        "СОБЫТИЕ" => "не указано событие",
        "--for" => "не указано, куда скопировать",
        _ => "в команде чего-то не хватает",
    }
}

/// What is missing without the value that the help calls `name`: «после `--out` не указано, …».
pub(super) fn missing_value(name: &str) -> &'static str {
    match name {
        "ПАПКА" => "какая папка",
        "ФАЙЛ" => "какой файл",
        "ДАТА" => "какая дата",
        "ГОД" => "какой учебный год",
        "НАПРАВЛЕНИЕ" => "какое направление",
        "АДРЕС" => "какой адрес",
        "ПОРТ" => "какой порт",
        "ВИД" => "какой вид",
        "ТАБЛИЦА" => "какая таблица",
        "КОЛОНКИ" => "какие колонки",
        "ЧИСЛО" => "сколько",
        "КУДА" => "куда скопировать",
        "КОГДА" => "с какого времени",
        _ => "что именно",
    }
}

/// Examples of a command, the most usual first.
pub(super) fn command_examples(name: &str) -> &'static [&'static str] {
    match name {
        "init" => &["rostok init", "rostok init tochka"],
        "new" => &["rostok new \"Турнир по шахматам\""],
        "theme" => &["rostok theme plain svoya", "rostok theme plain"],
        "import" => &["rostok import otchet.docx"],
        "build" => &["rostok build"],
        "check" => &["rostok check"],
        "edit" => &["rostok edit"],
        "serve" => &["rostok serve"],
        "publish" => &["rostok publish"],
        "undo" => &["rostok undo"],
        "report" => &[
            "rostok report 2022/23 I",
            "rostok report IV квартал 2022",
            "rostok report 2022/23 I --form forma.docx",
            "rostok report 2022/23 I --root school7 --root school12",
        ],
        "plan" => &["rostok plan 2023/24 I", "rostok plan 2023/24"],
        "copy" => &[
            "rostok copy turnir-po-shakhmatam --for vk",
            "rostok copy --since last --for telegram",
        ],
        "poster" => &["rostok poster den-nauki", "rostok poster День науки"],
        "list" => &["rostok list", "rostok list --direction Наставничество"],
        "pack" => &["rostok pack"],
        "probe" => &["rostok probe"],
        "fragment" => &["rostok fragment latest", "rostok fragment direction Наставничество"],
        _ => &["rostok build"],
    }
}

/// An example of the value of an option; `None` for flags and what speaks for itself.
pub(super) fn option_example(option: &str, value_name: &str) -> Option<&'static str> {
    Some(match (option, value_name) {
        ("--form", _) => "forma.docx",
        ("--table", _) => "2",
        ("--columns", _) => "дата,мероприятие,уровень",
        ("--totals", _) => "направление,месяц",
        ("--out", "ФАЙЛ") => "otchet.docx",
        ("--out", _) => "gotovo",
        ("--root", _) => "tochka",
        ("--date", _) => "7.12.2022",
        ("--from", _) => "1.09.2022",
        ("--to" | "--today", _) => "30.12.2022",
        ("--direction", _) => "Наставничество",
        ("--slug", _) => "turnir",
        ("--year", _) => "2022/23",
        ("--base-url", _) => "http://school.ucoz.ru/tochka/",
        ("--port", _) => "8080",
        ("--host", _) => "0.0.0.0",
        ("--count", _) => "5",
        ("--allow-removals", _) => "50",
        ("--for", _) => "vk",
        ("--since", _) => "last",
        _ => return None,
    })
}

/// A value that the program knows, with what it means.
pub(super) fn value_meaning(value: &str) -> String {
    let meaning = match value {
        "text" | "table" => "для чтения",
        "json" => "для программ",
        "csv" => "для Excel",
        "latest" => "последние события",
        "direction" => "события направления",
        "report" => "отчёт",
        "vk" => "ВКонтакте",
        "max" => "MAX",
        "telegram" => "Telegram",
        "ok" => "Одноклассники",
        "html" => "редактор другого сайта",
        "last" => "всё, чего там ещё нет",
        _ => return format!("`{value}`"),
    };
    format!("`{value}` ({meaning})")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::arguments::Arguments;

    #[test]
    fn every_command_and_option_has_its_example() {
        for command in Arguments::command().get_subcommands() {
            let name = command.get_name();
            let examples = command_examples(name);
            assert!(examples[0].starts_with(&format!("rostok {name}")), "{name}");
            for example in examples {
                let words: Vec<_> = example.replace('"', "").split(' ').map(Into::into).collect();
                Arguments::read(&words).unwrap_or_else(|error| panic!("{example}: {error}"));
            }
            for argument in command.get_arguments().filter(|one| one.get_action().takes_values()) {
                let names = argument.get_value_names().unwrap_or_default();
                let value_name = names.first().map_or("", |name| name.as_str());
                match argument.get_long() {
                    Some("format") => {}
                    Some(long) => {
                        let option = format!("--{long}");
                        assert!(option_example(&option, value_name).is_some(), "{name} {option}");
                        assert_ne!(missing_value(value_name), "что именно", "{name} {option}");
                    }
                    None if argument.is_required_set() => {
                        assert_ne!(missing_argument(value_name), missing_argument(""), "{name}");
                    }
                    None => {}
                }
            }
        }
    }
}
