//! The files of the page, which are part of the program.

use include_dir::{Dir, include_dir};

use super::app::App;
use crate::http::{HttpAnswer, media_type};

/// Cargo sees changed files; for a new one, this file has to be compiled anew.
static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/editor/web");

/// The content of the file with this address; `/` is the page itself. Large files lie here packed, under their name
/// and `.gz`.
pub(super) fn find(path: &str) -> Option<PageFile> {
    let path = match path.strip_prefix('/')? {
        "" => "index.html",
        path => path,
    };
    let plain = FILES.get_file(path);
    let is_packed = plain.is_none();
    let file = plain.or_else(|| FILES.get_file(format!("{path}.gz")))?;
    Some(PageFile { media: media_type(path), bytes: file.contents(), is_packed })
}

/// A file of the page.
#[derive(Clone, Copy)]
pub(super) struct PageFile {
    media: &'static str,
    bytes: &'static [u8],
    /// With gzip, which every browser unpacks.
    is_packed: bool,
}

impl PageFile {
    pub(super) fn answer(self, app: &App) -> HttpAnswer {
        let mut answer = HttpAnswer::bytes(200, self.media, self.bytes);
        let preview = app.preview_url();
        let frames = preview.as_deref().map_or("'none'", |url| url.trim_end_matches('/'));
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
             connect-src 'self'; frame-src {frames}; form-action 'none'; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        answer.headers.extend([
            ("Content-Security-Policy", policy),
            ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
            ("Referrer-Policy", "no-referrer".to_owned()),
        ]);
        if self.is_packed {
            answer.headers.push(("Content-Encoding", "gzip".to_owned()));
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(dir: &'a Dir<'a>, found: &mut Vec<(&'a str, &'a str)>) {
        let read =
            |file: &'a include_dir::File<'a>| Some((file.path().to_str()?, file.contents_utf8()?));
        found.extend(dir.files().filter_map(read));
        dir.dirs().for_each(|inner| texts(inner, found));
    }

    #[test]
    fn the_page_is_found_and_nothing_else() {
        assert!(find("/").is_some() && find("/index.html").is_some());
        for (path, is_packed) in [("/js/app.js", false), ("/codemirror/codemirror.js", true)] {
            let found = find(path).map(|file| (file.media, file.is_packed));
            assert_eq!(found, Some((crate::http::SCRIPT, is_packed)));
        }
        for path in ["", "index.html", "/js", "/js/", "/../editor.rs", "/js/../index.html", "//"] {
            assert!(find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn every_screen_has_its_file() {
        let app = FILES.get_file("js/app.js").and_then(|file| file.contents_utf8()).unwrap();
        let (_, table) = app.split_once("const SCREENS = {\n").unwrap();
        let (table, _) = table.split_once("\n};").unwrap();
        let screens: Vec<_> =
            table.lines().filter_map(|line| line.trim().split(':').next()).collect();
        assert!(screens.contains(&"start") && screens.len() > 3, "{screens:?}");
        for screen in screens {
            assert!(find(&format!("/js/screens/{screen}.js")).is_some(), "{screen}");
        }
    }

    #[test]
    fn the_page_links_every_style_sheet() {
        let page = FILES.get_file("index.html").and_then(|file| file.contents_utf8()).unwrap();
        let folder = FILES.get_dir("css").unwrap();
        for file in folder.files() {
            let link = format!("href=\"/{}\"", file.path().display());
            assert!(page.contains(&link), "{link}");
        }
        assert_eq!(page.matches("rel=\"stylesheet\"").count(), folder.files().count());
    }

    /// The policy of the page forbids scripts and styles within it.
    #[test]
    fn no_script_or_style_stands_within_the_page() {
        let mut found = Vec::new();
        texts(&FILES, &mut found);
        assert!(found.len() > 4, "{found:?}");
        for (path, text) in found {
            let is_page = path.ends_with(".html");
            for sign in ["<script>", "<style", " style=", " onclick=", "javascript:"] {
                assert!(!is_page || !text.contains(sign), "{path}: {sign}");
            }
        }
    }
}
