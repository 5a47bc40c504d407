//! Error responses of the framework that the real server is built on.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;

/// 404.
pub async fn not_found() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({"detail": "Not Found"}))).into_response()
}

/// 405.
pub async fn method_not_allowed() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, Json(json!({"detail": "Method Not Allowed"}))).into_response()
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
