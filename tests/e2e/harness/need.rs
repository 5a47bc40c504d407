//! What a test needs of the browser, and what was not looked at because the browser does not have it.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::panic::Location;
use std::thread;

use super::engine::{Engine, Need};

/// Does the browser have all that a whole test needs? A test that needs something ends at once where it has not:
///
/// ```ignore
/// if lacks(&[Need::Hiding]) {
///     return;
/// }
/// ```
///
/// It counts as not looked at then, and not as passed.
#[track_caller]
pub fn lacks(needs: &[Need]) -> bool {
    let lacking = needs.iter().find(|need| !Engine::chosen().can(**need));
    // No closure, which would have a place of its own.
    if let Some(need) = lacking {
        note("test", *need);
    }
    lacking.is_some()
}

/// Can this part of a test be looked at? Where the browser can't, it is counted as not looked at.
#[track_caller]
pub fn can(need: Need) -> bool {
    let can = Engine::chosen().can(need);
    if !can {
        note("part", need);
    }
    can
}

/// Notes that something was not looked at, in the file that `LOCKSTEP_NOT_LOOKED_AT` names: what (a whole test or a part
/// of one), the test, where, and what it needs, with tabs between them.
#[track_caller]
fn note(what: &str, need: Need) {
    let place = Location::caller();
    let thread = thread::current();
    let test = thread.name().unwrap_or("?");
    let line = format!("{what}\t{test}\t{}:{}\t{need}\n", place.file(), place.line());
    let Some(file) = env::var_os("LOCKSTEP_NOT_LOOKED_AT") else {
        print!("not looked at: {line}");
        return;
    };
    // One write, so that the lines of tests that run side by side don't mix.
    let written =
        OpenOptions::new().create(true).append(true).open(&file).and_then(|mut it| it.write_all(line.as_bytes()));
    written.unwrap_or_else(|why| panic!("LOCKSTEP_NOT_LOOKED_AT: {}: {why}", file.display()));
}
