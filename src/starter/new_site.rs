//! The settings of a new site, with what is known of its centre.

use super::new_post::yaml_value;
use super::settings_template;

/// What is known of the centre of a new site.
#[derive(Clone, Debug)]
pub struct NewSite<'a> {
    /// The full name of the centre.
    pub title: &'a str,
    pub school: &'a str,
    /// The address of the section; if empty, the sample stays.
    pub base_url: &'a str,
    pub directions: Vec<NewDirection>,
}

/// A direction of a new site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDirection {
    pub id: String,
    pub title: String,
    /// For menus and labels, if shorter than the title.
    pub short: Option<String>,
}

impl NewSite<'_> {
    /// The text of the settings: that of a new site, with these lines in their places.
    pub fn settings(&self) -> String {
        const DIRECTIONS: &str = "направления:";

        let mut text = String::new();
        let mut in_directions = false;
        for line in settings_template().lines() {
            in_directions &= line.starts_with(' ');
            if in_directions {
                continue;
            }
            let value = match line.split_once(": ").map_or(line, |(key, _)| key) {
                "название" => Some(self.title),
                "школа" => Some(self.school),
                "адрес_сайта" => Some(self.base_url).filter(|url| !url.is_empty()),
                _ => None,
            };
            match (value, line.split_once(": ")) {
                (Some(""), Some((key, _))) => text += &format!("{key}: ''\n"),
                (Some(value), Some((key, _))) => {
                    text += &format!("{key}: {}\n", yaml_value(value));
                }
                _ => text += &format!("{line}\n"),
            }
            if line == DIRECTIONS {
                in_directions = true;
                text.extend(self.directions.iter().map(NewDirection::entry));
            }
        }
        text
    }
}

impl NewDirection {
    fn entry(&self) -> String {
        let mut entry = format!(
            "  - код: {}\n    название: {}\n",
            yaml_value(&self.id),
            yaml_value(&self.title)
        );
        if let Some(short) = &self.short {
            entry += &format!("    кратко: {}\n", yaml_value(short));
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{self, Config};
    use crate::diagnostic::Diagnostics;

    fn direction(id: &str, title: &str, short: Option<&str>) -> NewDirection {
        NewDirection { id: id.into(), title: title.into(), short: short.map(str::to_owned) }
    }

    /// The settings with the texts that are in the file, without typography.
    fn parse_as_written(text: &str, problems: &mut Diagnostics) -> Config {
        let text = [text, "типографика: нет\n"].concat();
        Config::parse(config::FILE, &text, problems).unwrap()
    }

    #[test]
    fn the_settings_have_what_was_entered_and_all_else_of_a_new_site() {
        let site = NewSite {
            title: "Центр «Точка роста»: физика",
            school: "МКОУ \"СОШ № 7\"",
            base_url: "http://school.ucoz.ru/tochka/",
            directions: vec![
                direction("robototekhnika", "Робототехника: 5–7 классы", None),
                direction("proekty", "Проектная деятельность # всех", Some("'Проекты'")),
            ],
        };
        let text = site.settings();
        let mut problems = Diagnostics::new();
        let config = parse_as_written(&text, &mut problems);
        assert!(problems.is_empty(), "{problems:?}\n{text}");
        assert_eq!((&*config.title, &*config.school), (site.title, site.school));
        assert_eq!(config.base_url, site.base_url);
        let read: Vec<_> = config
            .directions
            .iter()
            .map(|read| direction(&read.id, &read.title, Some(&read.short)))
            .collect();
        let expected = [
            direction(
                "robototekhnika",
                "Робототехника: 5–7 классы",
                Some("Робототехника: 5–7 классы"),
            ),
            site.directions[1].clone(),
        ];
        assert_eq!(read, expected);
        for line in ["тема: tochka", "поиск: да", "# Школа, как её называют в документах."]
        {
            assert!(text.contains(&format!("\n{line}\n")), "{line}\n{text}");
        }
    }

    #[test]
    fn the_template_stays_where_nothing_is_told() {
        let mut problems = Diagnostics::new();
        let template = parse_as_written(settings_template(), &mut problems);
        let directions = template
            .directions
            .iter()
            .map(|known| direction(&known.id, &known.title, Some(&known.short)));
        let site = NewSite {
            title: &template.title,
            school: "",
            base_url: "",
            directions: directions.collect(),
        };
        assert_eq!(site.settings(), settings_template());
    }
}
