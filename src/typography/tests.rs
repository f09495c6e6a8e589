//! Tests of typography.

use proptest::prelude::*;

use super::*;

/// Checks that `text` is typeset as `expected`, in which `~` is a non-breaking space.
#[track_caller]
fn becomes(text: &str, expected: &str) {
    assert_eq!(prose(text).replace('\u{a0}', "~"), expected);
    let typed = expected.replace('~', "\u{a0}");
    assert_eq!(prose(&typed), typed, "a second pass changes nothing");
}

/// Typesets a block given in `runs`.
fn in_runs(runs: &[&str]) -> String {
    let mut typographer = Typographer::new();
    let mut text = String::new();
    for (at, run) in runs.iter().enumerate() {
        let next = runs[at + 1..].iter().find_map(|run| run.chars().next());
        text.push_str(typographer.typeset(run, next));
    }
    text.replace('\u{a0}', "~")
}

#[test]
fn quotes_become_russian_and_nest() {
    becomes("Центр \"Точка роста\".", "Центр «Точка роста».");
    becomes("(\"Конкурс \"Большие вызовы\" открыт\")", "(«Конкурс „Большие вызовы“ открыт»)");
    becomes("“Точка “роста””", "«Точка „роста“»");
    becomes(
        "«Популяризация проекта «Образование»» и \"ещё\"",
        "«Популяризация проекта «Образование»» и~«ещё»",
    );
    becomes("«Конкурс \"Биохакатон\"»", "«Конкурс „Биохакатон“»");
    becomes("„Росток“ \"Росток\"", "„Росток“ «Росток»");
    becomes("Акция \"Читай «Войну и мир»\"", "Акция «Читай „Войну и~мир“»");
    becomes("\"Читай «Войну» вслух\"", "«Читай „Войну“ вслух»");
    becomes("\"«Уже ёлочки»\", \"ещё\"", "«„Уже ёлочки“», «ещё»");
    becomes("(\"Акция «День «К» и \"ещё\"» тут\")", "(«Акция „День «К» и~«ещё»“ тут»)");
    becomes("газета:\"Правда\"", "газета:«Правда»");
    becomes("\"...да\", \"нет...\"", "«…да», «нет…»");
    becomes("\"Школа № 5\"", "«Школа №~5»");
}

#[test]
fn unbalanced_quotes_stay_sensible() {
    becomes("экран 15\" и 17\"", "экран 15\" и~17\"");
    becomes("слово\" и слово", "слово\" и~слово");
    becomes(" \" ", " \" ");
    becomes("об'ём д'Артаньяна", "об'ём д'Артаньяна");
}

#[test]
fn many_quotes_take_time_in_proportion() {
    // Quadratic time would be minutes here.
    let half = 300_000;
    let unclosed = "„".repeat(half) + &"»".repeat(half);
    assert_eq!(prose(&unclosed), unclosed);
    let address = format!("www.а{}", "\"".repeat(2 * half));
    assert!(prose(&address).starts_with("www.а\""));
}

#[test]
fn hyphens_between_words_become_dashes() {
    becomes("Центр - это школа", "Центр~— это школа");
    becomes("Центр -- это, -- сказал", "Центр~— это,~— сказал");
    becomes("Центр – это – школа", "Центр~— это~— школа");
    becomes("Центр — это", "Центр~— это");
    becomes("- Здравствуйте", "— Здравствуйте");
    becomes("- Да, - сказал он.", "— Да,~— сказал он.");
    becomes("кто-то из-за угла --help", "кто-то из-за угла --help");
    becomes("-", "-");
    becomes("конец -", "конец -");
}

#[test]
fn number_ranges_get_a_dash() {
    becomes("5-11 классов", "5–11~классов");
    becomes("обучающиеся 5-11-х классов", "обучающиеся 5–11-х~классов");
    becomes("(1-4), 10-15% 12-14 мая", "(1–4), 10–15% 12–14~мая");
    becomes("2022-2023 и 2022-23 уч. год", "2022–2023 и~2022–23~уч. год");
    for same in [
        "8-800-555-35-35",
        "8-800 555",
        "2022-09-01",
        "2022-09",
        "0-331",
        "3-1",
        "Ту-154",
        "5-11.05.2022",
        "10:00-12:00",
        "1,5-2",
        "5-а",
        "15-16/2",
        "5-11@mail.ru",
    ] {
        becomes(same, same);
    }
    becomes("приказ № 12-34", "приказ №~12-34");
}

#[test]
fn three_dots_become_an_ellipsis() {
    becomes("Итак... да...нет", "Итак… да…нет");
    for same in ["....", "......", "?..", ".../папка", "а..б"] {
        becomes(same, same);
    }
}

#[test]
fn short_words_bind_the_next_word() {
    becomes("В центре и на сайте, и т. д.", "В~центре и~на~сайте, и~т.~д.");
    becomes("для детей \"о школе\" (и без них)", "для~детей «о~школе» (и~без~них)");
    becomes("то же бы ли", "то~же~бы~ли");
    becomes("но, он но  мы", "но, он но  мы");
    becomes("за\u{301}мок во-первых тона дом", "за\u{301}мок во-первых тона дом");
    becomes("конец и", "конец и");
    becomes("т. е. и т. п.", "т.~е. и~т.~п.");
}

