//! Writes digests in the index as hexadecimal digits.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::digest::Digest;

pub(super) fn serialize<S: Serializer>(digest: &Digest, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(digest)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Digest, D::Error> {
    let text = String::deserialize(deserializer)?;
    Digest::parse(&text).ok_or_else(|| D::Error::custom("no digest"))
}
