//! Compares THEMES.md with the program: a theme dumps the context of its templates, on a site that
//! uses every feature.

use std::collections::{BTreeMap, BTreeSet};

use rostok::content::data::TableKind;
use serde_json::Value;

use crate::sandbox::{PHOTO, SETTINGS, Site};

const DOCUMENT: &str = include_str!("../../THEMES.md");

/// The heading of the values that every template gets.
const EVERYWHERE: &str = "Везде";

/// A row of the document's tables.
struct Row {
    name: &'static str,
    kind: &'static str,
    optional: bool,
}

/// The tables with three columns, by the headings above them.
fn tables() -> BTreeMap<&'static str, Vec<Row>> {
    let mut tables: BTreeMap<_, Vec<Row>> = BTreeMap::new();
    let mut heading = "";
    for line in DOCUMENT.lines() {
        if let Some(text) = line.strip_prefix("### ").or(line.strip_prefix("## ")) {
            heading = text.trim_matches('`');
            // A template may have no table of its own.
            if heading.ends_with(".html") {
                tables.insert(heading, Vec::new());
            }
        }
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, kind, _] = cells[..] else { continue };
        if name.starts_with('`') || name == "…" {
            let plain = kind.strip_suffix(", если есть");
            let (kind, optional) = (plain.unwrap_or(kind), plain.is_some());
            let row = Row { name: name.trim_matches('`'), kind, optional };
            tables.entry(heading).or_default().push(row);
        }
    }
    tables
}

/// The comparison of the document with the contexts.
struct Comparison {
    tables: BTreeMap<&'static str, Vec<Row>>,
    seen: BTreeSet<(&'static str, &'static str)>,
    wrong: BTreeSet<String>,
}

impl Comparison {
    /// The rows of a table, with those of the tables that it includes.
    fn rows(&self, heading: &str) -> Vec<(&'static str, &Row)> {
        let Some((heading, rows)) = self.tables.get_key_value(heading) else { return Vec::new() };
        let own = rows.iter().filter(|row| row.name != "…").map(|row| (*heading, row));
        let taken = rows.iter().filter(|row| row.name == "…").flat_map(|row| self.rows(row.kind));
        own.chain(taken).collect()
    }

    fn knows(&self, heading: &str, value: &Value) -> bool {
        let rows = self.rows(heading);
        let known = |key: &String| rows.iter().any(|(_, row)| row.name == key);
        value.as_object().is_some_and(|object| object.keys().all(known))
    }

    /// Compares the value at the path `at` with the kind that the document gives for it.
    fn compare(&mut self, value: &Value, kind: &str, at: &str) {
        let fits = match kind {
            "строка" | "HTML" => value == "строка",
            "число" | "да/нет" => value == kind,
            "словарь" => value.is_object(),
            _ => {
                if let Some(kind) = kind.strip_prefix("список: ") {
                    for value in value.as_array().into_iter().flatten() {
                        self.compare(value, kind, at);
                    }
                    value.is_array()
                } else {
                    let mut kinds = kind.split(" или ");
                    let first = kinds.clone().next().unwrap();
                    let heading = kinds.find(|kind| self.knows(kind, value)).unwrap_or(first);
                    self.compare_all(value, &[heading], at);
                    value.is_object()
                }
            }
        };
        if !fits {
            self.wrong.insert(format!("{at}: {value}, the document says {kind}"));
        }
    }

    /// Compares the fields of `value` with the tables under `headings`.
    fn compare_all(&mut self, value: &Value, headings: &[&str], at: &str) {
        let rows = headings.iter().flat_map(|heading| self.rows(heading));
        let rows: Vec<_> = rows.map(|(of, row)| (of, row.name, row.kind, row.optional)).collect();
        for key in value.as_object().into_iter().flat_map(|object| object.keys()) {
            if !rows.iter().any(|(_, name, ..)| name == key) {
                self.wrong.insert(format!("{at}.{key} is not in the document"));
            }
        }
        for (heading, name, kind, optional) in rows {
            let found = value.get(name);
            if found.is_some() {
                self.seen.insert((heading, name));
            }
            match found.filter(|value| !value.is_null()) {
                Some(value) => self.compare(value, kind, &format!("{at}.{name}")),
                None if optional => {}
                None => {
                    self.wrong.insert(format!("{at}.{name} is not there"));
                }
            }
        }
    }
}

/// Writes a value as JSON with its kinds in place of its scalars.
const WALK: &str = r#"{% component walk(value) -%}
{% if value is map %}{ {%- for key, inner in value %}"{{ key }}":{{ <walk value={inner} /> }}{% if not loop.last %},{% endif %}{% endfor -%} }{% elif value is array %}[{% for inner in value %}{{ <walk value={inner} /> }}{% if not loop.last %},{% endif %}{% endfor %}]{% elif value is string %}"строка"{% elif value is number %}"число"{% elif value is bool %}"да/нет"{% else %}null{% endif %}
{%- endcomponent walk %}
"#;

