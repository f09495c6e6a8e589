//! The words of every key of `site.yaml`, for a form: what it is called, an example, what may stand there.
//!
//! A key that is read and has no words fails the test below.

mod centre;
mod hosting;
mod section;

/// A key of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its English name, behind the keys above it and dots: `hosting.ftp.host`.
    pub key: &'static str,
    pub group: SettingGroup,
    pub kind: SettingKind,
    pub label: &'static str,
    pub hint: &'static str,
    pub example: &'static str,
    /// The message where it is missing, of one that is required: its place is none of a key.
    pub missing: &'static str,
    /// Whether few need it.
    pub is_rare: bool,
    /// Whether it is read, but written no longer.
    pub is_old: bool,
}

/// The settings that are shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingGroup {
    Centre,
    Directions,
    Address,
    Hosting,
    Reports,
    Events,
    Pages,
    Photos,
    Copies,
    /// On a screen of its own.
    Look,
}

/// What stands behind a key.
#[derive(Clone, Copy, Debug)]
pub enum SettingKind {
    /// A line.
    Text,
    /// A sentence or two.
    Long,
    Number,
    /// Several lines.
    Lines,
    /// One of a few; yes and no too.
    Choice(&'static [SettingChoice]),
    /// A list of maps.
    Rows(&'static [RowColumn]),
    /// The own keys of events: a list of names, or English names with Russian ones.
    Names,
    /// A theme.
    Theme,
    /// A picture beside the settings.
    Picture,
    /// Keys and values that the theme declares.
    Options,
}

/// A value of a choice; an empty one stands for no key.
#[derive(Clone, Copy, Debug)]
pub struct SettingChoice {
    pub value: &'static str,
    pub label: &'static str,
    /// Other words of the file for the same.
    pub also: &'static [&'static str],
}

/// A key of the maps in a list.
#[derive(Clone, Copy, Debug)]
pub struct RowColumn {
    pub key: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub example: &'static str,
    /// Whether its value is a list of lines.
    pub is_list: bool,
}

impl SettingGroup {
    pub const ALL: [Self; 10] = [
        Self::Centre,
        Self::Directions,
        Self::Address,
        Self::Hosting,
        Self::Reports,
        Self::Events,
        Self::Pages,
        Self::Photos,
        Self::Copies,
        Self::Look,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Directions => "directions",
            Self::Address => "address",
            Self::Hosting => "hosting",
            Self::Reports => "reports",
            Self::Events => "events",
            Self::Pages => "pages",
            Self::Photos => "photos",
            Self::Copies => "copies",
            Self::Look => "look",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Centre => "Школа и центр",
            Self::Directions => "Направления",
            Self::Address => "Адрес, меню и ссылки",
            Self::Hosting => "Публикация на сайте",
            Self::Reports => "Отчёты и учебный год",
            Self::Events => "Свои сведения о событиях",
            Self::Pages => "Страницы и поиск",
            Self::Photos => "Снимки",
            Self::Copies => "Копии для соцсетей",
            Self::Look => "Оформление",
        }
    }
}

/// All settings, in the order of a form.
pub const SETTINGS: &[&[Setting]] =
    &[centre::SETTINGS, hosting::SETTINGS, section::REPORTS, section::SETTINGS];

/// The setting with this key.
pub fn setting(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().copied().flatten().find(|setting| setting.key == key)
}

const NONE: Setting = Setting {
    key: "",
    group: SettingGroup::Centre,
    kind: SettingKind::Text,
    label: "",
    hint: "",
    example: "",
    missing: "",
    is_rare: false,
    is_old: false,
};

const COLUMN: RowColumn = RowColumn { key: "", label: "", hint: "", example: "", is_list: false };

const YES: &[&str] = &["да", "yes", "true", "on", "y"];
const NO: &[&str] = &["нет", "no", "false", "off", "n"];

/// Yes, unless it says no.
const USUALLY: SettingKind = SettingKind::Choice(&[
    SettingChoice { value: "", label: "Да", also: YES },
    SettingChoice { value: "нет", label: "Нет", also: NO },
]);

/// No, unless it says yes.
const SELDOM: SettingKind = SettingKind::Choice(&[
    SettingChoice { value: "", label: "Нет", also: NO },
    SettingChoice { value: "да", label: "Да", also: YES },
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SCHEMA;

    /// The keys that the settings are read by, those of maps below them in their place.
    fn known(prefix: &str, keys: &[crate::yaml::Key], found: &mut Vec<String>) {
        for (name, _) in keys {
            let key = format!("{prefix}{name}");
            let inner = SCHEMA.nested_keys(&key);
            let is_list = matches!(setting(&key), Some(Setting { kind: SettingKind::Rows(_), .. }));
            if inner.is_empty() || is_list {
                found.push(key);
            } else {
                known(&format!("{key}."), inner, found);
            }
        }
    }

    #[test]
    fn every_key_of_the_settings_has_words() {
        let mut keys = Vec::new();
        known("", SCHEMA.keys, &mut keys);
        let mut declared: Vec<_> = SETTINGS.iter().copied().flatten().map(|one| one.key).collect();
        keys.sort_unstable();
        declared.sort_unstable();
        assert_eq!(declared, keys);
        for setting in SETTINGS.iter().copied().flatten() {
            assert!(!setting.label.is_empty(), "{}", setting.key);
            if let SettingKind::Rows(columns) = setting.kind {
                let declared: Vec<_> = columns.iter().map(|column| column.key).collect();
                let known = SCHEMA.nested_keys(setting.key).iter().map(|key| key.0);
                assert_eq!(declared, known.collect::<Vec<_>>(), "{}", setting.key);
                assert!(columns.iter().all(|column| !column.label.is_empty()), "{}", setting.key);
            }
        }
        assert!(SettingGroup::ALL.iter().all(|group| {
            SETTINGS.iter().copied().flatten().any(|setting| setting.group == *group)
        }));
    }

    #[test]
    fn each_choice_is_read() {
        let base =
            "название: А\nадрес_сайта: http://a.example/\nнаправления: [{код: a, название: А}]\n";
        for setting in SETTINGS.iter().copied().flatten() {
            let SettingKind::Choice(choices) = setting.kind else { continue };
            let words = choices
                .iter()
                .flat_map(|one| [one.value].into_iter().chain(one.also.iter().copied()));
            for word in words.filter(|word| !word.is_empty()) {
                let mut text = base.to_owned();
                for (depth, name) in setting.key.split('.').enumerate() {
                    text += &format!("{}{name}:\n", "  ".repeat(depth));
                }
                let text = format!("{} '{word}'\n", text.trim_end());
                let text = text.replace(
                    "  ftp:\n",
                    "  ftp:\n    host: a.example\n    login: a\n    folder: /a\n",
                );
                let mut problems = crate::diagnostic::Diagnostics::new();
                crate::config::Config::parse("site.yaml", &text, &mut problems);
                assert_eq!(*problems, [], "{text}");
            }
        }
    }
}
