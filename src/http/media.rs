//! Media types by file extension.

/// The media type of the file at `path`. Texts are always UTF-8.
pub(crate) fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit(['.', '/']).next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => SCRIPT,
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "jpg" | "jpeg" | "jfif" | "jpe" | "mpo" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ppt" => "application/vnd.ms-powerpoint",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        _ => "application/octet-stream",
    }
}

pub(crate) const HTML: &str = "text/html; charset=utf-8";

pub(crate) const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Server-sent events.
pub(crate) const EVENTS: &str = "text/event-stream; charset=utf-8";

#[test]
fn the_last_extension_decides() {
    assert_eq!(media_type("2022/turnir.html"), HTML);
    assert_eq!(media_type("a.tar.PNG"), "image/png");
    for path in ["html", "a.html/b", "a.", ""] {
        assert_eq!(media_type(path) == HTML, path == "html", "{path}");
    }
}
