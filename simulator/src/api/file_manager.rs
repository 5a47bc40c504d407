//! The calls of the file manager, and the files that it has.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Multipart, Path, State},
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use serde::Deserialize;
use serde_json::json;

use super::error_response::{Unprocessable, not_found};
use crate::{
    file_manager::{Entry, Refusal},
    simulator::Simulator,
};

/// The largest file that is taken, in bytes.
pub const MAX_UPLOAD: usize = 32 << 20;

/// Everything, in one flat list.
pub async fn list(State(simulator): State<Arc<Simulator>>) -> Json<Vec<Entry>> {
    Json(simulator.files.list())
}

/// Keeps a file: the form's `file`, in the folder that `parentId` names.
pub async fn upload(State(simulator): State<Arc<Simulator>>, mut form: Multipart) -> Response {
    let mut folder = String::new();
    let mut file = None;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return unprocessable(error.body_text()),
        };
        match field.name() {
            Some("parentId") => match field.text().await {
                Ok(text) => folder = text,
                Err(error) => return unprocessable(error.body_text()),
            },
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                match field.bytes().await {
                    Ok(content) => file = Some((name, content)),
                    Err(error) => return unprocessable(error.body_text()),
                }
            }
            _ => {}
        }
    }
    let Some((name, content)) = file else {
        return unprocessable("Field required".to_owned());
    };
    done(simulator.files.write(&folder, &name, content))
}

#[derive(Debug, Deserialize)]
pub struct RemoveBody {
    ids: Vec<String>,
}

/// Removes files and folders.
pub async fn remove(State(simulator): State<Arc<Simulator>>, Json(body): Json<RemoveBody>) -> Response {
    let removed = body.ids.iter().map(|id| simulator.files.remove(id)).collect::<Result<Vec<()>, _>>();
    done(removed.map(|_all| ()))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RenameBody {
    id: String,
    new_name: String,
}

/// Gives a file or folder another name.
pub async fn rename(State(simulator): State<Arc<Simulator>>, Json(body): Json<RenameBody>) -> Response {
    done(simulator.files.rename(&body.id, &body.new_name))
}

/// An uploaded file, as a web server has it. There is no index: `index.html` must be in the address.
pub async fn serve(State(simulator): State<Arc<Simulator>>, Path(path): Path<String>) -> Response {
    match simulator.files.read(&path) {
        Some(content) => ([(header::CONTENT_TYPE, content_type(&path))], content).into_response(),
        None => not_found().await,
    }
}

fn done(outcome: Result<(), Refusal>) -> Response {
    let (status, message) = match outcome {
        Ok(()) => return Json(json!({"message": "ok"})).into_response(),
        Err(Refusal::BadName) => (StatusCode::BAD_REQUEST, "Invalid name"),
        Err(Refusal::Missing) => (StatusCode::NOT_FOUND, "Not found"),
        Err(Refusal::Taken) => (StatusCode::BAD_REQUEST, "Exists already"),
        Err(Refusal::Full) => (StatusCode::INTERNAL_SERVER_ERROR, "No space left on device"),
    };
    (status, Json(json!({"detail": message}))).into_response()
}

fn unprocessable(message: String) -> Response {
    Unprocessable { place: "body", message }.into_response()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
