//! A server fails at each command in turn: the client returns the right fault in bounded time, and
//! the upload can be completed afterwards.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rostok::publish::ftp::FtpRemote;
use rostok::publish::remote::{ConnectionError, Fault, RefusalReason, Remote};

use crate::ftp_script::{Break, PATIENCE, Scripted, State};

fn before() -> State {
    let mut state = State::default();
    state.folders.insert("tochka".to_owned());
    state.files.insert("tochka/a.html".to_owned(), b"old".to_vec());
    state.files.insert("tochka/gone.html".to_owned(), b"old".to_vec());
    state.files.insert("foreign.html".to_owned(), b"not ours".to_vec());
    state
}

fn large() -> Vec<u8> {
    (0..400_000_u32).map(|number| (number % 251) as u8).collect()
}

/// A small upload, which can be repeated after any fault.
fn upload(ftp: &mut FtpRemote) -> Result<(), Fault> {
    let large = large();
    ftp.make_folder("2022")?;
    ftp.write("2022/part.tmp", &large, &mut |_| true)?;
    ftp.rename("2022/part.tmp", "2022/photo.jpg")?;
    ftp.write("part.tmp", b"new", &mut |_| true)?;
    ftp.rename("part.tmp", "a.html")?;
    let held = ftp.read("a.html", 100)?;
    // A refused RETR counts as a missing file.
    assert!(held.is_none_or(|held| held == b"new"));
    let size = ftp.size("2022/photo.jpg")?;
    assert!(size.is_none_or(|size| size == large.len() as u64));
    ftp.remove("gone.html")?;
    ftp.list("2022")?;
    Ok(())
}

/// Uploads until it succeeds; returns the faults on the way.
fn upload_with_retries(server: &Scripted) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut open: Option<FtpRemote> = None;
    loop {
        assert!(faults.len() < 4, "{faults:?}\n{:?}", server.state().commands);
        let done = match open.take() {
            None => FtpRemote::connect(server.options()).map(|ftp| open = Some(ftp)),
            Some(mut ftp) => {
                let lost = matches!(faults.last(), Some(Fault::Lost(_)));
                let ready = if lost { ftp.reconnect() } else { Ok(()) };
                let done = ready.and_then(|()| upload(&mut ftp));
                if done.is_ok() {
                    return faults;
                }
                open = Some(ftp);
                done
            }
        };
        faults.extend(done.err());
    }
}

/// Breaks at each command in turn; `is_expected` has to hold for every fault.
fn break_everywhere(how: Break, is_expected: fn(&Fault) -> bool) {
    let smooth = Scripted::start(before());
    assert_eq!(upload_with_retries(&smooth), []);
    let commands = smooth.state().commands.len();
    assert!(commands > 20);
    let expected = smooth.state();
    let expected = (&expected.files, &expected.folders);
    // In parallel, because the time goes to waiting.
    let next = AtomicUsize::new(0);
    let seen = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= commands {
                        break;
                    }
                    let server = Scripted::start(State { fail: Some((at, how)), ..before() });
                    let begun = Instant::now();
                    let faults = upload_with_retries(&server);
                    let time = begun.elapsed();
                    let state = server.state();
                    let name = format!("{how:?} at {:?}: {faults:?}, {time:?}", state.commands[at]);
                    assert!(time < PATIENCE * 8, "{name}");
                    assert!(faults.iter().all(is_expected), "{name}");
                    assert!((&state.files, &state.folders) == expected, "{name}");
                    seen.fetch_add(faults.len(), Ordering::Relaxed);
                }
            });
        }
    });
    assert!(seen.into_inner() > commands / 4, "too few commands failed");
}

fn is_lost(fault: &Fault) -> bool {
    matches!(fault, Fault::Lost(_))
}

#[test]
fn a_connection_that_ends_before_any_command_is_lost() {
    break_everywhere(Break::LostBefore, is_lost);
}

#[test]
fn a_connection_that_ends_after_any_command_is_lost() {
    break_everywhere(Break::LostAfter, is_lost);
}

#[test]
fn a_server_that_falls_silent_is_given_up() {
    break_everywhere(Break::Silent, is_lost);
}

#[test]
fn data_that_stalls_is_given_up() {
    break_everywhere(Break::DataSilent, is_lost);
}

#[test]
fn half_a_file_is_a_lost_connection() {
    break_everywhere(Break::Half, is_lost);
}

#[test]
fn a_temporary_refusal_is_busy() {
    break_everywhere(Break::Busy, |fault| matches!(fault, Fault::Busy { code: 450, .. }));
}

