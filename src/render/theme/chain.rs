//! The folders of a theme along `extends:`.

use super::ThemeLayer;
use super::settings::ThemeSettings;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::render::embedded;

/// The chosen theme first, then the one it extends, and so on.
pub(super) fn chain(
    name: &str,
    mut layers: Vec<ThemeLayer>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<(ThemeLayer, ThemeSettings)>> {
    let site_themes: Vec<String> = layers.iter().map(|layer| layer.name.clone()).collect();
    let mut chain: Vec<(ThemeLayer, ThemeSettings)> = Vec::new();
    let mut wanted = name.to_owned();
    let mut required_by: Option<Place> = None;
    loop {
        // The site's folder replaces the embedded theme of the same name.
        let is_repeated = chain.iter().any(|(layer, _)| layer.name == wanted);
        let layer = match layers.iter().position(|layer| layer.name == wanted) {
            Some(at) => Some(layers.swap_remove(at)),
            None if is_repeated => None,
            None => embedded::theme(&wanted),
        };
        let Some(layer) = layer else {
            let problem =
                if is_repeated { circle(&chain, &wanted) } else { unknown(&wanted, site_themes) };
            diagnostics.push(Diagnostic { place: required_by, ..problem });
            return None;
        };
        let settings = ThemeSettings::read(&layer, diagnostics)?;
        let parent = settings.extends.clone();
        chain.push((layer, settings));
        let Some((parent, place)) = parent else { return Some(chain) };
        wanted = parent;
        required_by = Some(place);
    }
}

fn circle(chain: &[(ThemeLayer, ThemeSettings)], wanted: &str) -> Diagnostic {
    let names: Vec<_> = chain.iter().map(|(layer, _)| format!("«{}»", layer.name)).collect();
    Diagnostic::error(format!(
        "темы продолжают друг друга по кругу: {} → «{wanted}»",
        names.join(" → ")
    ))
    .hint("уберите `extends` в одной из них")
}

fn unknown(name: &str, mut site_themes: Vec<String>) -> Diagnostic {
    site_themes.extend(embedded::theme_names().map(str::to_owned));
    site_themes.sort();
    site_themes.dedup();
    Diagnostic::error(format!("нет темы «{name}»")).hint(format!(
        "есть темы: {}; своя тема — это папка `themes/{name}` с файлом `theme.yaml`",
        site_themes.join(", ")
    ))
}
