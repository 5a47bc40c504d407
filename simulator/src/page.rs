//! The built page: static files only.

use std::path::Path;

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use tower_http::{services::ServeDir, set_header::SetResponseHeader};

use crate::api::not_found;

/// Where the page is besides `/`.
const UI: &str = "/imswitch/ui";

/// What the page needs and nothing else: its own files, and backends wherever they are. The container of a release sends
/// the same.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self' ws: wss: http: https:; img-src 'self' data: blob:; worker-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'self'",
);

/// Serves the folder at `/` and at `/imswitch/ui/`. A missing file is a 404, never the index.
pub fn with_page(router: Router, folder: &Path) -> Router {
    let files = || {
        let files = ServeDir::new(folder).fallback(axum::routing::any(not_found));
        // Without this, browsers keep files of an older build for a while.
        let revalidate = HeaderValue::from_static("no-cache");
        let files = SetResponseHeader::if_not_present(files, header::CACHE_CONTROL, revalidate);
        SetResponseHeader::overriding(files, header::CONTENT_SECURITY_POLICY, POLICY)
    };
    router.nest_service(UI, files()).fallback_service(files()).layer(from_fn(with_slash))
}

/// Without the slash, the page would look for its files one folder above.
async fn with_slash(request: Request, next: Next) -> Response {
    if request.uri().path() != UI {
        return next.run(request).await;
    }
    // Relative, because a proxy may have put something before it.
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("ui/{query}"))]).into_response()
}

/// Says what is missing when no page was given.
pub async fn no_page() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "This simulator was started without --page: there is no page here, only the interface.\n")
}
