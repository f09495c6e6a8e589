//! The kinds of data, each declared in a file of its own.

mod contacts;
mod documents;
mod enrolment;
mod equipment;
mod indicators;
mod programmes;
mod schedule;
mod teachers;
mod training;

use super::{DATA, Schema};
use crate::diagnostic::{Diagnostic, Place};

/// A kind of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The documents of the centre.
    Documents,
    /// What is taught.
    Programmes,
    /// Who teaches.
    Teachers,
    /// The courses that the teachers took.
    Training,
    /// What the rooms are equipped with.
    Equipment,
    /// What is taught when.
    Schedule,
    /// How to reach the centre.
    Contacts,
    /// What the centre is to come to, and came to.
    Indicators,
    /// How many pupils there were, by date.
    Enrolment,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Documents,
        Self::Programmes,
        Self::Teachers,
        Self::Training,
        Self::Equipment,
        Self::Schedule,
        Self::Contacts,
        Self::Indicators,
        Self::Enrolment,
    ];

    /// What a row of it holds.
    pub const fn schema(self) -> &'static Schema {
        match self {
            Self::Documents => &documents::SCHEMA,
            Self::Programmes => &programmes::SCHEMA,
            Self::Teachers => &teachers::SCHEMA,
            Self::Training => &training::SCHEMA,
            Self::Equipment => &equipment::SCHEMA,
            Self::Schedule => &schedule::SCHEMA,
            Self::Contacts => &contacts::SCHEMA,
            Self::Indicators => &indicators::SCHEMA,
            Self::Enrolment => &enrolment::SCHEMA,
        }
    }

    /// Its name in files, addresses and short codes: `training`.
    pub fn name(self) -> &'static str {
        self.schema().name.0
    }

    /// Its file, relative to the site's root.
    pub fn file(self) -> String {
        format!("{DATA}/{}.yaml", self.name())
    }

    /// The kind of this English or Russian name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| {
            let (english, russian) = kind.schema().name;
            name == english || name == russian
        })
    }
}

/// The kind of data in `file`, by its name; none of a document that lies beside the data.
pub(in crate::content) fn kind_of(file: &str) -> Result<Option<Kind>, Box<Diagnostic>> {
    let inner = file.get(DATA.len() + 1..).unwrap_or_default();
    let stem = |end| inner.strip_suffix(end);
    if let Some(kind) =
        stem(".yaml").and_then(|stem| Kind::ALL.into_iter().find(|kind| kind.name() == stem))
    {
        return Ok(Some(kind));
    }
    let lower = inner.to_lowercase();
    let written = [".yaml.txt", ".yml.txt", ".yaml", ".yml", ".txt"]
        .into_iter()
        .find_map(|end| Some((lower.strip_suffix(end)?, end)));
    let Some((stem, end)) = written else { return Ok(None) };
    let near = Kind::named(stem).or_else(|| {
        let distance = |kind: &Kind| strsim::osa_distance(stem, kind.name());
        let near = Kind::ALL.into_iter().min_by_key(distance);
        near.filter(|kind| distance(kind) <= 2)
    });
    let hint = match near {
        // A text beside the data may be a document.
        None if end == ".txt" => return Ok(None),
        Some(kind) => format!("переименуйте его в `{}.yaml`", kind.name()),
        None => {
            let names: Vec<_> =
                Kind::ALL.iter().map(|kind| format!("`{}.yaml`", kind.name())).collect();
            format!("бывают: {}", names.join(", "))
        }
    };
    let message = "по имени файла не понять, какие в нём данные";
    Err(Box::new(Diagnostic::error(message).at(Place::file(file)).hint(hint)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_keys_are_told_apart() {
        let mut names = HashSet::new();
        for kind in Kind::ALL {
            let schema = kind.schema();
            assert!(names.insert(schema.name.0) && names.insert(schema.name.1), "{kind:?}");
            assert_eq!(Kind::named(schema.name.1), Some(kind));
            let mut keys = HashSet::new();
            for column in schema.columns {
                let (english, russian) = column.key;
                assert!(keys.insert(english) && keys.insert(russian), "{kind:?}: {english}");
            }
            assert!(schema.columns[0].example.is_some(), "{kind:?}: a row says what it is about");
        }
    }

    #[test]
    fn a_file_is_known_by_its_name() {
        let of = |name: &str| kind_of(&format!("content/data/{name}"));
        assert_eq!(of("training.yaml"), Ok(Some(Kind::Training)));
        for document in ["prikaz.pdf", "dokumenty/Положение.docx", "spisok.txt"] {
            assert_eq!(of(document), Ok(None), "{document}");
        }
        for wrong in
            ["traning.yaml", "Training.yaml", "training.yml", "training.yaml.txt", "обучение.yaml"]
        {
            assert_eq!(
                of(wrong).unwrap_err().hint,
                "переименуйте его в `training.yaml`",
                "{wrong}"
            );
        }
        assert!(of("погода.yaml").unwrap_err().hint.contains("`training.yaml`"));
    }
}
