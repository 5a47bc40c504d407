//! Any static web server: files of a folder at some path, 404 for everything else, and no idea of ImSwitch.

use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Request, Response, Server};

use super::environment;

/// Serves a folder until it is dropped.
pub struct StaticServer {
    server: Arc<Server>,
    url: String,
}

impl StaticServer {
    /// Serves the built page under this path, which begins and ends with a slash.
    pub fn start(path: &'static str) -> Self {
        Self::serving(environment::page(), path)
    }

    /// Serves this folder under this path, which begins and ends with a slash.
    pub fn serving(folder: PathBuf, path: &'static str) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let url = format!("http://{}{path}", server.server_addr());
        let serving = Arc::clone(&server);
        thread::spawn(move || {
            for request in serving.incoming_requests() {
                answer(request, path, &folder);
            }
        });
        Self { server, url }
    }

    /// The address of the folder.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for StaticServer {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

fn answer(request: Request, path: &str, folder: &Path) {
    let wanted = request.url().split('?').next().unwrap_or_default();
    let file = wanted.strip_prefix(path).and_then(|name| file(folder, name));
    // A browser that does not wait for the answer is no trouble.
    drop(match file {
        Some((file, kind)) => {
            let header = Header::from_bytes("Content-Type", kind).unwrap();
            request.respond(Response::from_file(file).with_header(header))
        }
        None => request.respond(Response::from_string("Not Found").with_status_code(404)),
    });
}

fn file(folder: &Path, name: &str) -> Option<(File, &'static str)> {
    let name = PathBuf::from(if name.is_empty() { "index.html" } else { name });
    let inside = name.components().all(|component| matches!(component, Component::Normal(_)));
    let kind = match name.extension()?.to_str()? {
        "html" => "text/html",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    };
    let file = File::open(folder.join(&name)).ok().filter(|_| inside)?;
    Some((file, kind))
}
