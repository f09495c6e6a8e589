//! What the page sends about the photos of an event.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::editor::photos::people::PeopleCode;

/// A change of what is said of the photos of one event. What is missing stays as it is; `null` takes
/// away what was said.
#[derive(Clone, Debug, Default, Deserialize)]
pub(in crate::editor::photos) struct GalleryChange {
    #[serde(default)]
    pub(in crate::editor::photos) common: CommonChange,
    /// The photos in their new order.
    #[serde(default)]
    pub(in crate::editor::photos) order: Option<Vec<String>>,
    #[serde(default)]
    pub(in crate::editor::photos) photos: BTreeMap<String, PhotoChange>,
    #[serde(default, deserialize_with = "said")]
    pub(in crate::editor::photos) cover: Option<Option<String>>,
}

/// What holds for all photos.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::editor::photos) struct CommonChange {
    #[serde(default, deserialize_with = "said")]
    pub(super) alt: Option<Option<String>>,
    #[serde(default, deserialize_with = "said")]
    pub(super) people: Option<Option<PeopleCode>>,
    #[serde(default, deserialize_with = "said")]
    pub(super) consent: Option<Option<bool>>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::editor::photos) struct PhotoChange {
    #[serde(default, deserialize_with = "said")]
    pub(in crate::editor::photos) alt: Option<Option<String>>,
    #[serde(default, deserialize_with = "said")]
    pub(in crate::editor::photos) caption: Option<Option<String>>,
    #[serde(default, deserialize_with = "said")]
    pub(in crate::editor::photos) people: Option<Option<PeopleCode>>,
    #[serde(default, deserialize_with = "said")]
    pub(in crate::editor::photos) consent: Option<Option<bool>>,
    #[serde(default, deserialize_with = "said")]
    pub(in crate::editor::photos) focus: Option<Option<FocusPoint>>,
    pub(in crate::editor::photos) shown: Option<bool>,
}

/// A point of a photo, in percent of its width and height.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::editor::photos) struct FocusPoint {
    pub(in crate::editor::photos) x: u8,
    pub(in crate::editor::photos) y: u8,
}

/// Tells `null` from what is missing.
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
