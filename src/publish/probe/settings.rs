//! The settings that follow from what was found.

use super::{Content, Findings, Shows, Tried};

impl Findings {
    /// Kinds of files that FTP does not take or the web server does not serve as they are. Nothing
    /// is known where no page was served at all and FTP took everything.
    pub fn refused(&self) -> Vec<&'static str> {
        let bad = self.tried.iter().filter(|tried| self.is_refused(tried));
        bad.filter_map(|tried| match tried.shows {
            Shows::Kind(kind) => Some(kind),
            _ => None,
        })
        .collect()
    }

    fn is_refused(&self, tried: &Tried) -> bool {
        tried.refused.is_some() || self.delay.is_some() && tried.content == Content::Missing
    }

    /// The longest name that is taken, and all shorter ones too; none where no name was tried.
    fn longest_name(&self) -> Option<usize> {
        let names = self.tried.iter().filter_map(|tried| match tried.shows {
            Shows::LongName(letters) => Some((letters, self.is_refused(tried))),
            _ => None,
        });
        let mut names: Vec<_> = names.collect();
        names.sort_unstable();
        let (shortest, _) = names.first()?;
        let taken = names.iter().take_while(|(_, refused)| !refused).last();
        // Half of it is what names of events rarely exceed.
        Some(taken.map_or(shortest / 2, |(letters, _)| *letters))
    }

    /// What became of the file that shows this.
    pub fn of(&self, shows: &Shows) -> Option<&Tried> {
        self.tried.iter().find(|tried| tried.shows == *shows)
    }

    /// Whether `/folder/` shows `/folder/index.html`; none where it could not be asked.
    pub fn folder_index(&self) -> Option<bool> {
        self.delay?;
        let tried = self.of(&Shows::FolderIndex).filter(|tried| tried.refused.is_none())?;
        Some(matches!(tried.content, Content::Same | Content::Added(_)))
    }

    /// The encoding that the server gives pages out in, where that overrules what a page says of
    /// itself: a browser believes the head first (HTML, 13.2.3.2).
    pub fn overruled(&self) -> Option<String> {
        let page = self.of(&Shows::Kind("html"))?.answer.as_ref()?;
        page.charset().filter(|charset| charset != "utf-8" && charset != "utf8")
    }

    /// Lines for the settings, below `хостинг:`; empty where all is as the preset has it.
    pub fn settings(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let refused = self.refused();
        if !refused.is_empty() {
            lines.push(format!("запрещены: [{}]", refused.join(", ")));
        }
        if refused.contains(&"js") {
            let fit = ["txt", "html", "css"].into_iter().find(|kind| !refused.contains(kind));
            lines.extend(fit.map(|kind| format!("записи: {kind}")));
        }
        if let Some(index) = self.folder_index() {
            lines.push(format!("главная_папки: {}", if index { "да" } else { "нет" }));
        }
        lines.extend(self.longest_name().map(|letters| format!("длина_имени: {letters}")));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Findings, Shows, Tried};

    #[test]
    fn names_may_be_as_long_as_the_longest_below_the_first_that_is_refused() {
        let settings = |said: [(usize, bool, Content); 3]| {
            let tried = said.map(|(letters, refused, content)| Tried {
                shows: Shows::LongName(letters),
                path: String::new(),
                refused: refused.then(String::new),
                answer: None,
                content,
            });
            Findings { tried: tried.into(), delay: Some(0), ..Findings::default() }.settings()
        };
        let (same, missing) = (Content::Same, Content::Missing);
        for (said, length) in [
            ([(60, false, same), (100, false, same), (180, false, same)], 180),
            ([(60, false, same), (100, true, missing), (180, false, same)], 60),
            ([(60, false, same), (100, false, same), (180, false, missing)], 100),
            ([(60, true, missing), (100, true, missing), (180, true, missing)], 30),
        ] {
            assert_eq!(settings(said), [format!("длина_имени: {length}")]);
        }
    }
}
