//! Any static web server: files of a folder at some path, 404 for everything else, and no idea of ImSwitch. A file that
//! has its compressed form beside it (`….br`) is sent in that form to browsers that take it.

use std::path::PathBuf;

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tower_http::services::ServeDir;

use super::environment;

/// Serves a folder until it is dropped.
pub struct StaticServer {
    url: String,
    /// The threads that serve; they end with it.
    _runtime: Runtime,
}

impl StaticServer {
    /// Serves the built page under this path, which begins and ends with a slash.
    pub fn start(path: &'static str) -> Self {
        Self::serving(environment::page(), path)
    }

    /// Serves this folder under this path, which begins and ends with a slash.
    pub fn serving(folder: PathBuf, path: &'static str) -> Self {
        let files = ServeDir::new(folder).precompressed_br();
        let router = match path.trim_end_matches('/') {
            "" => Router::new().fallback_service(files),
            nested => Router::new().nest_service(nested, files),
        };
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}{path}", listener.local_addr().unwrap());
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { url, _runtime: runtime }
    }

    /// The address of the folder.
    pub fn url(&self) -> &str {
        &self.url
    }
}
