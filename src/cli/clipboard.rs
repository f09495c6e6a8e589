//! The clipboard, where there is one.

/// Puts `text` on the clipboard.
///
/// # Errors
/// Why not, in Russian.
#[cfg(windows)]
pub(super) fn put(text: &str) -> Result<(), String> {
    clipboard_win::set_clipboard_string(text).map_err(|error| error.to_string())
}

/// Puts `text` on the clipboard.
///
/// A program of the desktop does it, because the clipboard of X11 and Wayland lives only as long
/// as whoever filled it: these stay behind for that.
///
/// # Errors
/// Why not, in Russian.
#[cfg(not(windows))]
pub(super) fn put(text: &str) -> Result<(), String> {
    const PROGRAMS: [(&str, &[&str]); 4] = [
        ("pbcopy", &[]),
        ("wl-copy", &[]),
        ("xclip", &["-selection", "clipboard"]),
        ("xsel", &["--clipboard", "--input"]),
    ];
    let copied = PROGRAMS.iter().any(|(program, arguments)| feed(program, arguments, text).is_ok());
    let names = PROGRAMS.map(|(program, _)| format!("`{program}`")).join(", ");
    copied
        .then_some(())
        .ok_or_else(|| format!("нет рабочего стола или ни одной из программ {names}"))
}

#[cfg(not(windows))]
fn feed(program: &str, arguments: &[&str], text: &str) -> std::io::Result<()> {
    use std::io::{Error, Write};
    use std::process::{Command, Stdio};

    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    // Waited for in any case, or it would stay behind as a zombie.
    let status = child.wait()?;
    written?;
    if status.success() { Ok(()) } else { Err(Error::other(program.to_owned())) }
}
