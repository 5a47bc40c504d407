//! The page's entry point. Everything else is in the library, so that tests can use it.

#[cfg(target_arch = "wasm32")]
fn main() {
    // The worker that paints runs the same program, and has no window: there it begins at `viewer::worker::paint`.
    if web_sys::window().is_some() {
        lockstep::app::start();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    eprintln!("Lockstep is a web page. Run `cargo xtask serve` and open the address that it prints.");
    std::process::ExitCode::FAILURE
}
