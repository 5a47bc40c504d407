//! What a journal tells, of a real machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod narration;
mod report;
mod rig;
mod storage_and_time;
