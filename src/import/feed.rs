//! Reads feeds: RSS and Atom.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use quick_xml::events::BytesStart;

use super::ImportError;
use super::archive::attribute;
use super::html::{self, Fragment};
use super::items::{NewsItem, file_name};
use super::rows::{MAX_TEXT, normalize_spaces};
use super::xml::{ElementContent, XmlHandler, read_xml};
use crate::calendar::{EventDate, in_figures};

/// Whether `text` is a feed.
pub(super) fn is_feed(text: &str) -> bool {
    let start = text.trim_start().get(..2000).unwrap_or(text.trim_start());
    let is_xml =
        start.starts_with("<?xml") || start.starts_with("<rss") || start.starts_with("<feed");
    is_xml && ["<rss", "<feed", "<rdf:RDF"].iter().any(|tag| start.contains(tag))
}

/// The items of a feed; days are those of `timezone`.
pub(super) fn read(text: &str, timezone: &TimeZone) -> Result<Vec<NewsItem>, ImportError> {
    let mut parser = FeedParser { timezone, items: Vec::new(), item: None, text: String::new() };
    read_xml(text, &mut parser)?;
    Ok(parser.items)
}

struct FeedParser<'a> {
    timezone: &'a TimeZone,
    items: Vec<NewsItem>,
    item: Option<RawItem>,
    text: String,
}

#[derive(Default)]
struct RawItem {
    title: String,
    link: String,
    date: String,
    html: String,
    pictures: Vec<String>,
}

impl XmlHandler for FeedParser<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        let value = |key| attribute(tag, key).unwrap_or_default();
        match tag.local_name().as_ref() {
            "item" | "entry" => self.item = Some(RawItem::default()),
            "link" if !value("href").is_empty() => {
                let is_page = matches!(&*value("rel"), "" | "alternate");
                if let Some(item) = self.item.as_mut().filter(|_| is_page) {
                    item.link = value("href");
                }
            }
            "enclosure" | "content" | "thumbnail" if !value("url").is_empty() => {
                if let Some(item) = &mut self.item {
                    item.pictures.extend(file_name(&value("url")));
                }
            }
            _ => {}
        }
        self.text.clear();
        Ok(ElementContent::Read)
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        self.text.push_str(text);
        if self.text.len() > MAX_TEXT { Err(ImportError::TooLarge) } else { Ok(()) }
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        let Some(item) = &mut self.item else { return Ok(()) };
        let text = std::mem::take(&mut self.text);
        match name {
            "title" if item.title.is_empty() => item.title = text,
            "link" if !text.trim().is_empty() => item.link = text.trim().to_owned(),
            "pubDate" | "published" | "date" => item.date = text,
            "updated" if item.date.is_empty() => item.date = text,
            // The whole text is longer than the summary.
            "description" | "summary" | "encoded" | "content" | "full-text"
                if text.len() > item.html.len() =>
            {
                item.html = text;
            }
            "item" | "entry" => {
                let item = self.item.take().unwrap_or_default();
                let number = self.items.len() + 1;
                self.items.push(item.read(number, self.timezone)?);
            }
            _ => {}
        }
        Ok(())
    }
}

impl RawItem {
    fn read(self, number: usize, timezone: &TimeZone) -> Result<NewsItem, ImportError> {
        let Fragment { lines, mut pictures } = html::read_fragment(&self.html)?;
        pictures.extend(self.pictures);
        pictures.dedup();
        let title = html::read_fragment(&self.title)?.lines.join(" ");
        let first = || lines.first().map(|line| first_sentence(line)).unwrap_or_default();
        Ok(NewsItem {
            row: format!("новость {number}"),
            title: if title.is_empty() { first() } else { title },
            date: day(&self.date, timezone),
            text: lines,
            link: self.link,
            pictures,
        })
    }
}

/// A title for news that have none.
fn first_sentence(line: &str) -> String {
    let end = line.find(['.', '!', '?']).unwrap_or(line.len());
    let sentence = &line[..end];
    sentence.char_indices().nth(100).map_or(sentence, |(end, _)| &sentence[..end]).to_owned()
}

/// The day of a date and time as feeds write them; the text itself if it is none.
fn day(text: &str, timezone: &TimeZone) -> String {
    let text = normalize_spaces(text);
    let moment =
        DateTimeParser::new().parse_timestamp(&text).or_else(|_| text.parse::<Timestamp>());
    match moment {
        Ok(moment) => in_figures(moment.to_zoned_datetime(timezone.clone()).date()),
        Err(_) => {
            let day = text.split('T').next().unwrap_or_default();
            if EventDate::one_day(day).is_ok() { day.to_owned() } else { text }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<NewsItem> {
        assert!(is_feed(text));
        read(text, &TimeZone::get("Europe/Moscow").unwrap()).unwrap()
    }

    #[test]
    fn rss_and_atom_give_the_same() {
        let rss = "<?xml version=\"1.0\"?><rss version='2.0'><channel><title>Школа</title>\
            <item><title>День &amp; ночь</title><link>https://a.example/1</link>\
            <description>&lt;p&gt;Прошёл &lt;b&gt;день&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;И ночь.&lt;img src='/_nw/0/s1.jpg'&gt;&lt;/p&gt;</description>\
            <pubDate>Wed, 08 Feb 2023 22:25:00 GMT</pubDate></item></channel></rss>";
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Школа</title><entry>\
            <title>День &amp; ночь</title><link rel='self' href='https://a.example/self'/>\
            <link href='https://a.example/1'/><updated>2023-02-08T22:25:00Z</updated>\
            <content type='html'><![CDATA[<p>Прошёл <b>день</b>.</p><p>И ночь.<img src='/_nw/0/s1.jpg'></p>]]></content>\
            </entry></feed>";
        let expected = NewsItem {
            row: "новость 1".to_owned(),
            title: "День & ночь".to_owned(),
            date: "09.02.2023".to_owned(),
            text: vec!["Прошёл день.".to_owned(), "И ночь.".to_owned()],
            link: "https://a.example/1".to_owned(),
            pictures: vec!["s1.jpg".to_owned()],
        };
        assert_eq!(items(rss), std::slice::from_ref(&expected));
        assert_eq!(items(atom), std::slice::from_ref(&expected));
    }

    #[test]
    fn a_broken_feed_is_refused() {
        let text = "<?xml version='1.0'?><rss><channel><item><title>А</title>";
        assert_eq!(read(text, &TimeZone::UTC), Err(ImportError::Broken));
    }
}
