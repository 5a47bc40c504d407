//! Values of scripts, as BiDi describes them, in plain JSON.

use serde_json::{Map, Value};

/// The value in JSON; what JSON has nothing for, such as an element, is `null`.
pub fn plain(value: &Value) -> Value {
    let inner = &value["value"];
    match value["type"].as_str() {
        Some("string" | "boolean") => inner.clone(),
        Some("number") if inner.is_number() => inner.clone(),
        // This comes as text, as do `NaN` and the like.
        Some("number") if inner == "-0" => 0.into(),
        Some("array" | "set") => inner.as_array().into_iter().flatten().map(plain).collect(),
        Some("object") => Value::Object(members(inner)),
        _ => Value::Null,
    }
}

fn members(inner: &Value) -> Map<String, Value> {
    let members = inner.as_array().into_iter().flatten();
    members.filter_map(|member| Some((member[0].as_str()?.to_owned(), plain(&member[1])))).collect()
}

/// What a script came to.
pub fn outcome(answer: &Value) -> Result<Value, String> {
    if answer["type"] == "exception" {
        return Err(answer["exceptionDetails"]["text"].to_string());
    }
    Ok(plain(&answer["result"]))
}
