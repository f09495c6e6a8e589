//! The kinds of tables, and which kind a data file holds.

use std::sync::LazyLock;

use super::schemas::SCHEMAS;
use super::{DATA, TableSchema, read, value};
use crate::diagnostic::{Diagnostic, Place};
use crate::yaml::{Key, Schema};

/// The keys of the rows of each kind.
static ROW_KEYS: LazyLock<Vec<Vec<Key>>> = LazyLock::new(|| {
    let keys = |schema: &TableSchema| schema.columns.iter().map(|column| column.key).collect();
    SCHEMAS.iter().map(keys).collect()
});

/// The keys of maps below a path in the file.
type NestedKeys = (&'static str, &'static [Key]);

/// The keys of maps within the files of each kind: of rows, and of measurements.
static NESTED: LazyLock<Vec<[NestedKeys; 3]>> = LazyLock::new(|| {
    let nested = |keys: &'static Vec<Key>| {
        let measurements = value::MEASUREMENT_KEYS;
        // The last one is of a file that is the list of rows itself.
        [
            (TableKind::ROWS, keys.as_slice()),
            ("rows.values", measurements),
            ("values", measurements),
        ]
    };
    ROW_KEYS.iter().map(nested).collect()
});

/// A kind of table. The order of the variants is the order of `SCHEMAS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    /// Orders, regulations and plans of the centre.
    Documents,
    /// Lessons, extracurricular and additional programmes.
    Programmes,
    /// The teaching staff.
    Teachers,
    /// Courses that the teachers completed.
    Training,
    /// What the rooms are equipped with.
    Equipment,
    /// The weekly timetable of classes.
    Schedule,
    Contacts,
    /// Targets of the centre and what it has reached.
    Indicators,
    /// The number of pupils on given days, as entered: nothing computes it.
    Enrolment,
}

impl TableKind {
    pub const ALL: [Self; SCHEMAS.len()] = {
        let mut kinds = [Self::Documents; SCHEMAS.len()];
        let mut at = 0;
        while at < kinds.len() {
            kinds[at] = SCHEMAS[at].kind;
            assert!(kinds[at] as usize == at, "SCHEMAS must be in the order of TableKind");
            at += 1;
        }
        kinds
    };

    pub const fn schema(self) -> &'static TableSchema {
        &SCHEMAS[self as usize]
    }

    /// The English name of the key with the list of rows.
    pub const ROWS: &'static str = "rows";

    /// The keys of a row.
    pub fn keys(self) -> &'static [Key] {
        ROW_KEYS.get(self as usize).map_or(&[], Vec::as_slice)
    }

    /// The keys that a data file may have. `is_list`: the file is the list of rows itself.
    pub fn file_schema(self, is_list: bool) -> Schema {
        let nested = NESTED.get(self as usize).map_or(&[] as &[_], |nested| nested);
        Schema { keys: if is_list { self.keys() } else { read::KEYS }, nested }
    }

    /// The kind whose data file is `file`, relative to the site's root.
    pub fn of_file(file: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.file() == file)
    }

    /// The name in files, URLs and short codes: `training`.
    pub fn name(self) -> &'static str {
        self.schema().name.0
    }

    /// The path of the data file, relative to the site's root.
    pub fn file(self) -> String {
        format!("{DATA}/{}.yaml", self.name())
    }

    /// Finds a kind by its English or Russian name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| {
            let (english, russian) = kind.schema().name;
            name == english || name == russian
        })
    }
}

/// The kind of table in `file`, a path below [`DATA`]; `None` if the file is no data file but a
/// document that rows may link to.
///
/// # Errors
/// The name looks like that of a data file but matches no kind.
pub(in crate::content) fn kind_from_path(file: &str) -> Result<Option<TableKind>, Box<Diagnostic>> {
    let inner = file.get(DATA.len() + 1..).unwrap_or_default();
    let stem = |end| inner.strip_suffix(end);
    if let Some(kind) =
        stem(".yaml").and_then(|stem| TableKind::ALL.into_iter().find(|kind| kind.name() == stem))
    {
        return Ok(Some(kind));
    }
    let lower = inner.to_lowercase();
    let written = [".yaml.txt", ".yml.txt", ".yaml", ".yml", ".txt"]
        .into_iter()
        .find_map(|end| Some((lower.strip_suffix(end)?, end)));
    let Some((stem, end)) = written else { return Ok(None) };
    let nearest = TableKind::from_name(stem).or_else(|| {
        let distance = |kind: &TableKind| strsim::osa_distance(stem, kind.name());
        let nearest = TableKind::ALL.into_iter().min_by_key(distance);
        nearest.filter(|kind| distance(kind) <= 2)
    });
    let hint = match nearest {
        // A text file beside the data files may be a document.
        None if end == ".txt" => return Ok(None),
        Some(kind) => format!("переименуйте его в `{}.yaml`", kind.name()),
        None => {
            let names: Vec<_> =
                TableKind::ALL.iter().map(|kind| format!("`{}.yaml`", kind.name())).collect();
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
    fn names_and_keys_are_unique() {
        let mut names = HashSet::new();
        for kind in TableKind::ALL {
            let schema = kind.schema();
            assert!(names.insert(schema.name.0) && names.insert(schema.name.1), "{kind:?}");
            assert_eq!(TableKind::from_name(schema.name.1), Some(kind));
            let mut keys = HashSet::new();
            for column in schema.columns {
                let (english, russian) = column.key;
                assert!(keys.insert(english) && keys.insert(russian), "{kind:?}: {english}");
            }
            assert!(schema.columns[0].example.is_some(), "{kind:?}: a row says what it is about");
        }
    }

    #[test]
    fn the_file_name_gives_the_kind() {
        let kind_of = |name: &str| kind_from_path(&format!("content/data/{name}"));
        assert_eq!(kind_of("training.yaml"), Ok(Some(TableKind::Training)));
        for document in ["prikaz.pdf", "dokumenty/Положение.docx", "spisok.txt"] {
            assert_eq!(kind_of(document), Ok(None), "{document}");
        }
        for wrong in
            ["traning.yaml", "Training.yaml", "training.yml", "training.yaml.txt", "обучение.yaml"]
        {
            assert_eq!(
                kind_of(wrong).unwrap_err().hint,
                "переименуйте его в `training.yaml`",
                "{wrong}"
            );
        }
        assert!(kind_of("погода.yaml").unwrap_err().hint.contains("`training.yaml`"));
    }
}