#[test]
fn numbers_bind_their_units() {
    becomes("14 октября 2022 г. Дети", "14~октября 2022~г. Дети");
    becomes("21 чел., 2 уч-ся, 300 руб.", "21~чел., 2~уч-ся, 300~руб.");
    becomes("5 класс, 5-х классов, 7А класса", "5~класс, 5-х~классов, 7А~класса");
    becomes("2,5 кг 10 % 20 °C 3 мин", "2,5~кг 10~% 20~°C 3~мин");
    becomes("СОШ № 7 и § 3", "СОШ №~7 и~§~3");
    becomes("5 методов, 7 гостей", "5 методов, 7 гостей");
}

#[test]
fn initials_and_towns_bind_the_name() {
    becomes("Н. А. Кузьмичева", "Н.~А.~Кузьмичева");
    becomes("(Н.А. Кузьмичева)", "(Н.А.~Кузьмичева)");
    becomes("в г. Ставрополе", "в~г.~Ставрополе");
    becomes("Н. потом", "Н. потом");
}

#[test]
fn addresses_are_left_alone() {
    for same in
        ["http://baltika7.ucoz.ru/index/1-15...?q=\"a\"&b", "www.school.ru/5-11", "5-11...@mail.ru"]
    {
        becomes(same, same);
    }
    becomes("\"http://a.ru/1-2\", да", "«http://a.ru/1-2», да");
    assert_eq!(
        in_runs(&["см. http://a.ru/x", "_", "5-11...", " 5-11"]),
        "см. http://a.ru/x_5-11... 5–11"
    );
}

#[test]
fn a_block_in_runs_is_one_text() {
    assert_eq!(in_runs(&["\"", "Точка", "\" - ", "центр"]), "«Точка»~— центр");
    assert_eq!(in_runs(&["в", " ", "доме и ", "саду"]), "в~доме и~саду");
    assert_eq!(in_runs(&["14", " октября"]), "14~октября");
    assert_eq!(in_runs(&["сл", "и доме"]), "сли доме");
    assert_eq!(in_runs(&["5 м", "ая"]), "5 мая");
    assert_eq!(in_runs(&["№ ", "12-34"]), "№~12-34");
    assert_eq!(in_runs(&["5-1", "1-2"]), "5-11-2");
}

#[test]
fn code_counts_as_a_word_and_a_break_as_a_space() {
    let mut typographer = Typographer::new();
    assert_eq!(typographer.typeset("\"", Some('x')), "«");
    typographer.add_opaque();
    assert_eq!(typographer.typeset("\" - код", None), "»\u{a0}— код");
    typographer.add_space();
    assert_eq!(typographer.typeset("- да", None), "— да");
    typographer.add_opaque();
    assert_eq!(typographer.typeset("- нет 5", None), "- нет 5");
}

#[test]
fn nothing_is_copied_where_nothing_changes() {
    assert!(matches!(prose("Турнир прошёл успешно."), Cow::Borrowed(_)));
}

/// Random sequences of fragments that the rules apply to.
fn pieces() -> impl Strategy<Value = Vec<String>> {
    let known = prop::sample::select(vec![
        "\"",
        "«",
        "»",
        "„",
        "“",
        "”",
        "-",
        "--",
        "–",
        "—",
        ".",
        "..",
        "...",
        "…",
        ",",
        ":",
        "(",
        ")",
        "/",
        " ",
        " ",
        " ",
        "\u{a0}",
        "\n",
        "5",
        "11",
        "0",
        "2022",
        "№",
        "%",
        "г.",
        "т.",
        "д.",
        "Н.",
        "в",
        "для",
        "же",
        "мая",
        "классов",
        "Центр",
        "роста",
        "www.",
        "@",
        "://",
        "x",
        "\u{301}",
    ]);
    prop::collection::vec(
        prop_oneof![9 => known.prop_map(str::to_owned), 1 => any::<String>()],
        0..14,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_second_pass_changes_nothing(pieces in pieces()) {
        let once = prose(&pieces.concat()).into_owned();
        prop_assert_eq!(prose(&once), once.as_str());
    }

    #[test]
    fn only_spaces_quotes_dashes_and_dots_change(pieces in pieces()) {
        let kept = |text: &str| -> String {
            text.chars().filter(|letter| !" \u{a0}\"«»„“”-–—.…".contains(*letter)).collect()
        };
        prop_assert_eq!(kept(&in_runs(&[&pieces.concat()])).replace('~', ""), kept(&pieces.concat()).replace('~', ""));
    }

    #[test]
    fn runs_lose_nothing(pieces in pieces()) {
        let runs: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let kept = |text: &str| -> String { text.chars().filter(|letter| letter.is_alphanumeric()).collect() };
        prop_assert_eq!(kept(&in_runs(&runs)), kept(&pieces.concat()));
    }
}
