//! Servers without space that do not say so.

use super::{Computer, after, assert_holds, before, server_with};
use crate::publish::error::PublishError;
use crate::publish::remote::Fault;
use crate::publish::remote::memory::Limits;

#[test]
fn a_server_that_stores_nothing_is_perhaps_full() {
    for code in [426, 451] {
        let server = server_with(&before());
        server.borrow_mut().limits.storage = Some(code);
        let mut first = Computer::new("первый");
        let error = first.publishes(&server, &after()).unwrap_err();
        let PublishError::Server { fault, .. } = &error else { panic!("{error}") };
        assert_eq!(*fault, Fault::PerhapsFull { code });
        assert!(error.to_string().contains("кончилось место"), "{error}");
        let writes = |server: &super::Shared| {
            let commands = &server.borrow().commands;
            commands.iter().filter(|command| command.starts_with("write")).count()
        };
        assert_eq!(writes(&server), 2, "{:?}", server.borrow().commands);
        server.borrow_mut().limits = Limits::default();
        first.publishes(&server, &after()).unwrap();
        assert_holds(&server, &after());
    }
}
