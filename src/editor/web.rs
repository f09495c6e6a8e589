//! The files of the page, which are part of the program. The build script packs them (`src/main/page.rs`).

use std::io::Read;

use flate2::read::GzDecoder;
use include_dir::{Dir, include_dir};

use super::app::App;
use crate::http::{HttpAnswer, media_type};

static FILES: Dir<'_> = include_dir!("$OUT_DIR/page");

/// The file with this address; `/` is the page itself.
pub(super) fn find(path: &str) -> Option<PackedFile> {
    let path = match path.strip_prefix('/')? {
        "" => "index.html",
        path => path,
    };
    let file = FILES.get_file(format!("{path}.gz"))?;
    Some(PackedFile { media: media_type(path), gzip: file.contents() })
}

/// The answer with a file of the page, and what the page may do.
pub(super) fn answer(file: PackedFile, takes_gzip: bool, app: &App) -> HttpAnswer {
    let preview = app.preview_url();
    let frames = preview.as_deref().map_or("'none'", |url| url.trim_end_matches('/'));
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
         connect-src 'self'; frame-src {frames}; form-action 'none'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
    let mut answer = file.answer(takes_gzip);
    answer.headers.extend([
        ("Content-Security-Policy", policy),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
    ]);
    answer
}

/// A file of a page, packed with gzip.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedFile {
    pub(super) media: &'static str,
    pub(super) gzip: &'static [u8],
}

impl PackedFile {
    /// The file as it lies here, or unpacked for a reader who does not take gzip.
    pub(super) fn answer(self, takes_gzip: bool) -> HttpAnswer {
        if !takes_gzip {
            return HttpAnswer::bytes(200, self.media, self.plain());
        }
        let mut answer = HttpAnswer::bytes(200, self.media, self.gzip);
        answer.headers.push(("Content-Encoding", "gzip".to_owned()));
        answer
    }

    fn plain(self) -> Vec<u8> {
        let mut plain = Vec::new();
        // What the build has packed is whole, and memory has no errors.
        let _ = GzDecoder::new(self.gzip).read_to_end(&mut plain);
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str) -> String {
        String::from_utf8(find(path).unwrap().plain()).unwrap()
    }

    #[test]
    fn the_page_is_found_and_nothing_else() {
        assert!(find("/").is_some() && find("/index.html").is_some());
        for path in ["/js/app.js", "/codemirror/codemirror.js"] {
            assert_eq!(find(path).map(|file| file.media), Some(crate::http::SCRIPT));
        }
        for path in [
            "",
            "index.html",
            "/index.html.gz",
            "/js",
            "/js/",
            "/../editor.rs",
            "/js/../index.html",
            "//",
        ] {
            assert!(find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn a_file_is_sent_packed_where_gzip_is_taken() {
        let answers = [true, false].map(|takes_gzip| find("/").unwrap().answer(takes_gzip));
        let [packed, plain] = answers.map(|answer| match answer.body {
            crate::http::AnswerBody::Bytes(bytes) => (answer.headers, bytes),
            crate::http::AnswerBody::File(..) => panic!("a file"),
        });
        assert_eq!(packed.0, [("Content-Encoding", "gzip".to_owned())]);
        assert_eq!((plain.0.len(), &*plain.1), (0, include_bytes!("web/index.html").as_slice()));
        assert!(packed.1.starts_with(b"\x1f\x8b") && packed.1.len() < plain.1.len());
    }

    #[test]
    fn every_screen_has_its_file() {
        let app = text("/js/app.js");
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
        let page = text("/");
        let folder = FILES.get_dir("css").unwrap();
        for file in folder.files() {
            let path = file.path().display().to_string();
            let link = format!("href=\"/{}\"", path.strip_suffix(".gz").unwrap());
            assert!(page.contains(&link), "{link}");
        }
        assert_eq!(page.matches("rel=\"stylesheet\"").count(), folder.files().count());
    }

    /// The policy of the page forbids scripts and styles within it.
    #[test]
    fn no_script_or_style_stands_within_the_page() {
        let page = text("/");
        for sign in ["<script>", "<style", " style=", " onclick=", "javascript:"] {
            assert!(!page.contains(sign), "{sign}");
        }
    }
}
