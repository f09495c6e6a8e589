//! Marks of a plan that depend on the day are told, and the report of the repository keeps to its pages.

use crate::office;
use crate::sandbox::Site;

#[test]
fn a_mark_by_the_day_is_told() {
    let post = |title: &str, text: &str| {
        format!(
            "---\nназвание: {title}\nдата: 5 октября 2024\nнаправление: sovmestnye\n---\n{text}\n"
        )
    };
    let site = Site::new();
    site.file("content/posts/2024-25/kviz.md", post("Квиз", "Квиз о физике для всех."));
    site.file("content/posts/2024-25/turnir.md", post("Турнир", "Прошёл турнир, победил 5А."));
    for day in ["1.10.2024", "1.11.2024"] {
        let run = site.run(&["plan", "2024/25", "--today", day, "--out", "plan.csv", "--force"]);
        let said = run.ok().stderr.replace('\u{a0}', " ");
        assert!(said.contains("отметка в плане — по дате"), "{said}");
        assert!(said.contains("kviz.md") && !said.contains("turnir.md"), "{said}");
    }
}

#[test]
fn the_first_report_takes_as_many_pages_as_its_original() {
    let site = Site::repository();
    for (file, count) in [("otchet.docx", 5), ("otchet.odt", 5)] {
        site.run(&["report", "2022/23 I", "--out", file]).ok();
        let Some(pdf) = office::convert(&site.root().join(file), "pdf") else { return };
        let Some(pages) = office::pages(&pdf) else { return };
        assert!(pages.len() <= count, "{file}: {} pages", pages.len());
    }
}
