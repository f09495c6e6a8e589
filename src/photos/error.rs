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
    /// A kind of the format that hardly any program reads, this one neither.
    Rare {
        format: &'static str,
    },
    /// A JPEG with arithmetic coding, which no browser shows.
    ArithmeticJpeg,
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
            Self::NotForTheWeb { format } if *format != SourceFormat::HEIC => {
                "откройте картинку на компьютере и сохраните как JPEG или PNG"
            }
            Self::NotForTheWeb { .. } => {
                "получить JPEG можно двумя способами: в настройках камеры телефона выбрать \
                 «Наиболее совместимые» форматы и снимать дальше в JPEG, а готовый снимок открыть \
                 на компьютере и сохранить как JPEG"
            }
            Self::ArithmeticJpeg => {
                "сохраните картинку заново в редакторе, который её открывает, и выберите обычный JPEG, без арифметического сжатия"
            }
            Self::Rare { .. } => "откройте файл в любом редакторе и сохраните как JPEG или PNG",
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
            Self::NotForTheWeb { format: format @ (SourceFormat::HEIC | SourceFormat::SVG) } => {
                write!(out, "картинки {format} на сайте не показать")
            }
            Self::NotForTheWeb { format } => write!(out, "картинки {format} Росток не читает"),
            Self::Rare { format } => {
                write!(out, "эту разновидность {format} почти ничто не читает")
            }
            Self::ArithmeticJpeg => out
                .write_str("JPEG сжат арифметическим кодом: браузеры таких картинок не показывают"),
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
