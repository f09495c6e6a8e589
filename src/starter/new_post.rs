//! The post that `rostok new` writes.

use std::path::{Path, PathBuf};

use super::StarterError;
use crate::calendar::{EventDate, SchoolYear, in_figures};
use crate::config::Config;
use crate::content::POSTS;
use crate::fs;
use crate::slug;

const POST_TEMPLATE: &str = include_str!("post.md");

/// The fields of a new post.
#[derive(Clone, Copy, Debug)]
pub struct NewPost<'a> {
    pub title: &'a str,
    /// When the event takes place; `date_text` has the author's wording.
    pub date: EventDate,
    /// The date as the author wrote it.
    pub date_text: Option<&'a str>,
    /// In any form that posts accept.
    pub direction: Option<&'a str>,
    /// Derived from the title if missing.
    pub slug: Option<&'a str>,
    /// Whether it is left out of the site until the author says otherwise.
    pub draft: bool,
}

/// Writes a post into a folder of its own, in that of its school year, and returns its file,
/// relative to `root`.
///
/// # Errors
/// If the post exists, a field is invalid for the site, or the disk fails.
pub fn new_post(root: &Path, config: &Config, post: &NewPost<'_>) -> Result<PathBuf, StarterError> {
    let slug = match post.slug {
        Some(slug) if slug::is_safe(slug) => slug.to_owned(),
        Some(slug) => return Err(StarterError::BadAddress(slug.to_owned())),
        None => slug::slugify(post.title),
    };
    if slug.is_empty() {
        return Err(StarterError::NoAddress(post.title.to_owned()));
    }
    let direction = match post.direction {
        None => None,
        Some(text) => {
            let found = config.resolve_direction(text).map_err(StarterError::UnknownDirection)?;
            Some(&*config.direction(found).id)
        }
    };
    let year = SchoolYear::containing(post.date.first()).slug();
    let folder = Path::new(POSTS).join(year);
    // A folder, since nearly every event has photos.
    let file = folder.join(&slug).join("index.md");
    let flat = folder.join(format!("{slug}.md"));
    let existing = [&file, &flat].into_iter().find(|file| fs::exists(&root.join(file)));
    if let Some(existing) = existing {
        return Err(StarterError::PostExists(existing.clone()));
    }
    let date = post.date_text.map_or_else(|| in_figures(post.date.first()), str::to_owned);
    let mut text = fill_template(config, post.title, &date, direction.unwrap_or_default());
    if post.draft {
        text = text.replace("\n# черновик:", "\nчерновик:");
    }
    let path = root.join(&file);
    fs::create_dirs_flushed(path.parent().unwrap_or(root)).map_err(StarterError::Disk)?;
    fs::create_flushed(&path, text.as_bytes()).map_err(StarterError::Disk)?;
    Ok(file)
}

/// Fills the post template; empty fields stay open for the author.
pub(super) fn fill_template(config: &Config, title: &str, date: &str, direction: &str) -> String {
    let directions: Vec<_> = config
        .directions
        .iter()
        .map(|direction| format!("#   {} — {}", direction.id, direction.title))
        .collect();
    POST_TEMPLATE
        .replace("{directions}", &directions.join("\n"))
        .replace("{direction}", &yaml_value(direction))
        .replace("{date}", &yaml_value(date))
        .replace("{title}", &yaml_value(title))
}

/// Writes text as a YAML value, quoted unless it is clearly a plain scalar.
pub(super) fn yaml_value(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.trim();
    let plain = text.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '«')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !matches!(text, "null");
    if plain || text.is_empty() {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::content::Post;
    use crate::diagnostic::Diagnostics;
    use crate::starter::{create_file, settings_template};

    fn config() -> Config {
        let mut problems = Diagnostics::new();
        let config = Config::parse(config::FILE, settings_template(), &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        config.unwrap()
    }

    #[test]
    fn a_new_post_can_be_read_back() {
        let config = config();
        for title in [
            "Турнир по шахматам",
            "Игра: финал",
            "\"Биохакатон\"",
            "- a # b",
            "Д'Артаньян: '",
            "null",
        ] {
            let folder = tempfile::tempdir().unwrap();
            let date = EventDate::parse("14 октября 2022 г.", None).unwrap();
            let new = NewPost {
                title,
                date,
                date_text: None,
                direction: Some("Наставничество"),
                slug: Some("x"),
                draft: false,
            };
            let file = new_post(folder.path(), &config, &new).unwrap();
            assert_eq!(file, Path::new("content/posts/2022-23/x/index.md"));
            let text = fs::read_text(&folder.path().join(&file)).unwrap();
            let mut problems = Diagnostics::new();
            let file = "content/posts/2022-23/x/index.md";
            let post = Post::parse(file, &text, &config, &mut problems);
            assert!(problems.is_empty(), "{title}: {problems:?}");
            let post = post.unwrap();
            assert_eq!(post.meta.date, date);
            assert_eq!(post.title, crate::typography::prose(title));
            assert!(matches!(
                new_post(folder.path(), &config, &new),
                Err(StarterError::PostExists(_))
            ));
        }
    }

    #[test]
    fn an_event_is_created_once_whichever_form_its_file_has() {
        let folder = tempfile::tempdir().unwrap();
        let date = EventDate::parse("14.10.2022", None).unwrap();
        let (date_text, direction, slug) = (None, None, None);
        let new = NewPost { title: "Игра", date, date_text, direction, slug, draft: false };
        let flat = Path::new("content/posts/2022-23/igra.md");
        create_file(&folder.path().join(flat), b"").unwrap();
        let refused = new_post(folder.path(), &config(), &new);
        assert!(matches!(refused, Err(StarterError::PostExists(file)) if file == flat));
        // Photos may have been there before.
        fs::remove_file(&folder.path().join(flat)).unwrap();
        create_file(&folder.path().join("content/posts/2022-23/igra/1.jpg"), b"").unwrap();
        assert!(new_post(folder.path(), &config(), &new).is_ok());
    }

    #[test]
    fn every_key_of_a_post_is_explained() {
        for key in [
            "название",
            "дата",
            "направление",
            "аудитория",
            "участники",
            "кратко",
            "место",
            "время",
            "форма",
            "уровень",
            "классы",
            "педагоги",
            "итоги",
            "метки",
            "ссылка",
            "фото",
            "обложка",
            "в_отчёт",
            "черновик",
            "адрес",
            "прежние_адреса",
            "обновлено",
            "учебный_год",
            "ответственный",
            "люди",
            "согласие",
            "проведено",
        ] {
            assert!(
                POST_TEMPLATE.contains(&format!("\n{key}:"))
                    || POST_TEMPLATE.contains(&format!("\n# {key}:")),
                "{key}"
            );
        }
    }
}
