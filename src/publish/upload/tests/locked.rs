//! Who has the section, and what becomes of it when they die.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Computer, Desk, after, assert_holds, before, manifest, server_with};
use crate::publish::failure::Failure;
use crate::publish::plan::plan;
use crate::publish::remote::memory::{Break, Memory};
use crate::publish::upload::Allowed;

#[test]
fn another_s_lock_is_refused_and_named_until_it_is_broken() {
    let server = server_with(&before());
    let mut second = Computer::new("второй");
    let keep = second.keep();
    let mut desk = Desk::default();
    let mut remote = Memory::new(&server);
    let allowed = Allowed { removals: Some(9), ..Allowed::default() };
    let mut session = second.begin(&mut remote, &mut desk, &keep, allowed).unwrap();
    let plan = plan(&manifest(&after()), &session.server);
    session.prepare(&plan, &after()).unwrap();
    let mut third = Computer::new("третий");
    let failure = third.publishes(&server, &after()).unwrap_err();
    let Failure::Locked { owner: Some(owner), .. } = &failure else { panic!("{failure}") };
    assert_eq!(owner.name, "второй");
    assert!(!server.borrow().files.contains_key("2022/c.html"));
    let breaking = Allowed { break_lock: true, ..allowed };
    third.publishes_with(&server, &after(), breaking).unwrap();
    assert_holds(&server, &after());
    // The one whose lock was broken finds out when it next looks, and leaves everything as it is.
    session.remote.broke = true;
    let failure = session.apply_prepared(&plan, &mut after()).unwrap_err();
    assert!(matches!(failure, Failure::TakenOver), "{failure}");
    assert_holds(&server, &after());
}

/// Kills an upload at each command in turn; `then` goes on with the server, the computer and the
/// number of the command.
fn kill_everywhere(then: impl Fn(&super::Shared, &mut Computer, usize)) {
    let start = server_with(&before());
    for at in 0.. {
        let server = Rc::new(RefCell::new(start.borrow().clone()));
        server.borrow_mut().fail = Some((at, Break::Killed));
        let mut second = Computer::new("второй");
        if second.publishes(&server, &after()).is_ok() {
            return;
        }
        server.borrow_mut().fail = None;
        server.borrow_mut().killed = false;
        then(&server, &mut second, at);
    }
}

#[test]
fn a_lock_says_whose_it_is_from_its_first_moment() {
    let unnamed = RefCell::new(Vec::new());
    kill_everywhere(|server, _, at| match Computer::new("третий").publishes(server, &after())
    {
        Ok(_) => assert_holds(server, &after()),
        Err(Failure::Locked { owner: Some(owner), .. }) => assert_eq!(owner.name, "второй"),
        Err(Failure::Locked { owner: None, .. }) => unnamed.borrow_mut().push(at),
        Err(failure) => panic!("{at}: {failure}"),
    });
    // Between the lock and the name there is the one command that writes the name; and the lock
    // outlives the last claim by one.
    let unnamed = unnamed.into_inner();
    assert!(unnamed.len() == 2 && unnamed[0] == 1, "{unnamed:?}");
}

#[test]
fn an_upload_that_was_killed_anywhere_and_finished_can_be_put_back() {
    kill_everywhere(|server, second, at| {
        second.publishes(server, &after()).unwrap();
        let state = second.keep().last_state().unwrap();
        let files = state.map(|state| state.files);
        assert_eq!(files, Some(manifest(&before()).files), "killed at {at}");
    });
}
