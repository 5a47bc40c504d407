//! What the project depends on: licences, duplicates, sources, known faults, and whether all of it is used.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::cache::Cache;
use crate::duration::minutes;
use crate::project::Project;
use crate::step::{Output, Runner, Step};
use crate::tools::{prepare_cargo_deny, prepare_cargo_machete};

/// Where the database can't be reached, its download may hang.
const DATABASE_LIMIT: Duration = minutes(1);

/// Checks them. Answers with what could not be looked at, if anything.
pub fn check(project: &Project, runner: &Runner) -> Result<Option<String>> {
    let cache = Cache::open()?;
    let deny = prepare_cargo_deny(&cache, runner)?;
    let machete = prepare_cargo_machete(&cache, runner)?;
    cache.clear_scratch()?;
    drop(cache);
    let step = |title: &str, usual_time: &'static str, limit: Duration, advice: &str| Step {
        title: title.to_owned(),
        usual_time,
        limit,
        advice: advice.to_owned(),
        output: Output::OnFailure,
    };
    let cargo_deny = |arguments: &[&str]| {
        let mut command = Command::new(&deny);
        command.current_dir(&project.root).args(arguments);
        command
    };
    let advice = ".deny.toml says what is allowed, and why.";
    let checking = step("Checking licences, duplicates and sources", "about 2 s", minutes(5), advice);
    let allowed = runner.run(&checking, &mut cargo_deny(&["check", "licenses", "bans", "sources"]));
    let advice = "A dependency that nothing uses goes from its Cargo.toml.";
    let looking = step("Looking for unused dependencies", "about 1 s", minutes(5), advice);
    let used = runner.run(&looking, Command::new(&machete).current_dir(&project.root).arg("."));
    crate::step::both(allowed, used)?;

    let advice = "The database of known faults is on GitHub.";
    let fetching = Step {
        output: Output::LogOnly,
        ..step("Fetching the database of known faults", "about 10 s", DATABASE_LIMIT, advice)
    };
    if let Err(error) = runner.run(&fetching, &mut cargo_deny(&["fetch", "db"])) {
        crate::process::check_interrupt()?;
        println!("  {error:#}");
        return Ok(Some(
            "dependencies: known faults were not looked at, because their database can't be had".to_owned(),
        ));
    }
    let advice = "An advisory that does not concern the page is ignored in .deny.toml, with its reason.";
    let asking = step("Looking for known faults", "about 2 s", minutes(5), advice);
    runner.run(&asking, &mut cargo_deny(&["check", "--disable-fetch", "advisories"]))?;
    Ok(None)
}
