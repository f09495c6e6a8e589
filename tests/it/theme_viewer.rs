//! Opens pages of a theme in a browser from the disk: a site with a page of every kind.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::sandbox::Site;

/// A page of each kind.
pub(crate) const KINDS: [&str; 18] = [
    "index.html",
    "stranica/index.html",
    "stranica/1.html",
    "napravlenie/sovmestnye.html",
    "metka/index.html",
    "metka/igry.html",
    "god/index.html",
    "god/2022-23.html",
    "god/2022-23-1.html",
    "2022/turnir.html",
    "2022/tablitsa.html",
    "reports/index.html",
    REPORT,
    "zadachi.html",
    "pedagogi.html",
    "galereya.html",
    "poisk.html",
    "404.html",
];

/// An event that uses every feature of events.
pub(crate) const EVENT: &str = "2022/turnir.html";

/// A report that uses every feature of reports.
pub(crate) const REPORT: &str = "reports/otchet.html";

/// The search page with a result.
pub(crate) const FOUND: &str = "poisk.html?q=турнир";

const REPORT_TEXT: &str = "\
---
название: Анализ работы Центра образования естественно-научной и технологической направленностей
кратко: Что было сделано
период: 2022/23 I
должность: Руководитель Центра «Точка роста»
руководитель: И. О. Фамилия
дата_подписания: 30.12.2022
---

Педагоги показали, как подключать датчик, и каждая команда получила задание.

{{ teachers() }}

{{ events() }}

{{ totals() }}

{{ chart(\"события по направлениям\") }}

{{ chart(\"участия по месяцам\") }}
";

const TEACHERS: &str = "\
название: Педагоги центра
строки:
  - фио: Первая Анна Ивановна
    должность: учитель информатики, педагог дополнительного образования
  - фио: Второй Иван Петрович
    должность: учитель физики
";

/// Builds a site that has a page of every kind.
pub(crate) fn build_every_kind(theme: &str, arguments: &[&str]) -> Site {
    let site = Site::empty();
    site.copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pages/section/in"));
    let settings = site.read("content/site.yaml");
    site.file("content/site.yaml", format!("{settings}\nтема: {theme}\n"));
    let cells = |word: &str| format!("|{}\n", format!(" {word} |").repeat(12));
    let table = cells("Показатель") + &cells("---") + &cells("общеобразовательные");
    let head = "---\nназвание: Таблица\nдата: 3.12.2022\nнаправление: proekty\n---\n\n";
    site.post("tablitsa.md", &format!("{head}{table}"));
    site.file("content/reports/otchet.md", REPORT_TEXT);
    site.file("content/data/teachers.yaml", TEACHERS);
    let teachers = "---\nназвание: Педагоги\n---\n\n{{ teachers() }}\n";
    site.file("content/pages/pedagogi.md", teachers);
    let gallery = "---\nназвание: Галерея\nменю: да\n---\n\n{{ gallery() }}\n";
    site.file("content/pages/galereya.md", gallery);
    site.file("content/reports/god.md", "---\nпериод: 2022/23\n---\n");
    site.run(&[&["build", "--today", "2022-12-10"], arguments].concat()).ok();
    site
}

pub(crate) struct Viewer {
    pub(crate) browser: Browser,
    pub(crate) site: Site,
}

impl Viewer {
    /// Builds the site in the theme `tochka` and starts a browser. None without `chromedriver`.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with("tochka")
    }

    /// As [`Viewer::start`], in another theme.
    pub(crate) fn start_with(theme: &str) -> Option<Self> {
        let browser = Browser::start()?;
        Some(Self { browser, site: build_every_kind(theme, &[]) })
    }

    /// Opens a page from the disk. On the search page, waits for the first result.
    pub(crate) fn open(&self, page: &str) {
        let path = self.site.root().join("public").join(page);
        self.browser.open(&format!("file://{}", path.display()));
        if page.contains('?') {
            self.browser.until("Boolean(document.querySelector('.found li'))");
        }
    }

    /// Runs a script in the page.
    pub(crate) fn run_script(&self, script: &str) {
        self.browser.devtools("Runtime.evaluate", &json!({ "expression": script }));
    }

    /// The violations that axe finds on the page. Its script must have been run.
    pub(crate) fn axe_violations(&self) -> Vec<String> {
        let found = self.browser.promised(
            "axe.run().then(result => result.violations.map(rule => rule.id + ': ' + rule.nodes.map(node => node.html).join(' ')))",
        );
        let found = found.as_array().unwrap_or_else(|| panic!("{found}")).iter();
        found.map(|problem| problem.as_str().unwrap().to_owned()).collect()
    }

    /// The number of pixels by which the page is wider than the screen.
    pub(crate) fn overflow(&self) -> i64 {
        let overflow = "document.documentElement.scrollWidth - innerWidth";
        self.browser.value(overflow).as_i64().unwrap().max(0)
    }

    /// Emulates a screen of this width.
    pub(crate) fn set_width(&self, width: u32) {
        self.set_screen(width, 800);
    }

    /// Emulates a screen of this size.
    pub(crate) fn set_screen(&self, width: u32, height: u32) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.browser.devtools("Emulation.setDeviceMetricsOverride", &size);
        self.browser.devtools("Emulation.setScrollbarsHidden", &json!({ "hidden": true }));
    }

    /// Emulates a media feature, such as `prefers-color-scheme`.
    pub(crate) fn set_media_feature(&self, feature: &str, value: &str) {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.browser.devtools("Emulation.setEmulatedMedia", &features);
    }

    /// Presses and releases a key.
    pub(crate) fn press(&self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "ArrowRight" => (39, ""),
            other => panic!("{other}: unknown code"),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({
                "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text,
            });
            self.browser.devtools("Input.dispatchKeyEvent", &event);
        }
    }

    /// Runs a DevTools command that returns a file in base64. Saves the file to `target/theme/<name>`,
    /// for people to look at.
    pub(crate) fn save(&self, name: &str, command: &str, parameters: &Value) -> Vec<u8> {
        let result = self.browser.devtools(command, parameters);
        let bytes = decode_base64(result["data"].as_str().unwrap());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/theme");
        write(&folder.join(name), &bytes);
        bytes
    }
}

#[expect(clippy::disallowed_methods, reason = "tests keep pictures of their own")]
fn write(path: &PathBuf, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

pub(crate) fn decode_base64(base64: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(base64.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for value in base64.chars().filter_map(|letter| LETTERS.find(letter)) {
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    bytes
}
