//! Why a picture cannot be published, in Russian.

use std::fmt;

use super::format::Format;

/// Why a picture cannot be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The file is empty.
    Empty,
    /// It is no picture that we know.
    NotAPicture,
    /// It is a picture, but browsers do not show this kind, or not safely.
    NotForTheWeb {
        /// The name of its format.
        format: &'static str,
    },
    /// It is a JPEG of a kind that hardly any program reads.
    RareJpeg,
    /// The file ends before the picture does.
    Truncated,
    /// The picture's data contradict themselves.
    Damaged,
    /// It has more pixels than could be processed in sensible memory.
    TooLarge {
        /// Its width in pixels.
        width: u32,
        /// Its height in pixels.
        height: u32,
    },
    /// It cannot be written in the format it must have.
    NotEncoded {
        /// The name of that format.
        format: &'static str,
    },
}

impl Trouble {
    /// What the user can do, in Russian.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Empty | Self::Truncated | Self::Damaged => {
                "скопируйте файл заново с телефона или фотоаппарата"
            }
            Self::NotAPicture => "нужен файл JPEG, PNG, WebP, GIF, BMP или TIFF",
            Self::NotForTheWeb { format } if *format == Format::SVG => {
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

impl fmt::Display for Trouble {
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

impl std::error::Error for Trouble {}
