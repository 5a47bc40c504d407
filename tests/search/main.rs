//! Random use of the page, while the backend is restarted and others start and stop its stream, and properties that must
//! hold in every state. [Bombadil](https://github.com/antithesishq/bombadil) drives; `spec.ts` says what it may do and
//! what must hold; `observer.js` stands in the page and looks.
//!
//! `cargo xtask search` builds what is needed and runs this. Bombadil pauses the page to look at it, and `observer.js`
//! leaves such times out; still, what is found is to be seen without Bombadil before it counts as the page's fault.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../e2e/harness/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use all of it, this a part")]
mod harness;

mod arguments;
mod outside;
mod replay;
mod trace;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use arguments::Arguments;
use harness::{PageCopy, Random, Simulator};
use outside::{Outside, trouble};
use trace::{Notes, Trace};

const SPECIFICATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/spec.ts");
/// The seed of what others did, beside the trace.
const SEED_FILE: &str = "seed";

/// How often what Bombadil found is done again without it.
const REPLAYS: u32 = 3;

fn main() -> ExitCode {
    let arguments = Arguments::read(env::args().skip(1));
    let page = PageCopy::new();
    add_observer(&page.folder());
    if let Some(folder) = &arguments.replay {
        let found = do_again(&page, &Trace::read(folder), seed_of(folder));
        return if found { ExitCode::FAILURE } else { ExitCode::SUCCESS };
    }
    search(&page, &arguments)
}

fn search(page: &PageCopy, arguments: &Arguments) -> ExitCode {
    let seed = Random::given_seed().unwrap_or_else(|| fastrand::u64(..));
    let random = Random::from_seed(seed);
    println!("{random}: the trace goes to {}", arguments.trace.display());
    fs::create_dir_all(&arguments.trace).unwrap();
    fs::write(arguments.trace.join(SEED_FILE), seed.to_string()).unwrap();
    let mut simulator = Simulator::serving(page.folder(), &[]);
    let url = simulator.url();
    let outside = troubled(&mut simulator, random, || drive(arguments, &url));
    let trace = Trace::read(&arguments.trace);
    println!("{trace}\n{outside}");

    if trace.violations().is_empty() {
        let unproven: Vec<String> = trace.unseen().chain(outside.unseen()).collect();
        for unseen in &unproven {
            println!("NOTHING IS PROVEN: {unseen}");
        }
        return if unproven.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    for violation in trace.violations() {
        println!("VIOLATION: {violation}");
    }
    let again = (1..=REPLAYS).filter(|_| do_again(page, &trace, seed)).count();
    println!("Without Bombadil it was seen in {again} of {REPLAYS} replays.");
    // It pauses pages, so what it alone sees is kept and told, and is no fault of the page yet.
    if again == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Does all that was done once more, without Bombadil. Did anything not hold?
fn do_again(page: &PageCopy, trace: &Trace, seed: u64) -> bool {
    let mut simulator = Simulator::serving(page.folder(), &[]);
    let url = simulator.url();
    let mut found = Notes::default();
    troubled(&mut simulator, Random::from_seed(seed), || found = replay::run(&url, trace.steps()));
    println!("Done again: broken {:?}, errors {:?}", found.broken, found.errors);
    !found.broken.is_empty() || !found.errors.is_empty()
}

/// Does this while others trouble the backend.
fn troubled(simulator: &mut Simulator, mut random: Random, act: impl FnOnce()) -> Outside {
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let outside = scope.spawn(|| trouble(simulator, &mut random, &is_over));
        let end = EndOfTrouble(&is_over);
        act();
        drop(end);
        outside.join().unwrap()
    })
}

/// Ends the trouble, also where what is done meanwhile panics.
struct EndOfTrouble<'a>(&'a AtomicBool);

impl Drop for EndOfTrouble<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The seed of the run that left this trace.
fn seed_of(trace: &Path) -> u64 {
    fs::read_to_string(trace.join(SEED_FILE)).unwrap().trim().parse().unwrap()
}

/// Lets Bombadil use the page until the time is over. What it found is in its trace.
fn drive(arguments: &Arguments, url: &str) {
    let mut command = Command::new(given("LOCKSTEP_BOMBADIL"));
    command
        .args(["browser", "test", url, SPECIFICATION, "--headless", "--no-sandbox", "--exit-on-violation"])
        // No coverage, which would change the scripts.
        .args(["--instrument-javascript", ""])
        .args(["--time-limit", &format!("{}s", arguments.seconds)])
        .args(["--output-path-overwrite", "--output-path"])
        .arg(&arguments.trace)
        .env("CHROME", given("LOCKSTEP_CHROMIUM"))
        // It warns of every message of the browser's that it does not know.
        .env("RUST_LOG", "error")
        .stdin(Stdio::null());
    let status = command.status().expect("LOCKSTEP_BOMBADIL can be run");
    println!("Bombadil ended with {status}");
}

/// A program that `cargo xtask search` names.
fn given(name: &str) -> OsString {
    env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: `cargo xtask search` builds and sets all"))
}

/// Puts the observer before all of the page's own scripts.
fn add_observer(page: &Path) {
    let index = page.join("index.html");
    let html = fs::read_to_string(&index).unwrap();
    let (begin, end) = html.split_at(html.find("<script").expect("the page has a script"));
    fs::write(&index, format!("{begin}<script src=\"observer.js\"></script>{end}")).unwrap();
    fs::write(page.join("observer.js"), include_str!("observer.js")).unwrap();
}
