//! What a build made, and the lines about photos below.

use rostok::output::Written;
use rostok::photos::Summary;
use rostok::pipeline::{EventCounts, Weight};
use rostok::quantity::{count, megabytes};

/// The maximum number of files listed by name.
const MAX_NAMED: usize = 5;

/// «2 события, 12 фото; изменено страниц — 22».
pub(super) fn built(events: EventCounts, photos: &Summary, written: &Written) -> String {
    let EventCounts { published, announced, drafts } = events;
    let mut made = Vec::new();
    if published + announced == 0 {
        made.push("событий пока нет".to_owned());
    }
    if published > 0 {
        made.push(count(published, "событие", "события", "событий"));
    }
    if announced > 0 {
        made.push(count(announced, "анонс", "анонса", "анонсов"));
    }
    if photos.pictures > 0 {
        made.push(count(photos.pictures, "фото", "фото", "фото"));
    }
    let mut line = format!("{}; {}", made.join(", "), changes(written));
    if drafts > 0 {
        line += &format!("; не вошло черновиков\u{a0}— {drafts}");
    }
    line
}

/// What changed, in pages: what else a page consists of is nobody's concern.
fn changes(written: &Written) -> String {
    let Written { created, changed, removed, .. } = written;
    let kinds = [("новых", created), ("изменено", changed), ("удалено", removed)];
    let is_page = |path: &&String| path.ends_with(".html");
    let pages = kinds.map(|(what, paths)| (what, paths.iter().filter(is_page).count()));
    let pages = pages.iter().filter(|(_, number)| *number > 0).enumerate();
    let pages: Vec<String> = pages
        .map(|(index, (what, number))| {
            let noun = if index == 0 { " страниц" } else { "" };
            format!("{what}{noun}\u{a0}— {number}")
        })
        .collect();
    if !pages.is_empty() {
        return pages.join(", ");
    }
    match created.len() + changed.len() + removed.len() {
        0 => "всё уже готово".to_owned(),
        files => format!("изменено файлов\u{a0}— {files}"),
    }
}

/// The size of the photos before and after processing, and how full the section is; empty without
/// photos.
pub(super) fn photo_sizes(photos: &Summary, weight: Option<Weight>) -> String {
    let Summary { pictures, bytes_before, bytes_after, .. } = photos;
    if *pictures == 0 {
        return String::new();
    }
    let (before, after) = (megabytes(*bytes_before), megabytes(*bytes_after));
    let mut line = format!("Фото: было {before}, стало {after}");
    if let Some(Weight { total, limit }) = weight {
        let (total, limit) = (megabytes(total), megabytes(limit));
        line += &format!("; весь раздел занимает {total} из {limit}");
    }
    line + "\n"
}

/// The drafts that are left out because of their errors; empty if there are none.
pub(super) fn unsound_drafts(files: &[String]) -> String {
    if files.is_empty() {
        return String::new();
    }
    let named = first_files(files);
    format!("Не вошли черновики с ошибками: {named}; `rostok check --drafts` покажет их\n")
}

/// The first files by name, and the number of the others.
fn first_files(files: &[String]) -> String {
    let mut named: Vec<_> = files.iter().take(MAX_NAMED).map(|file| format!("`{file}`")).collect();
    if let Some(more @ 1..) = files.len().checked_sub(MAX_NAMED) {
        named.push(format!("ещё\u{a0}{more}"));
    }
    named.join(", ")
}

/// The source files that contain the place where they were taken; empty if there are none.
pub(super) fn location_warning(photos: &Summary) -> String {
    let files = &photos.with_gps;
    if files.is_empty() {
        return String::new();
    }
    let found = count(files.len(), "файле", "файлах", "файлах");
    let named = first_files(files);
    format!(
        "Место съёмки записано в {found}: {named}; на сайт оно не попадёт, но сами файлы его выдают\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn a_build_is_told_in_events_photos_and_pages() {
        let paths = |number: usize, end: &str| -> Vec<String> {
            (0..number).map(|number| format!("{number}.{end}")).collect()
        };
        let told = |events, pictures, written: &Written| {
            let photos = Summary { pictures, ..Summary::default() };
            plain(&built(events, &photos, written))
        };
        let two = EventCounts { published: 2, ..EventCounts::default() };
        let mut written = Written { changed: paths(22, "html"), ..Written::default() };
        written.changed.extend(paths(3, "xml"));
        assert_eq!(told(two, 12, &written), "2 события, 12 фото; изменено страниц — 22");
        written.created = paths(4, "html");
        written.removed = paths(1, "html");
        let all = EventCounts { published: 5, announced: 1, drafts: 3 };
        assert_eq!(
            told(all, 0, &written),
            "5 событий, 1 анонс; новых страниц — 4, изменено — 22, удалено — 1; \
             не вошло черновиков — 3"
        );
        let files = Written { created: paths(1, "jpg"), ..Written::default() };
        assert_eq!(told(two, 1, &files), "2 события, 1 фото; изменено файлов — 1");
        let nothing = told(EventCounts::default(), 0, &Written::default());
        assert_eq!(nothing, "событий пока нет; всё уже готово");
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
            "Фото: было 12 МБ, стало 1,1 МБ; весь раздел занимает 1,5 МБ из 400 МБ\n"
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
