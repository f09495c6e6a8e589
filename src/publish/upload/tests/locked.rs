//! The lock: who holds it, and what happens when its owner dies.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Computer, Desk, after, assert_holds, before, manifest, server_with};
use crate::publish::error::PublishError;
use crate::publish::plan::plan;
use crate::publish::remote::memory::{Break, Memory};
use crate::publish::upload::UploadOptions;

#[test]
fn another_s_lock_is_refused_and_named_until_it_is_broken() {
    let server = server_with(&before());
    let mut second = Computer::new("второй");
    let local = second.local();
    let mut desk = Desk::default();
    let mut remote = Memory::new(&server);
    let options = UploadOptions { removals: Some(9), ..UploadOptions::default() };
    let mut session = second.begin(&mut remote, &mut desk, &local, options).unwrap();
    let plan = plan(&manifest(&after()), &session.server);
    session.prepare(&plan, &after()).unwrap();
    let mut third = Computer::new("третий");
    let error = third.publishes(&server, &after()).unwrap_err();
    let PublishError::Locked { owner: Some(owner), .. } = &error else { panic!("{error}") };
    assert_eq!(owner.name, "второй");
    assert!(!server.borrow().files.contains_key("2022/c.html"));
    let breaking = UploadOptions { break_lock: true, ..options };
    third.publishes_with(&server, &after(), breaking).unwrap();
    assert_holds(&server, &after());
    // The upload whose lock was broken notices it and changes nothing.
    session.remote.broke = true;
    let error = session.apply_prepared(&plan, &after()).unwrap_err();
    assert!(matches!(error, PublishError::TakenOver), "{error}");
    assert_holds(&server, &after());
}

/// Kills an upload at each command in turn and passes the server, the computer and the number of the command
/// to `then`.
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
fn a_lock_names_its_owner_from_the_first_moment() {
    let unnamed = RefCell::new(Vec::new());
    kill_everywhere(|server, _, at| match Computer::new("третий").publishes(server, &after())
    {
        Ok(_) => assert_holds(server, &after()),
        Err(PublishError::Locked { owner: Some(owner), .. }) => assert_eq!(owner.name, "второй"),
        Err(PublishError::Locked { owner: None, .. }) => unnamed.borrow_mut().push(at),
        Err(error) => panic!("{at}: {error}"),
    });
    // Two moments without an owner: before the first claim is written, and after the last one is removed.
    let unnamed = unnamed.into_inner();
    assert!(unnamed.len() == 2 && unnamed[0] == 1, "{unnamed:?}");
}

#[test]
fn an_upload_that_was_killed_anywhere_and_finished_can_be_put_back() {
    kill_everywhere(|server, second, at| {
        second.publishes(server, &after()).unwrap();
        let state = second.local().last_state().unwrap();
        let files = state.map(|state| state.files);
        assert_eq!(files, Some(manifest(&before()).files), "killed at {at}");
    });
}
