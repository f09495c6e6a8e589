//! The editor of a site and a browser that shows one of its events.
#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "tests write and read their own files")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use serde_json::json;

use crate::browser::Browser;
use crate::sandbox::Site;
use crate::serving::until;

/// The event that is edited.
pub(crate) const FILE: &str = "content/posts/2022-23/turnir/index.md";

/// The front matter of an event.
pub(crate) const HEAD: &str = "---\nназвание: Турнир по шахматам\nдата: 7.12.2022\n\
    направление: sovmestnye\nучастники: 21\n---\n";

pub(crate) const TEXT: &str = "---\nназвание: Турнир по шахматам\nдата: 7.12.2022\n\
    направление: sovmestnye\nучастники: 21\n---\n\nРассказ о событии.\n";

/// What a field has that a textarea has, also where it is CodeMirror.
macro_rules! as_textarea {
    () => {
        "(area => { \
           const view = area?.cmTile?.root.view; \
           if (!view) return area; \
           const { doc, readOnly, selection: { main } } = view.state; \
           const setSelectionRange = (anchor, head) => view.dispatch({ selection: { anchor, head } }); \
           return { \
             value: doc.toString(), selectionStart: main.from, selectionEnd: main.to, readOnly, setSelectionRange, \
             focus: () => area.focus(), select: () => setSelectionRange(0, doc.length), \
             dispatchEvent: event => area.dispatchEvent(event) } })"
    };
}

/// The field for the story, as a script.
pub(crate) const STORY: &str = concat!(as_textarea!(), "(document.querySelector('#event_story'))");

/// The fields that a story can be written in.
#[derive(Clone, Copy)]
pub(crate) enum StoryField {
    CodeMirror,
    Textarea,
}

