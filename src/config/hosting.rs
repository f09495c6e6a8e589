//! Limits of the hosting and the way to reach it: `hosting:` in the settings.
//!
//! A preset fills in what the settings leave out. The values of the preset `ucoz` come from reports of
//! users, not from tests against the service, so none of them stops a build or an upload: see
//! [`Hosting::is_given`].

use crate::diagnostic::Place;

/// A hosting with known limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// uCoz: a site of modules, with a file manager and FTP for files beside them.
    Ucoz,
    /// Any other hosting of plain files.
    Plain,
}

/// What the hosting accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosting {
    pub preset: Preset,
    /// The largest file, in bytes.
    pub file: u64,
    /// All files together, in bytes.
    pub total: u64,
    /// The longest name of a file or folder, in characters.
    pub name: usize,
    /// The only kinds of files that are accepted, as lower-case extensions without the dot; `None`:
    /// all.
    pub allowed: Option<Vec<String>>,
    /// Kinds of files that are refused.
    pub refused: Vec<String>,
    /// Folders in the hosting's root that belong to the hosting itself.
    pub modules: Vec<String>,
    /// Whether the section may lie in the hosting's root or in one of `modules`.
    pub any_folder: bool,
    /// Whether `/folder/` shows `/folder/index.html`.
    pub folder_index: bool,
    /// The extension of the files in which the program keeps its records on the server.
    pub records: String,
    /// `None` where files are uploaded by hand.
    pub ftp: Option<Ftp>,
    /// The English names of the keys that the settings have; other values are those of the preset.
    pub(super) given: Vec<&'static str>,
    /// Where the settings describe the hosting.
    pub place: Place,
}

/// Access to the hosting over FTP. The password is never a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ftp {
    /// The server's name.
    pub host: String,
    pub port: u16,
    pub login: String,
    /// The section's folder, from the root that the server shows: names joined by `/`, without `/` at
    /// either end; empty for the root itself.
    pub folder: String,
    pub tls: Tls,
    /// A file beside the settings with certificates (PEM) of additional authorities: for a server whose
    /// certificate no public authority has signed.
    pub authorities: Option<String>,
    /// Simultaneous connections; at least 1.
    pub connections: usize,
    /// Where the settings name the folder.
    pub place: Place,
}

/// Encryption of the connection (explicit TLS, RFC 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Nothing is sent without it.
    Required,
    /// Used if the server supports it.
    Preferred,
    Off,
}

const MEBIBYTE: u64 = 1024 * 1024;

/// Addresses of the modules of uCoz (from its documentation of page addresses).
const UCOZ_MODULES: [&str; 23] = [
    "_st", "admin", "api", "apps", "blog", "board", "dir", "faq", "forum", "gb", "index", "load",
    "news", "panel", "photo", "publ", "register", "s", "search", "shop", "stuff", "uapi", "video",
];

/// Kinds of files that uCoz is reported to accept; nothing is known of others.
const UCOZ_KNOWN: [&str; 16] = [
    "html", "htm", "css", "js", "ico", "jpg", "jpeg", "png", "gif", "pdf", "doc", "xls", "ppt",
    "zip", "rar", "txt",
];

impl Hosting {
    pub(super) fn from_preset(preset: Preset, place: Place) -> Self {
        let ucoz = preset == Preset::Ucoz;
        let modules: &[&str] = if ucoz { &UCOZ_MODULES } else { &[] };
        Self {
            preset,
            file: if ucoz { 15 * MEBIBYTE } else { u64::MAX },
            total: if ucoz { 400 * MEBIBYTE } else { u64::MAX },
            name: if ucoz { 100 } else { 255 },
            allowed: None,
            refused: Vec::new(),
            modules: modules.iter().map(|name| (*name).to_owned()).collect(),
            any_folder: false,
            folder_index: !ucoz,
            records: "js".to_owned(),
            ftp: None,
            given: Vec::new(),
            place,
        }
    }

    /// Whether the hosting accepts files of this kind, a lower-case extension without the dot; `true`
    /// for an unknown kind.
    pub fn takes(&self, kind: &str) -> bool {
        let among = |kinds: &[String]| kinds.iter().any(|known| known == kind);
        self.allowed.as_deref().is_none_or(among) && !among(&self.refused)
    }

    /// Whether files of this kind are reported to be accepted, or the settings say so.
    pub fn is_known(&self, kind: &str) -> bool {
        self.preset == Preset::Plain || self.allowed.is_some() || UCOZ_KNOWN.contains(&kind)
    }

    /// Whether the settings have `key`, by its English name; otherwise its value is the untested one of
    /// the preset.
    pub fn is_given(&self, key: &str) -> bool {
        self.given.contains(&key)
    }

    /// Whether the hosting does not count visits to static pages, and so removes a site that has
    /// nothing else after 40 days.
    pub fn removes_static_sites(&self) -> bool {
        self.preset == Preset::Ucoz
    }
}
