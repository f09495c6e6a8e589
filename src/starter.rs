//! Writes the site for `rostok init` and the post for `rostok new`.
//!
//! The texts are templates in `src/starter/`, separate from the code.

mod draft;
mod new_site;
mod report;

use std::fmt;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::calendar::{EventDate, SchoolYear, in_figures};
use crate::config::{self, Config, UnknownDirection};
use crate::content::POSTS;
use crate::fs;
use crate::slug;

pub use draft::Draft;
pub use new_site::{NewDirection, NewSite};
pub use report::{DataValue, ReportDraft, data_rows};

static SITE_TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/starter/content");
const POST_TEMPLATE: &str = include_str!("starter/post.md");

/// The host in the address of a new site.
pub const SAMPLE_HOST: &str = "example.ucoz.ru";

/// Parts of the texts and tables of a new site that stand for what the author should write.
pub const SAMPLES: [&str; 6] = [
    "Расскажите здесь о центре",
    "Фамилия Имя Отчество",
    "И. О. Фамилия",
    "+7 (86555) 1-23-45",
    "tochka@example.org",
    "https://vk.com/example",
];

/// Why nothing was created.
#[derive(Debug)]
pub enum StarterError {
    /// The folder already has a site.
    SiteExists(PathBuf),
    /// A post with this name exists.
    PostExists(PathBuf),
    /// No slug can be derived from this title.
    NoAddress(String),
    /// The slug has characters other than lowercase Latin letters, digits and hyphens.
    BadAddress(String),
    UnknownDirection(UnknownDirection),
    Disk(fs::Error),
}

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

/// The settings of a new site, before anything is filled in.
pub fn settings_template() -> &'static str {
    let file = SITE_TEMPLATE.get_file("site.yaml");
    file.and_then(|file| file.contents_utf8()).unwrap_or_default()
}

/// Writes a new site into `folder` and returns the created files, relative to it.
///
/// # Errors
/// If the folder has settings already, or the disk fails. Nothing is ever overwritten.
pub fn init(folder: &Path) -> Result<Vec<PathBuf>, StarterError> {
    init_with(folder, settings_template())
}

/// As [`init`], with other settings, which [`NewSite::settings`] makes. They are written last: a folder
/// without them is still no site.
///
/// # Errors
/// As [`init`].
pub fn init_with(folder: &Path, settings: &str) -> Result<Vec<PathBuf>, StarterError> {
    let file = folder.join(config::FILE);
    if fs::exists(&file) {
        return Err(StarterError::SiteExists(file));
    }
    let mut created = Vec::new();
    let content = folder.join("content");
    for dir in SITE_TEMPLATE.dirs() {
        write_dir(dir, &content, &mut created)?;
    }
    fs::create_dir_all(&folder.join(POSTS)).map_err(StarterError::Disk)?;
    let mut temp = fs::TempFile::create(&content, 0).map_err(StarterError::Disk)?;
    temp.write(settings.as_bytes()).map_err(StarterError::Disk)?;
    temp.keep_as(&file).map_err(|error| {
        if fs::exists(&file) {
            StarterError::SiteExists(file.clone())
        } else {
            StarterError::Disk(error)
        }
    })?;
    created.push(file);
    created.sort_unstable();
    let relative = |path: PathBuf| path.strip_prefix(folder).map(Path::to_owned).unwrap_or(path);
    Ok(created.into_iter().map(relative).collect())
}

/// Makes drafts of the pages of a new site that are samples: with them nothing could be published, and the
/// first event need not wait for them.
///
/// # Errors
/// If the disk fails.
pub fn put_samples_aside(folder: &Path) -> Result<(), StarterError> {
    let pages = SITE_TEMPLATE.get_dir("pages").into_iter().flat_map(Dir::files);
    for page in pages {
        let Some(text) = page.contents_utf8() else { continue };
        let path = folder.join("content").join(page.path());
        let is_sample = SAMPLES.iter().any(|sample| text.contains(sample));
        // A page of that name may have been there before.
        if is_sample && fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes()) {
            let draft = text.replacen("\n---\n", "\nчерновик: да\n---\n", 1);
            fs::replace(&path, draft.as_bytes()).map_err(StarterError::Disk)?;
        }
    }
    Ok(())
}

fn write_dir(from: &Dir<'_>, to: &Path, created: &mut Vec<PathBuf>) -> Result<(), StarterError> {
    for file in from.files() {
        let path = to.join(file.path());
        if !fs::exists(&path) {
            create_file(&path, file.contents()).map_err(StarterError::Disk)?;
            created.push(path);
        }
    }
    from.dirs().try_for_each(|inner| write_dir(inner, to, created))
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
    fs::create_dir_all(path.parent().unwrap_or(root)).map_err(StarterError::Disk)?;
    fs::create_flushed(&path, text.as_bytes()).map_err(StarterError::Disk)?;
    Ok(file)
}

/// Fills the post template; empty fields stay open for the author.
fn fill_template(config: &Config, title: &str, date: &str, direction: &str) -> String {
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
fn yaml_value(text: &str) -> String {
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

fn create_file(path: &Path, bytes: &[u8]) -> Result<(), fs::Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::create_new(path, bytes)
}

impl StarterError {
    /// What the author can do, in Russian; may be empty.
    pub fn hint(&self) -> String {
        match self {
            Self::SiteExists(_) => "укажите другую папку: `rostok init папка`".to_owned(),
            Self::PostExists(file) => {
                format!(
                    "откройте `{}` или дайте событию другой адрес: `--slug turnir-2`",
                    fs::with_slashes(file)
                )
            }
            Self::NoAddress(_) => "добавьте адрес латинскими буквами: `--slug turnir`".to_owned(),
            Self::BadAddress(slug) => match slug::slugify(slug) {
                fixed if fixed.is_empty() => "строчные латинские буквы, цифры и дефис".to_owned(),
                fixed => format!("строчные латинские буквы, цифры и дефис: `{fixed}`"),
            },
            Self::UnknownDirection(error) => error.hint.clone(),
            Self::Disk(_) => String::new(),
        }
    }
}

impl fmt::Display for StarterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SiteExists(file) => {
                write!(f, "сайт здесь уже есть: `{}`", fs::with_slashes(file))
            }
            Self::PostExists(file) => write!(f, "файл `{}` уже есть", fs::with_slashes(file)),
            Self::NoAddress(title) => {
                write!(f, "из названия «{title}» не получается адрес страницы")
            }
            Self::BadAddress(slug) => write!(f, "«{slug}» не годится для адреса страницы"),
            Self::UnknownDirection(error) => f.write_str(&error.message),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StarterError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Post;
    use crate::diagnostic::Diagnostics;

    fn config() -> Config {
        let settings = SITE_TEMPLATE.get_file("site.yaml").unwrap().contents_utf8().unwrap();
        let mut problems = Diagnostics::new();
        let config = Config::parse(config::FILE, settings, &mut problems);
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
    fn every_sample_stands_in_a_new_site() {
        let mut texts = Vec::new();
        let mut folders = vec![&SITE_TEMPLATE];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            texts.extend(folder.files().filter_map(|file| file.contents_utf8()));
        }
        for sample in SAMPLES.into_iter().chain([SAMPLE_HOST]) {
            assert!(texts.iter().any(|text| text.contains(sample)), "{sample}");
        }
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