/// Makes of each function a test for each field.
macro_rules! in_both_fields {
    ($($test:ident),* $(,)?) => {
        mod codemirror { $(#[test] fn $test() { super::$test($crate::editor_desk::StoryField::CodeMirror) })* }
        mod textarea { $(#[test] fn $test() { super::$test($crate::editor_desk::StoryField::Textarea) })* }
    };
}
pub(crate) use in_both_fields;

/// A site, its editor, and a browser in front of them.
pub(crate) struct Desk {
    pub(crate) site: Site,
    pub(crate) browser: Browser,
    program: Child,
    url: String,
}

impl Desk {
    /// Opens the event of this text; none without a browser.
    pub(crate) fn open(text: &str) -> Option<Self> {
        Self::open_with(text, |_| ())
    }

    /// As [`Self::open`]; `prepare` adds to the site.
    pub(crate) fn open_with(text: &str, prepare: impl FnOnce(&Site)) -> Option<Self> {
        Self::open_in(StoryField::CodeMirror, text, prepare)
    }

    /// As [`Self::open_with`], with this field for the story.
    pub(crate) fn open_in(
        field: StoryField,
        text: &str,
        prepare: impl FnOnce(&Site),
    ) -> Option<Self> {
        let browser = Browser::start()?;
        let site = Site::new();
        site.file(FILE, text);
        prepare(&site);
        let (program, url) = start(site.root(), "0");
        let desk = Self { site, browser, program, url };
        desk.emulate(1280, 900, "light");
        desk.browser.open(&desk.url);
        if matches!(field, StoryField::Textarea) {
            desk.browser.value("localStorage.setItem('rostok-plain-field', 'yes')");
        }
        desk.open_event();
        Some(desk)
    }

    fn origin(&self) -> &str {
        self.url.split("/#").next().unwrap()
    }

    fn open_event(&self) {
        self.browser.until("document.querySelector('main h1') !== null");
        self.go(&format!("#/event/{}", FILE.replace('/', "%2F")));
        self.browser.until("document.querySelector('.event') !== null");
    }

    /// Opens a screen.
    pub(crate) fn go(&self, hash: &str) {
        self.browser.value(&format!("location.hash = '{hash}'"));
    }

    /// Opens the event in a further tab, as a second start of the program does.
    pub(crate) fn new_tab(&self) -> String {
        let output = edit(self.site.root(), "0").output().unwrap();
        let url = String::from_utf8(output.stdout).unwrap().trim().to_owned();
        let tab = self.browser.new_tab();
        self.emulate(1280, 900, "light");
        self.browser.open(&url);
        self.open_event();
        tab
    }

    /// Opens the event anew in this tab, whose page is gone.
    pub(crate) fn reopen(&self) {
        self.browser.open("about:blank");
        self.browser.open(&self.url);
        self.open_event();
    }

    /// The process of the program.
    pub(crate) fn process(&self) -> u32 {
        self.program.id()
    }

    /// Ends the program as a crash does.
    pub(crate) fn kill(&mut self) {
        drop(self.program.kill());
        drop(self.program.wait());
    }

    /// Starts the program again, on the same port.
    pub(crate) fn restart(&mut self) {
        let port = self.origin().rsplit(':').next().unwrap().to_owned();
        (self.program, self.url) = start(self.site.root(), &port);
    }

    /// Enters a value as a person does, whole.
    pub(crate) fn set(&self, field: &str, value: &str) {
        let value = json!(value);
        self.browser.value(&format!(
            "(() => {{ const field = {}(document.querySelector('{field}')); field.focus(); field.select(); \
             {value} === '' ? document.execCommand('delete') : document.execCommand('insertText', false, {value}) }})()",
            as_textarea!()
        ));
    }

    pub(crate) fn caret_at_end(&self, field: &str) {
        self.browser.value(&format!(
            "(() => {{ const field = {}(document.querySelector('{field}')); field.focus(); \
             field.setSelectionRange(field.value.length, field.value.length) }})()",
            as_textarea!()
        ));
    }

    /// Types into the field that has the focus, key by key.
    pub(crate) fn type_text(&self, text: &str) {
        for letter in text.chars() {
            self.browser.devtools("Input.insertText", &json!({ "text": letter.to_string() }));
        }
    }

    /// Presses a key; `modifiers`: 1 Alt, 2 Ctrl, 8 Shift.
    pub(crate) fn keys(&self, key: &str, code: &str, modifiers: u32) {
        let number = match (key, code) {
            ("Enter", _) => 13,
            ("Tab", _) => 9,
            (" ", _) => 32,
            ("ArrowDown", _) => 40,
            ("Backspace", _) => 8,
            ("Delete", _) => 46,
            ("Escape", _) => 27,
            ("F8", _) => 119,
            (_, code) => u32::from(*code.as_bytes().last().unwrap()),
        };
        let text = match key {
            "Enter" => "\r",
            " " => " ",
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({
                "type": if kind == "keyDown" && text.is_empty() { "rawKeyDown" } else { kind }, "key": key, "code": code, "modifiers": modifiers,
                "windowsVirtualKeyCode": number,
            });
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = text.into();
            }
            // Headless browsers do not translate this key into a command by themselves.
            if key == "z" && kind == "keyDown" {
                event["commands"] = json!(["undo"]);
            }
            self.browser.devtools("Input.dispatchKeyEvent", &event);
        }
    }

    /// Clicks the visible button with these words; of several the last, which is in the dialog.
    #[track_caller]
    pub(crate) fn click(&self, words: &str) {
        let found = format!(
            "[...document.querySelectorAll('button')].filter(one => one.textContent.trim() === '{words}' \
             && one.offsetParent !== null).at(-1)"
        );
        self.browser.until(&format!("{found} !== undefined"));
        self.browser.value(&format!("{found}.click()"));
    }

    /// Follows the first link with these words.
    #[track_caller]
    pub(crate) fn click_link(&self, words: &str) {
        let found = format!(
            "[...document.querySelectorAll('main a')].find(one => one.textContent.trim() === '{words}')"
        );
        self.browser.until(&format!("{found} !== undefined"));
        self.browser.value(&format!("{found}.click()"));
    }

    /// Waits until the page beside the editor has a text.
    #[track_caller]
    pub(crate) fn until_page(&self, text: &str) {
        let has = format!("document.body?.innerText.replaceAll('\\u00a0', ' ').includes('{text}')");
        until(|| (self.browser.value_in_frame(&has) == true).then_some(()));
    }

    /// Writes the event as another program does.
    pub(crate) fn write(&self, text: &str) {
        self.site.file(FILE, text);
    }

    /// Waits until a file is as wanted.
    #[track_caller]
    pub(crate) fn until_file(&self, file: &str, wanted: impl Fn(&str) -> bool) {
        let path = self.site.root().join(file);
        let mut last = String::new();
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            until(|| {
                last = std::fs::read_to_string(&path).unwrap_or_default();
                wanted(&last).then_some(())
            });
        }));
        assert!(result.is_ok(), "{file}:\n{last}");
    }

    /// Keeps calls that save from being sent, as a slow computer does.
    pub(crate) fn hold_saving(&self) {
        self.browser.value(
            "(() => { window.ownFetch ??= window.fetch; let go; window.held = new Promise(free => { go = free }); \
             window.releaseSaving = () => go(); \
             window.fetch = async (path, options) => { \
               if (String(path).startsWith('/api/document/')) await window.held; \
               return window.ownFetch(path, options) } })()",
        );
    }

    pub(crate) fn release_saving(&self) {
        // What was typed is on its way.
        std::thread::sleep(std::time::Duration::from_millis(1000));
        self.browser.value("(window.fetch = window.ownFetch, window.releaseSaving())");
    }

    pub(crate) fn emulate(&self, width: u32, height: u32, colours: &str) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.browser.devtools("Emulation.setDeviceMetricsOverride", &size);
        let features =
            json!({ "features": [{ "name": "prefers-color-scheme", "value": colours }] });
        self.browser.devtools("Emulation.setEmulatedMedia", &features);
        // Colours of buttons change gradually.
        self.browser.until("document.getAnimations().length === 0");
    }

    pub(crate) fn emulate_phone(&self) {
        let size = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
        self.browser.devtools("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Keeps a picture of the screen in `target/editor/`.
    pub(crate) fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/editor");
        std::fs::create_dir_all(&folder).unwrap();
        // The browser paints what has just changed.
        std::thread::sleep(std::time::Duration::from_millis(120));
        let shot = self.browser.devtools("Page.captureScreenshot", &json!({ "format": "png" }));
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().unwrap());
        std::fs::write(folder.join(format!("{name}.png")), bytes.unwrap()).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.kill();
    }
}

fn edit(root: &Path, port: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rostok"));
    command
        .args(["edit", "--no-open", "--port", port, "--today", "2022-12-20", "--root"])
        .arg(root);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// The running program and the address that it would have opened.
fn start(root: &Path, port: &str) -> (Child, String) {
    let mut program = edit(root, port).spawn().unwrap();
    let mut line = String::new();
    let mut lines = BufReader::new(program.stdout.take().unwrap());
    lines.read_line(&mut line).unwrap();
    // Later output needs a reader, or the program would block.
    std::thread::spawn(move || lines.lines().count());
    (program, line.trim().to_owned())
}
