//! The editor: a local server on which the teacher writes, sees and publishes events in the browser.
//!
//! It listens on loopback alone, but for photos from a `phone` where the teacher asks for them, and never
//! prints. A request takes these steps:
//!
//! 1. the gate of `http` accepts the connection and reads a head that names this computer;
//! 2. `admission` lets in files of the page (`web`), and what shows the key of this run (`session`);
//! 3. `server` reads the body and calls the function of the route, which `api` lists.
//!
//! `instance` sees to it that a folder is edited by one process; `app` holds what all functions need: the
//! site's engine and its preview; `documents` changes files on the disk. The page itself is in `src/editor/web/`.

mod admission;
mod api;
mod app;
mod attachments;
mod copying;
mod document_api;
pub mod documents;
mod events;
mod fields;
mod history;
mod importing;
mod instance;
mod jobs;
mod json;
mod pages;
mod phone;
mod photos;
mod publishing;
mod reporting;
mod server;
mod session;
mod settings;
mod setup;
mod state;
mod tables;
mod titles;
mod upload_places;
mod web;

use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::pipeline::Failure;
use crate::{fs, http};
use app::App;
use instance::{FolderClaim, Instance};
use session::Session;

/// How long a publication that is stopped may take to finish its last file.
const LAST_FILE: Duration = Duration::from_secs(15);

/// The settings of an editor.
#[derive(Clone, Debug)]
pub struct EditorOptions {
    /// The folder of the site; it may be empty.
    pub root: PathBuf,
    /// The port; if it is busy, the next free one is taken.
    pub port: u16,
    /// The clock.
    pub now: fn() -> Timestamp,
    /// Replaces the day of the clock.
    pub today: Option<Date>,
}

/// A running editor.
#[derive(Debug)]
pub struct Editor {
    app: Arc<App>,
    _instance: Instance,
}

/// What a start led to.
#[derive(Debug)]
pub enum StartedEditor {
    Here(Editor),
    /// The folder is being edited by another process, which opens a further tab at this address.
    Elsewhere {
        url: String,
    },
}

/// Why the editor does not start.
#[derive(Debug)]
pub enum EditorError {
    /// The site cannot be read.
    Site(Failure),
    Disk(fs::Error),
    /// The port and those after it cannot be bound.
    Port(io::Error),
    /// Another process edits the folder and does not answer.
    Busy,
    /// The system gives no random numbers.
    Random,
}

/// The port from which a free one is looked for.
pub const PORT: u16 = 4100;

/// The same for the preview beside the editor.
const PREVIEW_PORT: u16 = 4000;

/// The same for photos from a phone.
const PHONE_PORT: u16 = 4200;

impl Editor {
    /// Starts to edit the folder, or finds the process that edits it already. Where the folder has no site
    /// but lies in one, or one lies in it, that is edited: who clicked on the program cannot go there.
    ///
    /// # Errors
    /// If there is no such folder, or the environment does not allow it.
    pub fn start(mut options: EditorOptions) -> Result<StartedEditor, EditorError> {
        if !settings::exist(&options.root) {
            match Failure::no_site(&options.root) {
                failure if !fs::exists(&options.root) => return Err(EditorError::Site(failure)),
                Failure::NoSite { near: Some(near), .. } => options.root = near,
                _ => {}
            }
        }
        let instance = match Instance::claim(&options.root).map_err(EditorError::Disk)? {
            FolderClaim::Ours(instance) => instance,
            FolderClaim::Taken => {
                let url = instance::ask_for_tab(&options.root).ok_or(EditorError::Busy)?;
                return Ok(StartedEditor::Elsewhere { url });
            }
        };
        let session = Session::new().map_err(|session::NoRandomNumbers| EditorError::Random)?;
        let listener =
            http::listen(Ipv4Addr::LOCALHOST.into(), options.port).map_err(EditorError::Port)?;
        let port = listener.local_addr().map_err(EditorError::Port)?.port();
        instance.announce(port, session.opener()).map_err(EditorError::Disk)?;
        // Tests ask for any port, and their previews do not look for one in order either.
        let preview_port = if options.port == 0 { 0 } else { PREVIEW_PORT };
        let app = Arc::new(App::new(options, port, preview_port, session));
        if settings::exist(&app.root) {
            app.open_site()?;
        }
        let server = server::EditorServer { app: Arc::clone(&app) };
        http::start(listener, server).map_err(EditorError::Port)?;
        Ok(StartedEditor::Here(Self { app, _instance: instance }))
    }

    /// An address that opens the editor once, in one tab.
    pub fn url(&self) -> String {
        self.app.new_url()
    }

    /// Waits until the teacher has ended the work in the browser, or [`EditorStop::stop`] was called.
    pub fn wait_until_closed(&self) {
        self.app.wait_until_closed();
        // What is sent is recorded; the next publication goes on from there.
        self.app.jobs.stop_all(LAST_FILE);
    }

    /// What ends the editor from another thread.
    pub fn stopper(&self) -> EditorStop {
        EditorStop(Arc::clone(&self.app))
    }
}

/// Ends an editor.
#[derive(Clone, Debug)]
pub struct EditorStop(Arc<App>);

impl EditorStop {
    pub fn stop(&self) {
        self.0.close();
    }
}

impl EditorError {
    /// Advice in Russian; may be empty.
    pub fn hint(&self) -> String {
        match self {
            Self::Site(failure) => failure.hint(),
            Self::Disk(error) => error.hint().to_owned(),
            Self::Random => String::new(),
            Self::Port(_) => "укажите другой порт: `rostok edit --port 8080`".to_owned(),
            Self::Busy => {
                "закройте окно, в котором он запущен, и запустите Росток снова".to_owned()
            }
        }
    }
}

impl fmt::Display for EditorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Site(failure) => failure.fmt(f),
            Self::Disk(error) => error.fmt(f),
            Self::Port(error) => match error.kind() {
                io::ErrorKind::AddrInUse => f.write_str(
                    "все порты, на которых Росток открывается, заняты другими программами",
                ),
                io::ErrorKind::PermissionDenied => {
                    f.write_str("система не даёт программе этот порт")
                }
                _ => write!(f, "Росток не может открыться в браузере: {error}"),
            },
            Self::Busy => f.write_str("Росток уже запущен в этой папке, но не отвечает"),
            Self::Random => {
                f.write_str("система не даёт случайных чисел, без них вход не защитить")
            }
        }
    }
}

impl std::error::Error for EditorError {}
