//! The simulator as a program.

use std::{io::Write, process::ExitCode};

use clap::Parser;
use simulator::{Options, Server};

fn main() -> ExitCode {
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> std::io::Result<()> {
    exit_on_signal()?;
    // One thread for everything that a client sees: a stop then freezes it all, as it does on the real server.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = Server::bind(options).await?;
        let mut stdout = std::io::stdout();
        writeln!(stdout, "listening on http://{}", server.address())?;
        stdout.flush()?;
        server.serve().await
    })
}

/// Ends the process at once on Ctrl-C or SIGTERM, from a thread of its own so that a frozen server ends too.
fn exit_on_signal() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let outcome = runtime.block_on(ending_signal());
        match outcome {
            Ok(()) => std::process::exit(0),
            Err(error) => eprintln!("simulator: no signal handling: {error}"),
        }
    })?;
    Ok(())
}

#[cfg(unix)]
async fn ending_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn ending_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
