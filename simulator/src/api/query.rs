//! Query parameters, read as leniently as the real server does.

use axum::extract::{FromRequestParts, Query, rejection::QueryRejection};
use http::request::Parts;
use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error};

use super::error_response::Unprocessable;

/// The query of a call; one that can't be read is answered with 422.
#[derive(Debug)]
pub struct ApiQuery<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = Unprocessable;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Unprocessable> {
        let query: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        match query {
            Ok(Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(Unprocessable { place: "query", message: rejection.body_text() }),
        }
    }
}

/// A number that is one.
pub fn finite<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let number = f64::deserialize(deserializer)?;
    if number.is_finite() { Ok(number) } else { Err(D::Error::custom("Input should be a finite number")) }
}

/// A boolean in any of the spellings that the real server takes.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" | "t" | "y" => Ok(true),
        "false" | "0" | "no" | "off" | "f" | "n" => Ok(false),
        _ => Err(D::Error::custom(format!("{text:?} is no boolean"))),
    }
}
