//! An HTTP client for the pages of the published site.

use std::time::Duration;

use crate::publish::probe::{Answer, Ask};
use crate::publish::verify::live::Fetch;

/// The largest page that is read, in bytes.
const MAX_PAGE: u64 = 16 * 1024 * 1024;

/// The time-out of one request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// An HTTP client that reuses its connections.
#[derive(Debug)]
pub struct Http {
    agent: ureq::Agent,
}

impl Default for Http {
    fn default() -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(TIMEOUT)).build();
        Self { agent: config.into() }
    }
}

impl Fetch for Http {
    fn get(&mut self, url: &str) -> Option<Vec<u8>> {
        let mut answer = self.agent.get(url).call().ok()?;
        answer.body_mut().with_config().limit(MAX_PAGE).read_to_vec().ok()
    }
}

impl Ask for Http {
    fn ask(&mut self, url: &str) -> Option<Answer> {
        let request = self.agent.get(url).config().http_status_as_error(false).build();
        let mut answer = request.call().ok()?;
        let head = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
        let content_type = head.unwrap_or_default().to_owned();
        let body = answer.body_mut().with_config().limit(MAX_PAGE).read_to_vec().ok()?;
        Some(Answer { status: answer.status().as_u16(), content_type, body })
    }
}
