//! What a hosting really does: a handful of tiny files is uploaded into a folder of its own, asked
//! for over HTTP, and removed.
//!
//! 1. `trials` says which files, and what each is to show.
//! 2. `server` tries what FTP can do beside writing.
//! 3. [`probe`] uploads, asks until the first page is served, asks for the rest, and removes
//!    everything, also after a failure.
//! 4. `settings` tells which settings follow.

mod server;
mod settings;
mod trials;

use super::failure::{Failure, describe_refusal};
use super::host::Outside;
use super::remote::retrying::RetryingRemote;
use super::remote::{Fault, Remote};
use std::time::Duration;

pub use server::Can;
pub use trials::Shows;
use trials::{Trial, trials};

/// How long the first page may take to be served, in seconds.
const PATIENCE: i64 = 60;

/// The pause between two questions for it.
const PAUSE: Duration = Duration::from_secs(2);

/// Asks a web server.
pub trait Ask {
    /// Its answer, whatever the status; none where it does not answer at all.
    fn ask(&mut self, url: &str) -> Option<Answer>;
}

/// What a web server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status: 200, 404.
    pub status: u16,
    /// The head `Content-Type`; may be empty.
    pub content_type: String,
    /// The bytes.
    pub body: Vec<u8>,
}

impl Answer {
    /// The encoding that the head names, in small letters.
    pub fn charset(&self) -> Option<String> {
        let (_, rest) = self.content_type.split_once("charset=")?;
        let name = rest.split(';').next().unwrap_or_default();
        Some(name.trim_matches([' ', '"']).to_lowercase())
    }
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What it is to show.
    pub shows: Shows,
    /// Its path within the probe's folder.
    pub path: String,
    /// What FTP said, where it did not take the file.
    pub refused: Option<String>,
    /// What the web server said; none where it was not asked, or is silent.
    pub answer: Option<Answer>,
    /// What became of the content.
    pub content: Content,
}

/// What became of a file's content on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// It is served as it was sent.
    Same,
    /// So many bytes were put into it.
    Added(usize),
    /// It is served as something else.
    Changed,
    /// It is not served.
    Missing,
}

/// What was found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// File by file.
    pub tried: Vec<Tried>,
    /// What FTP can do.
    pub can: Can,
    /// Seconds until the first page was served; none where it never was.
    pub delay: Option<i64>,
    /// What could not be removed again.
    pub left: Vec<String>,
}

/// Probes the hosting; `folder` is made for it and must be new, `url` is its address with `/` at
/// the end.
///
/// # Errors
/// Where the folder cannot be made or stands already; the server's lasting faults.
pub fn probe(
    (remote, outside): (&mut dyn Remote, &mut dyn Outside),
    ask: &mut dyn Ask,
    folder: &str,
    url: &str,
) -> Result<Findings, Failure> {
    let mut remote = RetryingRemote::new(remote, outside);
    remote.with_retries(|remote, _| remote.make_folder("")).map_err(Failure::at(""))?;
    let new =
        remote.with_retries(|remote, _| remote.make_folder(folder)).map_err(Failure::at(folder))?;
    if !new && !remote.broke {
        return Err(Failure::Foreign(vec![folder.to_owned()]));
    }
    let mut found = Findings::default();
    let mut made = Made { folder, files: Vec::new(), folders: Vec::new() };
    let done = work(&mut remote, ask, &mut made, (url, &mut found));
    found.left = made.remove(&mut remote);
    done.map(|()| found)
}

/// What the probe has put on the server.
struct Made<'a> {
    folder: &'a str,
    files: Vec<String>,
    folders: Vec<String>,
}

impl Made<'_> {
    /// Where a file of the probe stands in the section.
    fn path(&self, inner: &str) -> String {
        format!("{}/{inner}", self.folder)
    }

    /// Writes a file that will be removed at the end.
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

    /// Removes everything; gives what stays.
    fn remove(self, remote: &mut RetryingRemote<'_>) -> Vec<String> {
        let mut left = Vec::new();
        for path in self.files {
            // A file that was refused is not there to be removed.
            let gone =
                remote.remove(&path).is_ok() || matches!(remote.read(&path, 1 << 20), Ok(None));
            if !gone {
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

fn work(
    remote: &mut RetryingRemote<'_>,
    ask: &mut dyn Ask,
    made: &mut Made<'_>,
    (url, found): (&str, &mut Findings),
) -> Result<(), Failure> {
    let mut sent = Vec::new();
    for trial in trials() {
        let refused = match made.write(remote, &trial.path, &trial.bytes) {
            Ok(()) => None,
            Err(Fault::Refused(reason)) => Some(describe_refusal(&reason)),
            Err(fault) => return Err(Failure::at(&trial.path)(fault)),
        };
        sent.push((trial, refused));
    }
    found.can = server::can(remote, made)?;
    found.delay = wait(remote, ask, url);
    for (trial, refused) in sent {
        let answer = match (&refused, found.delay) {
            (None, Some(_)) => ask.ask(&format!("{url}{}", trial.address())),
            _ => None,
        };
        let content = answer.as_ref().map_or(Content::Missing, |answer| compare(&trial, answer));
        let Trial { shows, path, .. } = trial;
        found.tried.push(Tried { shows, path, refused, answer, content });
    }
    Ok(())
}

/// Seconds until the first page is served.
fn wait(remote: &mut RetryingRemote<'_>, ask: &mut dyn Ask, url: &str) -> Option<i64> {
    let begun = remote.outside.now();
    let page = format!("{url}{}", trials::FIRST);
    loop {
        let passed = remote.outside.now() - begun;
        if ask.ask(&page).is_some_and(|answer| answer.status == 200) {
            return Some(passed);
        }
        if passed >= PATIENCE || remote.outside.is_stopped() {
            return None;
        }
        remote.outside.pause(PAUSE);
    }
}

fn compare(trial: &Trial, answer: &Answer) -> Content {
    let (sent, body) = (&trial.bytes, &answer.body);
    if answer.status != 200 {
        return Content::Missing;
    }
    if body == sent {
        return Content::Same;
    }
    // What was put in may stand anywhere between the lines.
    let mut rest = &body[..];
    for part in sent.split_inclusive(|&byte| byte == b'\n') {
        let Some(at) = rest.windows(part.len()).position(|window| window == part) else {
            return Content::Changed;
        };
        rest = &rest[at + part.len()..];
    }
    Content::Added(body.len() - sent.len())
}

#[cfg(test)]
mod tests;
