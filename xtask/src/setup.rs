//! Prepares what a command needs, and only what is missing.

use std::env;
use std::ffi::OsStr;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::browser::Browser;
use crate::cache::Cache;
use crate::peer::Peer;
use crate::step::Runner;
use crate::toolchain::{Toolchain, cargo};
use crate::tools::{ESBUILD_VERSION, Tools, WASM_OPT_VERSION, downloaded_wasm_opt, says};

/// What building the page needs.
pub struct Workshop {
    /// The compiler.
    pub toolchain: Toolchain,
    /// The programs that work on what it made.
    pub tools: Tools,
}

impl Workshop {
    /// Prepares the compiler and the tools that build the page.
    pub fn prepare(runner: &Runner) -> Result<Self> {
        let cache = Cache::open()?;
        let toolchain = Toolchain::prepare(&cache, runner)?;
        let mut tools = Tools::prepare_bindgen(&cache, runner)?;
        tools.add_bundling(&cache, runner)?;
        cache.clear_scratch()?;
        Ok(Self { toolchain, tools })
    }

    /// Prepares what tests need as well: a browser with its driver, and the packages of the second server.
    pub fn prepare_for_tests(runner: &Runner) -> Result<(Self, Browser, Peer)> {
        let cache = Cache::open()?;
        let (workshop, browser) = Self::with_browser(&cache, runner)?;
        Ok((workshop, browser, Peer::prepare(&cache, runner)?))
    }

    /// Prepares what the benchmark needs as well: a browser.
    pub fn prepare_with_browser(runner: &Runner) -> Result<(Self, Browser)> {
        Self::with_browser(&Cache::open()?, runner)
    }

    fn with_browser(cache: &Cache, runner: &Runner) -> Result<(Self, Browser)> {
        let toolchain = Toolchain::prepare(cache, runner)?;
        let mut tools = Tools::prepare_bindgen(cache, runner)?;
        let browser = Browser::prepare(runner)?;
        tools.add_bundling(cache, runner)?;
        cache.clear_scratch()?;
        Ok((Self { toolchain, tools }, browser))
    }

    /// `cargo`, with this toolchain and these tools.
    pub fn cargo(&self) -> Result<Command> {
        self.command(&cargo())
    }

    /// `cargo clippy`, with this toolchain.
    pub fn clippy(&self) -> Result<Command> {
        let mut command = match self.toolchain.clippy() {
            Some(program) => self.command(OsStr::new(program))?,
            None => self.cargo()?,
        };
        command.arg("clippy").env("CARGO", cargo());
        Ok(command)
    }

    /// Trunk, with this toolchain and these tools.
    pub fn trunk(&self) -> Result<Command> {
        let mut command = self.command(OsStr::new("trunk"))?;
        command
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // Trunk would show where in itself it noticed the page's mistake.
            .env("RUST_BACKTRACE", "0");
        Ok(command)
    }

    /// A program of these tools.
    pub fn tool(&self, name: &str) -> Result<Command> {
        self.command(OsStr::new(name))
    }

    /// wasm-opt: that of the tools, or the one that Trunk downloaded when it built the page.
    pub fn wasm_opt(&self, runner: &Runner) -> Result<Command> {
        if says(runner, &mut self.tool("wasm-opt")?, WASM_OPT_VERSION) {
            return self.tool("wasm-opt");
        }
        let program = downloaded_wasm_opt()?;
        ensure!(
            program.is_file(),
            "there is no wasm-opt {WASM_OPT_VERSION} on the PATH, nor is it what Trunk took: {} is missing. With npm \
             it is installed by itself; else put one of this version on the PATH \
             (https://github.com/WebAssembly/binaryen/releases)",
            program.display()
        );
        Ok(Command::new(program))
    }

    /// esbuild, which there is only with npm.
    pub fn esbuild(&self, runner: &Runner) -> Result<Option<Command>> {
        let is_there = says(runner, &mut self.tool("esbuild")?, ESBUILD_VERSION);
        is_there.then(|| self.tool("esbuild")).transpose()
    }

    fn command(&self, program: &OsStr) -> Result<Command> {
        let old = env::var_os("PATH").unwrap_or_default();
        let folders = self.tools.folders.iter().cloned().chain(env::split_paths(&old));
        let path = env::join_paths(folders).context("a tool's folder can't be put on the PATH")?;
        let mut command = Command::new(program);
        command.envs(self.toolchain.variables()).env("PATH", path);
        Ok(command)
    }
}

/// Prepares everything, and tells what there is.
pub fn run(runner: &Runner) -> Result<()> {
    let (workshop, browser, peer) = Workshop::prepare_for_tests(runner)?;
    println!("\nReady.");
    for (name, value) in workshop.toolchain.variables() {
        println!("  {name}={}", value.display());
    }
    for folder in &workshop.tools.folders {
        println!("  {}", folder.display());
    }
    println!("  {}", browser.program.display());
    println!("  {}", browser.driver.display());
    println!("  {}", peer.python.display());
    println!("  {}", peer.packages.display());
    Ok(())
}
