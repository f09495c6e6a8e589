//! The reception that is open, if one is: at most one, and never longer than it may be.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::listener::PhoneListener;
use super::networks::LocalNetwork;
use super::reception::{Reception, new_key};
use crate::editor::api::ApiError;
use crate::editor::app::App;
use crate::http::{self, OpenGate};

/// How often it is looked whether a reception is over.
const LOOK: Duration = Duration::from_millis(500);

/// Who opens and closes receptions.
#[derive(Debug, Default)]
pub(crate) struct PhoneDesk(Mutex<ReceptionDesk>);

#[derive(Debug, Default)]
struct ReceptionDesk {
    open: Option<OpenReception>,
    /// How the last one ended.
    ended: Option<ReceptionEnd>,
}

/// A reception with its listeners.
#[derive(Debug)]
pub(super) struct OpenReception {
    pub(super) reception: Arc<Reception>,
    pub(super) addresses: Vec<PhoneAddress>,
    gates: Vec<OpenGate>,
}

/// Where a phone finds the page.
#[derive(Debug)]
pub(super) struct PhoneAddress {
    /// With the key in its fragment, which is sent nowhere.
    pub(super) url: String,
    /// What the system calls the network.
    pub(super) network: String,
}

/// Why a reception ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReceptionEnd {
    Stopped,
    Time,
}

impl PhoneDesk {
    /// Takes in photos of the event `file` for so long, in these networks; what was open for another event is
    /// closed.
    ///
    /// # Errors
    /// If nothing can listen there.
    pub(super) fn open(
        &self,
        app: &Arc<App>,
        file: &str,
        lifetime: Duration,
        networks: &[LocalNetwork],
    ) -> Result<(), ApiError> {
        let now = (app.now)();
        let mut desk = self.lock();
        if let Some(open) = desk.open.as_ref().filter(|open| open.reception.file == file)
            && !open.reception.left(now).is_zero()
        {
            open.reception.prolong(now, lifetime);
            return Ok(());
        }
        desk.close(ReceptionEnd::Stopped);
        let no_key = |_| ApiError::new(500, "Система не даёт случайных чисел");
        let key = new_key().map_err(no_key)?;
        let reception = Arc::new(Reception::new(file, &key, now, lifetime));
        let mut open = OpenReception::new(&reception);
        for network in networks {
            // An address that was given up a moment ago, or a port that the system keeps for itself.
            let Ok(listener) = http::listen(network.address.into(), app.phone_port) else {
                continue;
            };
            let Ok(address) = listener.local_addr() else { continue };
            let service = PhoneListener { app: Arc::clone(app), reception: Arc::clone(&reception) };
            let gate = listener.set_nonblocking(true).and_then(|()| http::start(listener, service));
            let Ok(gate) = gate else { continue };
            open.gates.push(gate);
            let url = format!("http://{address}/#{key}");
            open.addresses.push(PhoneAddress { url, network: network.name.clone() });
        }
        let is_open = !open.gates.is_empty();
        desk.open = Some(open);
        let (watched, watching) = (Arc::clone(app), Arc::clone(&reception));
        let watch = thread::Builder::new().name("phone".to_owned());
        if !is_open || watch.spawn(move || watched.phone.watch(&watched, &watching)).is_err() {
            desk.close(ReceptionEnd::Stopped);
            return Err(no_network());
        }
        desk.ended = None;
        Ok(())
    }

    /// Closes what is open.
    pub(super) fn close(&self, why: ReceptionEnd) {
        self.lock().close(why);
    }

    /// Calls `see` with what is open and how the one before ended.
    pub(super) fn look<T>(
        &self,
        see: impl FnOnce(Option<&OpenReception>, Option<ReceptionEnd>) -> T,
    ) -> T {
        let desk = self.lock();
        see(desk.open.as_ref(), desk.ended)
    }

    /// Waits until `reception` is over, and closes it.
    fn watch(&self, app: &App, reception: &Arc<Reception>) {
        let is_open = || {
            let desk = self.lock();
            desk.open.as_ref().is_some_and(|open| Arc::ptr_eq(&open.reception, reception))
        };
        while is_open() {
            if reception.left((app.now)()).is_zero() || app.is_closing() {
                let mut desk = self.lock();
                // Another one may have been opened since.
                if desk.open.as_ref().is_some_and(|open| Arc::ptr_eq(&open.reception, reception)) {
                    desk.close(ReceptionEnd::Time);
                }
                return;
            }
            thread::sleep(LOOK);
        }
    }

    /// A poisoned lock is used: no change under it can be left half done.
    fn lock(&self) -> MutexGuard<'_, ReceptionDesk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn no_network() -> ApiError {
    ApiError::new(409, "Компьютер не подключён к сети")
        .hint("подключите его к той же сети Wi-Fi, что и телефон, и нажмите ещё раз")
}

impl ReceptionDesk {
    fn close(&mut self, why: ReceptionEnd) {
        if let Some(open) = self.open.take() {
            open.gates.into_iter().for_each(OpenGate::close);
            self.ended = Some(why);
        }
    }
}

impl OpenReception {
    fn new(reception: &Arc<Reception>) -> Self {
        Self { reception: Arc::clone(reception), addresses: Vec::new(), gates: Vec::new() }
    }
}
