//! Finds out what a hosting really does: uploads a few dozen tiny files into a folder of their own, requests
//! them over HTTP, and removes them.
//!
//! 1. `trials` lists the files, and what each of them tests.
//! 2. `abilities` tries what the FTP server can do besides writing.
//! 3. [`probe`] uploads, waits for the first page, requests the other files, and removes everything, also
//!    after an error.
//! 4. `settings` derives settings from the findings.

mod abilities;
mod settings;
mod trials;

use std::time::Duration;

use super::error::{PublishError, describe_refusal};
use super::host::{Dialog, Host, UploadEvent};
use super::publication::Publication;
use super::remote::retrying::RetryingRemote;
use super::remote::{Fault, Remote};
use super::verify::http::{Http, HttpClient, HttpResponse};

pub use abilities::FtpAbilities;
pub use settings::FoundSetting;
pub use trials::TrialSubject;
use trials::{FIRST_PAGE, Trial, trials};

/// How long the first page may take to appear, and then all requests together, in seconds.
const TIMEOUT: i64 = 60;

/// The pause between two requests for it.
const PAUSE: Duration = Duration::from_secs(2);

/// What is known of a hosting after the probe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    pub trials: Vec<TrialResult>,
    pub ftp: FtpAbilities,
    /// Seconds until the first page was served; `None` if it never was.
    pub delay: Option<i64>,
    /// Paths that could not be removed.
    pub left: Vec<String>,
}

/// The result of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialResult {
    pub subject: TrialSubject,
    /// The path within the probe's folder.
    pub path: String,
    /// Why the FTP server refused the file, in Russian or in the server's words.
    pub refused: Option<String>,
    /// `None` if the file was not requested, or there was no response.
    pub response: Option<HttpResponse>,
    pub content: ServedContent,
}

/// What the web server serves for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServedContent {
    /// What was sent.
    Same,
    /// What was sent, with this many bytes inserted.
    Added(usize),
    /// Something else.
    Changed,
    /// Nothing.
    Missing,
}

/// Probes the hosting of `publication`.
///
/// # Errors
/// As [`probe`]; if the connection cannot be made.
pub fn run(
    publication: &Publication<'_>,
    dialog: &mut dyn Dialog,
) -> Result<Findings, PublishError> {
    let mut remote = publication.connect(dialog)?;
    let nonce = publication.publisher.nonce();
    let folder = format!("rostok-proba-{}", &nonce[..8]);
    let url = publication.target.url(&format!("{folder}/"));
    probe(&mut remote, dialog, &mut Http::default(), &folder, &url)
}

/// Probes a hosting. Creates `folder`, which must be new; `url` is its address, with a `/` at the end.
///
/// # Errors
/// If the folder exists or cannot be created; permanent faults of the server.
pub fn probe(
    remote: &mut dyn Remote,
    host: &mut dyn Host,
    http: &mut dyn HttpClient,
    folder: &str,
    url: &str,
) -> Result<Findings, PublishError> {
    let mut remote = RetryingRemote::new(remote, host);
    remote.with_retries(|remote, _| remote.make_folder("")).map_err(PublishError::at(""))?;
    let is_new = remote
        .with_retries(|remote, _| remote.make_folder(folder))
        .map_err(PublishError::at(folder))?;
    // If the connection broke, we may have created the folder and lost the answer.
    if !is_new && !remote.broke {
        return Err(PublishError::Foreign(vec![folder.to_owned()]));
    }
    let mut created = ProbeFolder { folder, files: Vec::new(), folders: Vec::new() };
    let findings = find_out(&mut remote, http, &mut created, url);
    let left = created.remove(&mut remote);
    Ok(Findings { left, ..findings? })
}

/// What the probe has created on the server.
struct ProbeFolder<'a> {
    folder: &'a str,
    files: Vec<String>,
    folders: Vec<String>,
}

