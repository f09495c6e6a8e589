//! The pictures that the program draws: what others show of pages without photos, and the icon.

use std::collections::HashMap;

use super::renderer::Renderer;
use crate::config::DirectionId;
use crate::export::PictureSpec;
use crate::site::{Route, Site};

/// Drawn pictures by their addresses.
pub type DrawnPictures = HashMap<String, Vec<u8>>;

/// Letters where the theme has no colours.
const DARK: [u8; 3] = [0x33, 0x3e, 0x48];

/// A picture that others show, and the words for those who do not see it.
#[derive(Debug)]
pub(super) struct SharedPicture {
    /// Absolute.
    pub(super) url: String,
    pub(super) alt: String,
}

/// The picture of pages without a direction, then those of the directions. Empty where the hosting takes
/// no such files.
pub(super) fn shared_pictures(site: &Site) -> Vec<SharedPicture> {
    let config = &site.config;
    let picture = |direction: Option<DirectionId>| {
        let alt = match direction {
            None => config.title.clone(),
            Some(id) => format!("{}. {}", config.direction(id).short, config.short_title),
        };
        Some(SharedPicture { url: config.url(&site.picture_path(direction)?), alt })
    };
    let directions = config.direction_ids().map(Some);
    std::iter::once(None).chain(directions).filter_map(picture).collect()
}

impl Renderer {
    /// The picture that others show of pages of this direction, or of those without one.
    pub(super) fn shared(&self, direction: Option<DirectionId>) -> Option<&SharedPicture> {
        self.shared.get(direction.map_or(0, |direction| direction.index() + 1))
    }

    /// All pictures to draw, with their addresses.
    pub fn drawings(&self) -> Vec<(&str, PictureSpec)> {
        let routes = self.site.routes.iter();
        routes.filter_map(|routed| Some((&*routed.path, self.drawing(routed.route)?))).collect()
    }

    fn drawing(&self, route: Route) -> Option<PictureSpec> {
        let palette = self.theme.palette();
        let config = &self.site.config;
        let direction = match route {
            Route::Icon => {
                let colour = palette.map_or(DARK, |palette| palette.accent());
                return Some(PictureSpec::Icon { colour });
            }
            Route::Picture(direction) => direction,
            _ => return None,
        };
        let (title, colour) = match direction {
            None => (&config.title, palette.map(|palette| palette.text())),
            Some(id) => {
                let shades = palette.and_then(|palette| palette.direction(id.index()));
                (&config.direction(id).short, shades.map(|shades| shades.light()))
            }
        };
        let above = direction.map_or("", |_| &config.short_title);
        Some(PictureSpec::Words {
            above: above.to_owned(),
            title: title.clone(),
            below: config.school.clone(),
            colour: colour.unwrap_or(DARK),
            pattern: direction.map(DirectionId::index),
        })
    }

    /// The file of a picture: as it was drawn before, or drawn now.
    pub(super) fn drawn(&self, route: Route, path: &str) -> Vec<u8> {
        let drawn = self.drawn.as_ref().and_then(|drawn| drawn.get(path).cloned());
        drawn.or_else(|| self.drawing(route)?.png()).unwrap_or_default()
    }
}
