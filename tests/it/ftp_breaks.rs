//! A server that fails at every command in turn: the right fault comes in bounded time, and what
//! was to be done can be done after it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rostok::publish::ftp::Ftp;
use rostok::publish::remote::{Fault, Rejection, Remote};

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

/// An upload in small: it can be begun again after any fault.
fn upload(ftp: &mut Ftp) -> Result<(), Fault> {
    let large = large();
    ftp.make_folder("2022")?;
    ftp.write("2022/part.tmp", &large, &mut |_| ())?;
    ftp.rename("2022/part.tmp", "2022/photo.jpg")?;
    ftp.write("part.tmp", b"new", &mut |_| ())?;
    ftp.rename("part.tmp", "a.html")?;
    let held = ftp.read("a.html", 100)?;
    // A refusal to give it means that it is not there.
    assert!(held.is_none_or(|held| held == b"new"));
    let size = ftp.size("2022/photo.jpg")?;
    assert!(size.is_none_or(|size| size == large.len() as u64));
    ftp.remove("gone.html")?;
    ftp.list("2022")?;
    Ok(())
}

/// Uploads until it succeeds; gives the faults on the way.
fn insist(server: &Scripted) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut open: Option<Ftp> = None;
    loop {
        assert!(faults.len() < 4, "{faults:?}\n{:?}", server.state().heard);
        let done = match open.take() {
            None => Ftp::connect(server.options()).map(|ftp| open = Some(ftp)),
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

/// Breaks at every command in turn; `fits` says which faults may come of it.
fn break_everywhere(how: Break, fits: fn(&Fault) -> bool) {
    let smooth = Scripted::start(before());
    assert_eq!(insist(&smooth), []);
    let commands = smooth.state().heard.len();
    assert!(commands > 20);
    let expected = smooth.state();
    let expected = (&expected.files, &expected.folders);
    // Most of the time is spent in waiting.
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
                    let faults = insist(&server);
                    let time = begun.elapsed();
                    let state = server.state();
                    let name = format!("{how:?} at {:?}: {faults:?}, {time:?}", state.heard[at]);
                    assert!(time < PATIENCE * 8, "{name}");
                    assert!(faults.iter().all(fits), "{name}");
                    assert!((&state.files, &state.folders) == expected, "{name}");
                    seen.fetch_add(faults.len(), Ordering::Relaxed);
                }
            });
        }
    });
    assert!(seen.into_inner() > commands / 4, "hardly anything failed");
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
fn half_a_file_is_a_lost_line() {
    break_everywhere(Break::Half, is_lost);
}

#[test]
fn a_busy_server_is_asked_again() {
    break_everywhere(Break::Busy, |fault| matches!(fault, Fault::Busy { code: 450, .. }));
}

#[test]
fn a_refusal_is_told_from_a_loss() {
    break_everywhere(Break::Refused, |fault| {
        matches!(fault, Fault::Refused(Rejection::Reply { code: 550, .. }) | Fault::Login(_))
    });
}

#[test]
fn a_full_disk_is_named() {
    break_everywhere(Break::Full, |fault| matches!(fault, Fault::Full(_) | Fault::Login(_)));
}

#[test]
fn a_wrong_address_is_passed_over_and_asked_for_no_more_than_needed() {
    let server = Scripted::start(State { wrong_address: true, ..before() });
    assert_eq!(insist(&server), []);
    let heard = &server.state().heard;
    let asked = |command: &str| heard.iter().filter(|line| line.starts_with(command)).count();
    assert_eq!(asked("EPSV"), 1);
    assert_eq!(asked("CWD"), 1);
    assert_eq!(asked("PASV"), asked("STOR") + asked("RETR") + asked("LIST"));
}

#[test]
fn a_file_that_is_too_large_is_named_though_the_server_hangs_up_on_that() {
    let mut held = State { touchy: true, ..before() };
    held.files.insert("tochka/large.bin".to_owned(), vec![0; 20_000_000]);
    let server = Scripted::start(held);
    let mut ftp = Ftp::connect(server.options()).unwrap();
    assert_eq!(ftp.read("large.bin", 99), Err(Fault::TooLarge));
    assert_eq!(ftp.read("a.html", 99).unwrap().unwrap(), b"old");
    let heard = &server.state().heard;
    assert_eq!(heard.iter().filter(|line| line.starts_with("USER")).count(), 2, "{heard:?}");
}

#[test]
fn a_port_that_a_refusal_has_closed_is_no_lost_line() {
    // The data connection finds the port open, closed, or closing: all three within so many.
    const ATTEMPTS: usize = 3000;
    let server = Scripted::start(before());
    // A closing port may pass over the first packet, and the system sends the next after a second.
    let mut options = server.options();
    options.timeouts.connect = Duration::from_secs(10);
    let mut ftp = Ftp::connect(options).unwrap();
    for attempt in 0..ATTEMPTS {
        assert_eq!(ftp.read("not-there.html", 99), Ok(None), "attempt {attempt}");
    }
}

#[test]
fn a_server_that_loses_what_comes_together_is_spoken_to_slowly() {
    let server = Scripted::start(State { one_at_a_time: true, ..before() });
    let faults = insist(&server);
    assert!(faults.len() <= 1, "{faults:?}");
    assert_eq!(server.state().files["tochka/a.html"], b"new");
}
