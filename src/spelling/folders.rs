//! Where dictionaries are.

use std::ffi::OsString;
use std::path::PathBuf;

/// The folder of the site for its own words and dictionary.
pub const OWN_FOLDER: &str = "spelling";
/// The file in it with the words of the site.
pub const OWN_WORDS: &str = "words.txt";
/// The name of the Russian dictionary without `.aff` and `.dic`.
pub const DICTIONARY: &str = "ru_RU";

/// Where the extensions of LibreOffice have their Russian dictionary, from its folder.
const OF_LIBREOFFICE: &str = "share/extensions/dict-ru";

/// The folders in which a computer may have a dictionary; `variable` gives those of the environment. As for
/// Hunspell itself, `DICPATH` names the folders; where it is set, no others are looked at.
pub fn dictionary_folders(variable: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    if let Some(folders) = variable("DICPATH") {
        return std::env::split_paths(&folders).collect();
    }
    let programs = ["ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"].into_iter();
    let windows = programs
        .filter_map(&variable)
        .map(|folder| PathBuf::from(folder).join("LibreOffice").join(OF_LIBREOFFICE));
    let linux = ["/usr/share/hunspell", "/usr/share/myspell", "/usr/share/myspell/dicts"];
    let offices = ["/usr/lib/libreoffice", "/usr/lib64/libreoffice", "/opt/libreoffice"];
    let linux = linux.into_iter().map(PathBuf::from);
    let offices = offices.into_iter().map(|folder| PathBuf::from(folder).join(OF_LIBREOFFICE));
    windows.chain(linux).chain(offices).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_may_name_the_folders() {
        let only = |name: &str| (name == "DICPATH").then(|| OsString::from("слова"));
        assert_eq!(dictionary_folders(only), [PathBuf::from("слова")]);
        let windows = |name: &str| (name == "ProgramFiles").then(|| OsString::from("Programs"));
        let folders = dictionary_folders(windows);
        assert_eq!(folders[0], PathBuf::from("Programs/LibreOffice/share/extensions/dict-ru"));
        assert!(folders.contains(&PathBuf::from("/usr/share/hunspell")));
    }
}
