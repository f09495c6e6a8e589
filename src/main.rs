//! The `rostok` command.

mod cli;

/// A build makes millions of short strings on all cores; the system's allocators take a fifth of
/// its time for that, this one hardly any.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os()).into()
}
