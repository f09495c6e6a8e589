//! Rules about the source that no compiler checks: layers, module docs, unique type names, documents.
#![expect(clippy::disallowed_methods, reason = "the sources are read as files")]

use std::collections::BTreeMap;
use std::path::Path;

use crate::sandbox::{Site, files};

/// The modules by row, lowest first: each may use the rows below its own. `cli` is in the binary above
/// them all and uses them as `rostok::…`.
const ROWS: [&[&str]; 12] = [
    &[
        "fs",
        "digest",
        "diagnostic",
        "slug",
        "url",
        "calendar",
        "typography",
        "file_kind",
        "characters",
        "html",
    ],
    &["yaml", "quantity", "http"],
    &["config", "output"],
    &["content"],
    &["site"],
    &["photos", "report", "spelling"],
    &["export"],
    &["render", "publish", "import", "starter"],
    &["copy", "form"],
    &["pipeline"],
    &["serve"],
    &["editor"],
];

const TOP_LEVEL: [&str; 17] = [
    "Cargo.toml",
    "src",
    "content",
    "themes",
    "public",
    "tests",
    "README.md",
    "GUIDE.ru.md",
    "THEMES.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    "Cargo.lock",
    "clippy.toml",
    "rustfmt.toml",
    "deny.toml",
];

const MAX_LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files under a folder of the repository: their paths from its root, and their texts.
fn sources(folder: &str) -> Vec<(String, String)> {
    texts(folder, "rs")
}

/// The files under a folder of the repository that have this extension.
fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let texts: Vec<_> = files(&root().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == extension))
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert!(!texts.is_empty(), "no .{extension} files in {folder}");
    texts
}

fn row(module: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&module))
}

/// The modules that a file names through `crate::`, also as `crate::{a, b::c}`, with line numbers.
fn used(text: &str) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        if text[line_start..at].trim_start().starts_with("//") {
            continue;
        }
        let line = text[..at].matches('\n').count() + 1;
        let path = &text[at + "crate::".len()..];
        for name in first_names(path) {
            used.push((line, name));
        }
    }
    used
}

/// The first name of a path, or of each path in a `{…}` group.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.chars().take_while(|&letter| letter.is_alphanumeric() || letter == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut depth = 0;
    let mut names = vec![name(group.trim_start())];
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The uses of higher modules in the file at `path`.
fn broken_layers(path: &str, text: &str) -> Vec<String> {
    let module = path.trim_start_matches("src/").split(['/', '.']).next().unwrap();
    if module == "lib" || module == "main" {
        return Vec::new();
    }
    if module != "cli" && row(module).is_none() {
        return vec![format!("{path}: `{module}` is in no row of tests/it/tidy.rs")];
    }
    used(text)
        .into_iter()
        .filter(|(_, name)| name != module)
        .filter(|(_, name)| match (row(module), row(name)) {
            (Some(own), Some(other)) => other >= own,
            // `cli` uses the library as `rostok::…`; the library has no other modules.
            _ => true,
        })
        .map(|(line, name)| format!("{path}:{line}: `{module}` may not use `{name}`"))
        .collect()
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn modules_use_lower_rows_only() {
    let sources = sources("src");
    let broken: Vec<_> =
        sources.iter().flat_map(|(path, text)| broken_layers(path, text)).collect();
    assert_none(&broken);
}

#[test]
fn broken_layers_are_found() {
    let broken = |path, text| broken_layers(path, text).len();
    assert_eq!(broken("src/site/routes.rs", "use crate::content::Post;"), 0);
    assert_eq!(broken("src/site/routes.rs", "use crate::site::Site;\n// crate::render::page"), 0);
    assert_eq!(broken("src/site.rs", "use crate::{content, fs::{read, write}};"), 0);
    assert_eq!(broken("src/site.rs", "use crate::render::Route;"), 1);
    assert_eq!(broken("src/site.rs", "fn a() { crate::pipeline::build() }"), 1);
    assert_eq!(broken("src/config.rs", "use crate::output::Manifest;"), 1);
    assert_eq!(broken("src/config.rs", "use crate::{\n    fs::{self, Text},\n    site,\n};"), 1);
    assert_eq!(broken("src/cli/draw.rs", "use crate::diagnostic::Place;"), 1);
    assert_eq!(broken("src/helpers.rs", ""), 1);
}

#[test]
fn every_file_has_module_docs_and_is_short() {
    let mut problems = Vec::new();
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        if !text.starts_with("//! ") {
            problems.push(format!("{path}: does not begin with `//!` docs"));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            problems.push(format!("{path}: {lines} lines, {MAX_LINES} at most: split it by job"));
        }
    }
    assert_none(&problems);
}

