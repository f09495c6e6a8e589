//! What all functions of the editor need: the folder, the site's engine with its preview, the end.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use super::api::ApiError;
use super::documents::Documents;
use super::importing::ImportDesk;
use super::jobs::Jobs;
use super::phone::PhoneDesk;
use super::photos::PhotoKeeper;
use super::publishing::{AgreedPlan, Passwords};
use super::reporting::FilledForms;
use super::session::Session;
use super::upload_places::UploadPlaces;
use super::{EditorError, EditorOptions, PHONE_PORT};
use crate::config::Config;
use crate::content::CONTENT;
use crate::fs;
use crate::serve::engine::{Engine, EngineOptions};
use crate::serve::{ListenOptions, Preview};

/// The state of one editor.
#[derive(Debug)]
pub(crate) struct App {
    /// The folder of the site.
    pub(crate) root: PathBuf,
    /// The clock.
    pub(crate) now: fn() -> Timestamp,
    /// Replaces the day of the clock.
    pub(crate) today: Option<Date>,
    /// The texts on the disk.
    pub(crate) documents: Documents,
    pub(crate) photos: PhotoKeeper,
    pub(super) session: Session,
    /// The editor's port.
    port: u16,
    preview_port: u16,
    /// The port from which a free one is looked for, for a phone.
    pub(super) phone_port: u16,
    /// `None` until there is a site.
    site: RwLock<Option<OpenSite>>,
    pub(super) jobs: Jobs,
    pub(super) passwords: Passwords,
    pub(super) agreed: AgreedPlan,
    pub(super) importing: ImportDesk,
    pub(super) forms: FilledForms,
    pub(super) uploads: UploadPlaces,
    pub(super) phone: PhoneDesk,
    life: Mutex<Life>,
    changed: Condvar,
}

/// What has to come to an end before the program does.
#[derive(Debug, Default)]
struct Life {
    is_ending: bool,
    /// The number of functions that are running.
    calls: usize,
}

#[derive(Debug)]
struct OpenSite {
    engine: Arc<Engine>,
    preview: Preview,
}

impl App {
    pub(super) fn new(
        options: EditorOptions,
        port: u16,
        preview_port: u16,
        session: Session,
    ) -> Self {
        let EditorOptions { root, now, today, .. } = options;
        // Tests ask for any port.
        let phone_port = if preview_port == 0 { 0 } else { PHONE_PORT };
        Self {
            documents: Documents::new(&root, now),
            photos: PhotoKeeper::new(&root),
            root,
            now,
            today,
            session,
            port,
            preview_port,
            phone_port,
            site: RwLock::default(),
            jobs: Jobs::default(),
            passwords: Passwords::default(),
            agreed: AgreedPlan::default(),
            importing: ImportDesk::default(),
            forms: FilledForms::default(),
            uploads: UploadPlaces::default(),
            phone: PhoneDesk::default(),
            life: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// The engine of the site, once there is one.
    pub(crate) fn engine(&self) -> Option<Arc<Engine>> {
        let site = self.site.read().unwrap_or_else(PoisonError::into_inner);
        site.as_ref().map(|site| Arc::clone(&site.engine))
    }

    /// The address of the preview, once there is a site.
    pub(crate) fn preview_url(&self) -> Option<String> {
        let site = self.site.read().unwrap_or_else(PoisonError::into_inner);
        site.as_ref().map(|site| site.preview.url())
    }

    /// The day that counts as today for a site.
    pub(crate) fn day(&self, config: &Config) -> Date {
        self.today.unwrap_or_else(|| config.timezone.to_datetime((self.now)()).date())
    }

    /// Reads the site and starts its preview, unless that has been done.
    ///
    /// # Errors
    /// If a folder cannot be listed, or no port is free.
    pub(super) fn open_site(&self) -> Result<(), EditorError> {
        let mut site = self.site.write().unwrap_or_else(PoisonError::into_inner);
        if site.is_some() {
            return Ok(());
        }
        self.documents.recover().map_err(EditorError::Disk)?;
        let options = EngineOptions {
            root: self.root.clone(),
            now: self.now,
            today: self.today,
            poll: false,
        };
        let engine = Arc::new(Engine::start(options).map_err(EditorError::Site)?);
        let options = ListenOptions {
            host: Ipv4Addr::LOCALHOST.into(),
            port: self.preview_port,
            framed_by: Some(self.origin()),
        };
        let preview = Preview::start(Arc::clone(&engine), self.root.clone(), &options)
            .map_err(EditorError::Port)?;
        *site = Some(OpenSite { engine, preview });
        Ok(())
    }

    /// # Errors
    /// If there was a site, and its folder is gone: renamed, moved, or on a disk that was pulled out. Nothing
    /// may be made in its place.
    pub(super) fn check_folder(&self) -> Result<(), ApiError> {
        if self.engine().is_none() || fs::is_folder(&self.root.join(CONTENT)) {
            return Ok(());
        }
        let message = "Папки раздела больше нет на прежнем месте";
        let hint = "верните её или подключите диск, на котором она лежит: Росток продолжит сам. \
                    Если папку переименовали, закройте Росток и запустите его в ней";
        Err(ApiError::new(503, message).hint(hint))
    }

    /// The origin of the editor's page.
    fn origin(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }

    /// An address that opens the editor once.
    pub(super) fn new_url(&self) -> String {
        let code = self.session.new_code().unwrap_or_default();
        format!("{}/#code={code}", self.origin())
    }

    /// Whether the program is about to end: who waits for something returns.
    pub(crate) fn is_closing(&self) -> bool {
        self.life().is_ending
    }

    /// Ends the editor: `wait_until_closed` returns once the functions that are running have.
    pub(super) fn close(&self) {
        self.life().is_ending = true;
        self.changed.notify_all();
    }

    /// Counts a function as running until the result is dropped.
    pub(super) fn begin_call(self: &Arc<Self>) -> RunningCall {
        self.life().calls += 1;
        RunningCall(Arc::clone(self))
    }

    pub(super) fn wait_until_closed(&self) {
        /// No function that writes takes so long.
        const PATIENCE: Duration = Duration::from_secs(5);

        let life = self.changed.wait_while(self.life(), |life| !life.is_ending);
        let life = life.unwrap_or_else(PoisonError::into_inner);
        drop(self.changed.wait_timeout_while(life, PATIENCE, |life| life.calls > 0));
    }

    /// A poisoned lock is used: no change under it can be left half done.
    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A function that is running, until this is dropped.
#[derive(Debug)]
pub(super) struct RunningCall(Arc<App>);

impl Drop for RunningCall {
    fn drop(&mut self) {
        let mut life = self.0.life();
        life.calls = life.calls.saturating_sub(1);
        drop(life);
        self.0.changed.notify_all();
    }
}
