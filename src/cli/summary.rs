//! Lines about photos below the closing line of a build or a check.

use rostok::photos::Summary;
use rostok::pipeline::Weight;
use rostok::quantity::{count, megabytes};

/// The maximum number of files listed by name.
const MAX_NAMED: usize = 5;

/// The size of the photos before and after processing, and how full the section is; empty without
/// photos.
pub(super) fn photo_sizes(photos: &Summary, weight: Option<Weight>) -> String {
    let Summary { pictures, bytes_before, bytes_after, .. } = photos;
    if *pictures == 0 {
        return String::new();
    }
    let (before, after) = (megabytes(*bytes_before), megabytes(*bytes_after));
    let mut line = format!("Фотографий\u{a0}— {pictures}: было {before}, стало {after}");
    if let Some(Weight { total, limit }) = weight {
        let (total, limit) = (megabytes(total), megabytes(limit));
        line += &format!("; весь раздел занимает {total} из {limit}");
    }
    line + "\n"
}

/// The source files that contain the place where they were taken; empty if there are none.
pub(super) fn location_warning(photos: &Summary) -> String {
    let files = &photos.with_gps;
    if files.is_empty() {
        return String::new();
    }
    let mut named: Vec<_> = files.iter().take(MAX_NAMED).map(|file| format!("`{file}`")).collect();
    if let Some(more @ 1..) = files.len().checked_sub(MAX_NAMED) {
        named.push(format!("ещё\u{a0}{more}"));
    }
    let found = count(files.len(), "файле", "файлах", "файлах");
    format!(
        "Место съёмки записано в {found}: {}; на сайт оно не попадёт, но сами файлы его выдают\n",
        named.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn the_sizes_of_photos_are_summed_up() {
        let photos = Summary {
            pictures: 3,
            bytes_before: 12 << 20,
            bytes_after: (1 << 20) + 1,
            ..Summary::default()
        };
        let weight = Some(Weight { total: 3 << 19, limit: 400 << 20 });
        assert_eq!(
            plain(&photo_sizes(&photos, weight)),
            "Фотографий — 3: было 12 МБ, стало 1,1 МБ; весь раздел занимает 1,5 МБ из 400 МБ\n"
        );
        assert_eq!(photo_sizes(&Summary::default(), weight), "");
    }

    #[test]
    fn files_with_a_location_are_named() {
        let warning = |number: usize| {
            let with_gps = (0..number).map(|number| format!("{number}.jpg")).collect();
            plain(&location_warning(&Summary { with_gps, ..Summary::default() }))
        };
        assert_eq!(warning(0), "");
        assert!(
            warning(1).starts_with("Место съёмки записано в 1 файле: `0.jpg`; "),
            "{}",
            warning(1)
        );
        assert!(
            warning(7).contains(" в 7 файлах: `0.jpg`, `1.jpg`, `2.jpg`, `3.jpg`, `4.jpg`, ещё 2;")
        );
    }
}
