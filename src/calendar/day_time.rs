//! The time of day of an event.

use std::fmt;

use jiff::civil::Time;

use crate::calendar::parse::clock;
use crate::calendar::tokens::{fold, tokenize};

/// When an event begins, and when it ends if that is known; printed as «14:30» or «10:00–12:00».
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayTime {
    pub start: Time,
    pub end: Option<Time>,
}

impl DayTime {
    /// Parses a time in any form that may stand beside a date: «14:30», «в 14.30», «с 10 до 12»;
    /// `None` for other words.
    pub fn parse(text: &str) -> Option<Self> {
        clock::whole(&tokenize(&fold(text)))
    }
}

impl fmt::Display for DayTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |time: Time| format!("{}:{:02}", time.hour(), time.minute());
        f.write_str(&clock(self.start))?;
        self.end.map_or(Ok(()), |end| write!(f, "–{}", clock(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_alone_is_read() {
        for (text, printed) in [
            ("14:30", "14:30"),
            ("в 14.30", "14:30"),
            ("14-00", "14:00"),
            ("с 10 до 12", "10:00–12:00"),
            ("10:00 – 11:30", "10:00–11:30"),
            ("начало в 9 часов", "9:00"),
        ] {
            let time = DayTime::parse(text).map(|time| time.to_string());
            assert_eq!(time.as_deref(), Some(printed), "{text}");
        }
        for text in ["после уроков", "14", "", "2 урок", "25:00", "14:30 и 16:00"] {
            assert_eq!(DayTime::parse(text), None, "{text}");
        }
    }
}
