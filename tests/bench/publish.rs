//! An upload over a long way, beside lftp's: `cargo bench --bench publish -- [--files 1000]
//! [--delay 20]`.
//!
//! Wants vsftpd as `tests/tools/ftp.sh` unpacks it, and lftp. Both upload through a proxy that makes
//! each round trip longer, with as many connections, each file under a temporary name and renamed.
#![expect(clippy::disallowed_methods, reason = "the rule is for the program, not its yardstick")]
#![expect(clippy::print_stdout, reason = "the bench is a program of its own; this is its output")]

mod delay;

use clap::Parser;
use rostok::config::Tls;
use rostok::publish::ftp::{FtpOptions, FtpRemote, Password, Protection, Timeouts};
use rostok::publish::{
    ContentHash, Host, LocalState, Owner, PublishError, SectionManifest, Source, UploadContext,
    UploadEvent, UploadOptions, UploadSession, describe_fault, plan,
};
use std::collections::BTreeMap;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The server as `tests/tools/ftp.sh` unpacks it.
const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tools/ftp/usr/sbin/vsftpd");
const PASSWORD: &str = "taina-42";
/// The size of each file, in bytes.
const SIZE: usize = 8 * 1024;
/// How many files stand in a folder.
const FOLDER: usize = 100;

#[derive(Parser)]
struct Arguments {
    /// How many files.
    #[arg(long, default_value_t = 1000)]
    files: usize,
    /// What a round trip takes, in milliseconds.
    #[arg(long, default_value_t = 20)]
    delay: u64,
    /// How many connections.
    #[arg(long, default_value_t = 1)]
    connections: usize,
    /// As cargo calls benches.
    #[arg(long, hide = true)]
    bench: bool,
}

/// The site in memory.
struct Site(BTreeMap<String, Vec<u8>>);

impl Site {
    /// `changed` gives each of the first so many files another content.
    fn new(files: usize, changed: usize) -> Self {
        let file = |number: usize| {
            let edition = usize::from(number < changed);
            let line = format!("file {number}, edition {edition}\n");
            let bytes = line.bytes().cycle().take(SIZE).collect();
            (format!("{}/{number}.html", number / FOLDER), bytes)
        };
        Self((0..files).map(file).collect())
    }

    fn manifest(&self) -> SectionManifest {
        let stamped =
            self.0.iter().map(|(path, bytes)| (path.clone(), Some(ContentHash::from_bytes(bytes))));
        SectionManifest { files: stamped.collect(), ..SectionManifest::default() }
    }

    fn write(&self, folder: &Path) -> Result<()> {
        for (path, bytes) in &self.0 {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().ok_or("no parent")?)?;
            if fs::read(&path).ok().as_ref() != Some(bytes) {
                fs::write(path, bytes)?;
            }
        }
        Ok(())
    }

    /// Fails where `folder` does not hold exactly these files, beside the program's records.
    fn check(&self, folder: &Path) -> Result<()> {
        let mut held = 0;
        for number in 0..self.0.len().div_ceil(FOLDER) {
            held += fs::read_dir(folder.join(number.to_string()))?.count();
        }
        let equal = self
            .0
            .iter()
            .all(|(path, bytes)| fs::read(folder.join(path)).is_ok_and(|held| held == *bytes));
        if equal && held == self.0.len() { Ok(()) } else { Err("the trees differ".into()) }
    }
}

impl Source for Site {
    fn bytes(&self, path: &str, _: ContentHash) -> std::result::Result<Vec<u8>, PublishError> {
        self.0.get(path).cloned().ok_or_else(|| PublishError::Source(path.to_owned()))
    }
}

/// The world outside: a clock, and nobody to tell.
struct World(Instant);

impl Host for World {
    fn now(&mut self) -> i64 {
        i64::try_from(self.0.elapsed().as_secs()).unwrap_or_default()
    }

    fn pause(&mut self, time: Duration) {
        std::thread::sleep(time);
    }

    fn report(&mut self, event: UploadEvent<'_>) {
        if let UploadEvent::Waiting { fault, .. } = event {
            println!("waiting: {}", describe_fault(fault));
        }
    }

    fn is_stopped(&mut self) -> bool {
        false
    }
}

