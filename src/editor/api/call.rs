//! What a function of the API gets.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;

use super::{ApiError, Upload};
use crate::editor::app::App;
use crate::editor::json;

/// A call of a function.
pub(crate) struct ApiCall<'a> {
    pub(crate) query: Query<'a>,
    /// Empty for uploads.
    pub(crate) body: &'a [u8],
    pub(crate) upload: RefCell<Option<Upload>>,
    pub(crate) app: &'a Arc<App>,
}

/// The query of an address, as sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<'a>(pub(crate) &'a str);

impl<'a> Query<'a> {
    /// The decoded value of a parameter; `None` if it is missing or no text.
    pub(crate) fn get(self, name: &str) -> Option<Cow<'a, str>> {
        let value = self.0.split('&').find_map(|pair| match pair.split_once('=') {
            Some((key, value)) => (key == name).then_some(value),
            None => (pair == name).then_some(""),
        })?;
        if value.contains('+') {
            let spaced = value.replace('+', " ");
            return Some(percent_decode_str(&spaced).decode_utf8().ok()?.into_owned().into());
        }
        percent_decode_str(value).decode_utf8().ok()
    }

    /// As [`Self::get`]; a missing one is the page's mistake.
    pub(crate) fn required(self, name: &str) -> Result<Cow<'a, str>, ApiError> {
        self.get(name).ok_or_else(not_understood)
    }
}

impl ApiCall<'_> {
    /// The body as a value.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        json::read(self.body).ok_or_else(not_understood)
    }

    /// The file that arrived; a function takes it once.
    pub(crate) fn take_upload(&self) -> Result<Upload, ApiError> {
        self.upload.take().ok_or_else(not_understood)
    }
}

fn not_understood() -> ApiError {
    ApiError::new(400, "Запрос не понят")
}

#[test]
fn parameters_are_decoded() {
    let query = Query("file=content%2Fposts%2F%D0%B0.md&name=a+b%2B&empty&bad=%FF&x=1=2");
    for (name, value) in [
        ("file", Some("content/posts/а.md")),
        ("name", Some("a b+")),
        ("empty", Some("")),
        ("x", Some("1=2")),
        ("bad", None),
        ("none", None),
    ] {
        assert_eq!(query.get(name).as_deref(), value, "{name}");
    }
    assert_eq!(query.required("none").unwrap_err().status, 400);
}
