//! Bundles: which files belong to which document. A file belongs to
//!
//! 1. the `index.md` of its folder or of a folder above;
//! 2. a document beside its folder that has the folder's name: `ekskursiya.md` and `ekskursiya/`,
//!    if no document lies in there;
//! 3. a document beside it that has its name, with a number at most: `ekskursiya-1.jpg`;
//! 4. the document that is alone with it in a folder which is not made for many.
//!
//! Names are compared as slugs, so regardless of case, spaces and how й and ё are encoded.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::content::{Attachment, Content, DATA, is_below, is_collection, name_of, own_folder};
use crate::slug::slugify;

/// The files of all documents, drafts and invalid ones too. Folders end with `/`.
#[derive(Debug, Default)]
pub(super) struct Bundles<'a> {
    /// Documents with a folder of their own, by rules 1 and 2.
    folders: HashMap<&'a str, &'a str>,
    /// Single files of documents, by rules 3 and 4, in the order of their paths.
    files: BTreeMap<&'a str, Vec<&'a Attachment>>,
    /// Files that belong to no document, in the order of their paths.
    loose: Vec<&'a Attachment>,
    /// Known only if files lie outside the folders of rule 1.
    flat: FlatDocuments<'a>,
}

/// The documents that are not an `index.md`.
#[derive(Debug, Default)]
struct FlatDocuments<'a> {
    by_folder: HashMap<&'a str, Vec<&'a str>>,
    /// Folders with any document in or below them.
    inhabited: HashSet<&'a str>,
    /// The documents of a folder by slug; of folders that were asked for.
    by_name: HashMap<&'a str, HashMap<String, &'a str>>,
}

enum BundleOwner<'a> {
    Folder { document: &'a str, folder: &'a str },
    File { document: &'a str },
}

impl<'a> Bundles<'a> {
    pub(super) fn new(content: &'a Content) -> Self {
        let documents = || content.document_files().chain(content.invalid_files());
        let own = documents().filter_map(|file| Some((file, own_folder(file)?)));
        let mut bundles = Self { folders: own.collect(), ..Self::default() };
        let own: HashSet<&str> = bundles.folders.values().copied().collect();
        let is_owned = |file: &str| folders_above(file).any(|folder| own.contains(folder));
        let is_other = |file: &str| !is_below(file, DATA) && !is_owned(file);
        let others = content.attachments.iter().filter(|attachment| is_other(&attachment.file));
        for attachment in others {
            if bundles.flat.inhabited.is_empty() {
                bundles.flat = FlatDocuments::new(documents());
            }
            let (document, folder) = match bundles.flat.owner(&attachment.file) {
                Some(BundleOwner::Folder { document, folder }) => (document, Some(folder)),
                Some(BundleOwner::File { document }) => (document, None),
                None => {
                    bundles.loose.push(attachment);
                    continue;
                }
            };
            // Of two folders with its name, a document has the first.
            let known = bundles.folders.get(document).copied();
            match folder.filter(|folder| known.is_none_or(|known| known == *folder)) {
                Some(folder) => {
                    bundles.folders.insert(document, folder);
                }
                None => bundles.files.entry(document).or_default().push(attachment),
            }
        }
        bundles
    }

    /// The folder of the document `file`.
    pub(super) fn folder(&self, file: &str) -> Option<&'a str> {
        self.folders.get(file).copied()
    }

    /// The files of the document `file` outside its folder.
    pub(super) fn files(&self, file: &str) -> &[&'a Attachment] {
        self.files.get(file).map_or(&[], Vec::as_slice)
    }

    /// The documents with files outside their folders.
    pub(super) fn with_files(&self) -> impl Iterator<Item = (&'a str, &[&'a Attachment])> {
        self.files.iter().map(|(document, files)| (*document, files.as_slice()))
    }

    /// The files that belong to no document, in the order of their paths.
    pub(super) fn loose(&self) -> &[&'a Attachment] {
        &self.loose
    }

    /// The documents in `folder` that are not an `index.md`.
    pub(super) fn documents_in(&self, folder: &str) -> &[&'a str] {
        self.flat.by_folder.get(folder).map_or(&[], Vec::as_slice)
    }

    /// Whether a document lies in `folder` or below.
    pub(super) fn is_inhabited(&self, folder: &str) -> bool {
        self.flat.inhabited.contains(folder)
    }
}

