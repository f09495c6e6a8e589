//! Pages, feeds and the sitemap, out of a site and a theme.

mod address;
mod embedded;
mod feed;
mod json_ld;
mod sitemap;
mod theme;

pub use theme::{Theme, ThemeLayer};
