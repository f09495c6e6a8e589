//! Builds a theme from values: templates, static files and options.
//!
//! 1. The chosen theme and the themes it `extends:` form a chain. Folders of the site come before
//!    embedded themes, so a folder `themes/tochka` replaces the embedded one.
//! 2. Templates of the chosen theme keep their names (`post.html`); those of a theme it extends
//!    get the theme's name as a prefix (`tochka/post.html`). Tera tries the plain name first and
//!    then each prefix along the chain. So a file of the same name overrides a template and can
//!    still say `{% extends "tochka/post.html" %}`; Tera refuses a template that extends itself.
//!    Components are overridden in the same order.
//! 3. Static files and options of a theme override those of the themes it extends; the site's
//!    options override all. Colours among them are adjusted to be readable.
//! 4. `templates` has a fallback for a missing template, or it is an error.

mod about;
mod chain;
mod files;
mod settings;
mod template_error;
mod templates;

use std::collections::BTreeMap;

use tera::Tera;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::render::embedded;
use crate::render::palette::Palette;
use chain::chain;
use files::{misnamed, published_place, text};
use settings::{ThemeSettings, plain_option};
use templates::{Fallback, SEARCH_SCRIPTS, TEMPLATES, fallback_name};

pub use about::{OptionKind, ThemeAbout, ThemeOption};
pub(super) use templates::PageTemplates;

/// The version of the contract between the program and its themes: the templates and their values
/// (THEMES.md).
pub const CONTRACT: u32 = 1;

/// The folder in `templates/` of the parts that many pages share.
const FRAME: &str = "frame/";
/// The folder in `templates/` of the parts that everything about a direction shares.
const DIRECTION: &str = "direction/";

/// The folder of fonts in `static/`, and the option that leaves it out: some hostings refuse fonts.
const FONTS: &str = "fonts/";
const FONTS_OPTION: &str = "fonts";

/// The files of one folder of `themes/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeLayer {
    /// The name of the folder.
    pub name: String,
    /// Paths relative to the folder, with `/` between names, and bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl ThemeLayer {
    /// The theme that this one extends; none if its `theme.yaml` has errors.
    pub fn extends(&self) -> Option<String> {
        let settings = ThemeSettings::read(self, &mut Diagnostics::new())?;
        settings.extends.map(|(name, _)| name)
    }
}

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    sources: BTreeMap<String, TemplateSource>,
    /// The names of the templates in `frame/`, by the names of the parts.
    frame: BTreeMap<String, String>,
    /// Those in `direction/`.
    direction: BTreeMap<String, String>,
    statics: BTreeMap<String, StaticFile>,
    options: BTreeMap<String, tera::Value>,
    palette: Option<Palette>,
}

#[derive(Debug)]
struct StaticFile {
    bytes: Vec<u8>,
    /// A hash of the bytes for the file's address.
    version: String,
}

impl StaticFile {
    fn new(bytes: Vec<u8>) -> Self {
        let version = blake3::hash(&bytes).to_hex()[..8].to_owned();
        Self { bytes, version }
    }
}

/// The file and text of a template, for messages.
#[derive(Debug)]
struct TemplateSource {
    file: String,
    text: String,
}

impl Theme {
    /// Builds the theme `name` from `layers`, the folders of `themes/`; other folders are ignored.
    /// `None` after errors: an unknown theme, a circle of `extends:`, errors in `theme.yaml`, a missing
    /// template, templates with syntax errors.
    pub fn from_layers(
        name: &str,
        layers: Vec<ThemeLayer>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let found_before = diagnostics.len();
        let chain = chain(name, layers, diagnostics)?;
        let mut theme = Self {
            tera: Tera::default(),
            sources: BTreeMap::new(),
            frame: BTreeMap::new(),
            direction: BTreeMap::new(),
            statics: BTreeMap::new(),
            options: BTreeMap::new(),
            palette: None,
        };
        let prefixes: Vec<String> =
            chain.iter().skip(1).map(|(layer, _)| format!("{}/", layer.name)).collect();
        for (depth, (layer, settings)) in chain.into_iter().enumerate() {
            let prefix = if depth == 0 { "" } else { prefixes[depth - 1].as_str() };
            theme.add(layer, prefix, diagnostics);
            for (key, value) in settings.options {
                theme.options.entry(key).or_insert(value);
            }
        }
        if diagnostics.len() == found_before {
            theme.compile(name, prefixes, diagnostics);
        }
        if !theme.tera.contains_template("search.html") {
            let scripts = SEARCH_SCRIPTS.iter();
            let scripts = scripts.filter_map(|path| Some((path, embedded::static_file(path)?)));
            for (path, bytes) in scripts {
                theme
                    .statics
                    .entry((*path).to_owned())
                    .or_insert_with(|| StaticFile::new(bytes.to_vec()));
            }
        }
        if diagnostics.len() == found_before { theme.with_options(&[], diagnostics) } else { None }
    }

    /// Overrides the theme's options with those of the site.
    ///
    /// # Errors
    /// Values that are not colours where colours are expected.
    pub fn with_options(
        mut self,
        given: &[(String, String)],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let found_before = diagnostics.len();
        self.options.extend(given.iter().map(|(key, text)| (key.clone(), plain_option(text))));
        if self.options.get(FONTS_OPTION).and_then(tera::Value::as_bool) == Some(false) {
            self.statics.retain(|path, _| !path.starts_with(FONTS));
        }
        self.palette = Palette::new(&self.options, diagnostics);
        (diagnostics.len() == found_before).then_some(self)
    }

