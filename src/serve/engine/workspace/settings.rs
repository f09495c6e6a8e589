//! The settings file: what it now says, and the last settings that could be understood.

use std::path::Path;
use std::sync::Arc;

use super::{Outcome, Patience};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;
use crate::pipeline::Failure;

#[derive(Debug, Default)]
pub(super) struct Settings {
    state: State,
    /// The last settings that could be understood: everything else was read with them.
    config: Option<Arc<Config>>,
}

#[derive(Debug, Default, PartialEq)]
enum State {
    #[default]
    Missing,
    Unreadable(Diagnostic),
    Read {
        text: String,
        problems: Diagnostics,
        understood: bool,
    },
}

impl State {
    fn is_sound(&self) -> bool {
        matches!(self, Self::Read { problems, .. } if !problems.has_errors())
    }
}

impl Settings {
    /// The settings that content is to be read with.
    pub(super) fn config(&self) -> Option<&Arc<Config>> {
        self.config.as_ref()
    }

    /// Whether these are the settings as the file now has them, perhaps with mistakes.
    pub(super) fn is_understood(&self) -> bool {
        matches!(self.state, State::Read { understood: true, .. })
    }

    pub(super) fn diagnostics(&self, root: &Path) -> Diagnostics {
        match &self.state {
            State::Missing => {
                let failure = Failure::NoSite(root.to_owned());
                Diagnostic::error(failure.to_string()).hint(failure.hint()).into()
            }
            State::Unreadable(problem) => problem.clone().into(),
            State::Read { problems, .. } => problems.clone(),
        }
    }

    /// Reads the file again.
    pub(super) fn read(&mut self, root: &Path, patience: Patience) -> Outcome {
        let path = root.join(config::FILE);
        let (state, config) = if !fs::exists(&path) {
            (State::Missing, None)
        } else {
            match fs::read_text(&path) {
                Ok(text) if matches!(&self.state, State::Read { text: old, .. } if *old == text) => {
                    return Outcome::Same;
                }
                Ok(text) => {
                    let mut problems = Diagnostics::new();
                    let config = Config::parse(config::FILE, &text, &mut problems);
                    (State::Read { text, problems, understood: config.is_some() }, config)
                }
                Err(error) => {
                    let problem = Diagnostic::error(error.to_string());
                    (State::Unreadable(problem.at(Place::file(config::FILE))), None)
                }
            }
        };
        if state == self.state {
            return Outcome::Same;
        }
        if patience == Patience::Wait && self.state.is_sound() && !state.is_sound() {
            return Outcome::Waits;
        }
        self.state = state;
        if let Some(config) = config.filter(|config| self.config.as_deref() != Some(config)) {
            self.config = Some(Arc::new(config));
        }
        Outcome::Changed
    }
}
