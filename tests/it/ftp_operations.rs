//! All operations of a remote on third-party servers, with default settings and configured as old or
//! strict servers.
#![expect(clippy::disallowed_methods, reason = "what the servers hold is looked at on the disk")]

use rostok::config::Tls;
use rostok::publish::ftp::{FtpOptions, FtpRemote, Password, Protection};
use rostok::publish::remote::{Fault, Remote, TlsError};

use crate::ftp_servers::{Kind, PASSWORD, Server};

/// What a server does not support.
#[derive(Clone, Copy, Debug, Default)]
struct Limits {
    rename_over: bool,
    write_over: bool,
    list: bool,
}

const NO_LIMITS: Limits = Limits { rename_over: false, write_over: false, list: false };

fn check(kind: Kind, tls: bool, limits: Limits) {
    let Some(server) = Server::start(kind, tls) else { return };
    operations(&server, limits);
    let mut wrong = server.options.clone();
    wrong.password = Password::new("ne-taina");
    let fault = FtpRemote::connect(wrong).err().unwrap();
    assert!(matches!(&fault, Fault::Login(text) if !text.contains("ne-taina")), "{fault:?}");
}

fn operations(server: &Server, limits: Limits) {
    let mut ftp = FtpRemote::connect(server.options.clone()).unwrap();
    let tls = server.options.tls == Tls::Required;
    let protection = if tls { Protection::All } else { Protection::None };
    assert_eq!(ftp.protection(), protection);

    nothing_is_there(&mut ftp);
    let text = "<h1>Турнир</h1>".as_bytes();
    ftp.write("a.html", text, &mut |_| true).unwrap();
    assert_eq!(std::fs::read(server.site().join("tochka/a.html")).unwrap(), text);
    assert_eq!(ftp.read("a.html", 1000).unwrap().unwrap(), text);
    if !limits.list {
        assert_eq!(ftp.size("a.html").unwrap(), Some(text.len() as u64));
    }

    folders(&mut ftp, &server.options, limits);
    renames(&mut ftp, limits);
    sizes(&mut ftp, server);
    many(&mut ftp, server);

    let mut second = ftp.parallel().unwrap();
    second.reconnect().unwrap();
    assert_eq!(second.read("a.html", 1000).unwrap().unwrap(), text);
    ftp.reconnect().unwrap();
    removals(&mut ftp, limits);
    assert_eq!(second.read("a.html", 1000).unwrap(), None);
}

fn nothing_is_there(ftp: &mut FtpRemote) {
    assert_eq!(ftp.read("a.html", 1000).unwrap(), None);
    assert_eq!(ftp.size("a.html").unwrap(), None);
    assert_eq!(ftp.list("").unwrap(), []);
    ftp.remove("a.html").unwrap();
}

fn folders(ftp: &mut FtpRemote, options: &FtpOptions, limits: Limits) {
    assert!(ftp.make_folder("2022").unwrap());
    assert!(ftp.make_folder("2022/x").unwrap());
    assert!(!ftp.make_folder("2022/x").unwrap());
    let mut fresh = FtpRemote::connect(options.clone()).unwrap();
    assert!(!fresh.make_folder("2022/x").unwrap(), "it is there already");
    fresh.write("2022/x/new.html", b"1", &mut |_| true).unwrap();
    fresh.make_folder("a.html").unwrap_err();
    fresh.make_folder("no/such").unwrap_err();
    if !limits.list {
        assert_eq!(fresh.list("2022/x").unwrap()[0].name, "new.html");
        assert_eq!(fresh.list("no").unwrap(), []);
    }
}

