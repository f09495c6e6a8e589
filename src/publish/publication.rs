//! The section, its server and the person who publishes: what every command that connects needs.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;

use super::error::PublishError;
use super::host::{Dialog, UploadEvent};
use super::local_state::{LocalState, encryption};
use super::manifest::SectionManifest;
use super::remote::ftp::{FtpOptions, FtpRemote, Protection};
use super::remote_state::claim::Owner;
use super::verify::preflight::{self, NotReady};
use crate::config::{self, Config, Hosting};
use crate::content::CONTENT;
use crate::fs;

/// A section that can be published over FTP.
#[derive(Debug)]
pub struct Publication<'a> {
    /// The folder that holds `content/`.
    pub root: &'a Path,
    pub target: FtpTarget<'a>,
    pub publisher: Publisher,
}

/// The person who publishes, and the computer.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// The name that others see who want to publish at the same time.
    pub user: String,
    /// May be empty.
    pub computer: String,
    /// A random number, new for each run. It identifies this upload, and this copy of the site if the
    /// copy has no identifier yet.
    pub nonce: u64,
}

/// The place of the section on an FTP server.
#[derive(Clone, Copy, Debug)]
pub struct FtpTarget<'a> {
    config: &'a Config,
    ftp: &'a config::Ftp,
}

impl Publication<'_> {
    pub(super) fn open_local_state(&self) -> Result<LocalState, PublishError> {
        self.publisher.open_local_state(self.root, self.target.config)
    }

    /// Connects, and asks for the password once it is known what will be encrypted.
    pub(super) fn connect(&self, dialog: &mut dyn Dialog) -> Result<FtpRemote, PublishError> {
        let settings = self.target.ftp;
        let authorities = settings.authorities.as_ref();
        let authorities = authorities.map(|name| fs::read(&self.root.join(CONTENT).join(name)));
        let authorities = authorities.transpose()?;
        let server = format!("{}:{}", settings.host, settings.port);
        let known = encryption::known(self.root, &server)?;
        let options = FtpOptions::new(settings, authorities, known);
        let greeting = FtpRemote::greet(options).map_err(PublishError::at(""))?;
        encryption::remember(self.root, &server, greeting.protection())?;
        if greeting.protection() == Protection::None {
            dialog.report(UploadEvent::Unencrypted);
        }
        let password = dialog.password(settings).map_err(PublishError::NoPassword)?;
        greeting.log_in(password).map_err(PublishError::at(""))
    }
}

impl Publisher {
    /// The user and the computer, as the environment names them.
    pub fn from_environment() -> Self {
        let first = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok());
        let user = first(&["USERNAME", "USER"]).unwrap_or_else(|| "кто-то".to_owned());
        let computer = first(&["COMPUTERNAME", "HOSTNAME"]).unwrap_or_default();
        // The standard library seeds its hash functions with random numbers.
        let nonce = RandomState::new().build_hasher().finish();
        Self { user, computer, nonce }
    }

    /// `user (computer)`.
    pub(super) fn name(&self) -> String {
        let Self { user, computer, .. } = self;
        if computer.is_empty() { user.clone() } else { format!("{user} ({computer})") }
    }

    pub(super) fn nonce(&self) -> String {
        format!("{:016x}", self.nonce)
    }

    pub(super) fn owner(&self, local: &LocalState) -> Owner {
        let site_copy = format!("{}-{}", self.computer, local.site_copy());
        Owner { name: self.name(), site_copy, id: self.nonce() }
    }

    pub(super) fn open_local_state(
        &self,
        root: &Path,
        config: &Config,
    ) -> Result<LocalState, PublishError> {
        LocalState::open(root, &section_key(&config.hosting), &self.nonce())
    }
}

impl<'a> FtpTarget<'a> {
    /// # Errors
    /// If the settings name no server, or a section that must not or cannot be seen by others.
    pub fn new(config: &'a Config) -> Result<Self, NotReady> {
        preflight::check_settings(config)?;
        let ftp = config.hosting.ftp.as_ref().ok_or(NotReady::NoServer)?;
        Ok(Self { config, ftp })
    }

    /// The settings of the server.
    pub fn ftp(&self) -> &'a config::Ftp {
        self.ftp
    }

    /// For example `ftp://example.org/tochka`; without the login and the password.
    pub(super) fn address(&self) -> String {
        ftp_address(self.ftp)
    }

    /// The absolute URL of a path of the section.
    pub(super) fn url(&self, path: &str) -> String {
        self.config.url(path)
    }

    /// The name of the section that themes put behind the title of a page.
    pub(super) fn short_title(&self) -> &'a str {
        &self.config.short_title
    }

    /// The extension of the files that hold the program's records on the server.
    pub(super) fn record_extension(&self) -> &'a str {
        &self.config.hosting.records
    }

    /// How many connections may be open beside the first.
    pub(super) fn more_connections(&self) -> usize {
        self.ftp.connections.saturating_sub(1)
    }
}

/// The files of the server as this computer remembers them from its last upload; `None` if there was
/// none. It keeps nobody out, unlike a [`LocalState`].
pub fn remembered(root: &Path, config: &Config) -> Option<SectionManifest> {
    LocalState::peek(root, &section_key(&config.hosting))
}

/// Tells the section from others in [`LocalState`]; empty for a section that is uploaded by hand only.
fn section_key(hosting: &Hosting) -> String {
    hosting.ftp.as_ref().map_or_else(String::new, ftp_address)
}

fn ftp_address(ftp: &config::Ftp) -> String {
    let config::Ftp { host, port, folder, .. } = ftp;
    let port = if *port == 21 { String::new() } else { format!(":{port}") };
    format!("ftp://{host}{port}/{folder}")
}
