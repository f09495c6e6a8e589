//! The `rostok` command.

fn main() {}