fn renames(ftp: &mut FtpRemote, limits: Limits) {
    ftp.write("2022/.~new.tmp", b"first", &mut |_| true).unwrap();
    ftp.rename("2022/.~new.tmp", "2022/b.html").unwrap();
    assert_eq!(ftp.read("2022/.~new.tmp", 9).unwrap(), None);
    ftp.write("2022/.~new.tmp", b"second", &mut |_| true).unwrap();
    if !limits.list {
        let mut names: Vec<_> =
            ftp.list("2022").unwrap().into_iter().map(|e| (e.name, e.size, e.folder)).collect();
        names.sort();
        let file = |name: &str, size| (name.to_owned(), Some(size), false);
        let expected = [file(".~new.tmp", 6), file("b.html", 5), ("x".to_owned(), None, true)];
        assert_eq!(names, expected);
    }
    match ftp.rename("2022/.~new.tmp", "2022/b.html") {
        Ok(()) => assert!(!limits.rename_over),
        Err(Fault::Refused(_)) => {
            assert!(limits.rename_over);
            assert_eq!(ftp.read("2022/b.html", 9).unwrap().unwrap(), b"first");
            ftp.remove("2022/b.html").unwrap();
            ftp.rename("2022/.~new.tmp", "2022/b.html").unwrap();
        }
        Err(fault) => panic!("{fault:?}"),
    }
    assert_eq!(ftp.read("2022/b.html", 9).unwrap().unwrap(), b"second");
    ftp.rename("2022/no.html", "2022/c.html").unwrap_err();
    match ftp.write("2022/b.html", b"third", &mut |_| true) {
        Ok(()) => assert!(!limits.write_over),
        Err(fault) => {
            assert!(limits.write_over && matches!(fault, Fault::Refused(_)), "{fault:?}");
            assert_eq!(ftp.read("2022/b.html", 9).unwrap().unwrap(), b"second");
        }
    }
    let fault = ftp.write("no/such/folder.html", b"x", &mut |_| true).unwrap_err();
    assert!(matches!(fault, Fault::Refused(_)), "{fault:?}");
    ftp.write("no\r\nDELE a.html", b"x", &mut |_| true).unwrap_err();
}

/// Files of several sizes, an interrupted file that is resumed, and one too large to read.
fn sizes(ftp: &mut FtpRemote, server: &Server) {
    let much: Vec<u8> = (0..3_000_000_u32).flat_map(|n| n.to_le_bytes()).take(3_000_000).collect();
    for size in [0, 1, 16 * 1024, 16 * 1024 + 1, 64 * 1024 + 1, much.len()] {
        let name = format!("{size}.bin");
        let mut heard = 0;
        ftp.write(&name, &much[..size], &mut |sent| {
            heard = sent;
            true
        })
        .unwrap();
        assert_eq!(heard, size as u64);
        let held = std::fs::read(server.site().join("tochka").join(&name)).unwrap();
        assert!(held == much[..size], "{name}");
        assert!(ftp.read(&name, size as u64).unwrap().unwrap() == held, "{name}");
    }
    ftp.write("part.bin", &much[..1_000_000], &mut |_| true).unwrap();
    let mut heard = Vec::new();
    let mut hear = |sent| {
        heard.push(sent);
        true
    };
    ftp.resume("part.bin", &much, 1_000_000, &mut hear).unwrap();
    assert!(heard[0] > 1_000_000 && heard.last() == Some(&3_000_000));
    assert!(std::fs::read(server.site().join("tochka/part.bin")).unwrap() == much);

    assert_eq!(ftp.read("part.bin", 99_999), Err(Fault::TooLarge));
    assert_eq!(ftp.read("1.bin", 1).unwrap().unwrap(), &much[..1]);
}

/// Sends more files than the server gives TLS tickets.
fn many(ftp: &mut FtpRemote, server: &Server) {
    for number in 0..30 {
        let name = format!("{number}.html");
        ftp.write(".~new.tmp", name.as_bytes(), &mut |_| true).unwrap();
        ftp.rename(".~new.tmp", &name).unwrap();
        assert_eq!(
            std::fs::read(server.site().join("tochka").join(&name)).unwrap(),
            name.as_bytes()
        );
    }
}

fn removals(ftp: &mut FtpRemote, limits: Limits) {
    ftp.remove("a.html").unwrap();
    if !limits.list {
        ftp.remove("a.html").unwrap();
    }
    assert_eq!(ftp.read("a.html", 1000).unwrap(), None);
    let fault = ftp.remove_folder("2022/x").unwrap_err();
    assert!(matches!(fault, Fault::Refused(_)), "{fault:?}");
    ftp.remove("2022/x/new.html").unwrap();
    ftp.remove_folder("2022/x").unwrap();
    assert!(ftp.make_folder("2022/x").unwrap());
}

