//! `setup`: prepares what all commands need.

use anyhow::Result;

use crate::browser::Browser;
use crate::build_tools::BuildTools;
use crate::firefox;
use crate::nginx::Nginx;
use crate::peer::Peer;
use crate::step::Runner;
use crate::webkit;

/// Prepares everything, and says where it is.
pub fn run(runner: &Runner) -> Result<()> {
    let tools = BuildTools::for_release(runner)?;
    let browser = Browser::prepare(runner)?;
    let firefox = firefox::prepare(runner)?;
    let webkit = if webkit::exists() { Some(webkit::prepare(runner)?) } else { None };
    let peer = Peer::prepare(runner)?;
    let nginx = Nginx::prepare(runner)?;
    println!("\nReady.");
    for line in tools.describe() {
        println!("  {line}");
    }
    let others = [&browser.program, &browser.driver, &firefox, &peer.python, &peer.packages, &nginx.program];
    for path in others.into_iter().chain(&webkit) {
        println!("  {}", path.display());
    }
    Ok(())
}
