//! Why a request is not let in.

/// Why a request is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// It is not valid HTTP/1.
    Malformed,
    /// It comes from another site's page or names another host.
    ForeignOrigin,
    /// The method is none of these, which are allowed here.
    Method(&'static str),
    /// There is nothing with this address.
    Path,
    /// The head is longer than allowed.
    TooLong,
    /// The head or the body did not arrive in time.
    TooSlow,
    /// The length of the body is missing, or told in a way that can be read in two ways.
    Length,
    /// The body is longer than allowed.
    BodyTooLong,
    /// The body is not of the type that is understood here.
    MediaType,
    /// The key is missing or not ours.
    Key,
    /// Too many bodies are being received.
    Busy,
    /// The disk has no room for the body.
    NoSpace,
    /// The folder for the body is gone, or closed for writing.
    NoFolder,
}

impl Rejection {
    /// The code and the name of the status.
    pub(crate) fn status(self) -> &'static str {
        match self {
            Self::Malformed => "400 Bad Request",
            Self::Key => "401 Unauthorized",
            Self::ForeignOrigin => "403 Forbidden",
            Self::Path => "404 Not Found",
            Self::Method(_) => "405 Method Not Allowed",
            Self::TooSlow => "408 Request Timeout",
            Self::NoFolder => "409 Conflict",
            Self::Length => "411 Length Required",
            Self::BodyTooLong => "413 Content Too Large",
            Self::MediaType => "415 Unsupported Media Type",
            Self::TooLong => "431 Request Header Fields Too Large",
            Self::Busy => "503 Service Unavailable",
            Self::NoSpace => "507 Insufficient Storage",
        }
    }

    /// What the reader is told.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Malformed => "Запрос не понят",
            Self::Key => "Эта вкладка больше не связана с Ростком",
            Self::ForeignOrigin => "Откройте сайт по адресу, который написан в окне Ростка",
            Self::Method(_) => "Здесь можно только читать",
            Self::Path => "Такой страницы нет",
            Self::TooLong => "Запрос слишком длинный",
            Self::TooSlow => "Запрос не пришёл вовремя",
            Self::Length => "Не сказано, сколько данных придёт",
            Self::BodyTooLong => "Это слишком много для одного раза",
            Self::MediaType => "Данные этого вида здесь не принимаются",
            Self::Busy => "Уже принимается несколько файлов: подождите, пока они запишутся",
            Self::NoSpace => "На диске не хватает места",
            Self::NoFolder => {
                "Файл некуда положить: папка раздела закрыта для записи, или её больше нет"
            }
        }
    }

    /// How many bytes of the rest of the request are read, so that the answer arrives. Only those who
    /// have shown the key may send much.
    pub(super) fn linger(self) -> u64 {
        match self {
            Self::Busy | Self::NoSpace | Self::NoFolder => 64 * 1024 * 1024,
            _ => 256 * 1024,
        }
    }
}