#[test]
fn a_permanent_refusal_is_refused_or_login() {
    break_everywhere(Break::Refused, |fault| {
        matches!(fault, Fault::Refused(RefusalReason::Reply { code: 550, .. }) | Fault::Login(_))
    });
}

#[test]
fn a_full_disk_is_full() {
    break_everywhere(Break::Full, |fault| matches!(fault, Fault::Full(_) | Fault::Login(_)));
}

#[test]
fn a_wrong_pasv_address_is_ignored_and_epsv_not_tried_again() {
    let server = Scripted::start(State { wrong_address: true, ..before() });
    assert_eq!(upload_with_retries(&server), []);
    let commands = &server.state().commands;
    let count = |command: &str| commands.iter().filter(|line| line.starts_with(command)).count();
    assert_eq!(count("EPSV"), 1);
    assert_eq!(count("CWD"), 1);
    assert_eq!(count("PASV"), count("STOR") + count("RETR") + count("LIST"));
}

#[test]
fn a_file_too_large_is_reported_though_the_server_hangs_up() {
    let mut held = State { hangs_up: true, ..before() };
    held.files.insert("tochka/large.bin".to_owned(), vec![0; 20_000_000]);
    let server = Scripted::start(held);
    let mut ftp = FtpRemote::connect(server.options()).unwrap();
    assert_eq!(ftp.read("large.bin", 99), Err(Fault::TooLarge));
    assert_eq!(ftp.read("a.html", 99).unwrap().unwrap(), b"old");
    let commands = &server.state().commands;
    assert_eq!(commands.iter().filter(|line| line.starts_with("USER")).count(), 2, "{commands:?}");
}

#[test]
fn a_data_port_closed_by_a_refusal_is_no_lost_connection() {
    // The client finds the port open, closed or closing. All three happen within this many attempts.
    const ATTEMPTS: usize = 3000;
    let server = Scripted::start(before());
    // A closing port may drop the first packet, which the system repeats after a second.
    let mut options = server.options();
    options.timeouts.connect = Duration::from_secs(10);
    let mut ftp = FtpRemote::connect(options).unwrap();
    for attempt in 0..ATTEMPTS {
        assert_eq!(ftp.read("not-there.html", 99), Ok(None), "attempt {attempt}");
    }
}

#[test]
fn a_server_that_loses_pipelined_commands_gets_them_one_by_one() {
    let server = Scripted::start(State { no_pipelining: true, ..before() });
    let faults = upload_with_retries(&server);
    assert!(faults.len() <= 1, "{faults:?}");
    assert_eq!(server.state().files["tochka/a.html"], b"new");
}

#[test]
fn a_transfer_that_is_confirmed_twice_stops_nothing() {
    let server = Scripted::start(State { confirms_twice: true, ..before() });
    assert_eq!(upload_with_retries(&server), []);
    assert_eq!(server.state().files["tochka/a.html"], b"new");
    let commands = &server.state().commands;
    assert!(!commands.iter().any(|line| line == "PASV"), "{commands:?}");
}

#[test]
fn a_server_that_drips_is_given_up_like_a_silent_one() {
    let server = Scripted::start(State { drips: true, ..before() });
    let begun = Instant::now();
    let fault = FtpRemote::connect(server.options()).err().unwrap();
    assert_eq!(fault, Fault::Lost(ConnectionError::TimedOut));
    assert!(begun.elapsed() < PATIENCE * 4, "{:?}", begun.elapsed());
}

#[test]
fn a_banner_without_end_is_not_read_to_its_end() {
    let banner = b"220-welcome\r\n".repeat(1_000_000);
    let server = Scripted::start(State { banner, ..before() });
    let begun = Instant::now();
    let fault = FtpRemote::connect(server.options()).err().unwrap();
    assert!(is_lost(&fault), "{fault:?}");
    assert!(begun.elapsed() < PATIENCE * 4, "{:?}", begun.elapsed());
}

#[test]
fn greetings_without_end_are_given_up() {
    let banner = b"120 wait\r\n".repeat(100);
    let server = Scripted::start(State { banner, ..before() });
    let fault = FtpRemote::connect(server.options()).err().unwrap();
    assert_eq!(fault, Fault::Lost(ConnectionError::OutOfStep));
}

#[test]
fn a_password_that_the_server_repeats_is_masked() {
    let server = Scripted::start(State { repeats_password: true, ..before() });
    let mut ftp = FtpRemote::connect(server.options()).unwrap();
    let fault = ftp.rename("no.html", "b.html").unwrap_err();
    let told = format!("{fault:?}");
    assert!(told.contains("for …") && !told.contains("taina-42"), "{told}");
}
