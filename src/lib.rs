//! Lockstep: a live-view console whose Play and Stop buttons always tell the truth about the backend.
//!
//! The way of the data is one circle: a socket, a reply, a timer or a click makes an `Event`, the machine in [`sync`]
//! takes it, the store holds the new state and the page shows it, and the machine's effects (requests, log lines,
//! notices) lead to the next event.
//!
//! | room | compiles | what lives there |
//! | --- | --- | --- |
//! | [`wire`] | everywhere | bytes to meaning: Engine.IO, Socket.IO, MessagePack, REST answers |
//! | [`sync`] | everywhere | what is known about the stream, how it is known, and what to do next |
//! | [`control`] | everywhere | what else is asked of the backend: camera, parameters, snaps; and what people are told: notices, the log |
//! | `browser` | browser | the clock, the console, words for the browser's errors |
//! | `backend` | browser | where the backend is, REST calls, the WebSocket |
//! | `store` | browser | the one signal that holds the machine's state, and the views derived from it |
//! | [`viewer`] | both, apart | frames to pixels: the pure parts, the page's part, and the worker that paints |
//! | `components`, `pages`, `app` | browser | what is on the page |

pub mod control;
pub mod sync;
pub mod viewer;
pub mod wire;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod backend;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod components;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod store;
