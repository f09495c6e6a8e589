//! Targets and measurements of indicators, and whether a target is met.
//!
//! A share is stored as a fraction, and its printed form is truncated, not rounded: 2,399 of 2,400
//! neither counts as 100 % nor is printed so.

use std::fmt;

use jiff::civil::Date;

/// Amounts have at most two decimals.
const HUNDREDTHS: u64 = 100;
/// Larger numbers are rejected as typing errors.
const MOST: u64 = 1_000_000_000;

/// A non-negative number: «96,5».
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// `numerator / denominator` is the exact value.
    numerator: u64,
    denominator: u64,
    /// The printed value, in hundredths.
    shown: u64,
}

/// Which amounts meet a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// «70 %»: at least that.
    Plain,
    /// «не менее 70 %».
    AtLeast,
    /// «не более 5 %».
    AtMost,
}

/// The target of an indicator: «не менее 70 %».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorTarget {
    pub bound: Bound,
    pub amount: Amount,
    /// The unit: «%», «чел.»; may be empty.
    pub unit: String,
}

/// The value of an indicator on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    pub date: Date,
    /// In the unit of the target.
    pub amount: Amount,
    /// Part and whole, if the value was given as two numbers.
    pub share: Option<(u32, u32)>,
}

impl Amount {
    /// Reads «96», «96,5», «96.55», «1 200».
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect();
        let (whole, decimals) = plain.split_once([',', '.']).unwrap_or((&plain, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return None;
        }
        let whole: u64 = whole.parse().ok().filter(|&whole| whole <= MOST)?;
        let decimals = format!("{decimals:0<2}").parse::<u64>().ok()?;
        let hundredths = whole * HUNDREDTHS + decimals;
        Some(Self { numerator: hundredths, denominator: HUNDREDTHS, shown: hundredths })
    }

    /// `part` of `whole` as a percentage, printed to a tenth; `None` if `whole` is 0.
    pub fn percentage(part: u32, whole: u32) -> Option<Self> {
        let numerator = u64::from(part) * 100;
        let denominator = u64::from(whole);
        let tenths = (numerator * 10).checked_div(denominator)?;
        Some(Self { numerator, denominator, shown: tenths * 10 })
    }

    /// The difference between the printed values of `self` and `before`, with `true` if `self` is
    /// larger; `None` if they are equal.
    pub fn change_from(self, before: Self) -> Option<(bool, Self)> {
        let shown = self.shown.abs_diff(before.shown);
        let amount = Self { numerator: shown, denominator: HUNDREDTHS, shown };
        (shown > 0).then_some((self.shown > before.shown, amount))
    }

    fn at_least(self, other: Self) -> bool {
        let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
        product(self.numerator, other.denominator) >= product(other.numerator, self.denominator)
    }
}

impl IndicatorTarget {
    /// Reads «100 %», «не менее 70%», «не более 5 чел.».
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_lowercase();
        let words = [
            ("не менее", Bound::AtLeast),
            ("не ниже", Bound::AtLeast),
            ("не меньше", Bound::AtLeast),
            ("не более", Bound::AtMost),
            ("не выше", Bound::AtMost),
            ("не больше", Bound::AtMost),
        ];
        let (rest, bound) = words
            .into_iter()
            .find_map(|(words, bound)| Some((lower.strip_prefix(words)?, bound)))
            .unwrap_or((&lower, Bound::Plain));
        let rest = rest.trim();
        let unit_start = rest.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1)?;
        let (amount, unit) = rest.split_at(unit_start);
        let amount = Amount::parse(amount)?;
        Some(Self { bound, amount, unit: unit.trim().to_owned() })
    }

    /// Whether `amount` meets the target.
    pub fn is_met(&self, amount: Amount) -> bool {
        match self.bound {
            Bound::Plain | Bound::AtLeast => amount.at_least(self.amount),
            Bound::AtMost => self.amount.at_least(amount),
        }
    }

    /// `amount` with the unit: «96,5 %».
    pub fn with_unit(&self, amount: Amount) -> String {
        match &*self.unit {
            "" => amount.to_string(),
            unit => format!("{amount}\u{a0}{unit}"),
        }
    }
}

impl fmt::Display for IndicatorTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.bound {
            Bound::Plain => "",
            Bound::AtLeast => "не\u{a0}менее ",
            Bound::AtMost => "не\u{a0}более ",
        })?;
        f.write_str(&self.with_unit(self.amount))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.shown / HUNDREDTHS, self.shown % HUNDREDTHS);
        match rest {
            0 => write!(f, "{whole}"),
            rest if rest % 10 == 0 => write!(f, "{whole},{}", rest / 10),
            rest => write!(f, "{whole},{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, printed) in
            [("96", "96"), ("96,5", "96,5"), ("96.05", "96,05"), ("1 200", "1200"), ("0,50", "0,5")]
        {
            assert_eq!(Amount::parse(text).unwrap().to_string(), printed, "{text}");
        }
        for wrong in ["", "-5", "много", "1,234", "1,", ",5", "9999999999", "5 %"] {
            assert_eq!(Amount::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_target_has_a_bound_and_a_unit() {
        for (text, printed) in [
            ("100%", "100\u{a0}%"),
            ("Не менее 70 %", "не\u{a0}менее 70\u{a0}%"),
            ("не более 5 чел.", "не\u{a0}более 5\u{a0}чел."),
            ("12", "12"),
        ] {
            assert_eq!(IndicatorTarget::parse(text).unwrap().to_string(), printed, "{text}");
        }
        assert_eq!(IndicatorTarget::parse("все"), None);
        assert_eq!(IndicatorTarget::parse("от 5 до 10 %"), None);
    }

    #[test]
    fn almost_all_is_less_than_all() {
        let target = IndicatorTarget::parse("100 %").unwrap();
        let almost = Amount::percentage(2399, 2400).unwrap();
        assert_eq!(almost.to_string(), "99,9");
        assert!(!target.is_met(almost));
        assert!(target.is_met(Amount::percentage(2400, 2400).unwrap()));
        let third = IndicatorTarget::parse("не более 33,3 %").unwrap();
        assert!(!third.is_met(Amount::percentage(1, 3).unwrap()), "a third is more");
        assert_eq!(Amount::percentage(1, 0), None);
    }

    #[test]
    fn a_change_is_the_difference_of_the_printed_values() {
        let (a, b) = (Amount::percentage(1, 3).unwrap(), Amount::percentage(2, 3).unwrap());
        let (more, by) = b.change_from(a).unwrap();
        assert!(more);
        assert_eq!(
            (a.to_string(), b.to_string(), by.to_string()),
            ("33,3".into(), "66,6".into(), "33,3".into())
        );
        assert_eq!(a.change_from(b).map(|(more, _)| more), Some(false));
        assert_eq!(a.change_from(a), None);
    }
}
