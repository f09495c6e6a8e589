//! What is said of an error, and what can be done.

use super::*;

#[test]
fn says_it_in_russian() {
    let say =
        |source| Error { operation: Operation::Read, path: "a/b.md".into(), source }.to_string();
    assert_eq!(
        say(ErrorKind::PermissionDenied.into()),
        "не удалось прочитать `a/b.md`: нет доступа"
    );
    assert_eq!(
        say(io::Error::new(ErrorKind::InvalidData, NotText::Binary)),
        "не удалось прочитать `a/b.md`: это не текстовый файл"
    );
    assert_eq!(say(io::Error::other("English")), "не удалось прочитать `a/b.md`: ошибка системы");
}

#[test]
fn a_file_that_another_program_holds_is_to_be_closed_there() {
    let held = |operation, path: &str, code| {
        let source = io::Error::from_raw_os_error(code);
        Error { operation, path: path.into(), source }.held_by_program(true)
    };
    for (operation, path, code, reason) in [
        (
            Operation::Write,
            "a/otchet.docx",
            32,
            "он открыт в другой программе; закройте файл в Word",
        ),
        (Operation::Read, "a/plan.XLSX", 33, "он открыт в другой программе; закройте файл в Excel"),
        (Operation::Write, "otchet.docx", 5, "нет доступа; если он открыт, закройте файл в Word"),
        (
            Operation::Remove,
            "public/a.html",
            32,
            "он открыт в другой программе; закройте файл в той программе, где он открыт",
        ),
    ] {
        assert_eq!(held(operation, path, code).as_deref(), Some(reason), "{path}");
    }
    assert_eq!(held(Operation::Read, "a.md", 5), None, "no access to read it");
    assert_eq!(held(Operation::Write, "a.md", 112), None, "the disk is full");
    let busy = Error {
        operation: Operation::Write,
        path: "otchet.docx".into(),
        source: ErrorKind::ResourceBusy.into(),
    };
    assert_eq!(
        busy.to_string(),
        "не удалось записать `otchet.docx`: он занят другой программой; закройте файл в Word"
    );
}

#[test]
fn a_path_is_shortened_to_the_root_of_the_site() {
    let within = |path: &str| {
        let source = ErrorKind::PermissionDenied.into();
        let error = Error { operation: Operation::Read, path: path.into(), source };
        error.within(Path::new("/home/anna/site")).path
    };
    assert_eq!(within("/home/anna/site/content/posts"), Path::new("content/posts"));
    for other in ["/home/anna/site", "/home/anna/public", "content"] {
        assert_eq!(within(other), Path::new(other));
    }
}

#[test]
fn a_full_and_a_closed_disk_are_told_with_what_to_do() {
    let error =
        |operation, kind: ErrorKind| Error { operation, path: "a.md".into(), source: kind.into() };
    assert!(error(Operation::Write, ErrorKind::StorageFull).hint().contains("освободите"));
    assert!(error(Operation::Write, ErrorKind::ReadOnlyFilesystem).hint().contains("скопируйте"));
    assert_eq!(error(Operation::Read, ErrorKind::PermissionDenied).hint(), "");
}

#[cfg(unix)]
#[test]
fn never_says_it_in_english() {
    for code in 1..134 {
        let source = io::Error::from_raw_os_error(code);
        let text = Error { operation: Operation::Write, path: PathBuf::new(), source }.to_string();
        assert!(!text.contains(|char: char| char.is_ascii_alphabetic()), "{text}");
    }
}
