//! The cost of a frame, and how many are painted and dropped, by picture size and rate.

use std::thread;

use serde::Serialize;

use crate::harness::{Simulator, StaticServer};
use crate::pair::{Pair, Subject};
use crate::plan::Plan;
use crate::session::Session;
use crate::usage::Usage;

/// Width and height in pixels.
const SIZES_PX: [(u16, u16); 3] = [(640, 480), (1280, 960), (2048, 2048)];
/// More frames a second than the simulator can send: it sends as many as it can.
pub const UNLIMITED_FPS: u16 = 1000;
/// Frames a second that the camera is asked for.
const RATES_FPS: [u16; 3] = [20, 60, UNLIMITED_FPS];

/// Both pages at one size and rate.
#[derive(Debug, Serialize)]
pub struct Row {
    pub size_px: (u16, u16),
    pub camera_fps: u16,
    pub usage: Pair<Usage>,
    /// Main-thread time per painted frame.
    pub main_thread_ratio: f64,
    /// CPU time of all threads of the renderer process per painted frame.
    pub renderer_ratio: f64,
    /// CPU time of all of the browser's processes per painted frame.
    pub browser_ratio: f64,
}

/// Each page at each size and rate.
pub fn measure(plan: &Plan, bare: &StaticServer) -> Vec<Row> {
    let cases = SIZES_PX.into_iter().flat_map(|size_px| RATES_FPS.map(|fps| (size_px, fps)));
    // Neither page always goes first.
    let order = [Subject::Lockstep, Subject::Bare].into_iter().cycle();
    cases.zip(order).map(|((size_px, fps), first)| row(plan, bare, size_px, fps, first)).collect()
}

fn row(plan: &Plan, bare: &StaticServer, size_px: (u16, u16), camera_fps: u16, first: Subject) -> Row {
    let (width, height) = (size_px.0.to_string(), size_px.1.to_string());
    eprintln!("streaming {width} × {height} at {camera_fps} a second");
    let flags = ["--auto-start", "--width", &width, "--height", &height, "--fps", &camera_fps.to_string()];
    let simulator = Simulator::start(&flags);
    let usage = Pair::measure(first, |subject| stream(plan, subject, &simulator, bare));
    Row {
        size_px,
        camera_fps,
        usage,
        main_thread_ratio: usage.map(Usage::main_thread_ms_per_frame).ratio(),
        renderer_ratio: usage.map(Usage::renderer_ms_per_frame).ratio(),
        browser_ratio: usage.map(Usage::browser_ms_per_frame).ratio(),
    }
}

fn stream(plan: &Plan, subject: Subject, simulator: &Simulator, bare: &StaticServer) -> Usage {
    let session = Session::open(subject, simulator, bare);
    session.wait_painted(5);
    thread::sleep(plan.warm_up);
    let usage = session.measure(plan.streaming);
    assert!(usage.painted > 0, "{subject:?} painted nothing{}", session.tab.report());
    session.finish();
    usage
}
