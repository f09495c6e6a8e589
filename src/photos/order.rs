//! The order of the photos of a gallery.

use crate::config::Order;
use crate::site::ShownPhoto;

/// The photos of a gallery in their order on the page: first those that the post names, then the others, by the
/// time they were `taken` where the settings say so.
pub fn in_order<'p, 't>(
    photos: &'p [ShownPhoto],
    order: Order,
    taken: impl Fn(&'p str) -> Option<&'t str>,
) -> Vec<&'p ShownPhoto> {
    let mut photos: Vec<_> = photos.iter().collect();
    if order == Order::Taken {
        let named = photos.partition_point(|photo| photo.named);
        photos[named..].sort_by_cached_key(|photo| {
            let time = taken(&photo.path);
            (time.is_none(), time)
        });
    }
    photos
}
