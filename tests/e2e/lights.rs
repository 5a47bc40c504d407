//! Lights: what the panel shows is what the backend has, through restarts, other people and other tabs.

mod answers;
mod darkness;
mod dragging;
mod others;
mod panel;
mod restarts;
mod row;
