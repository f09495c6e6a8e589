//! The functions that the page calls: the table of routes, and what a function gets and gives.

mod call;
mod error;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod slept;

use serde_json::Value;

use crate::fs::TempFile;
use crate::http::HttpAnswer;

pub(super) use call::{ApiCall as Call, Query};
pub(super) use error::{ApiError, rejection_body, sentence};
// The short names are those of other modules elsewhere.
pub(super) use {ApiBound as Bound, ApiReply as Reply, ApiRoute as Route};

/// A function that the page calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiRoute {
    pub(crate) method: ApiMethod,
    /// Without the query.
    pub(crate) path: &'static str,
    pub(crate) body: ApiBound,
    pub(crate) function: fn(&Call<'_>) -> Result<ApiReply, ApiError>,
}

impl ApiRoute {
    /// A function that reads.
    pub(super) const fn get(
        path: &'static str,
        function: fn(&Call<'_>) -> Result<ApiReply, ApiError>,
    ) -> Self {
        Self { method: ApiMethod::Get, path, body: ApiBound::None, function }
    }

    /// A function that gets JSON.
    pub(super) const fn post(
        path: &'static str,
        function: fn(&Call<'_>) -> Result<ApiReply, ApiError>,
    ) -> Self {
        Self { method: ApiMethod::Post, path, body: ApiBound::Json, function }
    }

    /// A function that gets a file.
    pub(super) const fn upload(
        path: &'static str,
        body: ApiBound,
        function: fn(&Call<'_>) -> Result<ApiReply, ApiError>,
    ) -> Self {
        Self { method: ApiMethod::Post, path, body, function }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ApiMethod {
    /// It changes nothing.
    Get,
    Post,
}

/// What body a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ApiBound {
    None,
    /// JSON.
    Json,
    /// A photo, kept in a temporary file.
    Photo,
    /// A table of events, kept in a temporary file.
    Import,
}

/// What a function gives.
#[derive(Debug)]
pub(crate) enum ApiReply {
    Json(Value),
    Bytes {
        media: &'static str,
        /// The name under which a browser saves it.
        name: Option<String>,
        bytes: Vec<u8>,
    },
}

/// What arrived as a temporary file, which is removed unless the function keeps it.
pub(crate) type Upload = TempFile;

const MIB: u64 = 1024 * 1024;

impl ApiBound {
    /// The largest body, in bytes.
    pub(super) fn bytes(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Json => 2 * MIB,
            Self::Photo => 64 * MIB,
            Self::Import => 64 * MIB,
        }
    }

    /// The only media type of such a body.
    pub(super) fn media(self) -> &'static str {
        match self {
            Self::None | Self::Json => "application/json",
            Self::Photo | Self::Import => "application/octet-stream",
        }
    }

    pub(super) fn is_upload(self) -> bool {
        matches!(self, Self::Photo | Self::Import)
    }
}

impl ApiMethod {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// All routes.
pub(super) fn routes() -> impl Iterator<Item = &'static ApiRoute> {
    [
        super::state::ROUTES,
        super::setup::ROUTES,
        super::events::ROUTES,
        super::document_api::ROUTES,
        super::photos::ROUTES,
        super::history::ROUTES,
        super::phone::ROUTES,
        super::jobs::ROUTES,
        super::publishing::ROUTES,
        super::reporting::ROUTES,
        super::copying::ROUTES,
        super::importing::ROUTES,
        super::settings::ROUTES,
        super::tables::ROUTES,
        super::pages::ROUTES,
    ]
    .into_iter()
    .flatten()
}

impl ApiReply {
    /// The answer of a function that has nothing to tell.
    pub(super) fn done() -> Self {
        Self::Json(Value::Object(serde_json::Map::new()))
    }

    pub(super) fn into_answer(self) -> HttpAnswer {
        match self {
            Self::Json(value) => HttpAnswer::bytes(200, JSON, value.to_string()),
            Self::Bytes { media, name, bytes } => {
                let mut answer = HttpAnswer::bytes(200, media, bytes);
                answer.headers.extend(name.map(|name| ("Content-Disposition", disposition(&name))));
                answer
            }
        }
    }
}

pub(super) const JSON: &str = "application/json; charset=utf-8";

/// RFC 6266, with the encoding of RFC 8187 for names in Russian.
fn disposition(name: &str) -> String {
    let encoded = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("attachment; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_listed_once_and_none_but_uploads_take_files() {
        let mut seen = Vec::new();
        for route in routes() {
            assert!(route.path.starts_with("/api/"), "{}", route.path);
            assert!(!seen.contains(&(route.path, route.method)), "{} twice", route.path);
            assert_eq!(
                route.method == ApiMethod::Get,
                route.body == ApiBound::None,
                "{}",
                route.path
            );
            seen.push((route.path, route.method));
        }
        assert!(seen.len() >= 5, "{seen:?}");
    }

    #[test]
    fn a_file_keeps_its_russian_name() {
        let name = disposition("Отчёт 1.docx");
        assert_eq!(name, "attachment; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%201%2Edocx");
    }
}
