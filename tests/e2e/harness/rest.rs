//! REST calls as somebody else makes them, without the page.

use serde_json::Value;

/// How long a server may take for one call, in seconds.
const CALL_LIMIT_S: u64 = 20;

/// Makes the call; an answer that is no success fails the test.
pub fn fetch(request: minreq::Request) -> minreq::Response {
    let response = request.with_timeout(CALL_LIMIT_S).send().unwrap();
    let status = response.status_code;
    assert!((200..300).contains(&status), "HTTP {status}: {:?}", response.as_str());
    response
}

/// The same, for an answer in JSON or none.
pub fn send(request: minreq::Request) -> Value {
    let response = fetch(request);
    let body = response.as_str().unwrap();
    if body.is_empty() { Value::Null } else { serde_json::from_str(body).unwrap() }
}
