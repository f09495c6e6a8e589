//! The places that an event is copied to, and what each takes.

/// A place that an event is copied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Vk,
    Max,
    Telegram,
    Ok,
    /// The editor of another site: Госвеб, WordPress, Tilda, uCoz.
    Html,
}

/// What a place takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelLimits {
    /// The longest text, as [`text_length`](super::text_length) counts; `None`: any.
    pub text: Option<usize>,
    /// The longest text of a message with photos, where that is another one.
    pub caption: Option<usize>,
    /// The most photos; `None`: any number.
    pub photos: Option<usize>,
    /// How wide it shows a photo, in pixels; `None`: as the section itself.
    pub width: Option<u32>,
}

impl Channel {
    pub const ALL: [Self; 5] = [Self::Vk, Self::Max, Self::Telegram, Self::Ok, Self::Html];

    /// Its name on the command line and in names of folders.
    pub fn id(self) -> &'static str {
        match self {
            Self::Vk => "vk",
            Self::Max => "max",
            Self::Telegram => "telegram",
            Self::Ok => "ok",
            Self::Html => "html",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.id() == id)
    }

    /// Its name after «для».
    pub fn name(self) -> &'static str {
        match self {
            Self::Vk => "ВКонтакте",
            Self::Max => "MAX",
            Self::Telegram => "Telegram",
            Self::Ok => "Одноклассников",
            Self::Html => "редактора другого сайта",
        }
    }

    /// What the place takes.
    ///
    /// | place | text | photos | their size |
    /// |---|---|---|---|
    /// | VK | 15 895: no document names one; the figure is that of its users, unverified | 10, dev.vk.com/method/wall.post | 2560, dev.vk.com/reference/objects/photo-sizes |
    /// | MAX | 4000, dev.max.ru/docs-api (`POST /messages`) | 12, dev.max.ru/docs-api | not documented |
    /// | Telegram | 4096, with photos 1024, core.telegram.org/bots/api | 10, `sendMediaGroup` there | 2560, core.telegram.org/api/files |
    /// | OK | not documented: that of MAX | not documented: that of VK | not documented |
    ///
    /// Where a place documents no size of photos, they get that of the others.
    pub fn limits(self) -> ChannelLimits {
        let limits = |text, photos| ChannelLimits {
            text: Some(text),
            caption: None,
            photos: Some(photos),
            width: Some(2560),
        };
        match self {
            Self::Vk => limits(15_895, 10),
            Self::Max => limits(4000, 12),
            Self::Telegram => ChannelLimits { caption: Some(1024), ..limits(4096, 10) },
            Self::Ok => limits(4000, 10),
            Self::Html => ChannelLimits { text: None, caption: None, photos: None, width: None },
        }
    }

    /// The longest text beside this number of photos.
    pub fn text_limit(self, photos: usize) -> Option<usize> {
        let ChannelLimits { text, caption, .. } = self.limits();
        caption.filter(|_| photos > 0).or(text)
    }
}