/// The name of the type that a line defines. Type aliases only at the top level: indented ones are
/// associated types.
fn defined_type(line: &str) -> Option<&str> {
    let code = line.trim_start();
    let code = match code.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.strip_prefix(' ')?,
        None => code,
    };
    let (keyword, rest) = code.split_once(' ')?;
    let defines = matches!(keyword, "struct" | "enum" | "trait" | "union")
        || keyword == "type" && !line.starts_with(' ');
    let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
    defines.then(|| &rest[..end]).filter(|name| !name.is_empty())
}

/// The type names that several files define, with those files. Unit tests are left out.
fn repeated_types(sources: &[(String, String)]) -> Vec<String> {
    let mut places: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/");
    for (path, text) in sources.iter().filter(|(path, _)| !is_test(path)) {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for name in code.lines().filter_map(defined_type) {
            places.entry(name).or_default().push(path);
        }
    }
    places.retain(|_, paths| paths.len() > 1);
    places.iter().map(|(name, paths)| format!("`{name}`: {}", paths.join(", "))).collect()
}

#[test]
fn a_type_name_belongs_to_one_module() {
    assert_none(&repeated_types(&sources("src")));
}

#[test]
fn repeated_type_names_are_found() {
    let source = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let sources = [
        source("src/a.rs", "pub struct One;\npub(super) enum Two {}\n    type Three = u8;"),
        source("src/b.rs", "trait One {}\nstruct Two<'a>(&'a u8);\n    type Three = u8;"),
        source("src/b/tests.rs", "struct Four;"),
        source("src/c.rs", "// struct One;\nstruct Four;\nlet structure = structs;"),
    ];
    assert_eq!(
        repeated_types(&sources),
        ["`One`: src/a.rs, src/b.rs", "`Two`: src/a.rs, src/b.rs"]
    );
}

/// The lines of files that contain `pattern`.
fn lines_with(sources: &[(String, String)], pattern: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources {
        let lines = text.lines().enumerate().filter(|(_, line)| pattern(line));
        found.extend(lines.map(|(number, _)| format!("{path}:{}", number + 1)));
    }
    found
}

#[test]
fn problems_are_collected_in_diagnostics() {
    let found = lines_with(&sources("src"), |line| line.contains("&mut Vec<Diagnostic>"));
    assert!(found.is_empty(), "use `&mut Diagnostics`:\n{}", found.join("\n"));
}

#[test]
fn style_sheets_and_scripts_have_short_lines() {
    const MAX_COLUMNS: usize = 120;
    let of =
        |folder: &str| ["css", "js", "html"].map(|extension| texts(folder, extension)).concat();
    let own = [of("src/editor/web"), of("src/editor/phone/page")];
    let sheets = [texts("themes", "css"), own.concat()].concat();
    let found = lines_with(&sheets, |line| line.chars().count() > MAX_COLUMNS);
    assert!(found.is_empty(), "over {MAX_COLUMNS} columns:\n{}", found.join("\n"));
}

