//! Putting back what an upload replaced.

use super::{Computer, Desk, FOREIGN, Server, Shared, after, assert_holds, before};
use crate::publish::keep::Keep;
use crate::publish::plan::plan;
use crate::publish::remote::memory::Memory;
use crate::publish::{Allowed, Failure, Kept, Plan};

/// A computer that has published twice.
fn published_twice(server: &Shared) -> Computer {
    let mut first = Computer::new("первый");
    first.publishes(server, &before()).unwrap();
    first.publishes(server, &after()).unwrap();
    first
}

/// Puts the last state back; `look` is shown the plan before it is done.
fn put_back(
    first: &mut Computer,
    server: &Shared,
    look: impl Fn(&Keep, &Plan),
) -> Result<(), Failure> {
    let keep = first.keep();
    let state = keep.last_state()?.unwrap();
    let (mut remote, mut desk) = (Memory::new(server), Desk::default());
    let allowed = Allowed { undo: true, removals: Some(99), ..Allowed::default() };
    let session = first.begin(&mut remote, &mut desk, &keep, allowed)?;
    let plan = plan(&state, &session.server);
    look(&keep, &plan);
    session.apply(&plan, &mut Kept(&keep))?;
    keep.forget_last_state()
}

#[test]
fn what_an_upload_replaced_is_put_back() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    put_back(&mut first, &server, |_, _| ()).unwrap();
    assert_holds(&server, &before());
    assert!(first.keep().last_state().unwrap().unwrap().files.is_empty());
}

#[test]
fn what_is_not_kept_any_more_is_not_put_back_by_halves() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    let lose = |keep: &Keep, plan: &Plan| {
        let last = plan.send.last().unwrap();
        crate::fs::remove_file(&keep.path_of(last.stamp)).unwrap();
    };
    let refused = put_back(&mut first, &server, lose).unwrap_err();
    assert!(matches!(&refused, Failure::NotKept(path) if path == "index.html"), "{refused:?}");
    assert_holds(&server, &after());
    first.publishes(&server, &after()).unwrap();
}
