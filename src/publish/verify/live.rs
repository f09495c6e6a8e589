//! Whether readers can see the pages that were sent.
//!
//! A hosting may show a new file after a delay only, and may add advertising to a page. So a page counts as
//! live once the response contains its body line by line.

use std::time::Duration;

use super::http::HttpClient;
use crate::publish::host::Host;

/// How long the pages may take to appear, in seconds: a silent server costs no more, however many they are.
const TIMEOUT: i64 = 30;

/// The pause between two rounds of requests.
const PAUSE: Duration = Duration::from_secs(3);

/// Shorter lines, in bytes, occur on any page and are not compared.
const MIN_LINE_BYTES: usize = 16;

/// A page that readers should see.
#[derive(Clone, Debug)]
pub(in crate::publish) struct SentPage {
    /// The absolute URL.
    pub(in crate::publish) url: String,
    pub(in crate::publish) bytes: Vec<u8>,
}

/// Requests `pages` until all are live or the time is over, and returns the URLs of the others.
/// `cache_buster` makes each request different from earlier ones, so that no cache answers it.
pub(in crate::publish) fn wait_until_live(
    mut pages: Vec<SentPage>,
    cache_buster: &str,
    http: &mut dyn HttpClient,
    host: &mut dyn Host,
) -> Vec<String> {
    let begun = host.now();
    for round in 1.. {
        pages.retain(|page| {
            if host.now() - begun >= TIMEOUT || host.is_stopped() {
                return true;
            }
            let response = http.get(&format!("{}?rostok={cache_buster}-{round}", page.url));
            let response = response.filter(|response| response.is_success());
            !response.is_some_and(|response| contains_page(&response.body, &page.bytes))
        });
        let is_over = host.now() - begun >= TIMEOUT || host.is_stopped();
        if pages.is_empty() || is_over {
            break;
        }
        host.pause(PAUSE);
    }
    pages.into_iter().map(|page| page.url).collect()
}

/// Whether a response contains the main part of `page`, line by line.
pub(super) fn contains_page(response: &[u8], page: &[u8]) -> bool {
    let (response, page) = (String::from_utf8_lossy(response), String::from_utf8_lossy(page));
    let body = page.split_once("<main").map_or(&*page, |(_, rest)| rest);
    let body = body.split_once("</main>").map_or(body, |(body, _)| body);
    let mut lines = body.lines().map(str::trim).filter(|line| line.len() >= MIN_LINE_BYTES);
    lines.all(|line| response.contains(line))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;
    use crate::publish::host::{TestClock, UploadEvent};
    use crate::publish::verify::http::HttpResponse;

    /// A web server that shows new pages late, with a banner.
    struct LateServer {
        requests: Vec<String>,
        late_requests: usize,
    }

    impl HttpClient for LateServer {
        fn get(&mut self, url: &str) -> Option<HttpResponse> {
            self.requests.push(url.to_owned());
            let text = if self.requests.len() > self.late_requests { NEW } else { OLD };
            let body = text.replace("<body>", "<body><div>Реклама</div>").into_bytes();
            Some(HttpResponse { status: 200, body, ..HttpResponse::default() })
        }
    }

    const OLD: &str = "<body><main>\n<p>Прежний рассказ о событии</p>\n</main>";
    const NEW: &str = "<body><main>\n<p>Новый рассказ о событии</p>\n</main>";

    fn page() -> SentPage {
        SentPage { url: "http://a.ru/b.html".to_owned(), bytes: NEW.into() }
    }

    #[test]
    fn a_page_is_requested_until_it_is_new_whatever_was_added_to_it() {
        let mut server = LateServer { requests: Vec::new(), late_requests: 2 };
        let clock = &mut TestClock(0);
        assert_eq!(wait_until_live(vec![page()], "7", &mut server, clock), [""; 0]);
        assert_eq!(server.requests.len(), 3);
        assert_eq!(server.requests[2], "http://a.ru/b.html?rostok=7-3");
    }

    /// A web server that never answers; each request takes its time.
    struct SilentServer(Rc<Cell<i64>>);

    impl HttpClient for SilentServer {
        fn get(&mut self, _: &str) -> Option<HttpResponse> {
            self.0.set(self.0.get() + 10);
            None
        }
    }

    /// A clock that requests and pauses move.
    struct SharedClock(Rc<Cell<i64>>);

    impl Host for SharedClock {
        fn now(&mut self) -> i64 {
            self.0.get()
        }

        fn pause(&mut self, time: Duration) {
            self.0.set(self.0.get() + i64::try_from(time.as_secs()).unwrap());
        }

        fn report(&mut self, _: UploadEvent<'_>) {}

        fn is_stopped(&mut self) -> bool {
            false
        }
    }

    #[test]
    fn a_silent_server_holds_up_the_look_no_longer_than_one_page() {
        let time = Rc::new(Cell::new(0));
        let mut clock = SharedClock(Rc::clone(&time));
        let mut server = SilentServer(Rc::clone(&time));
        let missing = wait_until_live(vec![page(); 30], "7", &mut server, &mut clock);
        assert_eq!(missing.len(), 30);
        assert!(time.get() < TIMEOUT + 20, "{}", time.get());
    }

    #[test]
    fn a_page_that_does_not_appear_in_time_is_named() {
        let mut server = LateServer { requests: Vec::new(), late_requests: 99 };
        let mut clock = TestClock(0);
        let missing = wait_until_live(vec![page()], "7", &mut server, &mut clock);
        assert_eq!(missing, ["http://a.ru/b.html"]);
        assert_eq!(clock.0, TIMEOUT);
    }
}
