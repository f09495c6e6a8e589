//! Putting back what an upload replaced.

use super::{Computer, Desk, FOREIGN, Files, Server, Shared, after, assert_holds, before};
use crate::publish::local_state::Keep;
use crate::publish::plan::plan;
use crate::publish::remote::memory::{Break, Memory};
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

fn undoes(computer: &mut Computer, server: &Shared) -> Result<(), Failure> {
    put_back(computer, server, |_, _| ())
}

/// What another computer publishes over [`after`].
fn theirs() -> Files {
    let mut files = after();
    files.insert("2022/c.html".to_owned(), "2022/c/1.jpg".to_owned());
    files
}

#[track_caller]
fn assert_refused(result: Result<(), Failure>, who: &str, edition: u64) {
    let failure = result.unwrap_err();
    let Failure::PublishedSince { edition: theirs, .. } = &failure else { panic!("{failure:?}") };
    assert_eq!((theirs.author.as_str(), theirs.number), (who, edition));
    let text = failure.to_string();
    assert!(text.contains(who) && text.contains("назад"), "{text}");
}

#[test]
fn what_another_has_published_since_is_not_undone_until_they_undo_it() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    let mut second = Computer::new("второй");
    second.publishes(&server, &theirs()).unwrap();
    assert_refused(undoes(&mut first, &server), "второй", 3);
    assert_holds(&server, &theirs());
    undoes(&mut second, &server).unwrap();
    assert_holds(&server, &after());
    undoes(&mut first, &server).unwrap();
    assert_holds(&server, &before());
}

#[test]
fn one_upload_after_another_is_undone_but_none_over_another_s() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    first.publishes(&server, &theirs()).unwrap();
    undoes(&mut first, &server).unwrap();
    assert_holds(&server, &after());
    undoes(&mut first, &server).unwrap();
    assert_holds(&server, &before());

    let mut second = Computer::new("второй");
    second.publishes(&server, &after()).unwrap();
    first.publishes(&server, &theirs()).unwrap();
    undoes(&mut first, &server).unwrap();
    assert_holds(&server, &after());
    assert_refused(undoes(&mut first, &server), "второй", 6);
    assert_holds(&server, &after());
}

#[test]
fn a_second_going_back_that_broke_off_anywhere_is_finished() {
    for how in Break::ALL {
        for at in 0.. {
            let server = Server::with(&FOREIGN);
            let mut first = published_twice(&server);
            first.publishes(&server, &theirs()).unwrap();
            undoes(&mut first, &server).unwrap();
            server.borrow_mut().commands.clear();
            server.borrow_mut().fail = Some((at, how));
            let broken = undoes(&mut first, &server).is_err();
            let commands = server.borrow().commands.len();
            server.borrow_mut().fail = None;
            server.borrow_mut().killed = false;
            if broken {
                undoes(&mut first, &server)
                    .unwrap_or_else(|failure| panic!("{how:?} at {at}: {failure}"));
            }
            assert_holds(&server, &before());
            if commands <= at {
                break;
            }
        }
    }
}
