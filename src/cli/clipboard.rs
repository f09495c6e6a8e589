//! Copies text to the clipboard.

/// Copies `text`.
///
/// # Errors
/// The reason, in Russian.
#[cfg(windows)]
pub(super) fn copy(text: &str) -> Result<(), String> {
    clipboard_win::set_clipboard_string(text).map_err(|error| error.to_string())
}

/// Copies `text` with a program of the desktop: on X11 and Wayland the clipboard lives only as long
/// as the process that filled it, and these programs stay in the background.
///
/// # Errors
/// The reason, in Russian.
#[cfg(not(windows))]
pub(super) fn copy(text: &str) -> Result<(), String> {
    const PROGRAMS: [(&str, &[&str]); 4] = [
        ("pbcopy", &[]),
        ("wl-copy", &[]),
        ("xclip", &["-selection", "clipboard"]),
        ("xsel", &["--clipboard", "--input"]),
    ];
    let copied =
        PROGRAMS.iter().any(|(program, arguments)| pipe_to(program, arguments, text).is_ok());
    let names = PROGRAMS.map(|(program, _)| format!("`{program}`")).join(", ");
    copied
        .then_some(())
        .ok_or_else(|| format!("нет рабочего стола или ни одной из программ {names}"))
}

#[cfg(not(windows))]
fn pipe_to(program: &str, arguments: &[&str], text: &str) -> std::io::Result<()> {
    use std::io::{Error, Write};
    use std::process::{Command, Stdio};

    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    // Wait even after an error: otherwise the child would remain as a zombie.
    let status = child.wait()?;
    written?;
    if status.success() { Ok(()) } else { Err(Error::other(program.to_owned())) }
}
