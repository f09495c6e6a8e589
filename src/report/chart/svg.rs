//! A chart as SVG that stands inside a page.

use std::fmt::{self, Write};

use pulldown_cmark_escape::escape_html;

use super::{Layout, Mark, Role, Share, TEXT_SIZE, colour};
use crate::report::Chart;

/// A line of a label on a phone 320 pixels wide.
const LETTERS: usize = 34;

/// `chart` as an `svg` element, as wide as what it stands in. Its letters have the font and the
/// colour of the text around it; its bars have the classes `series-1`, `series-2`, …, for the
/// theme to colour. [`Chart::name`] makes its ids unique.
pub fn svg(chart: &Chart) -> String {
    let mut out = String::new();
    // Writing into a string does not fail.
    let _ = write(&mut out, chart);
    out
}

fn write(out: &mut String, chart: &Chart) -> fmt::Result {
    let layout = Layout::of(chart, LETTERS);
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

fn draw(out: &mut String, mark: &Mark) -> fmt::Result {
    match mark {
        Mark::Bar { series, left, length, top, height } => {
            let (class, colour) = look(*series);
            writeln!(
                out,
                "<rect class=\"{class}\" fill=\"{colour}\" x=\"{left}\" y=\"{top}\" width=\"{length}\" height=\"{height}\"/>"
            )
        }
        Mark::Square { series, top, side } => {
            let (class, colour) = look(*series);
            writeln!(
                out,
                "<rect class=\"{class}\" fill=\"{colour}\" y=\"{top}\" width=\"{side}\" height=\"{side}\"/>"
            )
        }
        Mark::Text { role, left, shift, baseline, text } => {
            let class = match role {
                Role::Key => "key",
                Role::Label => "label",
                Role::Value => "value",
            };
            write!(out, "<text class=\"{class}\" x=\"{left}\" dx=\"{shift}\" y=\"{baseline}\">")?;
            escape_html(&mut *out, text)?;
            out.push_str("</text>\n");
            Ok(())
        }
    }
}

/// The class of a series, and its colour: a style sheet is stronger than the attribute.
fn look(series: usize) -> (String, String) {
    let [red, green, blue] = colour(series);
    (format!("series-{}", series + 1), format!("#{red:02X}{green:02X}{blue:02X}"))
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Series;

    #[test]
    fn a_chart_tells_its_title_its_words_and_its_numbers() {
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
