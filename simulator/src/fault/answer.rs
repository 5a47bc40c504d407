//! Wrong answers to REST calls.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a REST call is answered with: `"with": "…"` or `"with": {"…": …}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The kind.
    pub with: AnswerKind,
}

/// What a REST call is answered with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// 500, plain text, without CORS headers.
    ServerError,
    /// 404 as for an unknown path.
    NotFound,
    /// 422 as for a bad parameter.
    Unprocessable,
    /// 200 with an HTML page.
    Html,
    /// 200 with no body.
    Empty,
    /// 200 with a JSON string of 2 MiB.
    Oversized,
    /// 200 with the JSON string `"yes"`.
    Yes,
    /// 200 with `null`.
    Null,
    /// 200 with `{"active": …}` as an older server answers it, with the true state.
    ActiveObject,
    /// 200 with `{"isActive": …}` as an older server answers it, with the true state.
    IsActiveObject,
    /// This answer.
    Raw {
        /// HTTP status.
        status: u16,
        /// Content type.
        content_type: String,
        /// Body.
        body: String,
    },
}

impl AnswerKind {
    /// The response; `active` is whether any stream is.
    pub fn to_response(&self, active: bool) -> Response {
        const JSON: &str = "application/json";
        let (status, content_type, body) = match self {
            Self::ServerError => (500, "text/plain; charset=utf-8", "Internal Server Error".to_owned()),
            Self::NotFound => (404, JSON, json!({"detail": "Not Found"}).to_string()),
            Self::Unprocessable => (422, JSON, json!({"detail": "Validation error", "errors": []}).to_string()),
            Self::Html => (200, "text/html", "<!doctype html><title>Sign in</title><p>Please sign in.".to_owned()),
            Self::Empty => (200, JSON, String::new()),
            Self::Oversized => (200, JSON, json!("x".repeat(2 << 20)).to_string()),
            Self::Yes => (200, JSON, json!("yes").to_string()),
            Self::Null => (200, JSON, json!(null).to_string()),
            Self::ActiveObject => (200, JSON, json!({"active": active}).to_string()),
            Self::IsActiveObject => (200, JSON, json!({"isActive": active}).to_string()),
            Self::Raw { status, content_type, body } => (*status, content_type.as_str(), body.clone()),
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers = HeaderMap::new();
        if let Ok(content_type) = HeaderValue::from_str(content_type) {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        if status != StatusCode::INTERNAL_SERVER_ERROR {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        (status, headers, Body::from(body)).into_response()
    }
}
