//! School years within a line.

use crate::calendar::SchoolYear;

/// The school years in `line`: two numbers joined by a slash or a dash.
pub(super) fn school_years(line: &str) -> Vec<SchoolYear> {
    let is_digit = |c: char| c.is_ascii_digit();
    let numbers: Vec<_> = line
        .match_indices(is_digit)
        .filter(|&(at, _)| !line[..at].ends_with(is_digit))
        .map(|(at, _)| {
            let length = line[at..].find(|c| !is_digit(c)).unwrap_or(line.len() - at);
            (at, at + length)
        })
        .collect();
    let year = |pair: &[(usize, usize)]| {
        let [(start, first_end), (next, end)] = *pair else { return None };
        let between = line[first_end..next].trim();
        if first_end - start != 4 || !["/", "-", "–", "—", "‑"].contains(&between) {
            return None;
        }
        // «2022-23.05» is a date, not a school year.
        let goes_on =
            line[end..].starts_with(['.', '-', '/']) && line[end + 1..].starts_with(is_digit);
        SchoolYear::parse(&line[start..end]).ok().filter(|_| !goes_on)
    };
    numbers.windows(2).filter_map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_found_in_a_sentence() {
        let found = |line| school_years(line).iter().map(SchoolYear::to_string).collect::<Vec<_>>();
        assert_eq!(found("Задачи Центра на 2022 – 2023 уч. год год:"), ["2022/23"]);
        assert_eq!(found("за I полугодие 2022/23 учебного года"), ["2022/23"]);
        assert_eq!(found("2021-2022 и 2022-2023"), ["2021/22", "2022/23"]);
        for line in
            ["С апреля по сентябрь 2022 г.", "тел. 2022-24", "1.09.2022-23.09.2022", "5–11", ""]
        {
            assert_eq!(found(line), [""; 0], "{line}");
        }
    }
}
