//! The folders that a theme consists of.

use super::ThemeLayer;
use super::settings::Settings;
use crate::diagnostic::{Diagnostic, Place};
use crate::render::embedded;

/// The chosen theme first, then the one it extends, and so on.
pub(super) fn chain(
    name: &str,
    mut layers: Vec<ThemeLayer>,
) -> Result<Vec<(ThemeLayer, Settings)>, Vec<Diagnostic>> {
    let own: Vec<String> = layers.iter().map(|layer| layer.name.clone()).collect();
    let mut chain: Vec<(ThemeLayer, Settings)> = Vec::new();
    let mut wanted = name.to_owned();
    let mut asked_by: Option<Place> = None;
    loop {
        // The embedded theme of the same name stands behind the site's folder: it is not another.
        let is_met = chain.iter().any(|(layer, _)| layer.name == wanted);
        let layer = match layers.iter().position(|layer| layer.name == wanted) {
            Some(at) => Some(layers.swap_remove(at)),
            None if is_met => None,
            None => embedded::theme(&wanted),
        };
        let Some(layer) = layer else {
            let problem = if is_met { circle(&chain, &wanted) } else { unknown(&wanted, own) };
            return Err(vec![Diagnostic { place: asked_by, ..problem }]);
        };
        let settings = Settings::read(&layer)?;
        let parent = settings.extends.clone();
        chain.push((layer, settings));
        let Some((parent, place)) = parent else { return Ok(chain) };
        wanted = parent;
        asked_by = Some(place);
    }
}

fn circle(chain: &[(ThemeLayer, Settings)], wanted: &str) -> Diagnostic {
    let names: Vec<_> = chain.iter().map(|(layer, _)| format!("«{}»", layer.name)).collect();
    Diagnostic::error(format!(
        "темы продолжают друг друга по кругу: {} → «{wanted}»",
        names.join(" → ")
    ))
    .hint("уберите `extends` в одной из них")
}

fn unknown(name: &str, mut own: Vec<String>) -> Diagnostic {
    own.extend(embedded::theme_names().map(str::to_owned));
    own.sort();
    own.dedup();
    Diagnostic::error(format!("нет темы «{name}»")).hint(format!(
        "есть темы: {}; своя тема — это папка `themes/{name}` с файлом `theme.yaml`",
        own.join(", ")
    ))
}
