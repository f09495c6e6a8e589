//! Parses listings of folders in the formats of servers: MLSD, `ls -l` of Unix, `dir` of DOS.

use crate::publish::remote::RemoteEntry;

/// The longest line, in bytes: of one that is longer the words alone would fill the memory.
const MAX_LINE: usize = 4096;

/// The entries of a listing; none where no line has a known format.
pub(super) fn parse(text: &str, machine_readable: bool) -> Option<Vec<RemoteEntry>> {
    let mut entries = Vec::new();
    let mut has_unknown_lines = false;
    for line in text.lines().map(|line| line.trim_end_matches('\r')) {
        let parsed = if line.len() > MAX_LINE {
            None
        } else if machine_readable {
            parse_facts(line)
        } else {
            parse_unix(line).or_else(|| parse_dos(line))
        };
        match parsed {
            Some(entry) if matches!(entry.name.as_str(), "" | "." | "..") => {}
            // Some servers put the requested path before each name.
            Some(entry) => {
                let name = entry.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                entries.push(RemoteEntry { name, ..entry });
            }
            None => has_unknown_lines |= !is_heading(line),
        }
    }
    (!has_unknown_lines || !entries.is_empty()).then_some(entries)
}

/// Whether a line of a listing names no entry, such as `total 8`.
fn is_heading(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    line.is_empty() || line.starts_with("total") || line.starts_with("итого")
}

/// `type=file;size=12;modify=20240101000000; name` (RFC 3659).
fn parse_facts(line: &str) -> Option<RemoteEntry> {
    let (facts, name) = line.trim_start().split_once(' ')?;
    let fact = |wanted: &str| {
        facts.split(';').find_map(|fact| {
            let (key, value) = fact.split_once('=')?;
            key.eq_ignore_ascii_case(wanted).then(|| value.to_lowercase())
        })
    };
    let kind = fact("type")?;
    let name = match kind.as_str() {
        "cdir" | "pdir" => "",
        _ => name,
    };
    let size = fact("size").and_then(|size| size.parse().ok());
    Some(entry(name, size, kind == "dir"))
}

/// `-rw-r--r--   1 owner group   1234 Jan  5 12:34 name`; the group may be missing.
fn parse_unix(line: &str) -> Option<RemoteEntry> {
    let kind = line.chars().next().filter(|kind| "-dlbcps".contains(*kind))?;
    let rights = line.split_whitespace().next()?;
    if rights.len() < 10 || !rights[1..10].bytes().all(|byte| b"rwxsStTlL-".contains(&byte)) {
        return None;
    }
    let (size, name) = size_and_name(line)?;
    let name = match kind {
        'l' => name.split_once(" -> ").map_or(name, |(name, _)| name),
        _ => name,
    };
    Some(entry(name, Some(size), kind == 'd'))
}

/// The size, which stands before the first date of a line, and the name, which stands after it.
fn size_and_name(line: &str) -> Option<(u64, &str)> {
    let words = words(line);
    words.windows(4).find_map(|window| {
        let [size, first, second, last] = window else { return None };
        let month_first = is_month(first.text) && is_number(second.text);
        let day_first = is_number(first.text) && is_month(second.text);
        let named = (month_first || day_first) && is_time_or_year(last.text);
        // `2024-01-05 12:34`, from `ls` with `--time-style=long-iso`.
        let numeric = is_iso_date(first.text) && is_time_or_year(second.text);
        let end = if named { last.end } else { second.end };
        let size = size.text.parse().ok().filter(|_| named || numeric)?;
        // One space separates the date and the name; further spaces belong to the name.
        line.get(end + 1..).filter(|name| !name.is_empty()).map(|name| (size, name))
    })
}

/// `01-05-24  12:34PM       1234 name`; folders have `<DIR>` in place of the size.
fn parse_dos(line: &str) -> Option<RemoteEntry> {
    let words = words(line);
    let [date, time, size, name, ..] = &words[..] else { return None };
    let is_date = date.text.len() >= 8
        && date.text.bytes().all(|byte| byte.is_ascii_digit() || b"-./".contains(&byte));
    if !is_date || !time.text.contains(':') {
        return None;
    }
    let name = &line[name.start..];
    match size.text {
        "<DIR>" => Some(entry(name, None, true)),
        size => Some(entry(name, Some(size.replace(',', "").parse().ok()?), false)),
    }
}

fn entry(name: &str, size: Option<u64>, folder: bool) -> RemoteEntry {
    RemoteEntry { name: name.to_owned(), size: if folder { None } else { size }, folder }
}

