//! An HTTP client for the pages of the published site.

use std::time::Duration;

/// The largest page that is read, in bytes.
const MAX_PAGE: u64 = 16 * 1024 * 1024;

/// The time-out of one request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends requests to a web server.
pub trait HttpClient {
    /// The response, whatever its status; `None` if there is none.
    fn get(&mut self, url: &str) -> Option<HttpResponse>;
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// For example 200 or 404.
    pub status: u16,
    /// The header `Content-Type`; may be empty.
    pub content_type: String,
    pub body: Vec<u8>,
}

impl HttpResponse {
    pub(in crate::publish) fn is_success(&self) -> bool {
        self.status < 400
    }

    /// The encoding that the header names, in lower case.
    pub(in crate::publish) fn charset(&self) -> Option<String> {
        let (_, rest) = self.content_type.split_once("charset=")?;
        let name = rest.split(';').next().unwrap_or_default();
        Some(name.trim_matches([' ', '"']).to_lowercase())
    }
}

/// An [`HttpClient`] that reuses its connections.
#[derive(Debug)]
pub(in crate::publish) struct Http {
    agent: ureq::Agent,
}

impl Default for Http {
    fn default() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .build();
        Self { agent: config.into() }
    }
}

impl HttpClient for Http {
    fn get(&mut self, url: &str) -> Option<HttpResponse> {
        let mut response = self.agent.get(url).call().ok()?;
        let header = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        let content_type = header.unwrap_or_default().to_owned();
        let body = response.body_mut().with_config().limit(MAX_PAGE).read_to_vec().ok()?;
        Some(HttpResponse { status: response.status().as_u16(), content_type, body })
    }
}
