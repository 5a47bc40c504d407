//! Faults of REST calls. `simulator/README.md` has all of them.

use serde_json::{Value, json};

/// What a REST call gets instead of its answer.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// An answer that the simulator knows by this name.
    Known(&'static str),
    /// HTTP 200 and this body.
    Body(&'static str),
    /// None at all.
    Hang,
    /// The right one, when the faults are cleared.
    Hold,
    /// The connection breaks in the middle of the body.
    CutOff,
    /// The right one, so many milliseconds late.
    DelayMs(u64),
}

/// The fault for the status calls.
pub fn to_status(answer: Answer) -> Value {
    fault(json!("status"), answer)
}

/// The fault for calls whose path ends so.
pub fn to_path(path: &str, answer: Answer) -> Value {
    fault(json!({"path": path}), answer)
}

fn fault(to: Value, answer: Answer) -> Value {
    let raw = |body| json!({"raw": {"status": 200, "content_type": "application/json", "body": body}});
    match answer {
        Answer::Known(name) => json!({"fault": "answer", "to": to, "with": name}),
        Answer::Body(body) => json!({"fault": "answer", "to": to, "with": raw(body)}),
        Answer::Hang => json!({"fault": "hang", "to": to}),
        Answer::Hold => json!({"fault": "hold", "to": to}),
        Answer::CutOff => json!({"fault": "cut_off", "to": to}),
        Answer::DelayMs(delay_ms) => json!({"fault": "delay", "to": to, "delay_ms": delay_ms}),
    }
}
