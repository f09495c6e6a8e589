//! Whether the server still holds what its manifest says.
//!
//! 1. [`audit_sizes`] asks the FTP server for sizes, and finds missing and truncated files.
//! 2. [`audit_contents`] downloads the files over HTTP, as readers do. The hosting may have added
//!    advertising to a page, so a page only has to contain everything that was sent. Other files are
//!    compared byte for byte.

use std::collections::BTreeMap;

use super::http::HttpClient;
use super::line_ends;
use super::live::contains_page;
use crate::file_kind::extension;
use crate::publish::error::PublishError;
use crate::publish::host::{Host, UploadEvent};
use crate::publish::manifest::{ContentHash, SectionManifest};
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::remote::{Fault, RemoteEntry};
use crate::publish::source::Source;

/// How readers get the files of the section.
pub struct WebAccess<'w> {
    pub http: &'w mut dyn HttpClient,
    /// The URL of a path.
    pub url_of: &'w dyn Fn(&str) -> String,
    /// Makes each request different from earlier ones, so that no cache answers it.
    pub cache_buster: &'w str,
}

impl std::fmt::Debug for WebAccess<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = out.debug_struct("WebAccess");
        out.field("cache_buster", &self.cache_buster).finish_non_exhaustive()
    }
}

/// After this many requests without any response the web server is not asked again.
const MAX_SILENT: usize = 3;

/// Compares the sizes of all files. Removes the hash of a missing file in `server`; the hash of a file with
/// another size becomes unknown. Returns how many texts differ only in their line ends, as far as
/// `source` has them.
pub(in crate::publish) fn audit_sizes(
    remote: &mut RetryingRemote<'_>,
    server: &mut SectionManifest,
    source: &dyn Source,
) -> Result<usize, PublishError> {
    let mut rewritten = 0;
    let mut folders: BTreeMap<String, Vec<(String, ContentHash)>> = BTreeMap::new();
    for (path, hash) in &server.files {
        let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
        let known = hash.map(|hash| (path.clone(), hash));
        folders.entry(folder.to_owned()).or_default().extend(known);
    }
    for (folder, files) in folders {
        let listed = match remote.with_retries(|remote, _| remote.list(&folder)) {
            Ok(entries) => Some(entries),
            Err(Fault::Refused(_)) => None,
            Err(fault) => return Err(PublishError::at(&folder)(fault)),
        };
        for (path, hash) in files {
            let size = match listed.as_deref().map(|entries| find(entries, &path)) {
                Some(None) => None,
                Some(Some(RemoteEntry { size: Some(size), .. })) => Some(*size),
                Some(Some(_)) | None => {
                    match remote.with_retries(|remote, _| remote.size(&path)) {
                        Ok(size) => size,
                        // The server gives no sizes: the manifest is believed.
                        Err(Fault::Refused(_)) => Some(hash.size),
                        Err(fault) => return Err(PublishError::at(&path)(fault)),
                    }
                }
            };
            if size == Some(hash.size) {
                continue;
            }
            if size.is_some_and(|size| has_other_line_ends(source, &path, hash, size)) {
                rewritten += 1;
            } else {
                server.files.insert(path, size.map(|_| ContentHash::UNKNOWN));
            }
        }
    }
    Ok(rewritten)
}

/// Whether line ends explain that a file has another size than the one that was sent.
fn has_other_line_ends(source: &dyn Source, path: &str, hash: ContentHash, size: u64) -> bool {
    line_ends::is_text(path)
        && source.bytes(path, hash).is_ok_and(|sent| line_ends::explains_size(&sent, size))
}

/// Compares the content of those files of `server` that `wanted` leaves unchanged with the files of
/// `source`. The hash of a file with other content becomes unknown in `server`; texts may have other line
/// ends. Returns the URLs that are not served at all: those files are on the server, and sending them
/// again would not help. If the web server is silent, the rest is not asked for.
pub(in crate::publish) fn audit_contents(
    host: &mut dyn Host,
    server: &mut SectionManifest,
    wanted: &SectionManifest,
    source: &dyn Source,
    web: &mut WebAccess<'_>,
) -> Result<Vec<String>, PublishError> {
    let mut not_served = Vec::new();
    let mut silent = 0;
    for (path, held) in &mut server.files {
        let Some(hash) = held.filter(|_| wanted.files.get(path) == Some(held)) else { continue };
        if host.is_stopped() {
            return Err(PublishError::Stopped);
        }
        host.report(UploadEvent::Checking { path });
        let url = (web.url_of)(path);
        let response = web.http.get(&format!("{url}?rostok={}", web.cache_buster));
        silent = if response.is_none() { silent + 1 } else { 0 };
        if silent == MAX_SILENT {
            not_served.push(url);
            break;
        }
        let Some(response) = response.filter(|response| response.is_success()) else {
            not_served.push(url);
            continue;
        };
        let body = &response.body;
        let is_same = ContentHash::from_bytes(body) == hash
            || line_ends::is_text(path) && {
                let sent = source.bytes(path, hash)?;
                let is_page = matches!(&*extension(path), "html" | "htm");
                is_page && contains_page(body, &sent) || line_ends::is_same_text(body, &sent)
            };
        if !is_same {
            *held = Some(ContentHash::UNKNOWN);
        }
    }
    Ok(not_served)
}

fn find<'e>(entries: &'e [RemoteEntry], path: &str) -> Option<&'e RemoteEntry> {
    let name = path.rsplit('/').next().unwrap_or(path);
    entries.iter().find(|entry| !entry.folder && entry.name == name)
}
