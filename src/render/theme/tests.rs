//! Valid themes and themes with errors.

use tera::Context;

use super::*;

fn layer(name: &str, files: &[(&str, &str)]) -> ThemeLayer {
    let files = files.iter();
    ThemeLayer {
        name: name.to_owned(),
        files: files.map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect(),
    }
}

fn child(files: &[(&str, &str)]) -> ThemeLayer {
    let mut all = vec![("theme.yaml", "contract: 1\nextends: tochka\n")];
    all.extend_from_slice(files);
    layer("moya", &all)
}

fn load(name: &str, layers: Vec<ThemeLayer>) -> Theme {
    Theme::from_layers(name, layers, &mut Diagnostics::new()).unwrap()
}

fn problems(layers: Vec<ThemeLayer>) -> Vec<String> {
    let mut problems = Diagnostics::new();
    assert!(Theme::from_layers("moya", layers, &mut problems).is_none());
    let texts = problems.iter().map(|problem| {
        let place = problem.place.as_ref();
        let at = place.map_or(String::new(), |place| {
            format!("{}:{}:{}+{} ", place.file, place.line, place.column, place.length)
        });
        format!("{at}{} | {}", problem.message, problem.hint)
    });
    texts.collect()
}

#[test]
fn the_embedded_theme_is_complete() {
    let theme = load("tochka", Vec::new());
    assert!(theme.statics().any(|(path, _)| path == "static/style.css"));
    let address = &theme.assets(|_| true)["style.css"];
    let hash = address.strip_prefix("static/style.css?v=").unwrap();
    assert_eq!(hash.len(), 8);
}

#[test]
fn a_template_is_overridden_by_its_name_and_can_extend_the_one_it_overrides() {
    let theme = load(
        "moya",
        vec![child(&[
            ("templates/redirect.html", "{% extends \"tochka/gallery.html\" %}"),
            ("templates/components.html", "{% component marks(post) %}!{% endcomponent %}"),
            ("static/style.css", "/* своё */"),
        ])],
    );
    assert!(theme.tera().contains_template("post.html"));
    let style = theme.statics().find(|(path, _)| path == "static/style.css").unwrap();
    assert_eq!(style.1, "/* своё */".as_bytes());
    assert!(theme.statics().any(|(path, _)| path == "static/embed.js"));
    let context = Context::new();
    let marks = theme.tera().render_component("marks", &tera::context! { post => &1 }, None, true);
    assert_eq!(marks.unwrap(), "!");
    let error = theme.tera().render("redirect.html", &context).unwrap_err();
    assert_eq!(
        theme.diagnose(&error)[0].place.as_ref().unwrap().file,
        "themes/tochka/templates/gallery.html"
    );
}

#[test]
fn a_folder_of_the_site_replaces_the_embedded_theme_of_its_name() {
    let mut own = embedded::theme("tochka").unwrap();
    own.files.push(("static/new.css".to_owned(), Vec::new()));
    let theme = load("tochka", vec![own]);
    assert!(theme.statics().any(|(path, _)| path == "static/new.css"));
}

#[test]
fn a_picture_of_a_theme_must_not_tell_its_place() {
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0\0\x01\0\x02\0\x05\0\0\0\x01\0\0\0\x1a\0\0\0\0";
    let photo = [&b"\xff\xd8\xff\xe1\0"[..], &[exif.len() as u8 + 2], exif, b"\xff\xd9"].concat();
    let problems = |bytes: Vec<u8>| {
        let mut own = embedded::theme("tochka").unwrap();
        own.files.push(("static/fon.jpg".to_owned(), bytes));
        let mut problems = Diagnostics::new();
        Theme::from_layers("tochka", vec![own], &mut problems);
        problems.into_vec()
    };
    let found = problems(photo.clone());
    assert!(found.len() == 1 && found[0].message.contains("говорит, где снята"), "{found:?}");
    assert!(problems([&photo[..4], &[0, 2, 0xff, 0xd9]].concat()).is_empty());
}

#[test]
fn missing_templates_have_fallbacks() {
    let theme = load("plain", Vec::new());
    let rendered_by = |template: &str| {
        let PageTemplates { whole, text } = theme.templates_for(template);
        text.map_or(whole.clone(), |text| format!("{whole} around {text}"))
    };
    assert_eq!(rendered_by("post.html"), "post.html");
    assert_eq!(rendered_by("archive.html"), "list.html");
    assert_eq!(rendered_by("404.html"), "rostok:404.html");
    assert_eq!(rendered_by("search.html"), "page.html around rostok:search.html");
    assert!(theme.assets(|_| true).contains_key("search.js"), "the fallback page loads it");
    let whole = load("tochka", Vec::new());
    for (template, _) in TEMPLATES {
        let is_missing = ["chart.html", "redirect.html", "table.html"].contains(template);
        let name = if is_missing { fallback_name(template) } else { (*template).to_owned() };
        assert_eq!(whole.templates_for(template), PageTemplates::single(&name));
    }
}

