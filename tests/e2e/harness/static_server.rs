//! Any static web server: files of a folder at some path, 404 for everything else, and no idea of ImSwitch. A file that
//! has its compressed form beside it (`….br`) is sent in that form to browsers that take it.

use std::path::PathBuf;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use super::environment;

/// How a server serves.
#[derive(Clone, Debug)]
pub struct Serving<'a> {
    pub folder: PathBuf,
    /// Where the folder is, on the server; begins and ends with a slash.
    pub path: &'static str,
    /// The Content-Security-Policy of every answer, if there is one.
    pub policy: Option<&'a str>,
    pub missing: Missing,
    pub packed: Packed,
}

/// What a server says of a packed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packed {
    /// That it is one.
    AsFile,
    /// That it is what it holds, and was packed for its way: the browser unpacks it.
    AsEncoding,
}

/// What a server answers where there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    NotFound,
    /// The index, as servers do that leave the paths to the page.
    Index,
}

impl Serving<'_> {
    /// Without a policy, and with a 404 for what is missing.
    pub const fn plain(folder: PathBuf, path: &'static str) -> Self {
        Self { folder, path, policy: None, missing: Missing::NotFound, packed: Packed::AsFile }
    }
}

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
        Self::with(&Serving::plain(folder, path))
    }

    /// Serves like this.
    pub fn with(serving: &Serving<'_>) -> Self {
        let files = ServeDir::new(&serving.folder).precompressed_br();
        let files = match serving.missing {
            Missing::NotFound => Router::new().fallback_service(files),
            Missing::Index => {
                Router::new().fallback_service(files.fallback(ServeFile::new(serving.folder.join("index.html"))))
            }
        };
        let router = match serving.path.trim_end_matches('/') {
            "" => files,
            nested => Router::new().nest_service(nested, files),
        };
        let policy = serving.policy.map(|policy| HeaderValue::from_str(policy).unwrap());
        let router = router.layer(SetResponseHeaderLayer::overriding(CONTENT_SECURITY_POLICY, policy));
        let is_encoding = serving.packed == Packed::AsEncoding;
        let encoding = move |answer: &Response| {
            let is_packed = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/gzip");
            (is_encoding && is_packed).then(|| HeaderValue::from_static("gzip"))
        };
        let router = router.layer(SetResponseHeaderLayer::if_not_present(CONTENT_ENCODING, encoding));
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}{}", listener.local_addr().unwrap(), serving.path);
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { url, _runtime: runtime }
    }

    /// The address of the folder.
    pub fn url(&self) -> &str {
        &self.url
    }
}
