//! The size of a file in words.

use crate::calendar::plural;

const KIB: u64 = 1024;

/// «240 КБ», «1,2 МБ»; never less than it is, so that nobody waits longer than they were told.
pub(super) fn words(bytes: u64) -> String {
    if bytes < KIB {
        return format!("{bytes}\u{a0}{}", plural(bytes, "байт", "байта", "байт"));
    }
    let kib = bytes.div_ceil(KIB);
    if kib < KIB {
        return format!("{kib}\u{a0}КБ");
    }
    let tenths = (bytes * 10).div_ceil(KIB * KIB);
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}\u{a0}МБ"),
        (whole, tenth) => format!("{whole},{tenth}\u{a0}МБ"),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_size_has_its_unit() {
        for (bytes, expected) in [
            (0, "0\u{a0}байт"),
            (2, "2\u{a0}байта"),
            (1024, "1\u{a0}КБ"),
            (1025, "2\u{a0}КБ"),
            (1024 * 1024, "1\u{a0}МБ"),
            (1024 * 1024 + 1, "1,1\u{a0}МБ"),
        ] {
            assert_eq!(words(bytes), expected);
        }
    }
}
