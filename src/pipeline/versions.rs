//! What a newer version of the program wrote into the folder of a site.

use super::Request;
use super::sources::read_if_exists;
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::output::{Manifest, WriteError};

/// What this version does not understand; empty where there is no site.
pub fn written_by_newer(request: &Request) -> Vec<Diagnostic> {
    let settings = read_if_exists(&request.root.join(config::FILE)).ok().flatten();
    let mut found: Vec<_> = settings.and_then(|text| config::refusal(&text)).into_iter().collect();
    if let Err(newer @ WriteError::NewerManifest { .. }) = Manifest::read(&request.out) {
        found.push(Diagnostic::error(newer.to_string()).hint(newer.hint()));
    }
    found
}