impl ProbeFolder<'_> {
    /// The path in the section of a file of the probe.
    fn path(&self, inner: &str) -> String {
        format!("{}/{inner}", self.folder)
    }

    /// Writes a file that is removed at the end.
    fn write(
        &mut self,
        remote: &mut RetryingRemote<'_>,
        inner: &str,
        bytes: &[u8],
    ) -> Result<(), Fault> {
        let path = self.path(inner);
        if let Some((folder, _)) = inner.rsplit_once('/') {
            let folder = self.path(folder);
            remote.with_retries(|remote, _| remote.make_folder(&folder))?;
            self.folders.push(folder);
        }
        self.files.push(path.clone());
        remote.send(&path, bytes, inner)
    }

    /// Removes everything. Returns the paths that could not be removed.
    fn remove(self, remote: &mut RetryingRemote<'_>) -> Vec<String> {
        let mut left = Vec::new();
        for path in self.files {
            // A file that was refused does not exist and cannot be removed.
            let is_gone =
                remote.remove(&path).is_ok() || matches!(remote.read(&path, 1 << 20), Ok(None));
            if !is_gone {
                left.push(path);
            }
        }
        let own = self.folder.to_owned();
        for folder in self.folders.into_iter().chain([own]) {
            if remote.with_retries(|remote, _| remote.remove_folder(&folder)).is_err() {
                left.push(folder);
            }
        }
        left
    }
}

fn find_out(
    remote: &mut RetryingRemote<'_>,
    http: &mut dyn HttpClient,
    created: &mut ProbeFolder<'_>,
    url: &str,
) -> Result<Findings, PublishError> {
    let mut sent = Vec::new();
    let trials = trials();
    let of = trials.len();
    for (done, trial) in trials.into_iter().enumerate() {
        if remote.host.is_stopped() {
            return Err(PublishError::Stopped);
        }
        remote.host.report(UploadEvent::Probing { done, of });
        let refused = match created.write(remote, &trial.path, &trial.bytes) {
            Ok(()) => None,
            Err(Fault::Refused(reason)) => Some(describe_refusal(&reason)),
            Err(fault) => return Err(PublishError::at(&trial.path)(fault)),
        };
        sent.push((trial, refused));
    }
    let ftp = abilities::try_all(remote, created)?;
    remote.host.report(UploadEvent::Probing { done: of, of });
    let delay = wait_for_first_page(remote, http, url);
    if remote.host.is_stopped() {
        return Err(PublishError::Stopped);
    }
    let begun = remote.host.now();
    let results = sent.into_iter().map(|(trial, refused)| {
        let is_over = remote.host.now() - begun >= TIMEOUT || remote.host.is_stopped();
        let response = match (&refused, delay) {
            (None, Some(_)) if !is_over => http.get(&format!("{url}{}", trial.url_path())),
            _ => None,
        };
        let content = response
            .as_ref()
            .map_or(ServedContent::Missing, |response| compare(&trial.bytes, response));
        let Trial { subject, path, .. } = trial;
        TrialResult { subject, path, refused, response, content }
    });
    let trials = results.collect();
    Ok(Findings { trials, ftp, delay, left: Vec::new() })
}

/// Seconds until the first page is served.
fn wait_for_first_page(
    remote: &mut RetryingRemote<'_>,
    http: &mut dyn HttpClient,
    url: &str,
) -> Option<i64> {
    let begun = remote.host.now();
    let page = format!("{url}{FIRST_PAGE}");
    loop {
        let passed = remote.host.now() - begun;
        if http.get(&page).is_some_and(|response| response.status == 200) {
            return Some(passed);
        }
        if passed >= TIMEOUT || remote.host.is_stopped() {
            return None;
        }
        remote.host.pause(PAUSE);
    }
}

fn compare(sent: &[u8], response: &HttpResponse) -> ServedContent {
    let body = &response.body;
    if response.status != 200 {
        return ServedContent::Missing;
    }
    if body == sent {
        return ServedContent::Same;
    }
    // Insertions may be anywhere between the lines.
    let mut rest = &body[..];
    for line in sent.split_inclusive(|&byte| byte == b'\n') {
        let Some(at) = rest.windows(line.len()).position(|window| window == line) else {
            return ServedContent::Changed;
        };
        rest = &rest[at + line.len()..];
    }
    ServedContent::Added(body.len() - sent.len())
}

#[cfg(test)]
mod tests;
