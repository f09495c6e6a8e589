//! The site that `rostok init` makes, and the post that `rostok new` makes.
//!
//! Their texts are content, kept apart from the code in `src/starter/`.

mod draft;

use std::fmt;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::calendar::{EventDate, SchoolYear, in_figures};
use crate::config::{self, Config};
use crate::content::POSTS;
use crate::fs;
use crate::slug;

pub use draft::Draft;

static SITE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/starter/content");
const POST: &str = include_str!("starter/post.md");

/// Why nothing was made.
#[derive(Debug)]
pub enum Refusal {
    /// There is a site already.
    SiteExists(PathBuf),
    /// There is a file of that name already.
    PostExists(PathBuf),
    /// No address can be made of the title.
    NoAddress(String),
    /// The address is not made of small Latin letters, digits and hyphens.
    BadAddress(String),
    /// The site has no such direction; its directions.
    UnknownDirection(String, Vec<String>),
    /// The disk does not allow it.
    Disk(fs::Error),
}

/// What a new post is to say.
#[derive(Clone, Copy, Debug)]
pub struct NewPost<'a> {
    /// What the event is called.
    pub title: &'a str,
    /// When it takes place; `written` where the author gave the date.
    pub date: EventDate,
    /// The date in the author's words.
    pub written: Option<&'a str>,
    /// The direction, in any form that posts may use.
    pub direction: Option<&'a str>,
    /// The name in addresses; else made of the title.
    pub slug: Option<&'a str>,
}

/// Makes a new site in `folder`; gives the files made, relative to it.
///
/// # Errors
/// Where there are settings already: nothing is ever overwritten.
pub fn init(folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
    let settings = folder.join(config::FILE);
    if fs::exists(&settings) {
        return Err(Refusal::SiteExists(settings));
    }
    let mut made = Vec::new();
    write_all(&SITE, &folder.join("content"), &mut made)?;
    let posts = folder.join(POSTS);
    fs::create_dir_all(&posts).map_err(Refusal::Disk)?;
    made.sort_unstable();
    let relative = |path: PathBuf| path.strip_prefix(folder).map(Path::to_owned).unwrap_or(path);
    Ok(made.into_iter().map(relative).collect())
}

fn write_all(from: &Dir<'_>, to: &Path, made: &mut Vec<PathBuf>) -> Result<(), Refusal> {
    for file in from.files() {
        let path = to.join(file.path());
        if !fs::exists(&path) {
            create(&path, file.contents()).map_err(Refusal::Disk)?;
            made.push(path);
        }
    }
    from.dirs().try_for_each(|inner| write_all(inner, to, made))
}

/// Makes a post in the folder of its school year; gives its file, relative to `root`.
///
/// # Errors
/// Where a post of that name is there already, or what is given does not fit the site.
pub fn new_post(root: &Path, config: &Config, post: &NewPost<'_>) -> Result<PathBuf, Refusal> {
    let slug = match post.slug {
        Some(slug) if slug::is_safe(slug) => slug.to_owned(),
        Some(slug) => return Err(Refusal::BadAddress(slug.to_owned())),
        None => slug::slugify(post.title),
    };
    if slug.is_empty() {
        return Err(Refusal::NoAddress(post.title.to_owned()));
    }
    let direction = match post.direction {
        None => None,
        Some(text) => match config.direction(text) {
            Some(place) => Some(&*config.directions[place].id),
            None => {
                let ids = config.directions.iter().map(|direction| direction.id.clone()).collect();
                return Err(Refusal::UnknownDirection(text.to_owned(), ids));
            }
        },
    };
    let year = SchoolYear::containing(post.date.first()).slug();
    let folder = Path::new(POSTS).join(year);
    let file = folder.join(format!("{slug}.md"));
    let in_folder = folder.join(&slug).join("index.md");
    let taken = [&file, &in_folder].into_iter().find(|file| fs::exists(&root.join(file)));
    if let Some(taken) = taken {
        return Err(Refusal::PostExists(taken.clone()));
    }
    let date = post.written.map_or_else(|| in_figures(post.date.first()), str::to_owned);
    let text = filled(config, post.title, &date, direction.unwrap_or_default());
    create(&root.join(&file), text.as_bytes()).map_err(Refusal::Disk)?;
    Ok(file)
}

/// The text of a new post; what is empty stays open.
fn filled(config: &Config, title: &str, date: &str, direction: &str) -> String {
    let directions: Vec<_> = config
        .directions
        .iter()
        .map(|direction| format!("#   {} — {}", direction.id, direction.title))
        .collect();
    POST.replace("{directions}", &directions.join("\n"))
        .replace("{direction}", &quoted(direction))
        .replace("{date}", &quoted(date))
        .replace("{title}", &quoted(title))
}

/// The text as a YAML value: in quotes unless it is plainly a plain one.
fn quoted(text: &str) -> String {
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

fn create(path: &Path, bytes: &[u8]) -> Result<(), fs::Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::create_new(path, bytes)
}

impl Refusal {
    /// What the user can do, in Russian; empty where the refusal says it all.
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
            Self::UnknownDirection(_, ids) => {
                format!("направления этого сайта: {}", ids.join(", "))
            }
            Self::Disk(_) => String::new(),
        }
    }
}

impl fmt::Display for Refusal {
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
            Self::UnknownDirection(text, _) => write!(f, "неизвестное направление «{text}»"),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Post;
    use crate::diagnostic::Diagnostics;

    fn config() -> Config {
        let settings = SITE.get_file("site.yaml").unwrap().contents_utf8().unwrap();
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
            let asked = NewPost {
                title,
                date,
                written: None,
                direction: Some("Наставничество"),
                slug: Some("x"),
            };
            let file = new_post(folder.path(), &config, &asked).unwrap();
            assert_eq!(file, Path::new("content/posts/2022-23/x.md"));
            let text = fs::read_text(&folder.path().join(&file)).unwrap();
            let mut problems = Diagnostics::new();
            let post = Post::parse("content/posts/2022-23/x.md", &text, &config, &mut problems);
            assert!(problems.is_empty(), "{title}: {problems:?}");
            let post = post.unwrap();
            assert_eq!(post.date, date);
            assert_eq!(post.title, crate::typography::prose(title));
            assert!(matches!(
                new_post(folder.path(), &config, &asked),
                Err(Refusal::PostExists(_))
            ));
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
                POST.contains(&format!("\n{key}:")) || POST.contains(&format!("\n# {key}:")),
                "{key}"
            );
        }
    }
}
