//! `directions:`: the centre's lines of work.

use crate::config::{Direction, direction_name};
use crate::diagnostic::Diagnostics;
use crate::slug;
use crate::yaml::{Fields, Key};

pub(super) const KEYS: &[Key] =
    &[("id", "код"), ("title", "название"), ("short", "кратко"), ("titles", "также")];

pub(super) fn read(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Direction> {
    let found_before = diagnostics.len();
    let mut directions: Vec<Direction> = Vec::new();
    for item in fields.items("directions", KEYS, diagnostics) {
        let title = item.text("title", diagnostics);
        let id = item.text("id", diagnostics);
        if title.is_none() || id.is_none() {
            diagnostics.push(item.error("title", "у направления должны быть код и название").hint(
                "например, `- код: proekty` и под ним `название: Развитие проектной деятельности`",
            ));
        }
        // Filled in, so that posts of this direction cause no further errors.
        let Some(id) = id.or_else(|| title.clone()) else { continue };
        let title = title.unwrap_or_else(|| id.clone());
        let address = slug::slugify(&id);
        if address != id && title != id {
            diagnostics.push(
                item.error("id", format!("код направления «{id}» не годится для адреса страницы"))
                    .hint(format!("только строчные латинские буквы, цифры и дефис: `{address}`")),
            );
        }
        let others = item.texts("titles", diagnostics);
        let short = item.text("short", diagnostics);
        let names = || {
            let others = others.iter().map(|(other, _)| other);
            [&id, &title].into_iter().chain(&short).chain(others)
        };
        let words = names().flat_map(|name| direction_name::words(name)).collect();
        let mut keys: Vec<String> = names().map(|name| slug::fold(name)).collect();
        keys.sort_unstable();
        keys.dedup();
        if let Some(same) =
            directions.iter().find(|known| known.keys.iter().any(|key| keys.contains(key)))
        {
            diagnostics.push(
                item.error(
                    "id",
                    format!("направления `{id}` и `{}` не различить по названию", same.id),
                )
                .hint("дайте им разные коды и названия"),
            );
            continue;
        }
        directions.push(Direction {
            short: short.unwrap_or_else(|| title.clone()),
            id: address,
            title,
            keys,
            words,
        });
    }
    if directions.is_empty() && diagnostics.len() == found_before {
        diagnostics.push(
            fields
                .error("directions", "не указано ни одного направления")
                .hint("добавьте список `направления:`, в нём `- код: …` и `название: …`"),
        );
    }
    directions
}
