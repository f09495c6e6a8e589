//! What is said about an upload, whoever asks for it: the terminal or the editor in the browser.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::host::Restoration;
use super::manifest::Edition;
use super::plan::Changes;
use crate::quantity::count;

/// The warning before the password is sent.
pub const UNENCRYPTED: &str = "Соединение с сервером не зашифровано: пароль и файлы пойдут открытым текстом, их может прочесть посторонний";

/// A server has rewritten the line ends of this many texts.
pub fn line_ends(files: usize) -> String {
    let files = count(files, "текстовом файле", "текстовых файлах", "текстовых файлах");
    format!(
        "Сервер заменяет концы строк: в {files} размер из-за этого другой. Страницам это не вредит, заново они не отправлены"
    )
}

/// «Вернётся вид от 29.11.2026, 19:45».
pub fn restores(restoration: Restoration<'_>, timezone: &TimeZone) -> String {
    match restoration.to.number {
        0 => "Вернётся то, что было до первой публикации: на сайте не останется ни одного файла раздела".to_owned(),
        _ => format!("Вернётся {}", view(restoration.to, timezone)),
    }
}

/// What the server holds after an upload: «Сейчас на сайте вид от 29.11.2026, 19:45».
pub fn holds(edition: &Edition, timezone: &TimeZone) -> String {
    match edition.number {
        0 => "Раздела на сайте больше нет".to_owned(),
        _ => format!("Сейчас на сайте {}", view(edition, timezone)),
    }
}

/// «вид от 29.11.2026, 19:45».
pub fn view(edition: &Edition, timezone: &TimeZone) -> String {
    match Timestamp::from_second(edition.time) {
        Ok(time) => {
            let time = timezone.to_datetime(time);
            let (day, month, year) = (time.day(), time.month(), time.year());
            let (hour, minute) = (time.hour(), time.minute());
            format!("вид от {day:02}.{month:02}.{year}, {hour:02}:{minute:02}")
        }
        Err(_) => format!("вид №\u{a0}{}", edition.number),
    }
}

/// What changes beside events: «5 страниц, 2 фото»; empty if nothing does.
pub fn other_changes(changes: &Changes) -> String {
    let counts = [
        (changes.pages, ["страница", "страницы", "страниц"]),
        (changes.photos, ["фото", "фото", "фото"]),
        (changes.others, ["прочий файл", "прочих файла", "прочих файлов"]),
    ];
    let counts = counts.iter().filter(|(number, _)| *number > 0);
    let counts: Vec<_> =
        counts.map(|(number, [one, few, many])| count(*number, one, few, many)).collect();
    counts.join(", ")
}

/// Formats seconds as «12 с» or «2 мин».
pub fn time(seconds: u64) -> String {
    match seconds {
        0..=89 => format!("{}\u{a0}с", seconds.max(1)),
        _ => format!("{}\u{a0}мин", seconds.div_ceil(60)),
    }
}
