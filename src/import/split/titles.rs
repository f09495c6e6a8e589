//! The paragraphs of a cell with titles: one title, or several.

/// The titles in a cell of a table that has nothing but titles: each paragraph is one, unless it goes on
/// with the sentence of the one above.
pub(in crate::import) fn titles_of_cell(lines: &[String], list_lines: usize) -> Vec<String> {
    let is_list = list_lines > 1 && list_lines == lines.len();
    numbered_titles(lines)
        .or_else(|| listed_titles(lines, is_list))
        .unwrap_or_else(|| titles(lines))
}

/// «1. Урок», «2. Квест»: titles that are numbered as such, without their numbers.
pub(super) fn numbered_titles(lines: &[String]) -> Option<Vec<String>> {
    let title = |(number, line): (usize, &String)| {
        let rest = line.strip_prefix(&number.to_string())?;
        Some(rest.strip_prefix(['.', ')'])?.trim_start().to_owned())
    };
    let titles: Vec<String> = (1..).zip(lines).map(title).collect::<Option<_>>()?;
    (titles.len() > 1 && titles.iter().all(|title| !title.is_empty())).then_some(titles)
}

/// The items of a list: «• Урок», «– Квест;», or paragraphs that the word processor marks.
pub(super) fn listed_titles(lines: &[String], is_list: bool) -> Option<Vec<String>> {
    const BULLETS: [char; 8] = ['•', '·', '-', '–', '—', '*', '●', '▪'];
    let is_marked = |line: &String| line.starts_with(BULLETS);
    let ends = |line: &String| line.ends_with(';');
    let is_list = is_list
        || lines.iter().all(is_marked)
        || lines.split_last().is_some_and(|(_, before)| before.iter().all(ends));
    if lines.len() < 2 || !is_list {
        return None;
    }
    let title =
        |line: &String| line.trim_matches(BULLETS).trim().trim_end_matches([';', ',']).to_owned();
    let titles: Vec<String> = lines.iter().map(title).collect();
    titles.iter().all(|title| !title.is_empty()).then_some(titles)
}

/// The paragraphs of a title that may be titles of their own; a paragraph that goes on with the
/// sentence of the one above belongs to it.
pub(super) fn titles(lines: &[String]) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for line in lines {
        match titles.last_mut() {
            Some(title) if continues(title, line) => {
                title.push(' ');
                title.push_str(line);
            }
            _ => titles.push(line.clone()),
        }
    }
    titles
}

/// Whether `line` goes on with the sentence in `title`: «Турнир» and «по шахматам», «Мастер-класс» and
/// «„Робот“», «Акция:» and «Окна Победы».
pub(in crate::import) fn continues(title: &str, line: &str) -> bool {
    let is_open = !title.ends_with(['.', '!', '?', ';', '»', '"', '”', '“', ')']);
    let last = title.rsplit(char::is_whitespace).next().unwrap_or_default();
    let ends_short = last.chars().count() < 3 && last.chars().all(char::is_lowercase);
    let first = line.chars().next();
    first.is_some_and(|first| first.is_lowercase() || first == '(')
        || title.ends_with([',', ':', '–', '—', '-'])
        || is_open && (ends_short || first.is_some_and(|first| "«\"„“".contains(first)))
}

/// The title without a trailing full stop.
pub(in crate::import) fn clean_title(title: &str) -> String {
    let title = title.trim();
    match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') && last_word_is_whole(rest) => rest.to_owned(),
        _ => title.to_owned(),
    }
}

/// Whether `text` does not end in an abbreviation: «2022 г», «им».
fn last_word_is_whole(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.chars().count() > 3 || word.ends_with(|c: char| !c.is_alphanumeric())
}
