//! The compiler and the programs that build the page. Each command prepares what it needs and lacks, and nothing else.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cache::Cache;
use crate::step::Runner;
use crate::toolchain::Toolchain;
use crate::tools::{Tls, WasmOpt, prepare_trunk, prepare_wasm_bindgen, prepare_wasm_opt};

/// A compiler, and tools that are on the PATH or in the cache.
pub struct BuildTools {
    toolchain: Toolchain,
    /// Where tools are that are not on the PATH.
    folders: Vec<PathBuf>,
}

impl BuildTools {
    /// What builds the page for release: the compiler, wasm-bindgen, wasm-opt and Trunk.
    pub fn for_release(runner: &Runner) -> Result<Self> {
        let cache = Cache::open()?;
        let mut tools = Self::for_wasm(&cache, runner)?;
        let tls = match prepare_wasm_opt(&cache, runner)? {
            WasmOpt::OnPath => Tls::NotNeeded,
            WasmOpt::In(folder) => {
                tools.folders.push(folder);
                Tls::NotNeeded
            }
            WasmOpt::FromTrunk => Tls::Needed,
        };
        tools.add_trunk(&cache, runner, tls)?;
        Ok(tools)
    }

    /// What builds the page while it is written, without wasm-opt.
    pub fn for_development(runner: &Runner, tls: Tls) -> Result<Self> {
        let cache = Cache::open()?;
        let mut tools = Self::for_wasm(&cache, runner)?;
        tools.add_trunk(&cache, runner, tls)?;
        Ok(tools)
    }

    /// What the component tests need: the compiler, and wasm-bindgen with its test runner.
    pub fn for_component_tests(runner: &Runner) -> Result<Self> {
        Self::for_wasm(&Cache::open()?, runner)
    }

    fn for_wasm(cache: &Cache, runner: &Runner) -> Result<Self> {
        let toolchain = Toolchain::prepare(cache, runner)?;
        let folders = prepare_wasm_bindgen(cache, runner)?.into_iter().collect();
        Ok(Self { toolchain, folders })
    }

    fn add_trunk(&mut self, cache: &Cache, runner: &Runner, tls: Tls) -> Result<()> {
        self.folders.extend(prepare_trunk(cache, runner, tls)?);
        // It is the last that is built there.
        cache.clear_scratch()
    }

    /// `cargo`, with this compiler and these tools.
    pub fn cargo(&self) -> Result<Command> {
        let mut command = self.toolchain.cargo();
        command.env("PATH", self.path()?);
        Ok(command)
    }

    /// Trunk, with this compiler and these tools.
    pub fn trunk(&self) -> Result<Command> {
        let mut command = Command::new("trunk");
        command
            .envs(self.toolchain.variables())
            .env("PATH", self.path()?)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // Trunk's errors would come with places in Trunk itself.
            .env("RUST_BACKTRACE", "0");
        Ok(command)
    }

    /// What is prepared, a line for each setting or folder.
    pub fn describe(&self) -> Vec<String> {
        let variables = self.toolchain.variables();
        let variables = variables.iter().map(|(name, value)| format!("{name}={}", value.display()));
        variables.chain(self.folders.iter().map(|folder| folder.display().to_string())).collect()
    }

    fn path(&self) -> Result<OsString> {
        let old = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(env::split_paths(&old));
        env::join_paths(folders).context("a tool's folder can't be put on the PATH")
    }
}
