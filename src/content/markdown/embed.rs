//! Recognises video URLs and embed codes, and writes them as click-to-load blocks.
//!
//! A block is a link to the video's page. On a click, the theme's script replaces it with the
//! player; before that, nothing is requested from the video host. The URL forms are those that the
//! hosts' «Поделиться» buttons give.

use pulldown_cmark_escape::{escape_href, escape_html};

/// A video on another site.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Embed {
    /// The URL of the player, for an `iframe`.
    player: String,
    /// The URL of the page that shows the video.
    page: String,
    /// The video host, as the end of the phrase «Смотреть видео …».
    place: String,
}

impl Embed {
    /// Recognises the URL of a video's page on one of the allowed `hosts`.
    pub(super) fn from_page(address: &str, hosts: &[String]) -> Option<Self> {
        let address = VideoUrl::parse(address)?;
        address.allowed_host(hosts)?;
        address.video()
    }

    /// Recognises the URL of a player, the `src` of an embed code. On an allowed host whose URLs
    /// are not known here, the player itself serves as the video's page.
    pub(super) fn from_player(address: &str, hosts: &[String]) -> Option<Self> {
        let parsed = VideoUrl::parse(address)?;
        let host = parsed.allowed_host(hosts)?;
        parsed.video().or_else(|| {
            let address = format!("https://{}", parsed.whole);
            Some(Self { player: address.clone(), page: address, place: format!("на {host}") })
        })
    }

    /// Writes the block as `element`: `figure` between paragraphs, `span` inside one. The marker
    /// `trusted_prefix` goes before each attribute value that the sanitiser reserves.
    pub(super) fn write(&self, out: &mut String, element: &str, trusted_prefix: &str) {
        out.push('<');
        out.push_str(element);
        for part in [" class=\"", trusted_prefix, "embed\" data-embed=\"", trusted_prefix] {
            out.push_str(part);
        }
        // Writing to a string cannot fail.
        let _ = escape_html(&mut *out, &self.player);
        out.push_str("\"><a href=\"");
        let _ = escape_href(&mut *out, &self.page);
        out.push_str("\">Смотреть видео ");
        let _ = escape_html(&mut *out, &self.place);
        out.push_str("</a></");
        out.push_str(element);
        out.push('>');
    }
}

/// The parts of an `http` or `https` URL.
struct VideoUrl<'a> {
    /// Everything after the scheme.
    whole: &'a str,
    host: &'a str,
    path: &'a str,
    query: &'a str,
}

impl<'a> VideoUrl<'a> {
    fn parse(address: &'a str) -> Option<Self> {
        let whole = ["https://", "http://", "//"]
            .iter()
            .find_map(|scheme| address.trim().strip_prefix(scheme))?;
        if whole.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
            return None;
        }
        let (address, _) = whole.split_once('#').unwrap_or((whole, ""));
        let (address, query) = address.split_once('?').unwrap_or((address, ""));
        let (host, path) = address.split_once('/').unwrap_or((address, ""));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
        host.bytes().all(plain).then_some(Self { whole, host, path, query })
    }

    /// The entry of `hosts` that the URL belongs to.
    fn allowed_host<'h>(&self, hosts: &'h [String]) -> Option<&'h str> {
        hosts.iter().map(String::as_str).find(|host| self.is_on(host))
    }

    /// Whether the URL is on `host` or a subdomain of it (`www.`, `m.`).
    fn is_on(&self, host: &str) -> bool {
        let Some(start) = self.host.len().checked_sub(host.len()) else { return false };
        self.host.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(host))
            && (start == 0 || self.host.as_bytes()[start - 1] == b'.')
    }

    fn parameter(&self, name: &str) -> Option<&'a str> {
        self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    fn video(&self) -> Option<Embed> {
        if self.is_on("rutube.ru") {
            return self.rutube();
        }
        ["vk.com", "vk.ru", "vkvideo.ru"]
            .iter()
            .find(|host| self.is_on(host))
            .and_then(|host| self.vk(host))
    }

    /// `/video/ID/`, `/video/private/ID/?p=KEY`, `/shorts/ID/`, `/play/embed/ID?p=KEY`.
    fn rutube(&self) -> Option<Embed> {
        let id = ["video/private/", "video/", "shorts/", "play/embed/"]
            .iter()
            .find_map(|folder| self.path.strip_prefix(folder))?
            .trim_end_matches('/');
        let key = self.parameter("p").filter(|key| is_id(key));
        if !is_id(id) {
            return None;
        }
        let (folder, query) =
            key.map_or(("video", String::new()), |key| ("video/private", format!("?p={key}")));
        Some(Embed {
            player: format!("https://rutube.ru/play/embed/{id}{query}"),
            page: format!("https://rutube.ru/{folder}/{id}/{query}"),
            place: "на RuTube".to_owned(),
        })
    }

    /// `/video-1_2`, `/clip-1_2`, `/playlist/…/video-1_2`, `?z=video-1_2%2F…`,
    /// `/video_ext.php?oid=-1&id=2&hash=KEY`. A private video has a third part, its key.
    fn vk(&self, host: &str) -> Option<Embed> {
        let (kind, owner, id, key) = if self.path == "video_ext.php" {
            ("video", self.parameter("oid")?, self.parameter("id")?, self.parameter("hash"))
        } else {
            let last = self.path.trim_end_matches('/').rsplit('/').next()?;
            let name = [self.parameter("z").unwrap_or_default(), last];
            let (kind, numbers) = name.iter().find_map(|name| {
                ["video", "clip"].iter().find_map(|kind| Some((*kind, name.strip_prefix(kind)?)))
            })?;
            let end = numbers.find(['%', '/']).unwrap_or(numbers.len());
            let mut numbers = numbers[..end].splitn(3, '_');
            (kind, numbers.next()?, numbers.next()?, numbers.next())
        };
        let number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !number(owner.strip_prefix('-').unwrap_or(owner)) || !number(id) {
            return None;
        }
        let key = key.filter(|key| is_id(key));
        let (hash, suffix) =
            key.map_or_else(Default::default, |key| (format!("&hash={key}"), format!("_{key}")));
        Some(Embed {
            player: format!("https://{host}/video_ext.php?oid={owner}&id={id}{hash}"),
            page: format!("https://{host}/{kind}{owner}_{id}{suffix}"),
            place: "в VK Видео".to_owned(),
        })
    }
}

