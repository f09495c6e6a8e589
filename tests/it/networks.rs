//! Another computer in the same network: a network namespace of Linux beside that of the test.
#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::{Child, Command, Output, Stdio};

use crate::serving::until;
use crate::tools::{is_on_path, skip};

/// Set in the process that has a network of its own.
const INSIDE: &str = "ROSTOK_TEST_NETWORK";

/// The addresses of the test's side, both on one cable.
pub(crate) const HERE: [&str; 2] = ["10.77.0.1", "192.168.77.1"];

/// Runs `work` with a neighbour, in another process that has nothing but the cable to it. `test` is the full
/// name of the test that calls this.
pub(crate) fn with_neighbour(test: &str, work: impl FnOnce(&Neighbour)) {
    if std::env::var_os(INSIDE).is_some() {
        return work(&Neighbour::start());
    }
    if !["unshare", "nsenter", "ip", "bash"].into_iter().all(is_on_path) {
        return;
    }
    // Root needs no namespace of users, and containers often allow none.
    let ways: [&[&str]; 2] = [&["--net"], &["--net", "--user", "--map-root-user"]];
    let link = ["ip", "link", "add", "rostok8", "type", "veth", "peer", "name", "rostok9"];
    let works = |way: &&&[&str]| run("unshare", &[**way, &link].concat()).status.success();
    let Some(way) = ways.iter().find(works) else { return skip("unshare") };
    let program = std::env::current_exe().unwrap();
    let output = Command::new("unshare")
        .args(*way)
        .arg(program)
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, "yes")
        .output()
        .unwrap();
    let text =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(output.status.success(), "{}", text.concat());
    assert!(text[0].contains("1 passed"), "{test} is no test: {}", text[0]);
}

fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().unwrap()
}

#[track_caller]
fn done(program: &str, arguments: &[&str]) {
    let output = run(program, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The other end of the cable, at 10.77.0.2 and 192.168.77.2.
pub(crate) struct Neighbour {
    /// Keeps the network.
    holder: Child,
}

impl Neighbour {
    fn start() -> Self {
        let holder = Command::new("unshare").args(["--net", "sleep", "600"]).spawn().unwrap();
        let neighbour = Self { holder };
        let network = |id: &str| std::fs::read_link(format!("/proc/{id}/ns/net")).ok();
        let id = neighbour.holder.id().to_string();
        until(|| network(&id).filter(|other| Some(other) != network("self").as_ref()));
        let cable = ["link", "add", "rostok0", "type", "veth", "peer", "name", "rostok1"];
        done("ip", &[&cable[..], &["netns", &id]].concat());
        for (at, address) in HERE.into_iter().enumerate() {
            done("ip", &["address", "add", &format!("{address}/24"), "dev", "rostok0"]);
            let there = ["10.77.0.2/24", "192.168.77.2/24"][at];
            neighbour.done(&["ip", "address", "add", there, "dev", "rostok1"]);
        }
        for link in ["lo", "rostok0"] {
            done("ip", &["link", "set", link, "up"]);
        }
        neighbour.done(&["ip", "link", "set", "rostok1", "up"]);
        neighbour
    }

    fn enter(&self, command: &[&str]) -> Command {
        let id = self.holder.id().to_string();
        let mut entered = Command::new("nsenter");
        entered.args(["--target", &id, "--net", "--"]).args(command);
        entered
    }

    #[track_caller]
    fn done(&self, command: &[&str]) {
        let output = self.enter(command).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Connects to `address` (`10.77.0.1:4200`), sends `bytes` and gives what comes; `None` if nobody
    /// listens there.
    pub(crate) fn ask(&self, address: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        const SCRIPT: &str = "exec 3<>/dev/tcp/$0/$1 || exit 7; cat >&3; cat <&3";

        let (host, port) = address.split_once(':').unwrap();
        let mut client = self
            .enter(&["timeout", "30", "bash", "-c", SCRIPT, host, port])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // What is rejected may be closed while it is sent.
        drop(client.stdin.take().unwrap().write_all(bytes));
        let output = client.wait_with_output().unwrap();
        (output.status.code() != Some(7)).then_some(output.stdout)
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        drop(self.holder.kill());
        drop(self.holder.wait());
    }
}
