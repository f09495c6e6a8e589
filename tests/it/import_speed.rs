//! Measures the import of a long table:
//! `cargo test --release --test it -- --ignored import_speed --nocapture`.
#![expect(clippy::print_stdout, reason = "the figures are what it is run for")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use crate::sandbox::{Site, tree};

/// What a teacher does not wait for.
const LIMIT: Duration = Duration::from_millis(300);

#[test]
#[ignore = "measures: only in a release build, and the machine must be idle"]
fn a_thousand_rows_take_no_time() {
    let mut table = "№;Мероприятие;Содержание;Участники;Дата;Ответственный;Результат\n".to_owned();
    for row in 1..=1000 {
        let (day, month, count) = (1 + row % 28, 1 + row % 12, 20 + row % 7);
        writeln!(
            table,
            "{row};Наука рядом {row};Опыты для всех;5-9 классы ({count} чел.);{day}.{month:02}.2023;\
             И. О. Петрова;3 призёра"
        )
        .unwrap();
    }
    let times = (0..5).map(|_| {
        let site = Site::new();
        site.file("table.csv", &table);
        let start = Instant::now();
        site.run(&["import", "table.csv", "--yes", "--direction", "sovmestnye"]).ok();
        let time = start.elapsed();
        assert_eq!(tree(&site.root().join("content/posts")).len(), 1000);
        time
    });
    let times: Vec<Duration> = times.collect();
    println!("{times:?}");
    let best = times.into_iter().min().unwrap();
    assert!(best <= LIMIT, "{best:?}");
}
