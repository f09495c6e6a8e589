//! Packs the pages of the editor as they are served: scripts and style sheets without comments and indentation, all
//! files with gzip.
#![expect(clippy::disallowed_methods, reason = "a build script has no module `fs`")]

use std::io::Write;
use std::path::Path;
use std::{fs, io};

use flate2::Compression;
use flate2::write::GzEncoder;

/// Packs the files of the folder `from` into the folder `to`, each as its name and `.gz`. What has that ending already
/// is taken as it is.
pub(crate) fn pack(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let mut target = to.join(path.file_name().unwrap_or_default());
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending {
            _ if path.is_dir() => pack(&path, &target)?,
            Some("gz") => fs::write(target, fs::read(&path)?)?,
            _ => {
                target.as_mut_os_string().push(".gz");
                let mut packed = GzEncoder::new(Vec::new(), Compression::best());
                match ending {
                    Some("js") => packed.write_all(&small(&fs::read_to_string(&path)?, true))?,
                    Some("css") => packed.write_all(&small(&fs::read_to_string(&path)?, false))?,
                    _ => packed.write_all(&fs::read(&path)?)?,
                }
                fs::write(target, packed.finish()?)?;
            }
        }
    }
    Ok(())
}

/// A script or a style sheet without lines of comments, empty lines and indentation. One in which a line may be a part
/// of a text stays as it is: that costs a few bytes.
fn small(text: &str, is_script: bool) -> Vec<u8> {
    without_comments(text, is_script).unwrap_or_else(|| text.to_owned()).into_bytes()
}

/// None in doubt: a line that ends within a template or a string, a comment that does not end at the end of a line.
fn without_comments(text: &str, is_script: bool) -> Option<String> {
    const END: &str = "*/";
    let mut kept = String::new();
    let mut in_comment = false;
    for line in text.lines() {
        let code = line.trim();
        let opened = if in_comment { Some(code) } else { code.strip_prefix("/*") };
        if let Some(comment) = opened {
            in_comment = !comment.contains(END);
            // Code after the comment, or a second one.
            if !in_comment && comment.find(END) != Some(comment.len() - END.len()) {
                return None;
            }
        } else if is_script && code.starts_with("//") {
            // In a comment that began behind code it would be the end.
            if code.contains(END) {
                return None;
            }
        } else if line.ends_with('\\') || is_script && line.matches('`').count() % 2 == 1 {
            return None;
        } else if !code.is_empty() {
            kept.push_str(line.trim_start());
            kept.push('\n');
        }
    }
    (!in_comment).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_where_no_text_can_be_meant() {
        let script = |text| String::from_utf8(small(text, true)).unwrap();
        let shrunk = "/** A\n * b */\nif (a) {\n  // c\n\n  b('//'); // d\n  /* e */\n}\n";
        assert_eq!(script(shrunk), "if (a) {\nb('//'); // d\n}\n");
        assert_eq!(script("  a(`x  y`);\n"), "a(`x  y`);\n");
        for kept in [
            "a(`\n  // b\n`);\n",
            "a('b\\\n  c');\n",
            "  /* a */ b();\n",
            "  /* a\n  */ b();\n",
            "a(); /* b\n // */ c();\n",
            "/* a\n",
        ] {
            assert_eq!(script(kept), kept);
        }
        let sheet = |text| String::from_utf8(small(text, false)).unwrap();
        assert_eq!(sheet("/* `a */\nb {\n  c: '`';\n}\n"), "b {\nc: '`';\n}\n");
    }
}