#[test]
fn vsftpd_with_default_settings() {
    check(Kind::Vsftpd(""), false, NO_LIMITS);
}

#[test]
fn vsftpd_with_only_the_commands_of_1985() {
    let old = "cmds_denied=EPSV,SIZE,MDTM,FEAT,REST,OPTS";
    check(Kind::Vsftpd(old), false, NO_LIMITS);
}

#[test]
fn vsftpd_that_requires_session_resumption() {
    check(Kind::Vsftpd("require_ssl_reuse=YES\nstrict_ssl_read_eof=YES\n"), true, NO_LIMITS);
}

#[test]
fn proftpd_with_default_settings() {
    check(Kind::Proftpd("AllowOverwrite on\nDefaultRoot ~\n"), false, NO_LIMITS);
}

#[test]
fn proftpd_that_overwrites_nothing_and_shows_absolute_paths() {
    let strict = "AllowOverwrite off\n<Limit EPSV MLSD MLST SIZE>\nDenyAll\n</Limit>\n";
    check(
        Kind::Proftpd(strict),
        false,
        Limits { rename_over: true, write_over: true, list: false },
    );
}

#[test]
fn proftpd_that_requires_session_resumption() {
    // The tickets run out after two files; the client goes on with TLS 1.2.
    check(Kind::Proftpd("AllowOverwrite on\nTLSProtocol TLSv1.2 TLSv1.3\n"), true, NO_LIMITS);
    check(
        Kind::Proftpd("AllowOverwrite on\nTLSProtocol TLSv1.2\nDefaultRoot ~\n"),
        true,
        NO_LIMITS,
    );
    // Without TLS 1.2, a new connection brings new tickets.
    check(Kind::Proftpd("AllowOverwrite on\nTLSProtocol TLSv1.3\n"), true, NO_LIMITS);
}

#[test]
fn pyftpdlib_with_default_settings() {
    check(Kind::Pyftpdlib(&[]), false, NO_LIMITS);
}

#[test]
fn pyftpdlib_with_tls() {
    check(Kind::Pyftpdlib(&[]), true, NO_LIMITS);
}

#[test]
fn pyftpdlib_like_an_old_server_on_windows() {
    let old: &[&str] = &["without=EPSV,SIZE,MLSD,MLST,FEAT,REST,OPTS", "windows", "no-rename-over"];
    check(Kind::Pyftpdlib(old), false, Limits { rename_over: true, ..NO_LIMITS });
}

#[test]
fn pyftpdlib_behind_a_router_without_listings() {
    let options: &[&str] = &["without=EPSV,MLSD,LIST", "wrong-address"];
    check(Kind::Pyftpdlib(options), false, Limits { list: true, ..NO_LIMITS });
}

#[test]
fn the_password_is_not_sent_to_a_server_with_an_untrusted_certificate() {
    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), true) else { return };
    for tls in [Tls::Required, Tls::Preferred] {
        let mut options = server.options.clone();
        options.authorities = None;
        options.tls = tls;
        let fault = FtpRemote::connect(options).err().unwrap();
        assert!(matches!(&fault, Fault::Tls(TlsError::UnknownIssuer)), "{fault:?}");
    }
    let mut options = server.options.clone();
    options.host = "127.0.0.2".to_owned();
    assert!(FtpRemote::connect(options).is_err());
    assert!(!server.log().contains(PASSWORD));
}

#[test]
fn preferred_encryption_is_used_where_the_server_has_it() {
    for (tls, protection) in [(true, Protection::All), (false, Protection::None)] {
        let Some(server) = Server::start(Kind::Pyftpdlib(&[]), tls) else { return };
        let options = |tls| FtpOptions { tls, ..server.options.clone() };
        let ftp = FtpRemote::connect(options(Tls::Preferred)).unwrap();
        assert_eq!(ftp.protection(), protection);
        let required = FtpRemote::connect(options(Tls::Required));
        assert!(tls || matches!(required, Err(Fault::Tls(_))));
    }
}
