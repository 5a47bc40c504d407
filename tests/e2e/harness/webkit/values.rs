//! Values of the page's scripts, as the inspector has them.

use serde_json::{Value, json};

use crate::harness::looks::Scheme;

/// What asks for light or dark.
pub fn preferring(scheme: Scheme) -> Value {
    let value = match scheme {
        Scheme::Light => "Light",
        Scheme::Dark => "Dark",
    };
    json!({"name": "PrefersColorScheme", "value": value})
}

/// What calls a function with these arguments, as WebKit has them.
pub fn applying(object: &str, function: &str, arguments: &Value) -> Value {
    json!({"objectId": object, "functionDeclaration": function, "arguments": arguments})
}

/// The value that an answer refers to, or promises.
pub fn value(answer: Value, call: impl Fn(&str, Value) -> Result<Value, String>) -> Result<Value, String> {
    let object = check(&answer)?["objectId"].clone();
    if object.is_null() {
        return Ok(answer["result"].get("value").cloned().unwrap_or_default());
    }
    let answer = if answer["result"]["className"] == "Promise" {
        call("Runtime.awaitPromise", json!({"promiseObjectId": object, "returnByValue": true}))?
    } else {
        let itself = json!({
            "objectId": object,
            "functionDeclaration": "function() { return this; }",
            "returnByValue": true,
        });
        call("Runtime.callFunctionOn", itself)?
    };
    Ok(check(&answer)?.get("value").cloned().unwrap_or_default())
}

/// A reference to the object in an answer.
pub fn reference(answer: Value) -> Result<String, String> {
    let result = check(&answer)?;
    result["objectId"].as_str().map(str::to_owned).ok_or_else(|| format!("no object: {result}"))
}

/// What came of a script, unless it threw.
fn check(answer: &Value) -> Result<&Value, String> {
    if answer["wasThrown"] == true {
        return Err(answer["result"]["description"].to_string());
    }
    Ok(&answer["result"])
}
