//! Lines that the page writes to the console, word for word.

use super::console::Level;

/// How the line of a stalled picture begins.
pub const NO_FRAME_COMES: &str = "[LiveView] The stream runs, but no frame comes";

/// What a successful connect writes.
pub fn connect_lines(sid: &str, active: bool) -> Vec<(Level, String)> {
    [
        format!("WebSocket connected with socket id: {sid}"),
        "[WebSocket] Syncing livestream status with backend...".to_owned(),
        format!("[WebSocket] Backend livestream status: {active}"),
        format!("[WebSocket] Livestream status synced: {active}"),
    ]
    .map(|text| (Level::Info, text))
    .to_vec()
}

/// What the end of a connection writes.
pub fn disconnected(reason: &str) -> (Level, String) {
    (Level::Info, format!("[WebSocket] Disconnected. Reason: {reason}"))
}
