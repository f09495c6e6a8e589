//! Tests of slugs, file names and title keys.

use proptest::prelude::*;

use super::*;

#[test]
fn russian_is_transliterated() {
    assert_eq!(slugify("Турнир по шахматам"), "turnir-po-shakhmatam");
    assert_eq!(slugify("объявление"), "obyavlenie");
    assert_eq!(slugify("Съезд"), "sezd");
    assert_eq!(
        slugify("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
        "abvgdeyozhziyklmnoprstufkhtschshshchyeyuya"
    );
    assert_eq!(slugify("АБВГДЕЁЖЗИЙ"), "abvgdeyozhziy");
}

#[test]
fn decomposed_letters_are_composed() {
    assert_eq!(slugify("И\u{306}од е\u{308}лка"), "yod-yolka");
    assert_eq!(slugify("за\u{301}мок"), "zamok");
    assert_eq!(file_name("Е\u{308}лка Cafe\u{301}.jpg"), file_name("Ёлка Café.jpg"));
    assert_eq!(composed("Де\u{308}тскии\u{306} Cafe\u{301}"), "Дётский Café");
    assert!(matches!(composed("Детский сад"), Cow::Borrowed(_)));
    assert_eq!(name_key("ФОТО И\u{306}.JPG"), "фото й.jpg");
}

#[test]
fn other_characters_become_one_dash() {
    assert_eq!(slugify("  «Тур-НИР & Ко».  "), "tur-nir-ko");
    assert_eq!(slugify("file_name v2.0"), "file-name-v2-0");
    assert_eq!(slugify("Café Ångström Straße"), "cafe-angstrom-strasse");
    assert_eq!(slugify("北京 — ♥"), "");
    assert_eq!(slugify("ь"), "");
}

#[test]
fn long_titles_are_cut_between_words() {
    let slug = slugify(&"слово ".repeat(40));
    assert_eq!(slug, ["slovo"; 13].join("-"));
    assert_eq!(slugify(&"а".repeat(200)).len(), MAX_BYTES);
    let exact = format!("{} хвост", "а".repeat(MAX_BYTES));
    assert_eq!(slugify(&exact), "a".repeat(MAX_BYTES));
    assert_eq!(slugify(&format!("я {}", "о".repeat(200))).len(), MAX_BYTES);
}

#[test]
fn device_names_are_avoided() {
    assert_eq!(slugify("CON"), "con-1");
    assert_eq!(slugify("Кон"), "kon");
    assert_eq!(file_name("Aux.JPG"), "aux-1.jpg");
    assert_eq!(file_name("com7"), "com7-1");
    assert_eq!(slugify("com10"), "com10");
}

#[test]
fn file_names_keep_their_extension() {
    assert_eq!(file_name("Фото с турнира (1).JPEG"), "foto-s-turnira-1.jpeg");
    assert_eq!(file_name("Прил. к приказу"), "pril-k-prikazu");
    assert_eq!(file_name("архив.tar.gz"), "arkhiv-tar.gz");
    assert_eq!(file_name("!!!.png"), "file.png");
    assert_eq!(file_name("план.a北b"), "plan-a-b");
    assert_eq!(file_name(""), "file");
    assert_eq!(file_name("DSC_0001.Jpg"), "dsc_0001.jpg");
}

#[test]
fn a_slug_is_safe_if_slugify_keeps_it() {
    for safe in ["turnir", "turnir-2022", "7"] {
        assert!(is_safe(safe), "{safe}");
    }
    for unsafe_name in ["", "Turnir", "турнир", "a_b", "a b", "-a", "a--b", "../x", "nul"] {
        assert!(!is_safe(unsafe_name), "{unsafe_name}");
    }
    assert!(!is_safe(&"a".repeat(MAX_BYTES + 1)));
}

#[test]
fn variants_of_a_title_have_the_same_key() {
    let title = "Развитие проектной деятельности за счет ресурсов центров «Точка роста»";
    for variant in [
        "Направление . Развитие проектной деятельности за счёт ресурсов центров \"Точка роста\"",
        "Направление 6. Развитие проектной деятельности за счет ресурсов центров „Точка роста“.",
        "6. РАЗВИТИЕ  проектной деятельности за счет ресурсов центров “Точка роста”",
        "6) Развитие проектной\u{a0}деятельности за счет ресурсов центров 'Точка роста' ",
        "направление № 6: развитие проектнои\u{306} деятельности за счет ресурсов центров Точка роста",
    ] {
        assert_eq!(fold(variant), fold(title), "{variant}");
    }
    assert_eq!(fold("естественно - научной"), fold("Естественно–научной"));
    assert_ne!(fold("Направления работы"), fold("работы"));
    assert_eq!(fold("3D-печать"), "3d-печать");
    assert_eq!(fold("5"), "5");
    assert_eq!(fold("Направление"), "направление");
}

#[test]
fn lower_case_is_one_letter_and_marks() {
    for letter in '\0'..=char::MAX {
        let mut table = letter.to_lowercase();
        assert_eq!(Some(lowercase(letter)), table.next());
        assert!(table.all(is_invisible), "{letter:?}");
    }
}

/// Words, numbers, separators and characters that must not remain.
fn titles() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[а-яёА-ЯЁa-zA-Z0-9 .«»\"_/\\\\:—-]{0,60}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_slug_is_well_formed(text in titles()) {
        let slug = slugify(&text);
        prop_assert!(slug.len() <= MAX_BYTES);
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        prop_assert!(slug.bytes().all(plain), "{}", slug);
        prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
        prop_assert!(slug.is_empty() || is_safe(&slug));
    }

    #[test]
    fn a_file_name_is_well_formed(text in titles()) {
        let name = file_name(&text);
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_');
        prop_assert!(name.bytes().all(plain), "{}", name);
        prop_assert!(!name.is_empty() && !name.starts_with('.') && !name.contains(".."));
        prop_assert_eq!(file_name(&name), name);
    }

    #[test]
    fn the_key_ignores_case_and_spaces(text in "[а-яёА-ЯЁa-z0-9 .«»\":—-]{0,60}") {
        let key = fold(&text);
        prop_assert!(!key.contains(char::is_whitespace) && !key.contains('ё'));
        prop_assert_eq!(fold(&text.to_uppercase()), key.clone());
        prop_assert_eq!(fold(&format!(" {} ", text.replace(' ', "\u{a0} "))), key);
    }
}