/// Whether `text` is safe in a URL as an id or a key.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts() -> Vec<String> {
        ["rutube.ru", "vk.com", "vkvideo.ru"].map(str::to_owned).into()
    }

    #[test]
    fn addresses_of_pages_and_players_give_the_same_video() {
        for (address, player, page) in [
            (
                "https://rutube.ru/video/0a1b2c/?t=12",
                "https://rutube.ru/play/embed/0a1b2c",
                "https://rutube.ru/video/0a1b2c/",
            ),
            (
                "https://rutube.ru/video/private/0a1b/?p=Key_1",
                "https://rutube.ru/play/embed/0a1b?p=Key_1",
                "https://rutube.ru/video/private/0a1b/?p=Key_1",
            ),
            (
                "//rutube.ru/play/embed/0a1b2c/",
                "https://rutube.ru/play/embed/0a1b2c",
                "https://rutube.ru/video/0a1b2c/",
            ),
            (
                "https://m.vk.com/video-12_34",
                "https://vk.com/video_ext.php?oid=-12&id=34",
                "https://vk.com/video-12_34",
            ),
            (
                "https://vk.com/wall-1?z=video12_34_abc%2Fpl",
                "https://vk.com/video_ext.php?oid=12&id=34&hash=abc",
                "https://vk.com/video12_34_abc",
            ),
            (
                "https://vkvideo.ru/playlist/-1_2/video-12_34",
                "https://vkvideo.ru/video_ext.php?oid=-12&id=34",
                "https://vkvideo.ru/video-12_34",
            ),
            (
                "https://vkvideo.ru/video_ext.php?oid=-12&id=34&hd=2&autoplay=1",
                "https://vkvideo.ru/video_ext.php?oid=-12&id=34",
                "https://vkvideo.ru/video-12_34",
            ),
        ] {
            let embed = Embed::from_page(address, &hosts()).expect(address);
            assert_eq!((embed.player.as_str(), embed.page.as_str()), (player, page), "{address}");
        }
    }

    #[test]
    fn other_pages_and_other_hosts_are_no_videos() {
        for address in [
            "https://rutube.ru/channel/12/",
            "https://rutube.ru/video/a b/",
            "https://vk.com/wall-1_2",
            "https://vk.com/video-1",
            "https://vk.com/video-1_2\"onload",
            "https://evilrutube.ru/video/12/",
            "https://rutube.ru.evil.example/video/12/",
            "https://rutube.ru@evil.example/video/12/",
            "https://ok.ru/video/12",
            "javascript:alert(1)//rutube.ru/video/12",
            "rutube.ru/video/12",
        ] {
            assert_eq!(Embed::from_page(address, &hosts()), None, "{address}");
        }
        assert_eq!(Embed::from_page("https://rutube.ru/video/12/", &[]), None);
    }

    #[test]
    fn the_player_of_an_unknown_allowed_host_is_also_its_page() {
        let hosts = ["video.example".to_owned()];
        let embed = Embed::from_player("http://video.example/e/1?a=\"&b", &hosts).expect("a video");
        let mut html = String::new();
        embed.write(&mut html, "figure", "");
        assert_eq!(
            html,
            "<figure class=\"embed\" data-embed=\"https://video.example/e/1?a=&quot;&amp;b\">\
             <a href=\"https://video.example/e/1?a=%22&amp;b\">Смотреть видео на video.example</a>\
             </figure>"
        );
    }
}
