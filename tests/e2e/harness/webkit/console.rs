//! What WebKit says of a console.

use serde_json::Value;

use crate::harness::console::{Console, Level};

/// What the document around a frame lacks, which is not the page's.
const AROUND_A_FRAME: [&str; 2] = ["/nothing-for-a-frame", "/favicon.ico"];

/// Takes a message to the console.
pub fn hear(console: &Console, message: &Value) -> Option<(Level, String)> {
    let (source, kind) = (message["source"].as_str()?, message["level"].as_str()?);
    let level = match (source, kind) {
        ("console-api", "debug") => Level::Debug,
        ("console-api", "info") => Level::Info,
        ("console-api", "warning") => Level::Warn,
        ("console-api", "error") => Level::Error,
        ("console-api", _) => Level::Other,
        ("javascript", "error") => Level::Exception,
        (_, "warning" | "error") => Level::Browser,
        _ => return None,
    };
    let url = message["url"].as_str().unwrap_or("no URL");
    if level == Level::Browser && AROUND_A_FRAME.iter().any(|end| url.ends_with(end)) {
        return None;
    }
    let mut text = message["text"].as_str().unwrap_or_default().to_owned();
    match level {
        Level::Browser => text += &format!(" ({url})"),
        Level::Exception => {}
        _ => text = words(&message["parameters"]).unwrap_or(text),
    }
    console.add(level, text.clone());
    Some((level, text))
}

fn words(arguments: &Value) -> Option<String> {
    let words = arguments.as_array()?.iter().map(|word| match word["value"].as_str() {
        Some(text) => text.to_owned(),
        None => word["description"].as_str().map_or_else(|| word.to_string(), str::to_owned),
    });
    Some(words.collect::<Vec<_>>().join(" "))
}
