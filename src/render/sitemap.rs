//! The sitemap: every page that a search may find, by the protocol of sitemaps.org.

use std::io::Write as _;

use jiff::civil::Date;

/// The sitemap of `pages`: absolute addresses, and the days of the last changes where known.
pub(super) fn sitemap(pages: impl IntoIterator<Item = (String, Option<Date>)>) -> Vec<u8> {
    let mut xml = br#"<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
"#
    .to_vec();
    for (url, changed) in pages {
        xml.extend_from_slice(b"<url><loc>");
        // Writing to memory cannot fail.
        let _ = tera::escape_html(&url, &mut xml);
        xml.extend_from_slice(b"</loc>");
        if let Some(day) = changed {
            let _ = write!(xml, "<lastmod>{day}</lastmod>");
        }
        xml.extend_from_slice(b"</url>\n");
    }
    xml.extend_from_slice(b"</urlset>\n");
    xml
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn addresses_are_escaped_and_days_are_given_where_known() {
        let xml = sitemap([
            ("http://a.example/?a=1&b=2".to_owned(), None),
            ("http://a.example/b.html".to_owned(), Some(date(2022, 9, 1))),
        ]);
        let xml = String::from_utf8(xml).unwrap();
        assert!(xml.contains("<loc>http://a.example/?a=1&amp;b=2</loc></url>"));
        assert!(xml.contains("b.html</loc><lastmod>2022-09-01</lastmod>"));
    }
}
