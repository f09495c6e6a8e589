//! How the server is reached, and who reaches for it: login, password, this computer's memory.

use std::hash::{BuildHasher, Hasher};
use std::io::IsTerminal;
use std::path::Path;

use rostok::config::{Config, Ftp as Settings};
use rostok::content::CONTENT;
use rostok::diagnostic::Diagnostic;
use rostok::fs;
use rostok::publish::ftp::{FtpOptions, FtpRemote, Password, Protection};
use rostok::publish::{Failure, Keep, Owner};

use super::refusal::Refusal;
use crate::cli::problem;
use crate::cli::terminal::Terminal;

/// The variable that a script gives the password in.
const PASSWORD: &str = "ROSTOK_FTP_PASSWORD";

pub(in crate::cli) fn keep(root: &Path, config: &Config) -> Result<Keep, Failure> {
    Keep::open(root, &target(config), &random())
}

/// Where the section goes, in words; no password in it.
pub(super) fn target(config: &Config) -> String {
    let Some(Settings { host, port, folder, .. }) = &config.hosting.ftp else {
        return String::new();
    };
    let port = if *port == 21 { String::new() } else { format!(":{port}") };
    format!("ftp://{host}{port}/{folder}")
}

/// How many connections the settings allow beside the first.
pub(super) fn more_connections(config: &Config) -> usize {
    config.hosting.ftp.as_ref().map_or(0, |ftp| ftp.connections.saturating_sub(1))
}

/// A number that no other run has. The standard library seeds its hashes with it.
pub(super) fn random() -> String {
    let number = std::collections::hash_map::RandomState::new().build_hasher().finish();
    format!("{number:016x}")
}

pub(in crate::cli) fn owner(keep: &Keep) -> Owner {
    let first = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok());
    let user = first(&["USERNAME", "USER"]).unwrap_or_else(|| "кто-то".to_owned());
    let computer = first(&["COMPUTERNAME", "HOSTNAME"]).unwrap_or_default();
    let name = if computer.is_empty() { user } else { format!("{user} ({computer})") };
    Owner { name, place: format!("{computer}-{}", keep.place()), id: random() }
}

/// Connects, and says where the line can be listened to.
pub(super) fn connect(
    root: &Path,
    settings: &Settings,
    terminal: &Terminal,
) -> Result<FtpRemote, Refusal> {
    let authorities =
        settings.authorities.as_ref().map(|name| fs::read(&root.join(CONTENT).join(name)));
    let authorities = authorities.transpose().map_err(Failure::from)?;
    let options = FtpOptions::new(settings, password(settings)?, authorities);
    let remote = FtpRemote::connect(options).map_err(Failure::from)?;
    if remote.protection() == Protection::None {
        terminal.print_error(
            "Соединение с сервером не зашифровано: пароль и файлы идут открытым текстом\n",
        );
    }
    Ok(remote)
}

/// The password, from the environment or from the user; kept nowhere.
fn password(settings: &Settings) -> Result<Password, Box<Diagnostic>> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(Password::new(&password));
    }
    let hint = format!("введите его, когда Росток спросит, или задайте переменную `{PASSWORD}`");
    if !std::io::stdin().is_terminal() {
        return Err(problem("не указан пароль FTP", hint));
    }
    let question = format!("Пароль FTP для {} на {}: ", settings.login, settings.host);
    match rpassword::prompt_password(question) {
        Ok(password) => Ok(Password::new(&password)),
        Err(_) => Err(problem("пароль FTP не прочитан", hint)),
    }
}
