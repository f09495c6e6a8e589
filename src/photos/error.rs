//! Why a picture cannot be published: messages and hints in Russian.

use std::fmt;

use super::format::SourceFormat;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PhotoError {
    Empty,
    NotAPicture,
    /// An image, but of a format that browsers do not show, or not safely.
    NotForTheWeb {
        format: &'static str,
    },
    /// A JPEG of a kind that hardly any program reads.
    RareJpeg,
    /// The file ends before the picture does.
    Truncated,
    Damaged,
    /// More pixels than fit into the memory budget.
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// The encoder of the target format cannot write it.
    NotEncoded {
        format: &'static str,
    },
}

impl PhotoError {
    /// What the author can do, in Russian.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::Truncated | Self::Damaged => {
                "скопируйте файл заново с телефона или фотоаппарата"
            }
            Self::NotAPicture => "нужен файл JPEG, PNG, WebP, GIF, BMP или TIFF",
            Self::NotForTheWeb { format } if *format == SourceFormat::SVG => {
                "внутри SVG могут быть программы; сохраните картинку как PNG"
            }
            Self::NotForTheWeb { .. } => {
                "получить JPEG можно двумя способами: в настройках камеры телефона выбрать \
                 «Наиболее совместимые» форматы и снимать дальше в JPEG, а готовый снимок открыть \
                 на компьютере и сохранить как JPEG"
            }
            Self::RareJpeg => "откройте файл в любом редакторе и сохраните как JPEG",
            Self::TooLarge { .. } | Self::NotEncoded { .. } => {
                "уменьшите картинку в любом редакторе, хватит 4000 точек по длинной стороне"
            }
        }
    }
}

impl fmt::Display for PhotoError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("файл картинки пуст"),
            Self::NotAPicture => out.write_str("в файле не картинка"),
            Self::NotForTheWeb { format } => {
                write!(out, "картинки {format} на сайте не показать")
            }
            Self::RareJpeg => out.write_str("эту разновидность JPEG почти ничто не читает"),
            Self::Truncated => out.write_str("картинка обрывается: файл скопирован не целиком"),
            Self::Damaged => out.write_str("файл картинки повреждён"),
            Self::TooLarge { width, height } => {
                write!(out, "картинка слишком велика: {width} × {height} точек")
            }
            Self::NotEncoded { format } => {
                write!(out, "картинка не помещается в формат {format}")
            }
        }
    }
}

impl std::error::Error for PhotoError {}