    fn add(&mut self, layer: ThemeLayer, prefix: &str, diagnostics: &mut Diagnostics) {
        for (path, bytes) in layer.files {
            let file = format!("themes/{}/{path}", layer.name);
            if let Some(name) = path.strip_prefix("templates/") {
                for (folder, parts) in [(FRAME, &mut self.frame), (DIRECTION, &mut self.direction)]
                {
                    if let Some(part) = name.strip_prefix(folder)
                        && let Some(part) = part.strip_suffix(".html")
                    {
                        parts.insert(part.to_owned(), name.to_owned());
                    }
                }
                match text(&file, &bytes) {
                    Ok(text) => {
                        self.sources
                            .insert(format!("{prefix}{name}"), TemplateSource { file, text });
                    }
                    Err(problem) => diagnostics.push(problem),
                }
            } else if let Some(name) = path.strip_prefix("static/") {
                diagnostics.extend(misnamed(&file, name));
                diagnostics.extend(published_place(&file, &bytes));
                self.statics.entry(name.to_owned()).or_insert_with(|| StaticFile::new(bytes));
            }
        }
    }

    fn compile(&mut self, name: &str, prefixes: Vec<String>, diagnostics: &mut Diagnostics) {
        let Self { tera, sources, .. } = self;
        let own = sources.iter().map(|(name, source)| (name.clone(), source.text.as_str()));
        // Templates of the theme may include them.
        let fallbacks =
            embedded::fallback_templates().map(|(name, text)| (fallback_name(name), text));
        let added = tera
            .set_fallback_prefixes(prefixes)
            .and_then(|()| tera.add_raw_templates(fallbacks.chain(own)));
        if let Err(error) = added {
            diagnostics.extend(self.diagnose_all(&error));
            return;
        }
        let missing = TEMPLATES.iter().filter(|(template, fallback)| {
            *fallback == Fallback::None && !tera.contains_template(template)
        });
        let missing = missing.map(|(template, _)| {
                Diagnostic::error(format!("в теме «{name}» нет шаблона `{template}`"))
                    .at(Place::file(format!("themes/{name}/theme.yaml")))
                    .hint(format!(
                        "добавьте файл `themes/{name}/templates/{template}` или возьмите остальные шаблоны из готовой темы: `extends: tochka` в `theme.yaml`"
                    ))
            });
        diagnostics.extend(missing);
    }

    /// Tera stops at the first template with a syntax error. The templates are then parsed one by
    /// one, so that one run reports all errors.
    fn diagnose_all(&self, error: &tera::Error) -> Diagnostics {
        if !matches!(error.kind(), tera::ErrorKind::SyntaxError(_)) {
            return self.diagnose(error);
        }
        let alone = self.sources.iter().filter_map(|(name, source)| {
            let error = Tera::default().add_raw_template(name, &source.text).err()?;
            matches!(error.kind(), tera::ErrorKind::SyntaxError(_)).then_some(error)
        });
        alone.flat_map(|error| self.diagnose(&error)).collect()
    }

    /// `template`, or its fallback where the theme has none.
    pub(super) fn templates_for(&self, template: &str) -> PageTemplates {
        if self.tera.contains_template(template) {
            PageTemplates::single(template)
        } else {
            PageTemplates::fallback(template)
        }
    }

    /// The parts that many pages share: their names and templates.
    pub(super) fn frame(&self) -> &BTreeMap<String, String> {
        &self.frame
    }

    /// The parts of a direction: their names and templates.
    pub(super) fn direction_parts(&self) -> &BTreeMap<String, String> {
        &self.direction
    }

    /// An error of Tera with its place in the theme's files.
    pub(super) fn diagnose(&self, error: &tera::Error) -> Diagnostics {
        template_error::diagnose(error, &|template| {
            self.sources.get(template).map(|source| (source.file.as_str(), source.text.as_str()))
        })
    }

    /// The compiled templates, without the site's values.
    pub(super) fn tera(&self) -> &Tera {
        &self.tera
    }

    /// The options of the theme, overridden by those of the site.
    pub(super) fn options(&self) -> &BTreeMap<String, tera::Value> {
        &self.options
    }

    pub(super) fn palette(&self) -> Option<&Palette> {
        self.palette.as_ref()
    }

    /// The addresses and bytes of the static files.
    pub fn statics(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.statics.iter().map(|(path, file)| (format!("static/{path}"), &*file.bytes))
    }

    /// The root-relative address of each static file, with a hash of its content, so that a browser
    /// may cache it for ever and still requests a changed file. Fonts that the hosting does not take
    /// are left out; a theme checks for them before it links them.
    pub(super) fn assets(&self, takes: impl Fn(&str) -> bool) -> BTreeMap<&str, String> {
        self.statics
            .iter()
            .filter(|(path, _)| !path.starts_with(FONTS) || takes(path))
            .map(|(path, file)| (path.as_str(), format!("static/{path}?v={}", file.version)))
            .collect()
    }
}

#[cfg(test)]
mod tests;
