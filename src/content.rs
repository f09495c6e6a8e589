//! What a site is made of, as its files say it.

pub mod participants;