#[test]
fn options_of_the_chosen_theme_win() {
    let first = layer(
        "moya",
        &[("theme.yaml", "contract: 1\nextends: base\noptions:\n  dark: нет\n  size: 007\n")],
    );
    let base = layer(
        "base",
        &[("theme.yaml", "contract: 1\nextends: tochka\noptions: {dark: да, other: [а, б]}\n")],
    );
    let theme = load("moya", vec![base, first]);
    assert_eq!(theme.options()["dark"].as_bool(), Some(false));
    assert_eq!(theme.options()["size"].as_str(), Some("007"));
    assert_eq!(theme.options()["other"].as_array().map(<[_]>::len), Some(2));
}

#[test]
fn errors_of_a_theme_have_places_and_hints() {
    let cases = [
        (vec![], "нет темы «moya» | есть темы: plain, tochka;"),
        (vec![layer("moya", &[])], "у темы «moya» нет файла `theme.yaml`"),
        (
            vec![layer("moya", &[("theme.yaml", "contract: 2\n")])],
            "theme.yaml:1:11+1 тема новее программы: она для версии правил 2, а здесь 1 | обновите",
        ),
        (
            vec![layer("moya", &[("theme.yaml", "contract: 0\n")])],
            "тема старее программы: она для версии правил 0, а здесь 1 | возьмите",
        ),
        (
            vec![layer("moya", &[("theme.yaml", "contract: первая\n")])],
            "версия правил — число, а здесь «первая»",
        ),
        (vec![layer("moya", &[("theme.yaml", "")])], "не указано, для какой версии правил"),
        (
            vec![layer("moya", &[("theme.yaml", "contract: 1\nextend: tochka\n")])],
            ":2:1+6 неизвестный ключ `extend` | похоже на `extends`",
        ),
        (
            vec![layer("moya", &[("theme.yaml", "contract: 1\nextends: net\n")])],
            "moya/theme.yaml:2:10+3 нет темы «net»",
        ),
        (
            vec![layer("moya", &[("theme.yaml", "contract: 1\n")])],
            "в теме «moya» нет шаблона `list.html`",
        ),
        (
            vec![
                layer("moya", &[("theme.yaml", "contract: 1\nextends: a\n")]),
                layer("a", &[("theme.yaml", "contract: 1\nextends: moya\n")]),
            ],
            "a/theme.yaml:2:10+4 темы продолжают друг друга по кругу: «moya» → «a» → «moya»",
        ),
        (
            vec![child(&[("templates/post.html", "{% extends \"post.html\" %}")])],
            "по кругу: post.html",
        ),
        (
            vec![child(&[("templates/post.html", "{% extends \"net.html\" %}")])],
            "шаблон продолжает `net.html`, которого нет",
        ),
        (
            vec![child(&[("templates/post.html", "a\n{{ title | blow }}\n")])],
            "templates/post.html:2:12+4 неизвестный фильтр «blow»",
        ),
        (
            vec![child(&[("templates/post.html", "a\n{{ <net /> }}\n")])],
            "неизвестный компонент «net»",
        ),
        (
            vec![child(&[("templates/post.html", "{% include \"a.html\" %}")])],
            "нет шаблона «a.html»",
        ),
        (vec![child(&[("templates/post.html", "{% if a %}\nб")])], "шаблон обрывается"),
        (
            vec![child(&[("templates/post.html", "{{ a b }}")])],
            "post.html:1:6+1 ошибка в записи шаблона | в оригинале: Found identifier",
        ),
        (
            vec![child(&[(
                "templates/post.html",
                "{% extends \"base.html\" %}{% block x %}{% endblock %}",
            )])],
            "блока «x» нет",
        ),
    ];
    for (layers, expected) in cases {
        let told = problems(layers);
        assert!(told[0].contains(expected), "{expected}: {told:?}");
    }
}

#[test]
fn all_broken_templates_are_reported_at_once() {
    let told = problems(vec![child(&[
        ("templates/post.html", "{% if %}"),
        ("templates/page.html", "{{ }}"),
        ("templates/list.html", "{{ a | x }}{{ b | y }}"),
    ])]);
    assert_eq!(told.len(), 2, "{told:?}");
    let told = problems(vec![child(&[("templates/list.html", "{{ a | x }}\n{{ b | y }}")])]);
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn files_of_windows_editors_are_read_and_binary_ones_refused() {
    let mut broken = child(&[]);
    broken.files.push(("templates/post.html".to_owned(), b"\x00\xcf\x00\x00\xd8".to_vec()));
    assert!(problems(vec![broken])[0].contains("файл темы не прочитать"));
    let marked = child(&[("templates/page.html", "\u{feff}<!doctype html>\r\n")]);
    let theme = load("moya", vec![marked]);
    assert_eq!(theme.tera().render("page.html", &Context::new()).unwrap(), "<!doctype html>\n");
}

#[test]
fn an_error_found_while_rendering_has_its_place() {
    let theme = load("moya", vec![child(&[("templates/page.html", "<p>\n {{ page.hello }}")])]);
    let context = tera::context! { page => &std::collections::BTreeMap::from([("title", "x")]) };
    let error = theme.tera().render("page.html", &context).unwrap_err();
    let problem = &theme.diagnose(&error)[0];
    let place = problem.place.as_ref().unwrap();
    assert_eq!((place.line, place.column, &*place.text), (2, 10, " {{ page.hello }}"));
    assert_eq!(problem.message, "нет поля «hello»");
    assert_eq!(problem.hint, "есть: title");
}
