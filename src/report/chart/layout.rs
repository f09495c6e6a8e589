//! What stands where on a chart.

use crate::report::{Chart, wrapped};

/// The size of letters, in pixels.
pub(crate) const TEXT_SIZE: u32 = 15;

/// From one line of text to the next, in pixels.
const LINE: u32 = 20;
/// The height of a bar.
const BAR: u32 = 18;
/// Between the bars of a group.
const BETWEEN_BARS: u32 = 3;
/// Between groups.
const BETWEEN_GROUPS: u32 = 12;
/// From the top of a line of text, or of a bar, to the line that its letters stand on.
const TO_BASELINE: u32 = 14;
/// Between a bar and its number; between a square of the key and its name.
const GAP: u32 = 7;
/// The longest label, in letters, that stands beside its bars.
const BESIDE: usize = 13;

/// Where bars end: to the right of it is room for the number of the longest one.
const END: Share = Share(8400);
/// Where bars begin if labels stand beside them: room for [`BESIDE`] letters on a phone.
const AFTER_LABELS: Share = Share(3600);
/// The shortest bar, so that what is there is seen.
const SHORTEST: u64 = 60;

/// A share of the width, in ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share(pub(crate) u32);

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// What is counted, in the key.
    Key,
    /// What the bars beside or under it are about.
    Label,
    /// The number of a bar.
    Value,
}

/// A thing that is drawn. Pixels are counted from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A bar.
    Bar { series: usize, left: Share, length: Share, top: u32, height: u32 },
    /// A square of the key, at the left edge.
    Square { series: usize, top: u32, side: u32 },
    /// A line of text that begins `shift` pixels right of `left`.
    Text { role: Role, left: Share, shift: u32, baseline: u32, text: String },
}

/// A chart as marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// Its height, in pixels.
    pub(crate) height: u32,
    /// What is drawn, in the order of reading.
    pub(crate) marks: Vec<Mark>,
}

impl Layout {
    /// Lays `chart` out with at most `letters` in a line of a label.
    pub(crate) fn of(chart: &Chart, letters: usize) -> Self {
        let mut layout = Self { height: 0, marks: Vec::new() };
        if chart.series.len() > 1 {
            layout.key(chart);
        }
        let beside = chart.categories.iter().all(|label| label.chars().count() <= BESIDE);
        let values = |at| chart.series.iter().map(move |series| series.value(at));
        let most = (0..chart.categories.len()).flat_map(values).max().unwrap_or(0);
        for (at, label) in chart.categories.iter().enumerate() {
            if layout.height > 0 {
                layout.height += BETWEEN_GROUPS;
            }
            if beside {
                layout.text(Role::Label, (Share(0), 0), layout.height + TO_BASELINE, label);
            } else {
                for line in wrapped(label, letters) {
                    layout.text(Role::Label, (Share(0), 0), layout.height + TO_BASELINE, line);
                    layout.height += LINE;
                }
            }
            let left = if beside { AFTER_LABELS } else { Share(0) };
            for (series, value) in values(at).enumerate() {
                if series > 0 {
                    layout.height += BETWEEN_BARS;
                }
                layout.bar(series, value, left, length(value, most, left));
            }
        }
        layout
    }

    fn key(&mut self, chart: &Chart) {
        for (series, of) in chart.series.iter().enumerate() {
            let side = TEXT_SIZE - 2;
            self.marks.push(Mark::Square { series, top: self.height + 2, side });
            self.text(Role::Key, (Share(0), side + GAP), self.height + TO_BASELINE, &of.name);
            self.height += LINE;
        }
    }

    fn bar(&mut self, series: usize, value: u64, left: Share, length: Share) {
        let end = Share(left.0 + length.0);
        let shift = if value == 0 { 0 } else { GAP };
        if value > 0 {
            self.marks.push(Mark::Bar { series, left, length, top: self.height, height: BAR });
        }
        let baseline = self.height + TO_BASELINE;
        self.text(Role::Value, (end, shift), baseline, &value.to_string());
        self.height += BAR;
    }

    fn text(&mut self, role: Role, (left, shift): (Share, u32), baseline: u32, text: &str) {
        self.marks.push(Mark::Text { role, left, shift, baseline, text: text.to_owned() });
    }
}

fn length(value: u64, most: u64, left: Share) -> Share {
    if value == 0 {
        return Share(0);
    }
    let room = u128::from(END.0 - left.0);
    let length = u128::from(value) * room / u128::from(most.max(1));
    // The room bounds it, so it fits.
    Share(u32::try_from(length.max(u128::from(SHORTEST))).unwrap_or(END.0 - left.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Series;

    fn chart(categories: &[&str], series: &[&[u64]]) -> Chart {
        Chart {
            categories: categories.iter().map(|&label| label.to_owned()).collect(),
            series: series
                .iter()
                .map(|&values| Series {
                    name: "участий".to_owned(), values: values.to_vec()
                })
                .collect(),
            ..Chart::default()
        }
    }

    fn bars(layout: &Layout) -> Vec<(u32, u32)> {
        let bar = |mark: &Mark| match mark {
            Mark::Bar { left, length, .. } => Some((left.0, length.0)),
            _ => None,
        };
        layout.marks.iter().filter_map(bar).collect()
    }

    #[test]
    fn bars_are_as_long_as_their_values() {
        let layout = Layout::of(&chart(&["сентябрь", "октябрь", "ноябрь"], &[&[120, 60, 0]]), 30);
        assert_eq!(bars(&layout), [(3600, 4800), (3600, 2400)]);
        let long = Layout::of(&chart(&["Организация профориентации", "б"], &[&[10, 0]]), 30);
        assert_eq!(bars(&long), [(0, 8400)]);
    }

    #[test]
    fn the_smallest_value_is_seen_and_the_largest_fits() {
        let layout = Layout::of(&chart(&["а", "б"], &[&[1, u64::MAX]]), 30);
        assert_eq!(bars(&layout), [(3600, 60), (3600, 4800)]);
    }

    #[test]
    fn nothing_counted_is_no_bar_and_no_fault() {
        assert_eq!(Layout::of(&Chart::default(), 30), Layout { height: 0, marks: Vec::new() });
        let layout = Layout::of(&chart(&["а", "б"], &[&[0]]), 30);
        assert!(bars(&layout).is_empty());
        assert_eq!(layout.marks.len(), 4);
    }

    #[test]
    fn several_series_have_a_key() {
        let layout = Layout::of(&chart(&["а"], &[&[1], &[2]]), 30);
        let squares = layout.marks.iter().filter(|mark| matches!(mark, Mark::Square { .. }));
        assert_eq!(squares.count(), 2);
    }
}
