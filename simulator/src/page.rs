//! The built page: static files only.

use std::path::Path;

use axum::{Router, response::IntoResponse};
use http::{HeaderValue, StatusCode, header};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::api::not_found;

/// Serves the folder at `/` and at `/imswitch/ui/`. A missing file is a 404, never the index.
pub fn with_page(router: Router, folder: &Path) -> Router {
    let files = || ServeDir::new(folder).fallback(axum::routing::any(not_found));
    // Without this, browsers keep files of an older build for a while.
    let revalidate =
        SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    router.nest_service("/imswitch/ui", files()).fallback_service(files()).layer(revalidate)
}

/// Says what is missing when no page was given.
pub async fn no_page() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "This simulator was started without --page: there is no page here, only the interface.\n")
}
