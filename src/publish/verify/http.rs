//! Pages asked for over HTTP.

use std::time::Duration;

use crate::publish::probe::{Answer, Ask};
use crate::publish::verify::live::Fetch;

/// No page is larger than this, in bytes.
const MOST: u64 = 16 * 1024 * 1024;

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A client that keeps its connections.
#[derive(Debug)]
pub struct Http {
    agent: ureq::Agent,
}

impl Default for Http {
    fn default() -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build();
        Self { agent: config.into() }
    }
}

impl Fetch for Http {
    fn get(&mut self, url: &str) -> Option<Vec<u8>> {
        let mut answer = self.agent.get(url).call().ok()?;
        answer.body_mut().with_config().limit(MOST).read_to_vec().ok()
    }
}

impl Ask for Http {
    fn ask(&mut self, url: &str) -> Option<Answer> {
        let request = self.agent.get(url).config().http_status_as_error(false).build();
        let mut answer = request.call().ok()?;
        let head = answer.headers().get("content-type").and_then(|value| value.to_str().ok());
        let content_type = head.unwrap_or_default().to_owned();
        let body = answer.body_mut().with_config().limit(MOST).read_to_vec().ok()?;
        Some(Answer { status: answer.status().as_u16(), content_type, body })
    }
}
