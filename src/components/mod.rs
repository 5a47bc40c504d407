//! What the page is made of.

pub(crate) mod block;
mod live_view;
mod looking;
mod notices;
mod panels;
mod status;
mod stream_controls;
mod websocket_handler;

pub use live_view::LiveView;
pub use notices::Notices;
pub use status::StatusIndicator;
pub use stream_controls::StreamControls;
pub use websocket_handler::WebSocketHandler;
