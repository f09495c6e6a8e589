//! Third-party FTP servers on loopback: vsftpd and proftpd, unpacked by `tests/tools/ftp.sh`, and
//! pyftpdlib. Tests configure them as old or strict servers.
#![expect(clippy::disallowed_methods, reason = "servers need settings and folders of their own")]

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rostok::config::Tls;
use rostok::publish::ftp::{FtpOptions, Password, Protection, Timeouts};
use tempfile::TempDir;

use crate::python::python;
use crate::tools::skip;

/// The password of every server.
pub(crate) const PASSWORD: &str = "taina-42";
/// The environment variable that passes it to the program.
pub(crate) const SECRET: (&str, &str) = ("ROSTOK_FTP_PASSWORD", PASSWORD);
/// Its SHA-512 hash for proftpd's AuthUserFile.
const HASHED: &str = "$6$rostok$GMQMF.pi.v1bMyM5yMvIigT0h8K3jnQegHXeuJ7loaFadU.bcE9Pp0LNLafkxGpeiVGc/3vof4RgWThna0NKM/";

/// A running server, stopped on drop.
pub(crate) struct Server {
    child: Child,
    /// The served folder, the settings and the logs.
    folder: TempDir,
    /// FtpOptions to connect to it, with the folder `tochka`.
    pub(crate) options: FtpOptions,
}

/// Writes a certificate into a folder; returns what the client has to trust, in PEM.
type Certify = fn(&Path) -> Vec<u8>;

/// A server, with settings in addition to those it needs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Lines of vsftpd.conf.
    Vsftpd(&'static str),
    /// Lines of proftpd.conf.
    Proftpd(&'static str),
    /// Arguments of `tests/servers/ftpd.py`.
    Pyftpdlib(&'static [&'static str]),
}

impl Server {
    /// Starts a server. None where it is not installed: the test is skipped.
    pub(crate) fn start(kind: Kind, tls: bool) -> Option<Self> {
        Self::start_with(kind, tls.then_some(certify as Certify))
    }

    /// As [`Self::start`], with a certificate of another kind.
    pub(crate) fn start_with(kind: Kind, certify: Option<Certify>) -> Option<Self> {
        let tls = certify.is_some();
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        std::fs::create_dir_all(at.join("root/site")).unwrap();
        std::fs::create_dir(at.join("empty")).unwrap();
        if is_root() {
            // Started by root, the servers run as `daemon`.
            let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(at, open).unwrap();
            std::os::unix::fs::chown(at.join("root/site"), Some(1), Some(1)).unwrap();
        }
        let authority = certify.map(|certify| certify(at));
        let port = free_port();
        let mut command = match kind {
            Kind::Vsftpd(more) => vsftpd(at, port, tls, more)?,
            Kind::Proftpd(more) => proftpd(at, port, tls, more)?,
            Kind::Pyftpdlib(more) => pyftpdlib(at, port, tls, more)?,
        };
        let log = std::fs::File::create(at.join("log")).unwrap();
        let child = command
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        // vsftpd does not let anonymous users write into their root itself.
        let (login, target) = match kind {
            Kind::Vsftpd(_) => ("ftp", "site/tochka"),
            _ => ("shkola", "tochka"),
        };
        let options = FtpOptions {
            host: "localhost".to_owned(),
            port,
            login: login.to_owned(),
            password: Password::new(PASSWORD),
            folder: target.to_owned(),
            tls: if tls { Tls::Required } else { Tls::Off },
            known: Protection::None,
            authorities: authority,
            timeouts: Timeouts {
                connect: Duration::from_secs(5),
                command: Duration::from_secs(10),
                data: Duration::from_secs(10),
            },
        };
        let mut server = Self { child, folder, options };
        server.wait();
        Some(server)
    }

    fn wait(&mut self) {
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.options.port)).is_err() {
            let gone = self.child.try_wait().unwrap();
            assert!(gone.is_none() && begun.elapsed().as_secs() < 20, "{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Lines of `site.yaml` that publish to this server.
    pub(crate) fn settings(&self) -> String {
        let FtpOptions { host, port, login, folder, .. } = &self.options;
        format!(
            "хостинг:\n  ftp: {{сервер: {host}, порт: {port}, логин: {login}, папка: /{folder}, шифрование: off}}\n"
        )
    }

    /// The login's home folder.
    pub(crate) fn site(&self) -> PathBuf {
        self.folder.path().join("root/site")
    }

    /// The server's output and its TLS log.
    pub(crate) fn log(&self) -> String {
        let read = |name| std::fs::read(self.folder.path().join(name)).unwrap_or_default();
        String::from_utf8_lossy(&[read("log"), read("tls.log")].concat()).into_owned()
    }
}

impl Drop for Server {
    #[expect(clippy::print_stderr, reason = "a failing test shows the server's log")]
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the server's log:\n{}", self.log());
        }
    }
}

/// Makes an authority, and a certificate for this computer in `folder`. Returns the certificate of
/// the authority, in PEM.
pub(crate) fn certify(folder: &Path) -> Vec<u8> {
    certify_names(folder, &["localhost", "127.0.0.1"])
}

/// As [`certify`], for other names.
pub(crate) fn certify_names(folder: &Path, names: &[&str]) -> Vec<u8> {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let pem = authority.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(authority, key);
    let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
    let own_key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(names).unwrap().signed_by(&own_key, &issuer).unwrap();
    write_certificate(folder, &own.pem(), &own_key);
    pem.into_bytes()
}

