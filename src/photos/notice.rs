//! What a published picture lacks that its source had: messages and hints in Russian.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Notice {
    /// The last bytes of the file are missing.
    Incomplete,
    /// Only the first frame of an animation is shown.
    FirstFrame { format: String },
    /// Only the first of so many pages is shown.
    FirstPage { pages: usize },
}

impl Notice {
    /// The warning for the author.
    pub(super) fn warning(&self) -> Diagnostic {
        match self {
            Self::Incomplete => Diagnostic::warning(
                "у картинки не хватает последних байтов: файл скопирован не целиком",
            )
            .hint("картинка опубликована, но её низ может быть испорчен; скопируйте файл заново с телефона или фотоаппарата"),
            Self::FirstFrame { format } => {
                Diagnostic::warning(format!("из анимации {format} показан только первый кадр"))
                    .hint("чтобы картинка двигалась, сохраните её как GIF")
            }
            Self::FirstPage { pages } => Diagnostic::warning(format!(
                "в файле TIFF несколько страниц\u{a0}— {pages}, показана только первая"
            ))
            .hint("сохраните остальные страницы отдельными файлами или весь документ в PDF"),
        }
    }
}
