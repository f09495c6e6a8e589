//! Draws a chart as inline SVG for a page.

use std::fmt::{self, Write};

use pulldown_cmark_escape::escape_html;

use super::{ChartMark, LabelRole, Layout, TEXT_SIZE, TextAnchor, WidthShare, series_colour};
use crate::report::Chart;

/// The length of a line of a label on a phone 320 pixels wide.
const MAX_LABEL_LETTERS: usize = 34;

/// Draws `chart` as an `svg` element as wide as its container. Its text inherits the font and colour of
/// the page; its bars have the classes `series-1`, `series-2`, …, for the theme to colour.
/// [`Chart::name`] makes its ids unique.
pub fn svg(chart: &Chart) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut out, chart);
    out
}

fn write(out: &mut String, chart: &Chart) -> fmt::Result {
    let layout = Layout::new(chart, MAX_LABEL_LETTERS);
    let (name, height) = (&chart.name, layout.height);
    write!(
        out,
        "<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-{name}-title chart-{name}-description\" \
         width=\"100%\" height=\"{height}\" overflow=\"visible\" font-size=\"{TEXT_SIZE}\" fill=\"currentColor\">\n\
         <title id=\"chart-{name}-title\">"
    )?;
    escape_html(&mut *out, &chart.title)?;
    write!(out, "</title>\n<desc id=\"chart-{name}-description\">")?;
    escape_html(&mut *out, &chart.description)?;
    out.push_str("</desc>\n");
    for mark in &layout.marks {
        draw(out, mark)?;
    }
    out.push_str("</svg>");
    Ok(())
}

fn draw(out: &mut String, mark: &ChartMark) -> fmt::Result {
    match mark {
        ChartMark::Bar { series, left, length, top, height } => {
            let (class, colour) = series_style(*series);
            writeln!(
                out,
                "<rect class=\"{class}\" fill=\"{colour}\" x=\"{left}\" y=\"{top}\" width=\"{length}\" height=\"{height}\"/>"
            )
        }
        ChartMark::Square { series, top, side } => {
            let (class, colour) = series_style(*series);
            writeln!(
                out,
                "<rect class=\"{class}\" fill=\"{colour}\" y=\"{top}\" width=\"{side}\" height=\"{side}\"/>"
            )
        }
        ChartMark::Text { role, anchor, baseline, text } => {
            let TextAnchor { left, shift } = anchor;
            let class = match role {
                LabelRole::Legend => "key",
                LabelRole::Category => "label",
                LabelRole::Value => "value",
            };
            write!(out, "<text class=\"{class}\" x=\"{left}\" dx=\"{shift}\" y=\"{baseline}\">")?;
            escape_html(&mut *out, text)?;
            out.push_str("</text>\n");
            Ok(())
        }
    }
}

/// The class of a series, and its colour as an attribute, which a style sheet overrides.
fn series_style(series: usize) -> (String, String) {
    let [red, green, blue] = series_colour(series);
    (format!("series-{}", series + 1), format!("#{red:02X}{green:02X}{blue:02X}"))
}

impl fmt::Display for WidthShare {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Series;

    #[test]
    fn an_svg_has_the_title_the_description_and_the_numbers() {
        let chart = Chart {
            name: "uchastiya".to_owned(),
            title: "Участия <по> месяцам".to_owned(),
            description: "Сентябрь & октябрь".to_owned(),
            axis: "Месяц".to_owned(),
            categories: vec!["сентябрь".to_owned(), "октябрь".to_owned()],
            series: vec![Series { name: "участий".to_owned(), values: vec![120, 6] }],
        };
        let expected = "\
<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-uchastiya-title chart-uchastiya-description\" width=\"100%\" height=\"48\" overflow=\"visible\" font-size=\"15\" fill=\"currentColor\">
<title id=\"chart-uchastiya-title\">Участия &lt;по&gt; месяцам</title>
<desc id=\"chart-uchastiya-description\">Сентябрь &amp; октябрь</desc>
<text class=\"label\" x=\"0.00%\" dx=\"0\" y=\"14\">сентябрь</text>
<rect class=\"series-1\" fill=\"#1F5FA8\" x=\"36.00%\" y=\"0\" width=\"48.00%\" height=\"18\"/>
<text class=\"value\" x=\"84.00%\" dx=\"7\" y=\"14\">120</text>
<text class=\"label\" x=\"0.00%\" dx=\"0\" y=\"44\">октябрь</text>
<rect class=\"series-1\" fill=\"#1F5FA8\" x=\"36.00%\" y=\"30\" width=\"2.40%\" height=\"18\"/>
<text class=\"value\" x=\"38.40%\" dx=\"7\" y=\"44\">6</text>
</svg>";
        assert_eq!(svg(&chart), expected);
    }
}
