//! The built page in a real browser, against the real simulator process, over real sockets; and in `peer` against a
//! server that shares no code with the simulator.
//!
//! `cargo xtask test --only e2e` builds what is needed and runs this. Every test fails on a warning, an error or an
//! exception in the browser's console that it did not expect; none waits for a fixed time.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod harness;

mod accessibility;
mod at_rest;
mod bad_answers;
mod bad_messages;
mod binary;
mod camera_list;
mod cameras;
mod canvas;
mod choosing;
mod commands;
mod console_lines;
mod dist;
mod endurance;
mod engines;
mod exposure;
mod first_minute;
mod forced_colors;
mod four_cases;
mod hidden;
mod key_list;
mod keys;
mod kills;
mod layout;
mod lights;
mod loading;
mod log;
mod looking;
mod marks;
mod measurements;
mod microscopes;
mod notices;
mod numbers;
mod painter;
mod peer;
mod picture;
mod places;
mod policy;
mod proxy;
mod proxy_cache;
mod proxy_login;
mod proxy_trouble;
mod recording;
mod report;
mod scale;
mod screenshots;
mod settings;
mod snap;
mod trouble;
mod turning;
mod update;
mod watchfulness;
mod wheel;
