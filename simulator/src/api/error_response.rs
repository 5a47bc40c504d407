//! Error responses of the framework that the real server is built on.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use serde_json::json;

/// 404.
pub async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({"detail": "Not Found"}))).into_response()
}

/// 405.
pub async fn method_not_allowed() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, Json(json!({"detail": "Method Not Allowed"}))).into_response()
}

/// 500, as of a call that fails inside: text.
pub fn server_error() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").into_response()
}

/// Takes the CORS headers off such a 500: the real server makes it outside of what adds them.
pub async fn without_cors_on_server_error(mut response: Response) -> Response {
    let is_text = response.headers().get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/"));
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && is_text {
        response.headers_mut().remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    }
    response
}

/// A parameter or body that can't be read: 422.
#[derive(Debug)]
pub struct Unprocessable {
    /// Where: `query` or `body`.
    pub place: &'static str,
    /// Why.
    pub message: String,
}

impl IntoResponse for Unprocessable {
    fn into_response(self) -> Response {
        let errors = json!([{"type": "value_error", "loc": [self.place], "msg": self.message}]);
        (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"detail": "Validation error", "errors": errors})))
            .into_response()
    }
}
