//! Whether what was sent can be seen by readers.
//!
//! A hosting may show a new file only after a while, and may add advertising to a page. So a page
//! counts as served once all that its author wrote is found in the answer, line by line.

use std::time::Duration;

use crate::publish::host::Outside;

/// How long a page may take to appear, in seconds.
const PATIENCE: i64 = 30;

/// The pause between two rounds of questions.
const PAUSE: Duration = Duration::from_secs(3);

/// A line shorter than this, in bytes, says nothing of the page that it stands in.
const TELLING: usize = 16;

/// Asks a web server for a page.
pub trait Fetch {
    /// The page's bytes; none where it is not served.
    fn get(&mut self, url: &str) -> Option<Vec<u8>>;
}

/// A page that readers should see.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its absolute address.
    pub url: String,
    /// What was sent.
    pub bytes: Vec<u8>,
}

/// Asks for `pages` until all are served or patience has an end; `mark` makes each question new, so
/// that no cache on the way answers it. Gives the addresses of those that are not served.
pub fn wait(
    mut pages: Vec<Page>,
    mark: &str,
    fetch: &mut dyn Fetch,
    outside: &mut dyn Outside,
) -> Vec<String> {
    let begun = outside.now();
    for round in 1.. {
        pages.retain(|page| {
            let url = format!("{}?rostok={mark}-{round}", page.url);
            !fetch.get(&url).is_some_and(|answer| shows(&answer, &page.bytes))
        });
        let over = outside.now() - begun >= PATIENCE || outside.is_stopped();
        if pages.is_empty() || over {
            break;
        }
        outside.pause(PAUSE);
    }
    pages.into_iter().map(|page| page.url).collect()
}

/// Whether `answer` holds the body of `page`.
pub(in crate::publish) fn shows(answer: &[u8], page: &[u8]) -> bool {
    let (answer, page) = (String::from_utf8_lossy(answer), String::from_utf8_lossy(page));
    let body = page.split_once("<main").map_or(&*page, |(_, rest)| rest);
    let body = body.split_once("</main>").map_or(body, |(body, _)| body);
    let mut lines = body.lines().map(str::trim).filter(|line| line.len() >= TELLING);
    lines.all(|line| answer.contains(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::host::Clock;

    /// A web server that shows new files late, under a banner.
    struct Late {
        asked: Vec<String>,
        after: usize,
    }

    impl Fetch for Late {
        fn get(&mut self, url: &str) -> Option<Vec<u8>> {
            self.asked.push(url.to_owned());
            let text = if self.asked.len() > self.after { NEW } else { OLD };
            Some(text.replace("<body>", "<body><div>Реклама</div>").into_bytes())
        }
    }

    const OLD: &str = "<body><main>\n<p>Прежний рассказ о событии</p>\n</main>";
    const NEW: &str = "<body><main>\n<p>Новый рассказ о событии</p>\n</main>";

    fn page() -> Page {
        Page { url: "http://a.ru/b.html".to_owned(), bytes: NEW.into() }
    }

    #[test]
    fn a_page_is_asked_for_until_it_is_the_new_one_whatever_was_added_to_it() {
        let mut late = Late { asked: Vec::new(), after: 2 };
        assert_eq!(wait(vec![page()], "7", &mut late, &mut Clock(0)), [""; 0]);
        assert_eq!(late.asked.len(), 3);
        assert_eq!(late.asked[2], "http://a.ru/b.html?rostok=7-3");
    }

    #[test]
    fn what_does_not_appear_in_time_is_named() {
        let mut late = Late { asked: Vec::new(), after: 99 };
        let mut clock = Clock(0);
        assert_eq!(wait(vec![page()], "7", &mut late, &mut clock), ["http://a.ru/b.html"]);
        assert_eq!(clock.0, PATIENCE);
    }
}
