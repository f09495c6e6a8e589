//! A theme: templates, static files and options, from values alone.
//!
//! 1. The chosen theme and those it `extends:` make a chain; the embedded `tochka` stands behind
//!    the site's own folders, so a folder `themes/tochka` wins over it.
//! 2. Templates of the chosen theme keep their names (`post.html`); those of a theme it extends
//!    get the theme's name before theirs (`tochka/post.html`). Tera tries the plain name first and
//!    then each prefix along the chain, so a template is overridden by a file of the same name,
//!    and that file can still say `{% extends "tochka/post.html" %}`: Tera refuses a template that
//!    extends itself. Components are overridden in the same order.
//! 3. Static files and options of a theme win over those of the themes it extends, and the site's
//!    options over all. Colours among them are made readable.
//! 4. What a theme lacks, `templates` has something for, or it is told.

mod chain;
mod settings;
mod template_error;
mod templates;

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::Tera;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;
use crate::render::embedded;
use crate::render::palette::Palette;
use crate::slug;
use chain::chain;
use settings::{Settings, plain_option};
use templates::{SEARCH_SCRIPTS, TEMPLATES, Without, spare};

pub(super) use templates::Shown;

/// The version of the contract between the program and its themes: which templates there are and
/// which values they get (THEMES.md).
const CONTRACT: u32 = 1;

/// The folder of fonts in `static/`, and the option that leaves it out: not every hosting takes
/// them.
const FONTS: &str = "fonts/";
const FONTS_OPTION: &str = "fonts";

/// One folder of `themes/`, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeLayer {
    /// The folder's name.
    pub name: String,
    /// Its files: paths relative to it, with `/` between folders, and their bytes.
    pub files: Vec<(String, Vec<u8>)>,
}

impl ThemeLayer {
    /// The theme that this one extends, as far as its `theme.yaml` can be understood.
    pub fn extends(&self) -> Option<String> {
        Settings::read(self).ok()?.extends.map(|(name, _)| name)
    }
}

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    sources: BTreeMap<String, Source>,
    statics: BTreeMap<String, Static>,
    options: BTreeMap<String, tera::Value>,
    palette: Option<Palette>,
}

/// A static file.
#[derive(Debug)]
struct Static {
    bytes: Vec<u8>,
    /// What tells it from others under its name, for its address.
    version: String,
}

impl Static {
    fn new(bytes: Vec<u8>) -> Self {
        let version = blake3::hash(&bytes).to_hex()[..8].to_owned();
        Self { bytes, version }
    }
}

/// A template as it stands in its file, for messages.
#[derive(Debug)]
struct Source {
    file: String,
    text: String,
}

impl Theme {
    /// The theme `name` out of `layers`, the folders of `themes/`; only those it needs are read.
    ///
    /// # Errors
    /// All that is wrong with it: an unknown theme, a circle of `extends:`, `theme.yaml` that
    /// cannot be understood, a missing template, templates with mistakes.
    pub fn from_layers(name: &str, layers: Vec<ThemeLayer>) -> Result<Self, Vec<Diagnostic>> {
        let chain = chain(name, layers)?;
        let mut theme = Self {
            tera: Tera::default(),
            sources: BTreeMap::new(),
            statics: BTreeMap::new(),
            options: BTreeMap::new(),
            palette: None,
        };
        let prefixes: Vec<String> =
            chain.iter().skip(1).map(|(layer, _)| format!("{}/", layer.name)).collect();
        let mut problems = Diagnostics::new();
        for (depth, (layer, settings)) in chain.into_iter().enumerate() {
            let prefix = if depth == 0 { "" } else { prefixes[depth - 1].as_str() };
            theme.add(layer, prefix, &mut problems);
            for (key, value) in settings.options {
                theme.options.entry(key).or_insert(value);
            }
        }
        if problems.is_empty() {
            problems.extend(theme.compile(name, prefixes));
        }
        if !theme.tera.contains_template("search.html") {
            let scripts = SEARCH_SCRIPTS.iter();
            let scripts = scripts.filter_map(|path| Some((path, embedded::static_file(path)?)));
            for (path, bytes) in scripts {
                theme
                    .statics
                    .entry((*path).to_owned())
                    .or_insert_with(|| Static::new(bytes.to_vec()));
            }
        }
        if problems.is_empty() { theme.with_options(&[]) } else { Err(problems.into_vec()) }
    }

    /// The theme with the site's own options over those that it has.
    ///
    /// # Errors
    /// Colours that are none.
    pub fn with_options(mut self, given: &[(String, String)]) -> Result<Self, Vec<Diagnostic>> {
        self.options.extend(given.iter().map(|(key, text)| (key.clone(), plain_option(text))));
        if self.options.get(FONTS_OPTION).and_then(tera::Value::as_bool) == Some(false) {
            self.statics.retain(|path, _| !path.starts_with(FONTS));
        }
        let (palette, problems) = Palette::new(&self.options);
        self.palette = palette;
        if problems.is_empty() { Ok(self) } else { Err(problems) }
    }