/// vsftpd, ended with the value.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(at: &Path) -> Result<Self> {
        for folder in ["root/site/rostok", "root/site/lftp", "empty"] {
            fs::create_dir_all(at.join(folder))?;
        }
        let owner =
            Command::new("chown").args(["-R", "daemon"]).arg(at.join("root/site")).status()?;
        let open = Command::new("chmod").arg("755").arg(at).status()?;
        if !owner.success() || !open.success() {
            return Err("vsftpd wants to be started by root".into());
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let path = |name: &str| at.join(name).display().to_string();
        let settings = format!(
            "listen=YES\nlisten_address=127.0.0.1\nlisten_port={port}\nbackground=NO\n\
             anonymous_enable=YES\nsecure_email_list_enable=YES\nemail_password_file={}\n\
             anon_root={}\nsecure_chroot_dir={}\nftp_username=daemon\nwrite_enable=YES\n\
             anon_upload_enable=YES\nanon_mkdir_write_enable=YES\nanon_other_write_enable=YES\n\
             anon_umask=022\nanon_world_readable_only=NO\nseccomp_sandbox=NO\nxferlog_enable=NO\n",
            path("passwords"),
            path("root"),
            path("empty"),
        );
        fs::write(at.join("passwords"), format!("{PASSWORD}\n"))?;
        fs::write(at.join("vsftpd.conf"), settings)?;
        let child =
            Command::new(SERVER).arg(at.join("vsftpd.conf")).stdin(Stdio::null()).spawn()?;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(Self { child, port })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Publishes a site as `rostok publish` does, from connecting to the last reply.
fn rostok(port: u16, connections: usize, local: &Path, site: &Site) -> Result<Duration> {
    let options = FtpOptions {
        host: "127.0.0.1".to_owned(),
        port,
        login: "ftp".to_owned(),
        password: Password::new(PASSWORD),
        folder: "site/rostok".to_owned(),
        tls: Tls::Off,
        known: Protection::None,
        authorities: None,
        timeouts: Timeouts::default(),
    };
    let begun = Instant::now();
    let local = LocalState::open(local, "bench", "bench").map_err(|error| error.to_string())?;
    let owner = Owner {
        name: "bench".to_owned(),
        site_copy: local.site_copy().to_owned(),
        id: "1".to_owned(),
    };
    let mut ftp = FtpRemote::connect(options).map_err(PublishError::from)?;
    let mut world = World(begun);
    let options = UploadOptions { more_connections: connections - 1, ..UploadOptions::default() };
    let context = UploadContext { local: &local, owner, record_extension: "js", options };
    let session =
        UploadSession::begin(&mut ftp, &mut world, context).map_err(|error| error.to_string())?;
    let plan = plan(&site.manifest(), &session.server);
    session.apply(&plan, site).map_err(|error| error.to_string())?;
    drop(ftp);
    Ok(begun.elapsed())
}

/// Uploads a folder with lftp. What it does beyond sending and renaming is switched off: rights and
/// times of the files.
fn lftp(port: u16, connections: usize, folder: &Path) -> Result<Duration> {
    let script = format!(
        "set xfer:use-temp-file yes; set net:connection-limit {connections}; set ftp:ssl-allow no; \
         set ftp:use-site-utime no; set ftp:use-site-utime2 no; set cmd:fail-exit yes; \
         open -u ftp,{PASSWORD} -p {port} 127.0.0.1; \
         mirror -R --no-perms --no-umask --parallel={connections} {} site/lftp",
        folder.display(),
    );
    let begun = Instant::now();
    let status = Command::new("lftp").args(["--norc", "-c", &script]).status()?;
    if status.success() { Ok(begun.elapsed()) } else { Err("lftp failed".into()) }
}

fn main() -> Result<()> {
    let Arguments { files, delay, connections, .. } = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let local = at.join("local");
    let server = Server::start(at)?;
    let (port, tally) = delay::start(server.port, Duration::from_millis(delay))?;
    println!(
        "{files} files of {SIZE} bytes, {delay} ms for each round trip, connections: {connections}"
    );
    for (name, changed) in [("new", 0), ("changed", files), ("one changed", files + 1)] {
        let site = || match changed > files {
            false => Site::new(files, changed),
            true => {
                let mut site = Site::new(files, files);
                site.0.insert("0/0.html".to_owned(), b"another".to_vec());
                site
            }
        };
        let before = (tally.bytes(), tally.trips());
        let ours = rostok(port, connections, at, &site())?;
        let (bytes, trips) = (tally.bytes() - before.0, tally.trips() - before.1);
        site().check(&at.join("root/site/rostok"))?;
        site().write(&local)?;
        let theirs = lftp(port, connections, &local)?;
        site().check(&at.join("root/site/lftp"))?;
        println!(
            "{name}: Rostok {:.1} s ({trips} round trips, {:.2} MB), lftp {:.1} s, ratio {:.2}",
            ours.as_secs_f64(),
            bytes as f64 / 1e6,
            theirs.as_secs_f64(),
            ours.as_secs_f64() / theirs.as_secs_f64(),
        );
    }
    Ok(())
}
