//! References after the insertion of rows.

use super::*;

fn shift() -> Shift {
    let mut shift = Shift::default();
    shift.insert(10, 5);
    shift
}

#[test]
fn formulas_follow_their_cells() {
    let shift = shift();
    for (formula, expected) in [
        ("SUM(F5:F9)", "SUM(F5:F14)"),
        ("SUM(F5:F8)", "SUM(F5:F8)"),
        ("SUM(F9:F9)+SUM(F9:H9)", "SUM(F9:F14)+SUM(F9:H9)"),
        ("F9+F10", "F9+F15"),
        ("$F$12*2-10", "$F$17*2-10"),
        ("LOG10(A10)&\"A10\"", "LOG10(A15)&\"A10\""),
        ("'Другой лист'!A10+Лист1!A10", "'Другой лист'!A10+Лист1!A15"),
        ("SUM(10:12)+SUM($5:$9)", "SUM(15:17)+SUM($5:$14)"),
        ("Таблица[Всего]+A11:B12", "Таблица[Всего]+A16:B17"),
        ("SUM(C:C)", "SUM(C:C)"),
        ("1.5E10+X1E", "1.5E10+X1E"),
    ] {
        assert_eq!(shift.formula(formula, "Лист1", "Лист1"), expected, "{formula}");
    }
    assert_eq!(shift.formula("A10+Лист1!A10", "Лист1", "Итоги"), "A10+Лист1!A15");
    let quoted = "'Мой лист'!$A$3:$H$9,'Мой лист'!$3:$4";
    let expected = "'Мой лист'!$A$3:$H$14,'Мой лист'!$3:$4";
    assert_eq!(shift.formula(quoted, "Мой лист", ""), expected);
}

#[test]
fn ranges_grow_with_the_table() {
    assert_eq!(shift().range("E9"), "E9:E14");
    assert_eq!(shift().range("A3:H9"), "A3:H14");
    assert_eq!(shift().range("A12:B13"), "A17:B18");
    assert_eq!(shift().fixed_range("A9:B9"), "A9:B9");
    assert_eq!(shift().fixed_range("A10:B10"), "A15:B15");
}

#[test]
fn a_formula_moves_with_its_cell() {
    assert_eq!(relocate("F5+$G5+F$5+$G$5", 2, 1), "G7+$G7+G$5+$G$5");
    assert_eq!(relocate("IF(Z9>0,\"F5\",AA1:B2)", 1, 1), "IF(AA10>0,\"F5\",AB2:C3)");
}

#[test]
fn columns_have_letters() {
    for (letters, number) in [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)] {
        assert_eq!(column_number(letters), Some(number));
        assert_eq!(column_letters(number), letters);
    }
    assert_eq!(column_number("Ж"), None);
}