    fn add(&mut self, layer: ThemeLayer, prefix: &str, problems: &mut Diagnostics) {
        for (path, bytes) in layer.files {
            let file = format!("themes/{}/{path}", layer.name);
            if let Some(name) = path.strip_prefix("templates/") {
                match text(&file, &bytes) {
                    Ok(text) => {
                        self.sources.insert(format!("{prefix}{name}"), Source { file, text });
                    }
                    Err(problem) => problems.push(problem),
                }
            } else if let Some(name) = path.strip_prefix("static/") {
                problems.extend(misnamed(&file, name));
                self.statics.entry(name.to_owned()).or_insert_with(|| Static::new(bytes));
            }
        }
    }

    fn compile(&mut self, name: &str, prefixes: Vec<String>) -> Vec<Diagnostic> {
        let Self { tera, sources, .. } = self;
        let own = sources.iter().map(|(name, source)| (name.clone(), source.text.as_str()));
        // Templates of the theme may take them in.
        let spares = embedded::spare_templates().map(|(name, text)| (spare(name), text));
        let added = tera
            .set_fallback_prefixes(prefixes)
            .and_then(|()| tera.add_raw_templates(spares.chain(own)));
        if let Err(error) = added {
            return self.diagnose_all(&error);
        }
        let missing = TEMPLATES.iter().filter(|(template, without)| {
            *without == Without::Refused && !tera.contains_template(template)
        });
        missing
            .map(|(template, _)| {
                Diagnostic::error(format!("в теме «{name}» нет шаблона `{template}`"))
                    .at(Place::file(format!("themes/{name}/theme.yaml")))
                    .hint(format!(
                        "добавьте файл `themes/{name}/templates/{template}` или возьмите остальные шаблоны из готовой темы: `extends: tochka` в `theme.yaml`"
                    ))
            })
            .collect()
    }

    /// Tera stops at the first template it cannot read; the others are then read one by one, so
    /// that all of them are told at once.
    fn diagnose_all(&self, error: &tera::Error) -> Vec<Diagnostic> {
        if !matches!(error.kind(), tera::ErrorKind::SyntaxError(_)) {
            return self.diagnose(error);
        }
        let alone = self.sources.iter().filter_map(|(name, source)| {
            let error = Tera::default().add_raw_template(name, &source.text).err()?;
            matches!(error.kind(), tera::ErrorKind::SyntaxError(_)).then_some(error)
        });
        alone.flat_map(|error| self.diagnose(&error)).collect()
    }

    /// The templates that show a page in place of `template`, or that itself.
    pub(super) fn shown(&self, template: &str) -> Shown {
        if self.tera.contains_template(template) {
            Shown::by(template)
        } else {
            Shown::without(template)
        }
    }

    /// What Tera says, at its place in the theme's files.
    pub(super) fn diagnose(&self, error: &tera::Error) -> Vec<Diagnostic> {
        template_error::diagnose(error, &|template| {
            self.sources.get(template).map(|source| (source.file.as_str(), source.text.as_str()))
        })
    }

    /// The compiled templates, without any of the site's values.
    pub(super) fn tera(&self) -> &Tera {
        &self.tera
    }

    /// The values that `options:` of `theme.yaml` gives to the templates.
    pub(super) fn options(&self) -> &BTreeMap<String, tera::Value> {
        &self.options
    }

    /// The colours of the options, if it has any.
    pub(super) fn palette(&self) -> Option<&Palette> {
        self.palette.as_ref()
    }

    /// The static files: their addresses, and bytes.
    pub fn statics(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.statics.iter().map(|(path, file)| (format!("static/{path}"), &*file.bytes))
    }

    /// For each static file its root-relative address, with a hash of its content: a browser may
    /// then keep it for as long as it likes, and still asks for a changed one. Without fonts that the
    /// hosting does not take, which a theme asks for before it names them.
    pub(super) fn assets(&self, takes: impl Fn(&str) -> bool) -> BTreeMap<&str, String> {
        self.statics
            .iter()
            .filter(|(path, _)| !path.starts_with(FONTS) || takes(path))
            .map(|(path, file)| (path.as_str(), format!("static/{path}?v={}", file.version)))
            .collect()
    }
}

/// Addresses are of one case and of signs that no browser or server writes in another way.
fn misnamed(file: &str, path: &str) -> Option<Diagnostic> {
    let name = path.split('/').find(|name| {
        name.contains(|c: char| {
            !(c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
        })
    })?;
    let parts: Vec<_> =
        name.split('.').map(slug::slugify).filter(|part| !part.is_empty()).collect();
    Some(
        Diagnostic::error(format!("имя «{name}» не годится для адреса файла"))
            .at(Place::file(file))
            .hint(format!(
                "назовите его `{}`: строчные латинские буквы, цифры, точка и дефис",
                parts.join(".")
            )),
    )
}

fn text(file: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    fs::decode(bytes).map(Cow::into_owned).map_err(|error| {
        Diagnostic::error(format!("файл темы не прочитать: {error}"))
            .at(Place::file(file))
            .hint("сохраните его в кодировке UTF-8")
    })
}

#[cfg(test)]
mod tests;
