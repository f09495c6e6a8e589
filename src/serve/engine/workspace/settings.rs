//! The settings file: its current state, and the last valid settings.

use std::path::Path;
use std::sync::Arc;

use super::{FileChange, Worsening};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;
use crate::pipeline::Failure;

#[derive(Debug, Default)]
pub(super) struct SettingsState {
    state: FileState,
    /// The last valid settings; all content was read with them.
    config: Option<Arc<Config>>,
}

#[derive(Debug, Default, PartialEq)]
enum FileState {
    #[default]
    Missing,
    Unreadable(Diagnostic),
    Read {
        text: String,
        problems: Diagnostics,
        understood: bool,
    },
}

impl FileState {
    fn is_valid(&self) -> bool {
        matches!(self, Self::Read { problems, .. } if !problems.has_errors())
    }
}

impl SettingsState {
    /// The last valid settings.
    pub(super) fn config(&self) -> Option<&Arc<Config>> {
        self.config.as_ref()
    }

    /// Whether [`Self::config`] is that of the current file, possibly with errors in single keys.
    pub(super) fn is_understood(&self) -> bool {
        matches!(self.state, FileState::Read { understood: true, .. })
    }

    pub(super) fn diagnostics(&self, root: &Path) -> Diagnostics {
        match &self.state {
            FileState::Missing => {
                let failure = Failure::no_site(root);
                Diagnostic::error(failure.to_string()).hint(failure.hint()).into()
            }
            FileState::Unreadable(problem) => problem.clone().into(),
            FileState::Read { problems, .. } => problems.clone(),
        }
    }

    /// Reads the file again, or `overlay`, the text that replaces that on the disk.
    pub(super) fn read(
        &mut self,
        root: &Path,
        overlay: Option<&str>,
        worsening: Worsening,
    ) -> FileChange {
        let path = root.join(config::FILE);
        let (state, config) = if overlay.is_none() && !fs::exists(&path) {
            (FileState::Missing, None)
        } else {
            let text = overlay.map(|text| Ok(text.to_owned()));
            match text.unwrap_or_else(|| fs::read_text(&path)) {
                Ok(text) if matches!(&self.state, FileState::Read { text: old, .. } if *old == text) =>
                {
                    return FileChange::None;
                }
                Ok(text) => {
                    let mut problems = Diagnostics::new();
                    let config = Config::parse(config::FILE, &text, &mut problems);
                    (FileState::Read { text, problems, understood: config.is_some() }, config)
                }
                Err(error) => {
                    let problem = Diagnostic::error(error.within(root).to_string());
                    (FileState::Unreadable(problem.at(Place::file(config::FILE))), None)
                }
            }
        };
        if state == self.state {
            return FileChange::None;
        }
        if worsening == Worsening::Postpone && self.state.is_valid() && !state.is_valid() {
            return FileChange::Postponed;
        }
        self.state = state;
        if let Some(config) = config.filter(|config| self.config.as_deref() != Some(config)) {
            self.config = Some(Arc::new(config));
        }
        FileChange::Changed
    }
}
