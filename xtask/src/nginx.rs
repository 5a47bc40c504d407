//! nginx with its module for brotli, which end-to-end tests put before the backend; and openssl, which makes certificates.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::browser::on_path;
use crate::cache::Cache;
use crate::debian::Debian;
use crate::step::Runner;

const PROGRAMS: [&str; 2] = ["nginx", "/usr/sbin/nginx"];
/// Where Debian's nginx has its modules.
const MODULES: &str = "usr/lib/nginx/modules";
const BROTLI: &str = "ngx_http_brotli_filter_module.so";
const PACKAGES: [&str; 2] = ["nginx", "libnginx-mod-http-brotli-filter"];

/// Where its parts are.
pub struct Nginx {
    /// nginx' program.
    pub program: PathBuf,
    /// The folder of its modules.
    pub modules: PathBuf,
}

impl Nginx {
    /// Finds both, or unpacks Debian's into the cache: an installed one would be started, and begin to serve.
    pub fn prepare(runner: &Runner) -> Result<Self> {
        prepare_openssl(runner)?;
        let modules = Path::new("/").join(MODULES);
        if let Some(program) = PROGRAMS.iter().find_map(|name| on_path(name))
            && modules.join(BROTLI).is_file()
        {
            return Ok(Self { program, modules });
        }
        let cache = Cache::open()?;
        let folder = cache.tool("nginx", "debian");
        if !folder.is_dir() {
            let names = PACKAGES.join(" and ");
            let debian = Debian::detect(runner).with_context(|| {
                format!(
                    "no nginx with {BROTLI} in /{MODULES}: install both (on Debian, {names}), or run other tests only"
                )
            })?;
            cache.install(&folder, |staging| debian.unpack(runner, &PACKAGES, staging))?;
        }
        let found = Self { program: folder.join("usr/sbin/nginx"), modules: folder.join(MODULES) };
        if !found.program.is_file() || !found.modules.join(BROTLI).is_file() {
            bail!("{} lacks what Debian's nginx has elsewhere: remove it to try again", folder.display());
        }
        Ok(found)
    }
}

fn prepare_openssl(runner: &Runner) -> Result<()> {
    if on_path("openssl").is_some() {
        return Ok(());
    }
    let debian = Debian::detect(runner).context("no openssl on the PATH: install it")?;
    debian.install(runner, &["openssl"], "about 5 s")
}
