//! What Chromium says of a console.

use serde_json::Value;

use crate::harness::console::{Console, Level};

/// Takes an event of a session to the console, if it is a line of it.
pub fn hear(console: &Console, method: &str, parameters: &Value) {
    let (level, text) = match method {
        "Runtime.consoleAPICalled" => (level(&parameters["type"]), words(&parameters["args"])),
        "Runtime.exceptionThrown" => (Level::Exception, exception(&parameters["exceptionDetails"])),
        // What is a worker's comes from its own session as well.
        "Log.entryAdded" if is_serious(&parameters["entry"]) && parameters["entry"].get("workerId").is_none() => {
            let entry = &parameters["entry"];
            let text = entry["text"].as_str().unwrap_or_default();
            (Level::Browser, format!("{text} ({})", entry["url"].as_str().unwrap_or("no URL")))
        }
        "Inspector.targetCrashed" => (Level::Exception, "the tab crashed".to_owned()),
        _ => return,
    };
    console.add(level, text);
}

fn level(kind: &Value) -> Level {
    match kind.as_str() {
        Some("debug") => Level::Debug,
        Some("info") => Level::Info,
        Some("warning") => Level::Warn,
        Some("error") => Level::Error,
        _ => Level::Other,
    }
}

fn words(arguments: &Value) -> String {
    let words = arguments.as_array().into_iter().flatten();
    let words = words.map(|word| match word["value"].as_str() {
        Some(text) => text.to_owned(),
        None => word["description"].as_str().map_or_else(|| word.to_string(), str::to_owned),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn exception(details: &Value) -> String {
    let thrown = details["exception"]["description"].as_str().or(details["exception"]["value"].as_str());
    format!("{} {}", details["text"].as_str().unwrap_or_default(), thrown.unwrap_or_default())
}

fn is_serious(entry: &Value) -> bool {
    matches!(entry["level"].as_str(), Some("error" | "warning"))
}