/// The files that belong to the document `file`, documents left out.
pub(crate) fn files_of<'a>(content: &'a Content, file: &str) -> Vec<&'a str> {
    let bundles = Bundles::new(content);
    let folders: HashSet<&str> = bundles.folders.values().copied().collect();
    let own = bundles.folder(file);
    let is_inside = |other: &&str| {
        own.is_some() && folders_above(other).find(|folder| folders.contains(folder)) == own
    };
    let inside = content.attachments.iter().map(|attachment| &*attachment.file).filter(is_inside);
    let beside = bundles.files(file).iter().map(|attachment| &*attachment.file);
    inside.chain(beside).collect()
}

impl<'a> FlatDocuments<'a> {
    fn new(documents: impl Iterator<Item = &'a str>) -> Self {
        let mut flat = Self::default();
        for file in documents {
            // The folders above a known one are known too.
            let mut above = folders_above(file);
            while above.next().is_some_and(|folder| flat.inhabited.insert(folder)) {}
            if own_folder(file).is_none() {
                flat.by_folder.entry(folder_of(file)).or_default().push(file);
            }
        }
        flat
    }

    /// The document that `file`, outside all folders of rule 1, belongs to.
    fn owner(&mut self, file: &'a str) -> Option<BundleOwner<'a>> {
        let beside = folder_of(file);
        let mut folder = beside;
        while !self.inhabited.contains(folder) && !folder.is_empty() {
            let name = folder.trim_end_matches('/');
            let (above, name) = (folder_of(name), &name[folder_of(name).len()..]);
            if let Some(document) = self.names(above).get(&slugify(name)).copied() {
                return Some(BundleOwner::Folder { document, folder });
            }
            folder = above;
        }
        let document = self.numbered(beside, &file[beside.len()..]).or_else(|| {
            match self.by_folder.get(beside)?.as_slice() {
                [only] if !is_collection(beside) => Some(*only),
                _ => None,
            }
        });
        document.map(|document| BundleOwner::File { document })
    }

    /// The document in `folder` whose name the file `name` begins with; only a number may follow. Of
    /// several, that with the longest name: `den-2-1.jpg` belongs to `den-2.md`, not to `den.md`.
    fn numbered(&mut self, folder: &'a str, name: &str) -> Option<&'a str> {
        let names = self.names(folder);
        let stem = slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        let mut rest = &*stem;
        loop {
            let is_cut = |end: usize| {
                let digits = |letter: Option<&u8>| letter.is_some_and(u8::is_ascii_digit);
                let bytes = stem.as_bytes();
                digits(bytes.get(end)) && digits(bytes.get(end.wrapping_sub(1)))
            };
            if let Some(document) = names.get(rest).filter(|_| !is_cut(rest.len())) {
                return Some(*document);
            }
            rest = rest.strip_suffix(|letter: char| letter == '-' || letter.is_ascii_digit())?;
        }
    }

    fn names(&mut self, folder: &'a str) -> &HashMap<String, &'a str> {
        let Self { by_folder, by_name, .. } = self;
        by_name.entry(folder).or_insert_with(|| {
            let documents = by_folder.get(folder).into_iter().flatten();
            let named = documents.map(|file| (slugify(name_of(file)), *file));
            named.filter(|(name, _)| !name.is_empty()).collect()
        })
    }
}

/// The folder that `file` lies in.
pub(super) fn folder_of(file: &str) -> &str {
    &file[..file.rfind('/').map_or(0, |end| end + 1)]
}

/// The folders that `file` lies in, the innermost first.
pub(super) fn folders_above(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').rev().map(|(at, _)| &file[..=at])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::content::InvalidDocument;
    use crate::file_kind::FileKind;
    use crate::fs::FileStat;

    /// The owners of `files` beside `documents`, in the folder of posts.
    fn owners(documents: &[&str], files: &[&str]) -> Vec<Option<String>> {
        let path = |file: &&str| format!("content/posts/{file}");
        let stamp = FileStat { size: 0, touched: std::time::SystemTime::UNIX_EPOCH };
        let mut content = Content::default();
        for file in documents.iter().map(path) {
            content.invalid.push(Arc::new(InvalidDocument { file, ..InvalidDocument::default() }));
        }
        content.attachments = files
            .iter()
            .map(|file| Attachment {
                file: path(file),
                path: path(file).into(),
                stamp,
                kind: FileKind::Other,
            })
            .map(Arc::new)
            .collect();
        content.attachments.sort_by(|a, b| a.file.cmp(&b.file));
        let bundles = Bundles::new(&content);
        let owner = |file: String| {
            let folder = bundles.folders.iter().find(|(_, folder)| file.starts_with(**folder));
            let of_file =
                bundles.with_files().find(|(_, files)| files.iter().any(|one| one.file == file));
            let owner =
                folder.map(|(document, _)| *document).or(of_file.map(|(document, _)| document));
            assert_eq!(owner.is_none(), bundles.loose.iter().any(|one| one.file == file), "{file}");
            owner.map(|owner| owner["content/posts/".len()..].to_owned())
        };
        files.iter().map(path).map(owner).collect()
    }

    fn owner(documents: &[&str], file: &str) -> Option<String> {
        owners(documents, &[file]).remove(0)
    }

    #[test]
    fn all_files_below_an_index_belong_to_it() {
        for file in ["den/1.jpg", "den/foto/1.jpg", "den/a.md.jpg"] {
            for index in ["den/index.md", "den/Index.MD", "den/index.md.md"] {
                assert_eq!(owner(&[index], file).as_deref(), Some(index), "{file}");
            }
        }
        assert_eq!(owner(&["den/index.md"], "1.jpg"), None);
        assert_eq!(owner(&["den/index.md"], "drugoy/1.jpg"), None);
    }

    #[test]
    fn a_folder_belongs_to_the_document_of_its_name() {
        let all = ["2022-23/Экскурсия в музей.md", "2022-23/turnir.md"];
        for file in ["ekskursiya-v-muzey/1.jpg", "ЭКСКУРСИЯ В МУЗЕЙ/foto/1.jpg"] {
            assert_eq!(owner(&all, &format!("2022-23/{file}")).as_deref(), Some(all[0]), "{file}");
        }
        assert_eq!(owner(&all, "2022-23/ekskursiya/1.jpg"), None);
        // A folder of documents stays one.
        assert_eq!(owner(&["den.md", "den/a.md", "den/b.md"], "den/1.jpg"), None);
        assert_eq!(owner(&["den.md", "den/a.md"], "den/1.jpg").as_deref(), Some("den/a.md"));
    }

    #[test]
    fn a_file_belongs_to_the_document_of_its_name() {
        let all = ["turnir.md", "turnir-2.md", "Турнир-по-шашкам.md", "7.md"];
        for (file, document) in [
            ("turnir.jpg", Some("turnir.md")),
            ("Turnir_1.JPG", Some("turnir.md")),
            ("турнир (12).jpg", Some("turnir.md")),
            ("turnir3.jpg", Some("turnir.md")),
            ("turnir-2.jpg", Some("turnir-2.md")),
            ("turnir-2-1.jpg", Some("turnir-2.md")),
            ("turnir-po-shashkam 1.jpg", Some("Турнир-по-шашкам.md")),
            ("turnir-po-futbolu-1.jpg", None),
            ("7-1.jpg", Some("7.md")),
            ("71.jpg", None),
            ("IMG_0001.jpg", None),
            ("№.jpg", None),
        ] {
            assert_eq!(owner(&all, file).as_deref(), document, "{file}");
        }
    }

    #[test]
    fn what_lies_with_a_lone_document_belongs_to_it() {
        assert_eq!(
            owner(&["muzey/rasskaz.md"], "muzey/1.jpg").as_deref(),
            Some("muzey/rasskaz.md")
        );
        for (documents, file) in [
            (&["muzey/rasskaz.md", "muzey/b.md"][..], "muzey/1.jpg"),
            (&["muzey/rasskaz.md"], "muzey/foto/1.jpg"),
            (&["2022-23/rasskaz.md"], "2022-23/1.jpg"),
            (&["rasskaz.md"], "1.jpg"),
        ] {
            assert_eq!(owner(documents, file), None, "{file}");
        }
    }
}