/// Makes a certificate in `folder` as `openssl req -x509` does: signed by itself, with CA:TRUE. Returns
/// it, in PEM.
pub(crate) fn certify_itself(folder: &Path) -> Vec<u8> {
    let mut own = CertificateParams::new(vec!["ftp.example.org".to_owned()]).unwrap();
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let pem = own.self_signed(&key).unwrap().pem();
    write_certificate(folder, &pem, &key);
    pem.into_bytes()
}

fn write_certificate(folder: &Path, pem: &str, key: &KeyPair) {
    let key = key.serialize_pem();
    std::fs::write(folder.join("certificate.pem"), pem).unwrap();
    std::fs::write(folder.join("key.pem"), &key).unwrap();
    std::fs::write(folder.join("both.pem"), format!("{pem}{key}")).unwrap();
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0
}

/// A free port.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A program unpacked by `tests/tools/ftp.sh`. None without it: the test is skipped.
fn program(name: &str) -> Option<Command> {
    let path = tools().join("usr/sbin").join(name);
    if !path.is_file() {
        skip(name);
        return None;
    }
    Some(Command::new(path))
}

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/ftp")
}

fn vsftpd(at: &Path, port: u16, tls: bool, more: &str) -> Option<Command> {
    let path = |name: &str| at.join(name).display().to_string();
    let mut settings = format!(
        "listen=YES\nlisten_address=127.0.0.1\nlisten_port={port}\nbackground=NO\n\
         anonymous_enable=YES\nsecure_email_list_enable=YES\nemail_password_file={}\n\
         anon_root={}\nsecure_chroot_dir={}\nwrite_enable=YES\nanon_upload_enable=YES\n\
         anon_mkdir_write_enable=YES\nanon_other_write_enable=YES\nanon_umask=022\n\
         anon_world_readable_only=NO\nallow_writeable_chroot=YES\nseccomp_sandbox=NO\n\
         xferlog_enable=NO\ndata_connection_timeout=10\naccept_timeout=5\n{more}\n",
        path("passwords"),
        path("root"),
        path("empty"),
    );
    // vsftpd needs a user whose home folder exists.
    settings += if is_root() { "ftp_username=daemon\n" } else { "run_as_launching_user=YES\n" };
    if tls {
        settings += &format!(
            "ssl_enable=YES\nallow_anon_ssl=YES\nforce_anon_data_ssl=YES\n\
             force_anon_logins_ssl=YES\nssl_ciphers=HIGH\nrsa_cert_file={}\n\
             rsa_private_key_file={}\n",
            path("certificate.pem"),
            path("key.pem"),
        );
    }
    std::fs::write(at.join("passwords"), format!("{PASSWORD}\n")).unwrap();
    std::fs::write(at.join("vsftpd.conf"), settings).unwrap();
    let mut command = program("vsftpd")?;
    command.arg(at.join("vsftpd.conf"));
    Some(command)
}

fn proftpd(at: &Path, port: u16, tls: bool, more: &str) -> Option<Command> {
    let path = |name: &str| at.join(name).display().to_string();
    let (user, group) = if is_root() { (1, 1) } else { ids() };
    let mut settings = format!(
        "ServerType standalone\nPort {port}\nDefaultAddress 127.0.0.1\nSocketBindTight on\n\
         UseIPv6 off\nUseReverseDNS off\nAuthUserFile {}\nAuthOrder mod_auth_file.c\n\
         RequireValidShell off\nPidFile {}\nScoreboardFile {}\nDelayEngine off\nWtmpLog off\n\
         TransferLog none\nSystemLog {}\nControlsEngine off\nAllowStoreRestart on\n\
         ModulePath {}\n",
        path("users"),
        path("pid"),
        path("scoreboard"),
        path("system.log"),
        tools().join("usr/lib/proftpd").display(),
    );
    if is_root() {
        settings += "User daemon\nGroup daemon\n";
    }
    if tls {
        settings += &format!(
            "LoadModule mod_tls.c\nTLSEngine on\nTLSRequired on\nTLSLog {}\n\
             TLSRSACertificateFile {}\nTLSRSACertificateKeyFile {}\n",
            path("tls.log"),
            path("certificate.pem"),
            path("key.pem"),
        );
    }
    settings += more;
    let users = format!("shkola:{HASHED}:{user}:{group}::{}:/bin/false\n", path("root/site"));
    std::fs::write(at.join("users"), users).unwrap();
    let closed = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(at.join("users"), closed).unwrap();
    std::fs::write(at.join("proftpd.conf"), settings).unwrap();
    let mut command = program("proftpd")?;
    command.arg("-n").arg("-c").arg(at.join("proftpd.conf"));
    Some(command)
}

fn ids() -> (u32, u32) {
    use std::os::unix::fs::MetadataExt;
    let own = std::fs::metadata("/proc/self").unwrap();
    (own.uid(), own.gid())
}

fn pyftpdlib(at: &Path, port: u16, tls: bool, more: &[&str]) -> Option<Command> {
    let mut command = python("servers/ftpd.py")?;
    command.arg(port.to_string()).arg(at.join("root/site")).args(["shkola", PASSWORD]).args(more);
    if tls {
        command.arg(format!("certificate={}", at.join("both.pem").display()));
    }
    Some(command)
}
