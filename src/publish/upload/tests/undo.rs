//! Putting back what an upload replaced.

use super::{Computer, Desk, FOREIGN, Server, after, assert_holds, before};
use crate::publish::plan;
use crate::publish::remote::Remote;
use crate::publish::remote::memory::Memory;
use crate::publish::{Allowed, Failure, Kept, Outside, Session};

#[test]
fn what_an_upload_replaced_is_put_back() {
    let server = Server::with(&FOREIGN);
    let mut first = Computer::new("первый");
    first.publishes(&server, &before()).unwrap();
    first.publishes(&server, &after()).unwrap();
    let keep = first.keep();
    let state = keep.last_state().unwrap().unwrap();
    let owner = first.owner(&keep);
    let (mut remote, mut desk) = (Memory::new(&server), Desk::default());
    let allowed = Allowed { undo: true, removals: Some(99), ..Allowed::default() };
    let pair: (&mut dyn Remote, &mut dyn Outside) = (&mut remote, &mut desk);
    let session = Session::begin(pair, &keep, owner, "js", allowed).unwrap();
    let plan = plan(&state, &session.server);
    session.apply(&plan, &mut Kept(&keep)).unwrap();
    keep.forget_last_state().unwrap();
    assert_holds(&server, &before());
    assert!(keep.last_state().unwrap().unwrap().files.is_empty());
}

#[test]
fn what_is_not_kept_any_more_is_not_put_back_by_halves() {
    let server = Server::with(&FOREIGN);
    let mut first = Computer::new("первый");
    first.publishes(&server, &before()).unwrap();
    first.publishes(&server, &after()).unwrap();
    let keep = first.keep();
    let state = keep.last_state().unwrap().unwrap();
    let owner = first.owner(&keep);
    let (mut remote, mut desk) = (Memory::new(&server), Desk::default());
    let allowed = Allowed { undo: true, removals: Some(99), ..Allowed::default() };
    let pair: (&mut dyn Remote, &mut dyn Outside) = (&mut remote, &mut desk);
    let session = Session::begin(pair, &keep, owner, "js", allowed).unwrap();
    let plan = plan(&state, &session.server);
    let last = plan.send.last().unwrap();
    crate::fs::remove_file(&keep.path_of(last.stamp)).unwrap();
    let refused = session.apply(&plan, &mut Kept(&keep)).unwrap_err();
    assert!(matches!(&refused, Failure::NotKept(path) if *path == last.path), "{refused:?}");
    assert_holds(&server, &after());
    drop(keep);
    first.publishes(&server, &after()).unwrap();
}
