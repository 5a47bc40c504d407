//! The built page as it comes over https: the browser is given each of its files when it asks a host that there is not.

use std::fs;
use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::program::connection;
use crate::harness::environment;

/// Where the page is then.
pub const HTTPS_PAGE: &str = "https://lockstep.example/";

/// What makes the browser ask for them.
pub fn asking() -> (&'static str, Value) {
    ("Fetch.enable", json!({"patterns": [{"urlPattern": format!("{HTTPS_PAGE}*")}]}))
}

/// Answers a request for a file of the page's, if this event is one.
pub fn answer(session: &str, method: &str, parameters: &Value) {
    if method != "Fetch.requestPaused" {
        return;
    }
    let url = parameters["request"]["url"].as_str().unwrap_or_default();
    let path = url.strip_prefix(HTTPS_PAGE).unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
    let path = if path.is_empty() { "index.html" } else { path };
    let request = &parameters["requestId"];
    let answer = match fs::read(environment::page().join(path)) {
        Ok(bytes) => json!({
            "requestId": request,
            "responseCode": 200,
            "responseHeaders": [{"name": "content-type", "value": content_type(path)}],
            "body": BASE64_STANDARD.encode(bytes),
        }),
        Err(_) => json!({"requestId": request, "responseCode": 404}),
    };
    connection().tell(session, "Fetch.fulfillRequest", answer);
}

fn content_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
