//! The settings that follow from what was found.

use super::{Content, Findings, Shows};

impl Findings {
    /// Kinds of files that FTP does not take or the web server does not serve as they are. Nothing
    /// is known where no page was served at all and FTP took everything.
    pub fn refused(&self) -> Vec<&'static str> {
        let is_bad = |tried: &&super::Tried| match tried.refused {
            Some(_) => true,
            None => self.delay.is_some() && tried.content == Content::Missing,
        };
        let bad = self.tried.iter().filter(is_bad);
        bad.filter_map(|tried| match tried.shows {
            Shows::Kind(kind) => Some(kind),
            _ => None,
        })
        .collect()
    }

    /// What became of the file that shows this.
    pub fn of(&self, shows: &Shows) -> Option<&super::Tried> {
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
        let long = self.tried.iter().find_map(|tried| match tried.shows {
            Shows::LongName(letters) => Some((letters, tried.refused.is_some())),
            _ => None,
        });
        // Half is what names of events rarely exceed.
        lines.extend(long.map(|(letters, refused)| {
            format!("длина_имени: {}", if refused { letters / 2 } else { letters })
        }));
        lines
    }
}
