//! Lays a chart out: where its bars and texts are.

use crate::report::{Chart, wrap_lines};

/// The font size, in pixels.
pub(crate) const TEXT_SIZE: u32 = 15;

/// The distance between lines of text, in pixels; the following lengths are in pixels too.
const LINE_HEIGHT: u32 = 20;
const BAR_HEIGHT: u32 = 18;
const BAR_GAP: u32 = 3;
const GROUP_GAP: u32 = 12;
/// From the top of a line of text, or of a bar, to the baseline of its text.
const BASELINE: u32 = 14;
/// Between a bar and its number, and between a square of the legend and its name.
const TEXT_GAP: u32 = 7;
/// The longest label that is placed beside its bars, in letters.
const MAX_SIDE_LABEL: usize = 13;

/// The right end of the longest bar; its number needs the rest.
const BARS_END: WidthShare = WidthShare(8400);
/// Where bars start if labels are beside them: [`MAX_SIDE_LABEL`] letters fit on a phone.
const AFTER_LABELS: WidthShare = WidthShare(3600);
/// The shortest bar of a value above 0, in ten-thousandths of the width, so that it is visible.
const MIN_BAR: u64 = 60;

/// A share of the width, in ten-thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WidthShare(pub(crate) u32);

/// The role of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LabelRole {
    /// The name of a series, in the legend.
    Legend,
    /// The name of a category, beside or above its bars.
    Category,
    /// The number of a bar.
    Value,
}

/// The horizontal start of a text: `shift` pixels to the right of `left`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextAnchor {
    pub(crate) left: WidthShare,
    pub(crate) shift: u32,
}

/// A shape or text to draw. Vertical positions and heights are in pixels, from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChartMark {
    Bar {
        series: usize,
        left: WidthShare,
        length: WidthShare,
        top: u32,
        height: u32,
    },
    /// A square of the legend, at the left edge.
    Square {
        series: usize,
        top: u32,
        side: u32,
    },
    /// A line of text.
    Text {
        role: LabelRole,
        anchor: TextAnchor,
        baseline: u32,
        text: String,
    },
}

/// A chart as marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// In pixels.
    pub(crate) height: u32,
    /// In reading order.
    pub(crate) marks: Vec<ChartMark>,
}

impl Layout {
    /// Lays `chart` out with at most `max_letters` in a line of a label.
    pub(crate) fn new(chart: &Chart, max_letters: usize) -> Self {
        let mut layout = Self { height: 0, marks: Vec::new() };
        if chart.series.len() > 1 {
            layout.add_legend(chart);
        }
        let labels_beside =
            chart.categories.iter().all(|label| label.chars().count() <= MAX_SIDE_LABEL);
        let bars_start = if labels_beside { AFTER_LABELS } else { WidthShare(0) };
        let values = |index| chart.series.iter().map(move |series| series.value(index));
        let max = (0..chart.categories.len()).flat_map(values).max().unwrap_or(0);
        for (index, label) in chart.categories.iter().enumerate() {
            if layout.height > 0 {
                layout.height += GROUP_GAP;
            }
            if labels_beside {
                layout.add_category(label);
            } else {
                for line in wrap_lines(label, max_letters) {
                    layout.add_category(line);
                    layout.height += LINE_HEIGHT;
                }
            }
            for (series, value) in values(index).enumerate() {
                if series > 0 {
                    layout.height += BAR_GAP;
                }
                layout.add_bar(series, value, bars_start, bar_length(value, max, bars_start));
            }
        }
        layout
    }

    fn add_legend(&mut self, chart: &Chart) {
        for (index, series) in chart.series.iter().enumerate() {
            let side = TEXT_SIZE - 2;
            self.marks.push(ChartMark::Square { series: index, top: self.height + 2, side });
            let anchor = TextAnchor { left: WidthShare(0), shift: side + TEXT_GAP };
            self.add_text(LabelRole::Legend, anchor, &series.name);
            self.height += LINE_HEIGHT;
        }
    }

    fn add_category(&mut self, label: &str) {
        let anchor = TextAnchor { left: WidthShare(0), shift: 0 };
        self.add_text(LabelRole::Category, anchor, label);
    }

    fn add_bar(&mut self, series: usize, value: u64, left: WidthShare, length: WidthShare) {
        let end = WidthShare(left.0 + length.0);
        let shift = if value == 0 { 0 } else { TEXT_GAP };
        if value > 0 {
            let (top, height) = (self.height, BAR_HEIGHT);
            self.marks.push(ChartMark::Bar { series, left, length, top, height });
        }
        self.add_text(LabelRole::Value, TextAnchor { left: end, shift }, &value.to_string());
        self.height += BAR_HEIGHT;
    }

    /// Adds a text to the current line.
    fn add_text(&mut self, role: LabelRole, anchor: TextAnchor, text: &str) {
        let baseline = self.height + BASELINE;
        self.marks.push(ChartMark::Text { role, anchor, baseline, text: text.to_owned() });
    }
}

fn bar_length(value: u64, max: u64, left: WidthShare) -> WidthShare {
    if value == 0 {
        return WidthShare(0);
    }
    let available = u128::from(BARS_END.0 - left.0);
    let length = u128::from(value) * available / u128::from(max.max(1));
    // At most `available`, so it fits.
    let length = u32::try_from(length.max(u128::from(MIN_BAR)));
    WidthShare(length.unwrap_or(BARS_END.0 - left.0))
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
        let bar = |mark: &ChartMark| match mark {
            ChartMark::Bar { left, length, .. } => Some((left.0, length.0)),
            _ => None,
        };
        layout.marks.iter().filter_map(bar).collect()
    }

    #[test]
    fn bars_are_as_long_as_their_values() {
        let layout = Layout::new(&chart(&["сентябрь", "октябрь", "ноябрь"], &[&[120, 60, 0]]), 30);
        assert_eq!(bars(&layout), [(3600, 4800), (3600, 2400)]);
        let long = Layout::new(&chart(&["Организация профориентации", "б"], &[&[10, 0]]), 30);
        assert_eq!(bars(&long), [(0, 8400)]);
    }

    #[test]
    fn the_smallest_value_is_visible_and_the_largest_fits() {
        let layout = Layout::new(&chart(&["а", "б"], &[&[1, u64::MAX]]), 30);
        assert_eq!(bars(&layout), [(3600, 60), (3600, 4800)]);
    }

    #[test]
    fn values_of_zero_have_no_bars() {
        assert_eq!(Layout::new(&Chart::default(), 30), Layout { height: 0, marks: Vec::new() });
        let layout = Layout::new(&chart(&["а", "б"], &[&[0]]), 30);
        assert!(bars(&layout).is_empty());
        assert_eq!(layout.marks.len(), 4);
    }

    #[test]
    fn several_series_have_a_legend() {
        let layout = Layout::new(&chart(&["а"], &[&[1], &[2]]), 30);
        let squares = layout.marks.iter().filter(|mark| matches!(mark, ChartMark::Square { .. }));
        assert_eq!(squares.count(), 2);
    }
}
