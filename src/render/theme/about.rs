//! What a theme says of itself, for who chooses one.

use std::collections::BTreeMap;

use super::ThemeLayer;
use super::chain::chain;
use super::settings::plain_option;
use crate::diagnostic::Diagnostics;
use crate::render::palette::{Palette, ShownColour, are_colours};

/// A theme to be chosen.
#[derive(Clone, Debug)]
pub struct ThemeAbout {
    /// The name of its folder.
    pub name: String,
    /// For people.
    pub title: String,
    /// A line about it; may be empty.
    pub description: String,
    /// Its options that have words, in the order of the words.
    pub options: Vec<ThemeOption>,
    values: BTreeMap<String, tera::Value>,
}

/// An option of a theme that a site may change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeOption {
    pub key: String,
    pub label: String,
    /// May be empty.
    pub hint: String,
    pub kind: OptionKind,
    /// As the settings would write it.
    pub value: String,
}

/// What an option of a theme may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    Colour,
    /// Colours with commas between them.
    Colours,
    /// Yes or no.
    Flag,
    Text,
}

impl ThemeAbout {
    /// Reads the theme `name` of `layers`, of which only `theme.yaml` is looked at; none if it has errors.
    pub fn read(name: &str, layers: Vec<ThemeLayer>) -> Option<Self> {
        let chain = chain(name, layers, &mut Diagnostics::new())?;
        let mut about = Self {
            name: name.to_owned(),
            title: name.to_owned(),
            description: String::new(),
            options: Vec::new(),
            values: BTreeMap::new(),
        };
        let mut words = Vec::new();
        for (depth, (_, settings)) in chain.into_iter().enumerate() {
            if depth == 0 {
                about.title = settings.title.unwrap_or(about.title);
                about.description = settings.description.unwrap_or_default();
            }
            for (key, value) in settings.options {
                about.values.entry(key).or_insert(value);
            }
            for known in settings.words {
                if !words.iter().any(|(key, _, _): &(String, _, _)| *key == known.0) {
                    words.push(known);
                }
            }
        }
        let option = |(key, label, hint): (String, String, String)| {
            let value = about.values.get(&key)?;
            let (kind, value) = kind_of(value);
            Some(ThemeOption { key, label, hint, kind, value })
        };
        about.options = words.into_iter().filter_map(option).collect();
        Some(about)
    }

    /// What pages make of each colour, where the settings give the options these values: nothing of a value that is no
    /// colour. The others are shown as with the theme's own in its place.
    pub fn colours(&self, given: &[(String, String)]) -> Vec<(String, Vec<ShownColour>)> {
        let mut values = self.values.clone();
        let mut unreadable = Vec::new();
        for (key, text) in given {
            let own = values.insert(key.clone(), plain_option(text));
            if !are_colours(&values, key) {
                unreadable.push(key);
                values.remove(key);
                values.extend(own.map(|own| (key.clone(), own)));
            }
        }
        let palette = Palette::new(&values, &mut Diagnostics::new());
        let shown = self.options.iter().filter_map(|option| {
            let shown = palette.as_ref()?.shown(&values, &option.key)?;
            let is_read = !unreadable.contains(&&option.key);
            Some((option.key.clone(), if is_read { shown } else { Vec::new() }))
        });
        shown.collect()
    }
}

fn kind_of(value: &tera::Value) -> (OptionKind, String) {
    let is_colour = |text: &str| text.len() == 7 && text.starts_with('#');
    if let Some(flag) = value.as_bool() {
        return (OptionKind::Flag, if flag { "да" } else { "нет" }.to_owned());
    }
    if let Some(items) = value.as_array() {
        let texts: Vec<_> = items.iter().filter_map(tera::Value::as_str).collect();
        let kind = match texts.iter().all(|text| is_colour(text)) {
            true => OptionKind::Colours,
            false => OptionKind::Text,
        };
        return (kind, texts.join(", "));
    }
    let text = value.as_str().unwrap_or_default();
    (if is_colour(text) { OptionKind::Colour } else { OptionKind::Text }, text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{embedded_theme, embedded_theme_names};

    fn about(name: &str) -> ThemeAbout {
        ThemeAbout::read(name, Vec::new()).unwrap()
    }

    #[test]
    fn the_themes_inside_the_program_say_what_they_are() {
        for name in embedded_theme_names() {
            let about = about(name);
            assert!(about.title != name && !about.description.is_empty(), "{about:?}");
            assert!(embedded_theme(name).is_some());
        }
        let kinds: Vec<_> =
            about("tochka").options.into_iter().map(|one| (one.key, one.kind)).collect();
        assert!(kinds.contains(&("accent".to_owned(), OptionKind::Colour)), "{kinds:?}");
        assert!(kinds.contains(&("directions".to_owned(), OptionKind::Colours)), "{kinds:?}");
        assert!(kinds.contains(&("fonts".to_owned(), OptionKind::Flag)), "{kinds:?}");
    }

    #[test]
    fn a_theme_that_extends_another_has_its_words_and_its_own_values() {
        let own = "contract: 1\nназвание: Своя\nextends: tochka\noptions: {accent: '#0000FF', size: большой}\n\
                   words:\n  size: Размер букв\n";
        let layer = ThemeLayer {
            name: "svoya".to_owned(),
            files: vec![("theme.yaml".to_owned(), own.as_bytes().to_vec())],
        };
        let about = ThemeAbout::read("svoya", vec![layer]).unwrap();
        let option = |key: &str| about.options.iter().find(|option| option.key == key).unwrap();
        assert_eq!(about.title, "Своя");
        assert_eq!(
            (&*option("size").label, option("size").kind),
            ("Размер букв", OptionKind::Text)
        );
        assert_eq!(option("accent").value, "#0000FF");
        assert!(!option("link").label.is_empty());
    }

    #[test]
    fn pale_letters_are_told() {
        let given = [("link".to_owned(), "#FFAAAA".to_owned())];
        let colours = about("tochka").colours(&given);
        let (_, link) = colours.iter().find(|(key, _)| key == "link").unwrap();
        assert!(link[0].contrast < 4.5 && link[0].light != link[0].chosen, "{link:?}");
        let (_, directions) = colours.iter().find(|(key, _)| key == "directions").unwrap();
        assert!(
            directions.len() > 3 && directions.iter().all(|one| one.contrast > 4.5),
            "{directions:?}"
        );
    }

    #[test]
    fn what_is_no_colour_shows_nothing_and_leaves_the_others() {
        let of = |given: &[(&str, &str)]| {
            let given = given.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned()));
            about("tochka").colours(&given.collect::<Vec<_>>())
        };
        let wrong = of(&[("link", "синий"), ("accent", "#FFAAAA"), ("light", "белый")]);
        let right = of(&[("accent", "#FFAAAA")]);
        for ((key, shown), (_, expected)) in wrong.iter().zip(&right) {
            match &**key {
                "link" => assert_eq!(*shown, []),
                _ => assert_eq!(shown, expected, "{key}"),
            }
        }
        assert_eq!(wrong.len(), right.len());
    }
}
