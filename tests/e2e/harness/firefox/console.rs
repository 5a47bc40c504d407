//! What Firefox says of a console. The lines of a page's workers come as the page's.

use serde_json::Value;

use crate::harness::console::{Console, Level};

/// How errors begin that are the browser's own, and no script's.
const BROWSERS_OWN: [&str; 3] =
    ["Content-Security-Policy: ", "Cross-Origin Request Blocked: ", "Loading failed for the "];

/// The same of those that are about a WebSocket.
const SOCKETS: [&str; 2] = ["Firefox can’t establish a connection to the server at ws", "The connection to ws"];

/// Takes a line of the browser's log to the console.
pub fn hear(console: &Console, entry: &Value) {
    let text = entry["text"].as_str().unwrap_or_default();
    if entry["type"] == "console" {
        console.add(level(&entry["method"]), words(&entry["args"], text));
    } else if SOCKETS.iter().any(|begin| text.starts_with(begin)) {
        console.add(Level::Socket, text.to_owned());
    } else if entry["level"] == "error" && !BROWSERS_OWN.iter().any(|begin| text.starts_with(begin)) {
        console.add(Level::Exception, text.to_owned());
    } else if entry["level"] == "error" || entry["level"] == "warn" {
        console.add(Level::Browser, text.to_owned());
    }
}

fn level(method: &Value) -> Level {
    match method.as_str() {
        Some("debug") => Level::Debug,
        Some("info") => Level::Info,
        Some("warn") => Level::Warn,
        Some("error") => Level::Error,
        _ => Level::Other,
    }
}

fn words(arguments: &Value, text: &str) -> String {
    let words: Option<Vec<&str>> =
        arguments.as_array().into_iter().flatten().map(|word| word["value"].as_str()).collect();
    words.map_or_else(|| text.to_owned(), |words| words.join(" "))
}
