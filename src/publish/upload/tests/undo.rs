//! Undoing uploads.

use super::{Computer, Desk, FOREIGN, Files, Server, Shared, after, assert_holds, before};
use crate::publish::local_state::LocalState;
use crate::publish::plan::plan;
use crate::publish::remote::memory::{Break, Memory};
use crate::publish::{Plan, PublishError, UndoSource, UploadOptions};

/// A computer that has published twice.
fn published_twice(server: &Shared) -> Computer {
    let mut first = Computer::new("первый");
    first.publishes(server, &before()).unwrap();
    first.publishes(server, &after()).unwrap();
    first
}

/// Undoes the last upload; `look` gets the plan before it is carried out.
fn undo_with(
    first: &mut Computer,
    server: &Shared,
    look: impl Fn(&LocalState, &Plan),
) -> Result<(), PublishError> {
    let local = first.local();
    let state = local.last_state()?.unwrap();
    let (mut remote, mut desk) = (Memory::new(server), Desk::default());
    let options = UploadOptions { undo: true, removals: Some(99), ..UploadOptions::default() };
    let session = first.begin(&mut remote, &mut desk, &local, options)?;
    let plan = plan(&state, &session.server);
    look(&local, &plan);
    session.apply(&plan, &UndoSource(&local))?;
    Ok(local.forget_last_state()?)
}

#[test]
fn an_upload_is_undone() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    undo_with(&mut first, &server, |_, _| ()).unwrap();
    assert_holds(&server, &before());
    assert!(first.local().last_state().unwrap().unwrap().files.is_empty());
}

#[test]
fn an_undo_without_all_kept_files_changes_nothing() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    let lose = |local: &LocalState, plan: &Plan| {
        let last = plan.send.last().unwrap();
        crate::fs::remove_file(&local.kept_path(last.hash)).unwrap();
    };
    let refused = undo_with(&mut first, &server, lose).unwrap_err();
    assert!(matches!(&refused, PublishError::NotKept(path) if path == "index.html"), "{refused:?}");
    assert_holds(&server, &after());
    first.publishes(&server, &after()).unwrap();
}

fn undo(computer: &mut Computer, server: &Shared) -> Result<(), PublishError> {
    undo_with(computer, server, |_, _| ())
}

/// What another computer publishes over [`after`].
fn theirs() -> Files {
    let mut files = after();
    files.insert("2022/c.html".to_owned(), "2022/c/1.jpg".to_owned());
    files
}

#[track_caller]
fn assert_refused(result: Result<(), PublishError>, who: &str, edition: u64) {
    let error = result.unwrap_err();
    let PublishError::PublishedSince { edition: theirs, .. } = &error else { panic!("{error:?}") };
    assert_eq!((theirs.author.as_str(), theirs.number), (who, edition));
    let text = error.to_string();
    assert!(text.contains(who) && text.contains("назад"), "{text}");
}

#[test]
fn an_upload_of_another_computer_is_not_undone() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    let mut second = Computer::new("второй");
    second.publishes(&server, &theirs()).unwrap();
    assert_refused(undo(&mut first, &server), "второй", 3);
    assert_holds(&server, &theirs());
    undo(&mut second, &server).unwrap();
    assert_holds(&server, &after());
    undo(&mut first, &server).unwrap();
    assert_holds(&server, &before());
}

#[test]
fn uploads_are_undone_one_after_another_up_to_that_of_another_computer() {
    let server = Server::with(&FOREIGN);
    let mut first = published_twice(&server);
    first.publishes(&server, &theirs()).unwrap();
    undo(&mut first, &server).unwrap();
    assert_holds(&server, &after());
    undo(&mut first, &server).unwrap();
    assert_holds(&server, &before());

    let mut second = Computer::new("второй");
    second.publishes(&server, &after()).unwrap();
    first.publishes(&server, &theirs()).unwrap();
    undo(&mut first, &server).unwrap();
    assert_holds(&server, &after());
    assert_refused(undo(&mut first, &server), "второй", 6);
    assert_holds(&server, &after());
}

#[test]
fn a_second_undo_that_failed_anywhere_is_finished() {
    for how in Break::ALL {
        for at in 0.. {
            let server = Server::with(&FOREIGN);
            let mut first = published_twice(&server);
            first.publishes(&server, &theirs()).unwrap();
            undo(&mut first, &server).unwrap();
            server.borrow_mut().commands.clear();
            server.borrow_mut().fail = Some((at, how));
            let broken = undo(&mut first, &server).is_err();
            let commands = server.borrow().commands.len();
            server.borrow_mut().fail = None;
            server.borrow_mut().killed = false;
            if broken {
                undo(&mut first, &server)
                    .unwrap_or_else(|error| panic!("{how:?} at {at}: {error}"));
            }
            assert_holds(&server, &before());
            if commands <= at {
                break;
            }
        }
    }
}
