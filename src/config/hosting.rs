//! What the hosting takes, and where on it the section lies: `hosting:` in the settings.
//!
//! A preset fills in what the settings leave out. Nothing of the preset `ucoz` was tried against
//! the live service but what its users have reported, so that a value of it never fails the work:
//! see [`Hosting::is_given`].

use std::borrow::Cow;

use crate::diagnostic::Place;

/// A hosting that values are known of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// uCoz: a site of modules, with a file manager and FTP for files beside them.
    Ucoz,
    /// Any other hosting of plain files.
    Plain,
}

/// What the hosting takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosting {
    /// Which hosting it is like.
    pub preset: Preset,
    /// The largest file, in bytes.
    pub file: u64,
    /// All files together, in bytes.
    pub total: u64,
    /// The longest name of a file or folder, in characters.
    pub name: usize,
    /// Kinds of files that alone are taken, as small extensions without the dot; all where none is
    /// given.
    pub allowed: Option<Vec<String>>,
    /// Kinds of files that are refused.
    pub refused: Vec<String>,
    /// Names of folders in the hosting's root that belong to the hosting itself.
    pub modules: Vec<String>,
    /// Whether the section may lie in the hosting's root or in a folder of its own modules.
    pub any_folder: bool,
    /// Whether `/folder/` shows `/folder/index.html`.
    pub folder_index: bool,
    /// Kind of file, as an extension, in which the program keeps its records on the server.
    pub records: String,
    /// How to reach it; none where files are taken there by hand.
    pub ftp: Option<Ftp>,
    /// The keys that the settings give, in English; all else is the preset's.
    pub(super) given: Vec<&'static str>,
    /// Where the settings speak of the hosting.
    pub place: Place,
}

/// How the hosting is reached over FTP. The password is never a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ftp {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The login.
    pub login: String,
    /// The section's folder, from the root that the server shows: names joined by `/`, none at
    /// either end; empty for the root itself.
    pub folder: String,
    /// Whether the connection is encrypted.
    pub tls: Tls,
    /// A file beside the settings with certificates (PEM) of authorities that are trusted beside
    /// the usual ones: for a server whose own certificate nobody else vouches for.
    pub authorities: Option<String>,
    /// How many connections are open at once; at least 1.
    pub connections: usize,
    /// Where the settings name the folder.
    pub place: Place,
}

/// Whether a connection is encrypted (explicit TLS, RFC 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Without it nothing is sent.
    Required,
    /// Where the server can.
    Preferred,
    /// Never.
    Off,
}

const MEBIBYTE: u64 = 1024 * 1024;

/// Names that lead to the modules of uCoz (from its documentation of page addresses).
const UCOZ_MODULES: [&str; 23] = [
    "_st", "admin", "api", "apps", "blog", "board", "dir", "faq", "forum", "gb", "index", "load",
    "news", "panel", "photo", "publ", "register", "s", "search", "shop", "stuff", "uapi", "video",
];

/// Kinds of files that uCoz is reported to take; of the others nothing is known.
const UCOZ_KNOWN: [&str; 16] = [
    "html", "htm", "css", "js", "ico", "jpg", "jpeg", "png", "gif", "pdf", "doc", "xls", "ppt",
    "zip", "rar", "txt",
];

impl Hosting {
    /// What is known of a hosting.
    pub(super) fn of(preset: Preset, place: Place) -> Self {
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

    /// Whether the hosting takes files of this kind, a small extension without the dot. Unknown is
    /// not refused.
    pub fn takes(&self, kind: &str) -> bool {
        let among = |kinds: &[String]| kinds.iter().any(|known| known == kind);
        self.allowed.as_deref().is_none_or(among) && !among(&self.refused)
    }

    /// Whether files of this kind were seen to be taken, or the settings say so.
    pub fn is_known(&self, kind: &str) -> bool {
        self.preset == Preset::Plain || self.allowed.is_some() || UCOZ_KNOWN.contains(&kind)
    }

    /// Whether the settings give the value of `key`, by its English name; else it is the preset's,
    /// which nobody has tried.
    pub fn is_given(&self, key: &str) -> bool {
        self.given.contains(&key)
    }

    /// Whether visits to static pages are not counted there, and a site made of nothing else is
    /// removed after 40 days.
    pub fn removes_static_sites(&self) -> bool {
        self.preset == Preset::Ucoz
    }
}

/// The kind of a file: its extension in small letters, without the dot; empty where it has none.
pub fn kind(path: &str) -> Cow<'_, str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, kind)) if kind.contains(|c: char| !c.is_ascii_lowercase()) => {
            Cow::Owned(kind.to_lowercase())
        }
        Some((_, kind)) => Cow::Borrowed(kind),
        None => Cow::Borrowed(""),
    }
}