const EVENT: &str = "\
название: Турнир
дата: 7.12.2022 14:30
направление: sovmestnye
аудитория: 5–8 классы
участники: 20 обучающихся, 3 педагога
кратко: Двенадцать партий
место: Актовый зал
классы: [5А, 6Б]
педагоги: [Иванова А. А.]
итоги: [Дружба]
партнёр: [Музей, 'http://www.other.example/muzey']
метки: [шахматы]
ссылка: http://www.other.example/a
обновлено: 2022-12-10
прежние_адреса: [2022/staryj.html]
обложка:
  файл: foto.jpg
  описание: Зал
  подпись: Первый тур
фото:
  - файл: foto.jpg
    описание: Зал
    подпись: Первый тур
";

/// A site that uses every feature, in a theme that dumps the context of its templates.
fn site(templates: &[&str]) -> Site {
    let site = Site::empty();
    let settings = "\
тема: opis
описание: О центре
логотип: posts/turnir/foto.jpg
ключи_событий: партнёр
на_странице: 2
меню:
  - {название: О центре, страница: pages/o-tsentre.md}
  - {название: Школа, ссылка: 'http://www.other.example/'}
ссылки:
  - {название: Школа, ссылка: 'http://www.other.example/'}
";
    site.file("content/site.yaml", format!("{SETTINGS}{settings}"));
    site.post("turnir/index.md", &format!("---\n{EVENT}---\n\nТекст.\n"));
    site.file("content/posts/turnir/foto.jpg", PHOTO);
    for (name, date) in
        [("a", "1.10.2022"), ("b", "3.07.2022"), ("c", "4.02.2022"), ("d", "20.12.2022")]
    {
        site.post(&format!("{name}.md"), &crate::sandbox::post_text(name, date, "konferentsii"));
    }
    site.file(
        "content/pages/o-tsentre.md",
        "---\nназвание: О центре\n---\n\n{{ gallery() }}\n\n{{ teachers() }}\n",
    );
    for (number, half) in ["I", "II"].iter().enumerate() {
        let head = format!("период: 2022/23 {half}\nруководитель: Н. Иванова\nутверждаю: да");
        let text = "{{ events() }}\n\n{{ chart(\"события по месяцам\") }}";
        site.file(&format!("content/reports/{number}.md"), format!("---\n{head}\n---\n\n{text}\n"));
    }
    site.file("content/data/teachers.yaml", "строки:\n- фио: Иванова\n");
    site.file(
        "themes/opis/theme.yaml",
        "contract: 1\noptions: {accent: '#ED1C24', directions: '#0B6E75'}\n",
    );
    site.file("themes/opis/templates/walk.html", WALK);
    for name in templates {
        let text = format!(
            "¦{name} {{{{ <walk value={{__tera_context}} /> }}}}\n{{% if html %}}{{{{ html }}}}{{% endif %}}\n"
        );
        site.file(&format!("themes/opis/templates/{name}"), text);
    }
    site
}

#[test]
fn templates_get_exactly_the_documented_values() {
    let tables = tables();
    let templates: Vec<_> = tables.keys().copied().filter(|name| name.ends_with(".html")).collect();
    let site = site(&templates);
    assert_eq!(site.run(&["build", "--today", "2022-12-10"]).ok().stderr, "");
    let mut comparison = Comparison { tables, seen: BTreeSet::new(), wrong: BTreeSet::new() };
    let mut used = BTreeSet::new();
    for (path, bytes) in site.pages() {
        let text =
            if path.ends_with(".html") { String::from_utf8(bytes).unwrap() } else { continue };
        for line in text.lines().filter_map(|line| line.strip_prefix('¦')) {
            let (template, values) = line.split_once(' ').unwrap();
            let values: Value = serde_json::from_str(values).unwrap_or_else(|_| panic!("{values}"));
            comparison.compare_all(&values, &[template, EVERYWHERE], template);
            used.insert(template.to_owned());
        }
    }
    assert!(used.iter().map(String::as_str).eq(templates), "used: {used:?}");
    for (heading, rows) in &comparison.tables {
        for row in rows.iter().filter(|row| row.name != "…") {
            if !comparison.seen.contains(&(*heading, row.name)) {
                comparison.wrong.insert(format!("{heading}: `{}` never appears", row.name));
            }
        }
    }
    let wrong: Vec<_> = comparison.wrong.into_iter().collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_document_names_the_data_of_each_kind() {
    for kind in TableKind::ALL {
        let keys = kind.schema().columns.iter().map(|column| match column.key.0 {
            "file" => "`path`".to_owned(),
            key => format!("`{key}`"),
        });
        let line = format!("| `{}` | {} |", kind.name(), keys.collect::<Vec<_>>().join(", "));
        assert!(DOCUMENT.contains(&line), "{line}");
    }
}
