//! Recognises a direction renamed in the settings: several posts name a direction that does not
//! exist, and no post names one that does.

use std::collections::BTreeMap;

use crate::config::{Config, DirectionId, FILE, unknown_direction};
use crate::diagnostic::Diagnostic;

/// Fewer posts with the same unknown direction are more likely typing errors.
const MIN_POSTS: usize = 3;

/// The name in a message of [`unknown_direction`].
fn unknown_name(message: &str) -> Option<&str> {
    message.strip_prefix("неизвестное направление «")?.strip_suffix('»')
}

/// Adds to the hints about an unknown direction that it was probably renamed, if exactly one name is
/// unknown in several posts, and exactly one direction is without posts; `has_posts` tells.
pub fn explain_renamed_direction(
    has_posts: impl Fn(DirectionId) -> bool,
    config: &Config,
    diagnostics: &mut [Diagnostic],
) {
    let mut posts_by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        if let Some(name) = unknown_name(&diagnostic.message) {
            *posts_by_name.entry(name).or_default() += 1;
        }
    }
    posts_by_name.retain(|_, posts| *posts >= MIN_POSTS);
    let names: Vec<&str> = posts_by_name.into_keys().collect();
    let &[old] = names.as_slice() else { return };
    let mut unused = config.direction_ids().filter(|id| !has_posts(*id));
    let (Some(new), None) = (unused.next(), unused.next()) else { return };
    let new = config.direction(new);
    let message = unknown_direction(old);
    let value = if old.contains([':', '#', '"', '\'', '[', '{', '&', '*', '!', '|', '>', '%', '@'])
    {
        format!("'{}'", old.replace('\'', "''"))
    } else {
        old.to_owned()
    };
    let hint = format!(
        "похоже, направление переименовано: допишите в файле `{FILE}` к направлению `{}` строку \
         `также: {value}`",
        new.id
    );
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.message == message) {
        diagnostic.hint = format!("{hint}\n{}", diagnostic.hint);
    }
}
