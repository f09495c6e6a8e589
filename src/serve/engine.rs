//! What the site is at any moment: the sources as they stand on the disk, read again as they
//! change, and the pages made of them.
//!
//! 1. `watch` hears that something happened and looks at the tree now and then; both give hints.
//! 2. `workspace` finds out what a hint is about, on the disk, and reads that again.
//! 3. The site is assembled anew; `shown` makes its pages as they are asked for.
//! 4. [`Snapshot`] is one such state, which never changes.

mod shown;
mod snapshot;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::pipeline::Failure;

pub use snapshot::{Changed, EventRow, Served, Snapshot, State};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// The clock. A preview may be left open over midnight, and announcements become news then.
    pub now: fn() -> Timestamp,
    /// The day to be taken for today, instead of the clock's.
    pub today: Option<Date>,
    /// Whether to look at the tree often instead of waiting for the system's events: for drives
    /// that send none.
    pub poll: bool,
}

/// The owner of the sources; it watches them until it is stopped or dropped.
#[derive(Debug)]
pub struct Engine {
    shared: Arc<snapshot::Shared>,
}

impl Engine {
    /// Reads the site and begins to watch it. A site with errors starts too: its snapshot says
    /// what is wrong with it.
    ///
    /// # Errors
    /// Where there is no site at all, or the disk does not let it be read.
    pub fn start(options: EngineOptions) -> Result<Self, Failure> {
        let request = crate::pipeline::Request {
            out: options.root.join("public"),
            root: options.root,
            now: (options.now)(),
            today: options.today,
            drafts: true,
            base_url: None,
            adopt: false,
        };
        let (site, diagnostics) = crate::pipeline::read_site(&request)?;
        let theme = crate::render::Theme::from_layers("tochka", Vec::new()).ok();
        let shown = site
            .zip(theme)
            .map(|(site, theme)| Arc::new(shown::Shown::new(Arc::new(site), Arc::new(theme))));
        let generation = u64::try_from(request.now.as_millisecond()).unwrap_or_default();
        let changed = Changed { pages: generation, styles: generation, problems: generation };
        let first = Snapshot::new(generation, changed, shown, diagnostics);
        Ok(Self { shared: Arc::new(snapshot::Shared::new(first)) })
    }

    /// The site as it now is.
    pub fn snapshot(&self) -> Snapshot {
        self.shared.latest()
    }

    /// A snapshot of a later generation than `than`, as soon as there is one; none if there is
    /// none within `timeout`, or the engine has stopped.
    pub fn wait_newer(&self, than: u64, timeout: Duration) -> Option<Snapshot> {
        self.shared.wait_newer(than, timeout)
    }

    /// Ends the watching; those who wait are let go.
    pub fn stop(self) {
        self.shared.close();
    }
}