#[test]
fn lints_are_expected_not_allowed() {
    // In two parts, so that this file does not match.
    let signs = ["#[", "#!["].map(|sign| format!("{sign}allow"));
    let mut problems = Vec::new();
    for (path, text) in sources("src").into_iter().chain(sources("tests")) {
        for (line, content) in text.lines().enumerate() {
            if signs.iter().any(|sign| content.contains(sign)) {
                problems.push(format!("{path}:{}: write `expect` with a reason", line + 1));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_top_level_keeps_its_shape() {
    let mut problems = Vec::new();
    for entry in std::fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // `target` is the build folder and not tracked.
        if !name.starts_with('.') && name != "target" && !TOP_LEVEL.contains(&name.as_str()) {
            problems.push(format!("`{name}` does not belong at the top level"));
        }
    }
    assert_none(&problems);
}

/// The arguments of the program in the command lines of a document's `sh` blocks.
fn commands(document: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut shell = false;
    for line in document.lines() {
        let line = line.trim();
        if let Some(language) = line.strip_prefix("```") {
            shell = !shell && language == "sh";
        } else if shell {
            let line = line.trim_start_matches("$ ");
            let command = match line.split_once(" -- ") {
                Some((cargo, rest)) if cargo.starts_with("cargo run") => Some(rest),
                _ if line == "rostok" => Some(""),
                _ => line.strip_prefix("rostok "),
            };
            commands.extend(
                command.map(|command| {
                    command.split(" #").next().unwrap_or_default().trim().to_owned()
                }),
            );
        }
    }
    commands
}

#[test]
fn the_documents_name_existing_commands_and_options() {
    let site = Site::empty();
    let main_help = site.run(&["--help"]).stdout;
    let mut problems = Vec::new();
    for name in ["README.md", "GUIDE.ru.md"] {
        let Ok(document) = std::fs::read_to_string(root().join(name)) else { continue };
        for line in commands(&document) {
            let words = line.split_whitespace();
            let command = words.clone().next().filter(|word| !word.starts_with('-'));
            let known = |command: &str| main_help.contains(&format!("\n  {command} "));
            if command.is_some_and(|command| !known(command)) {
                problems.push(format!("{name}: `rostok {line}`: there is no such command"));
                continue;
            }
            let line_help: Vec<&str> = command.into_iter().chain(["--help"]).collect();
            let help = site.run(&line_help).stdout;
            let options: Vec<&str> = help
                .split_whitespace()
                .filter(|word| word.starts_with('-'))
                .map(|word| word.trim_end_matches(','))
                .collect();
            for option in words.filter(|word| word.starts_with('-')) {
                if !options.contains(&option.split('=').next().unwrap_or(option)) {
                    problems.push(format!("{name}: `rostok {line}`: there is no `{option}`"));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn the_readme_names_every_command() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let help = Site::empty().run(&["--help"]).stdout;
    let commands = help.lines().skip_while(|line| *line != "Команды:").skip(1);
    let names: Vec<&str> = commands.map_while(|line| line.split_whitespace().next()).collect();
    assert!(names.len() >= 5, "{help}");
    for name in names {
        assert!(readme.contains(&format!("`rostok {name}")), "README.md lacks `rostok {name}`");
    }
}

/// Headings have ids of letters, digits and dashes, so those of themes have an underscore: a heading
/// «Address» must not take the place of the address that a button copies.
#[test]
fn ids_of_themes_are_none_of_headings() {
    let folders = ["themes", "src/render/fallback"];
    let files = folders.iter().flat_map(|folder| {
        let scripts = if *folder == "themes" { texts(folder, "js") } else { Vec::new() };
        texts(folder, "html").into_iter().chain(scripts)
    });
    let mut wrong = Vec::new();
    let mut found = 0;
    for (path, text) in files.filter(|(path, _)| !path.ends_with("minisearch.js")) {
        for before in [" id=\"", ".id = \"", "getElementById(\""] {
            for (at, _) in text.match_indices(before) {
                let id: String =
                    text[at + before.len()..].chars().take_while(|&letter| letter != '"').collect();
                found += 1;
                if !id.contains('_') && !id.contains("{{") {
                    wrong.push(format!("{path}: {id}"));
                }
            }
        }
    }
    assert!(found > 10, "{found} ids are read");
    assert_none(&wrong);
}
