//! The settings that follow from the findings.

use std::fmt;

use super::{Findings, ServedContent, TrialResult, TrialSubject};

impl Findings {
    /// The extensions that the FTP server refuses or the web server does not serve. If no page was served
    /// at all, only refusals by FTP count.
    pub(super) fn refused(&self) -> Vec<&'static str> {
        let refused = self.trials.iter().filter(|trial| self.is_refused(trial));
        refused
            .filter_map(|trial| match trial.subject {
                TrialSubject::Extension(extension) => Some(extension),
                _ => None,
            })
            .collect()
    }

    fn is_refused(&self, trial: &TrialResult) -> bool {
        trial.refused.is_some() || self.delay.is_some() && trial.content == ServedContent::Missing
    }

    /// The longest accepted name of which all shorter ones were accepted too, in letters; `None` if no name
    /// was tried.
    fn longest_name(&self) -> Option<usize> {
        let names = self.trials.iter().filter_map(|trial| match trial.subject {
            TrialSubject::LongName(letters) => Some((letters, self.is_refused(trial))),
            _ => None,
        });
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        let (shortest, _) = names.first()?;
        let accepted = names.iter().take_while(|(_, refused)| !refused).last();
        // Names of events are rarely longer than half of it.
        Some(accepted.map_or(shortest / 2, |(letters, _)| *letters))
    }

    pub(super) fn result(&self, subject: &TrialSubject) -> Option<&TrialResult> {
        self.trials.iter().find(|trial| trial.subject == *subject)
    }

    /// Whether `/folder/` shows `/folder/index.html`; `None` if it could not be requested.
    pub(super) fn folder_index(&self) -> Option<bool> {
        self.delay?;
        let trial = self.result(&TrialSubject::FolderIndex)?;
        let is_shown = matches!(trial.content, ServedContent::Same | ServedContent::Added(_));
        trial.refused.is_none().then_some(is_shown)
    }

    /// The encoding in the header of pages, if it is not UTF-8: browsers prefer the header to what the page
    /// says itself (HTML, 13.2.3.2).
    pub fn wrong_charset(&self) -> Option<String> {
        let page = self.result(&TrialSubject::Extension("html"))?.response.as_ref()?;
        page.charset().filter(|charset| charset != "utf-8" && charset != "utf8")
    }

    /// What the settings of the hosting should say; empty if the preset is right.
    pub fn settings(&self) -> Vec<FoundSetting> {
        let found =
            |key, name, values: Vec<String>, is_list| FoundSetting { key, name, values, is_list };
        let mut settings = Vec::new();
        let refused = self.refused();
        if !refused.is_empty() {
            let kinds = refused.iter().map(|kind| (*kind).to_owned()).collect();
            settings.push(found("refused", "запрещены", kinds, true));
        }
        if refused.contains(&"js") {
            let accepted =
                ["txt", "html", "css"].into_iter().find(|extension| !refused.contains(extension));
            let record = |kind: &str| found("records", "записи", vec![kind.to_owned()], false);
            settings.extend(accepted.map(record));
        }
        if let Some(index) = self.folder_index() {
            let word = if index { "да" } else { "нет" };
            settings.push(found("folder_index", "главная_папки", vec![word.to_owned()], false));
        }
        settings.extend(
            self.longest_name().map(|letters| {
                found("name_length", "длина_имени", vec![letters.to_string()], false)
            }),
        );
        settings
    }
}

/// A setting below `hosting:` that a probe has found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSetting {
    /// Its English name.
    pub key: &'static str,
    /// Its Russian name.
    pub name: &'static str,
    pub values: Vec<String>,
    pub is_list: bool,
}

/// The line of the settings.
impl fmt::Display for FoundSetting {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values.join(", ");
        match self.is_list {
            true => write!(out, "{}: [{values}]", self.name),
            false => write!(out, "{}: {values}", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Findings, ServedContent, TrialResult, TrialSubject};

    fn lines(findings: &Findings) -> Vec<String> {
        findings.settings().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_may_be_as_long_as_the_longest_below_the_first_refused_one() {
        let settings = |names: [(usize, bool, ServedContent); 3]| {
            let trials = names.map(|(letters, refused, content)| TrialResult {
                subject: TrialSubject::LongName(letters),
                path: String::new(),
                refused: refused.then(String::new),
                response: None,
                content,
            });
            let findings =
                Findings { trials: trials.into(), delay: Some(0), ..Findings::default() };
            lines(&findings)
        };
        let (same, missing) = (ServedContent::Same, ServedContent::Missing);
        for (names, length) in [
            ([(60, false, same), (100, false, same), (180, false, same)], 180),
            ([(60, false, same), (100, true, missing), (180, false, same)], 60),
            ([(60, false, same), (100, false, same), (180, false, missing)], 100),
            ([(60, true, missing), (100, true, missing), (180, true, missing)], 30),
        ] {
            assert_eq!(settings(names), [format!("длина_имени: {length}")]);
        }
    }
}