/// A word and its place in the line, in bytes.
struct ListingWord<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

fn words(line: &str) -> Vec<ListingWord<'_>> {
    let mut start = 0;
    let mut words = Vec::new();
    for text in line.split([' ', '\t']) {
        let end = start + text.len();
        if !text.is_empty() {
            words.push(ListingWord { text, start, end });
        }
        start = end + 1;
    }
    words
}

fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']);
    (3..=5).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic)
}

fn is_number(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']);
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_iso_date(word: &str) -> bool {
    word.len() == 10 && word.split('-').count() == 3
}

fn is_time_or_year(word: &str) -> bool {
    let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let time = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    year || (time && word.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_one(line: &str, machine_readable: bool) -> (String, Option<u64>, bool) {
        let entries = parse(line, machine_readable).unwrap_or_else(|| panic!("{line}"));
        let [entry] = &entries[..] else { panic!("{line}: {entries:?}") };
        (entry.name.clone(), entry.size, entry.folder)
    }

    #[test]
    fn lines_of_many_servers_are_parsed() {
        let file = |name: &str, size| (name.to_owned(), Some(size), false);
        let folder = |name: &str| (name.to_owned(), None, true);
        for (line, expected) in [
            ("-rw-r--r--   1 ftp      ftp          1234 Jan  5 12:34 index.html", 1234),
            ("-rw-r--r--   1 1000     1000            0 Dec 31  2023 index.html", 0),
            ("-rw-rw-r--+  1 user domain users  77 5 Jan 2022 index.html", 77),
            ("-rwxrwxrwx   1 noone    nogroup   4294967296 May 16 10:00 index.html", 4_294_967_296),
            ("-rw-r--r-- 1 owner 12 янв. 5 12:34 index.html", 12),
            ("-rw-r--r-- 1 a b 3 2024-01-05 12:34 index.html", 3),
            ("01-05-24  12:34PM                 1234 index.html", 1234),
            ("05.01.2024  12:34        1234 index.html", 1234),
        ] {
            assert_eq!(parse_one(line, false), file("index.html", expected), "{line}");
        }
        assert_eq!(parse_one("drwxr-xr-x 2 a b 4096 Jan 5 12:34 2022", false), folder("2022"));
        assert_eq!(
            parse_one("01-05-2024  12:34PM  <DIR>  new folder", false),
            folder("new folder")
        );
        let link = "lrwxrwxrwx 1 a b 7 Jan 5 12:34 here -> ../there";
        assert_eq!(parse_one(link, false), file("here", 7));
        let spaces = "-rw-r--r-- 1 a b 7 Jan 5 12:34  two words .txt";
        assert_eq!(parse_one(spaces, false), file(" two words .txt", 7));
        let path = "-rw-r--r-- 1 a b 7 Jan 5 12:34 folder/name.txt";
        assert_eq!(parse_one(path, false), file("name.txt", 7));
        let facts = "Type=file;Size=12;modify=20240101000000; a b.html";
        assert_eq!(parse_one(facts, true), file("a b.html", 12));
        assert_eq!(parse_one("modify=1;type=dir; 2022", true), folder("2022"));
    }

    #[test]
    fn headings_and_the_folder_itself_are_skipped() {
        let text = "total 8\r\ndrwxr-xr-x 2 a b 4096 Jan 5 12:34 .\r\n\
                    drwxr-xr-x 2 a b 4096 Jan 5 12:34 ..\r\n";
        assert_eq!(parse(text, false), Some(Vec::new()));
        assert_eq!(parse("", false), Some(Vec::new()));
        assert_eq!(parse("type=cdir; .\r\ntype=pdir; ..\r\n", true), Some(Vec::new()));
    }

    #[test]
    fn a_line_without_end_is_not_cut_into_words() {
        let long = format!("-rw-r--r-- 1 {} 7 Jan 5 12:34 a.html", "a ".repeat(1_000_000));
        assert_eq!(parse(&long, false), None);
        let short = "-rw-r--r-- 1 a b 7 Jan 5 12:34 b.html";
        let entries = parse(&format!("{long}\r\n{short}\r\n"), false).unwrap();
        assert_eq!(entries.len(), 1);
    }

    #[test]
    fn a_listing_in_an_unknown_format_is_none() {
        assert_eq!(parse("index.html\r\n2022\r\n", false), None);
        assert_eq!(parse("ls: cannot access 'x': No such file\r\n", false), None);
    }
}
