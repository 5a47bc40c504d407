//! Component tests: the real store and the real components in a real page, in headless Chrome.
//!
//! Only the browser's edge is a fake: `fetch` and `WebSocket` are answered by the test ([`backend`]), because races
//! need replies that come exactly when the test says. The real network is in the end-to-end tests.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod acknowledgements;
mod announcements;
mod backend;
mod bench;
mod binary;
mod binary_frames;
mod cameras;
mod canvas;
mod desk;
mod disk;
mod exposure;
mod foreign;
mod frames;
mod heard;
mod keys;
mod lights;
mod live_page;
mod live_view;
mod log;
mod looking;
mod marks;
mod meddling;
mod notices;
mod numbers;
mod other_tab;
mod page;
mod painters;
mod parameter_field;
mod record;
mod settings;
mod snap;
mod snap_panel;
mod status;
mod store;
mod stream_controls;
mod tabs;
mod turning;
mod viewer;
mod websocket_handler;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
