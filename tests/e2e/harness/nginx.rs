//! nginx between the page and a simulator, set up by a file of `tests/proxy`.

use std::fs;
use std::process::Command;

use super::Simulator;
use super::environment;
use super::port::free_port;
use super::process::Guarded;
use super::temporary_folder::TemporaryFolder;

/// What all of them have around their own file.
const AROUND: &str = include_str!("../../proxy/nginx.conf");
const PASS: &str = include_str!("../../proxy/pass.conf");

/// A running nginx. It ends with this value.
pub struct Nginx {
    _process: Guarded,
    _folder: TemporaryFolder,
    port: u16,
    plain_port: u16,
}

/// What one is started with.
pub struct NginxSetup<'a> {
    /// The server: the content of a file of `tests/proxy`.
    server: &'a str,
    backend: &'a Simulator,
    values: Vec<(&'a str, String)>,
    files: Vec<(&'a str, String)>,
    has_certificate: bool,
    has_brotli: bool,
}

impl<'a> NginxSetup<'a> {
    /// The content of a file of `tests/proxy`, in front of this simulator.
    pub fn new(server: &'a str, backend: &'a Simulator) -> Self {
        let (values, files) = (Vec::new(), Vec::new());
        Self { server, backend, values, files, has_certificate: false, has_brotli: false }
    }

    /// Puts a value in the place of its name between @s.
    pub fn set(mut self, name: &'a str, value: &str) -> Self {
        self.values.push((name, value.to_owned()));
        self
    }

    /// Puts a file beside the configuration.
    pub fn file(mut self, name: &'a str, content: &str) -> Self {
        self.files.push((name, content.to_owned()));
        self
    }

    /// Makes a certificate that nobody has signed.
    pub fn with_certificate(mut self) -> Self {
        self.has_certificate = true;
        self
    }

    /// Loads the module that compresses in brotli.
    pub fn with_brotli(mut self) -> Self {
        self.has_brotli = true;
        self
    }

    /// Starts it and waits until it listens.
    pub fn start(self) -> Nginx {
        let folder = TemporaryFolder::new();
        let (port, plain_port) = (free_port(), free_port());
        let backend = self.backend.url();
        let backend = backend.rsplit(':').next().unwrap().to_owned();
        let ports = [("port", port.to_string()), ("plain_port", plain_port.to_string()), ("backend", backend)];
        let mut server = self.server.to_owned();
        for (name, value) in ports.iter().chain(&self.values) {
            server = server.replace(&format!("@{name}@"), value);
        }
        assert!(!server.contains('@'), "not everything is set: {server}");
        let modules = if self.has_brotli { brotli() } else { String::new() };
        let own = [("nginx.conf", AROUND.replace("@modules@", &modules)), ("pass.conf", PASS.into())];
        for (name, content) in own.iter().chain(&[("server.conf", server)]).chain(&self.files) {
            fs::write(folder.path().join(name), content).unwrap();
        }
        if self.has_certificate {
            make_certificate(&folder);
        }
        Nginx { _process: run(&folder, port), _folder: folder, port, plain_port }
    }
}

impl Nginx {
    /// Starts one with a file of `tests/proxy`, in front of this simulator.
    pub fn start(server: &str, backend: &Simulator) -> Self {
        NginxSetup::new(server, backend).start()
    }

    /// The address of this path.
    pub fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The address of this path with TLS.
    pub fn https_at(&self, path: &str) -> String {
        format!("https://127.0.0.1:{}{path}", self.port)
    }

    /// The address of this path on the port without TLS, where that is another one.
    pub fn plain_at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.plain_port)
    }
}

fn run(folder: &TemporaryFolder, port: u16) -> Guarded {
    let mut command = Command::new(environment::nginx());
    // With the slash, it is a folder to nginx.
    command.arg("-p").arg(folder.path().join("")).args(["-c", "nginx.conf", "-e", "error.log"]);
    Guarded::accepting(&mut command, port)
}

fn brotli() -> String {
    let module = environment::nginx_modules().join("ngx_http_brotli_filter_module.so");
    format!("load_module {};", module.display())
}

fn make_certificate(folder: &TemporaryFolder) {
    let mut command = Command::new("openssl");
    command
        .current_dir(folder.path())
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=Lockstep's tests", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-keyout", "key.pem", "-out", "certificate.pem"]);
    let made = command.output().unwrap_or_else(|why| panic!("can't run openssl: {why}"));
    assert!(made.status.success(), "openssl: {}", String::from_utf8_lossy(&made.stderr));
}
