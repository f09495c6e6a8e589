//! What is repaired, and what is left alone.

use super::*;
use crate::content::markdown::parse;
use crate::content::markdown::repaired::RepairedText;

/// The text after all repairs.
fn repaired(text: &str) -> String {
    let mut repaired = RepairedText::new(text);
    for _ in 0..3 {
        let edits = find(&repaired.text, &parse(&repaired.text));
        repaired.apply(&edits);
    }
    repaired.text.into_owned()
}

#[test]
fn what_has_one_reading_is_understood() {
    for (text, expected) in [
        ("##Итоги\n\nДа\n###«Как это было»", "## Итоги\n\nДа\n### «Как это было»"),
        ("• первый\n•\u{a0}второй", "- первый\n- второй"),
        ("Вот:\n\u{f0b7}\tпервый\n> ●второй", "Вот:\n- первый\n> - второй"),
        ("1.Иванов\n2.Петров", "1. Иванов\n2. Петров"),
        ("1)Иванов\n\n2)Петров", "1) Иванов\n\n2) Петров"),
        ("1. Иванов\n2.Петров\n3.«Росток»", "1. Иванов\n2. Петров\n3. «Росток»"),
        ("| а | б |\n| 1 | 2 |", "| а | б |\n|---|---|\n| 1 | 2 |"),
        ("> | а | б |\n> | 1 | 2 |", "> | а | б |\n> |---|---|\n> | 1 | 2 |"),
        ("    Абзац из Word.\n\n\tЕщё", "Абзац из Word.\n\nЕщё"),
        ("    Первый.\n    Второй\n    продолжен.", "Первый.\n\nВторой\nпродолжен."),
        ("- а\n\n      Б\n      В", "- а\n\n  Б\n\n  В"),
        (">     А\n>     Б", "> А\n>\n> Б"),
        ("    ##Итоги\n    • а", "## Итоги\n- а"),
    ] {
        assert_eq!(repaired(text), expected, "{text}");
    }
}

#[test]
fn what_has_other_readings_is_left_alone() {
    for text in [
        "#ТочкаРоста\n#Итоги",
        "\\##Итоги",
        "1.Иванов",
        "1.09.2022\n2.09.2022",
        "5.А класс\nи 7.Б",
        "10:00\n11:00",
        "| а | б |\n| 1 |",
        "| а |\n| 1 |",
        "| а | б |\n|---|\n| 1 | 2 |",
        "|а|б|\n|-|-|\n|1|2|",
        "```\n##Итоги\n• а\n    б\n```",
        "<div>\n• а\n##б\n</div>",
        "— Да\n— Нет",
        "·а",
        "•",
        "°C",
    ] {
        assert_eq!(repaired(text), text);
    }
}
