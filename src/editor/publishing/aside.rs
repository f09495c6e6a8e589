//! «Отложить в черновики»: an event or a page that stops a publication becomes a draft.

use serde::Deserialize;

use crate::content::{PAGES, POSTS, is_below};
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::documents::{Edit, FieldValue};

#[derive(Deserialize)]
struct AsideBody {
    file: String,
}

pub(super) fn put_aside(call: &Call<'_>) -> Result<Reply, ApiError> {
    let AsideBody { file } = call.json()?;
    if ![POSTS, PAGES].iter().any(|folder| is_below(&file, folder)) {
        return Err(ApiError::new(422, "Черновиками бывают события и страницы"));
    }
    let documents = &call.app.documents;
    let draft = ("draft".to_owned(), Some(FieldValue::Text("да".to_owned())));
    let edit = Edit { fields: vec![draft], ..Edit::default() };
    let opened = documents.open(&file)?;
    documents.save(&file, &opened.hash, &edit)?;
    Ok(Reply::done())
}
