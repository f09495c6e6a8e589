//! The picture beside the section's name, if the settings name one.

use super::{Origin, Resolver, ShownPhoto};
use crate::config::{Config, FILE};
use crate::diagnostic::Diagnostic;
use crate::site::addresses::DOCUMENTS;

impl Resolver<'_> {
    /// The logo, published as any other picture.
    pub(super) fn logo(&mut self, config: &Config) -> Option<ShownPhoto> {
        let (file, place) = config.logo.as_ref()?;
        let origin = Origin { file: FILE, path: Some(DOCUMENTS) };
        let found = self.attachment(origin, file);
        let Some(attachment) = found.filter(|found| found.is_picture()) else {
            let problem = match found {
                Some(_) => Diagnostic::error(format!("файл `{file}` — не картинка"))
                    .hint("для логотипа подойдёт PNG, JPEG или WebP"),
                None => Diagnostic::error(format!("нет картинки `{file}`")).hint(
                    "положите логотип в папку `content/data` и напишите `логотип: data/logo.png`",
                ),
            };
            self.diagnostics.push(problem.at(place.clone()));
            return None;
        };
        Some(ShownPhoto {
            path: self.publish(origin, attachment),
            alt: String::new(),
            caption: None,
            focus: None,
            named: true,
        })
    }
}
