//! Plural forms of Russian nouns.

/// Selects the form for `count`: `one` for 1, 21, 101; `few` for 2–4, 22–24; `many` for all others,
/// including 11–14.
pub fn plural<'a>(count: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

/// The three forms of a noun after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounForms {
    /// After 1: «педагог».
    pub one: &'static str,
    /// After 2, 3, 4: «педагога».
    pub few: &'static str,
    /// After 0 and 5: «педагогов».
    pub many: &'static str,
}

impl NounForms {
    pub fn for_count(&self, count: u64) -> &'static str {
        plural(count, self.one, self.few, self.many)
    }
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn the_form_follows_the_last_two_digits() {
        let cases = [
            (0, "м"),
            (1, "о"),
            (2, "н"),
            (4, "н"),
            (5, "м"),
            (11, "м"),
            (12, "м"),
            (14, "м"),
            (15, "м"),
            (20, "м"),
            (21, "о"),
            (23, "н"),
            (100, "м"),
            (101, "о"),
            (111, "м"),
            (112, "м"),
            (122, "н"),
            (1_011, "м"),
        ];
        for (count, form) in cases {
            assert_eq!(plural(count, "о", "н", "м"), form, "{count}");
        }
    }
}
