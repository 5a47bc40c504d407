//! Where every frame stands, and what is to be done with it next.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsValue;
use web_sys::Element;
use web_sys::js_sys::ArrayBuffer;

use super::canvas_host::{CanvasHost, Readiness};
use super::display_error::{DisplayError, ErrorKind};
use super::frame_counters::FrameCounters;
use super::frame_info::FrameInfo;
use super::frame_reader::FrameReader;
use super::measurements::Measurements;
use super::pending_acks::{Acknowledge, PendingAcks};
use super::pending_saves::PendingSaves;
use super::queued_frame::QueuedFrame;
use crate::browser::clock;
use crate::browser::js_error::in_words;
use crate::sync::{Timestamp, Visibility};
use crate::viewer::status::{CameraSorter, FrameSeq, MinuteReport, Patience, Sorted};
use crate::viewer::worker::{LogOnce, WorkerCommand};

mod cameras;
mod looking;
mod worker_events;

/// A painter that took longer over one frame hangs.
const PAINT_TIMEOUT_MS: u64 = 10_000;

/// Where every frame stands. It calls nobody: the pipeline does what it says.
pub(super) struct FrameScheduler {
    pub(super) acks: PendingAcks,
    pub(super) saves: PendingSaves,
    reader: FrameReader,
    /// The latest frame, until the one before it is done or the canvas can be seen again.
    waiting: Option<(FrameSeq, QueuedFrame)>,
    /// While there is something, frames wait.
    busy: Option<Busy>,
    host: CanvasHost,
    measurements: Measurements,
    /// Whose frames are painted.
    cameras: CameraSorter,
    visibility: Visibility,
    /// The camera of the frame that the painter got last.
    painted_detector: Option<Arc<str>>,
    counters: FrameCounters,
    /// Why the painter failed last.
    failure: DisplayError,
    logged: LogOnce<ErrorKind>,
    /// Runs only while there is something to publish, to give up or to start again.
    pub(super) timer: Option<Timeout>,
}

enum Busy {
    /// The painter has this frame's picture. It came `at`.
    Painting { seq: FrameSeq, at: Timestamp, info: FrameInfo, patience: Patience },
    /// A binary frame was painted that the browser has not shown yet: nobody would see it if the next one came before.
    Showing,
}

impl Busy {
    /// Does the painter take longer than it ever should?
    fn hangs(&mut self, now: Timestamp) -> bool {
        match self {
            Self::Painting { patience, .. } => patience.look(now) >= PAINT_TIMEOUT_MS,
            Self::Showing => false,
        }
    }
}

/// When the painter gets the next frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Now,
    /// When the browser has shown the page as it is now.
    WhenShown,
}

impl FrameScheduler {
    pub(super) fn new(host: CanvasHost, counters: FrameCounters, measurements: Measurements) -> Self {
        Self {
            acks: PendingAcks::default(),
            saves: PendingSaves::default(),
            reader: FrameReader::default(),
            waiting: None,
            busy: None,
            host,
            measurements,
            cameras: CameraSorter::default(),
            visibility: Visibility::Visible,
            painted_detector: None,
            counters,
            failure: DisplayError::PainterFailed { why: "it was not started".to_owned() },
            logged: LogOnce::default(),
            timer: None,
        }
    }

    /// Can somebody see what is painted?
    pub(super) fn set_visibility(&mut self, visibility: Visibility) {
        if self.visibility != visibility {
            self.visibility = visibility;
            self.counters.shown(clock::now());
        }
    }

    /// Can the canvas be seen, as far as the document knows?
    pub(super) fn is_mounted(&self) -> bool {
        self.host.is_visible()
    }

    pub(super) fn mount(&mut self, place: &Element) {
        let mounted = self.host.mount(place);
        self.check(mounted);
    }

    /// Forgets all frames but their acknowledgements.
    pub(super) fn clear(&mut self) {
        self.waiting = None;
        self.busy = None;
        self.cameras = CameraSorter::default();
        self.counters.clear();
        self.logged = LogOnce::default();
        self.command(WorkerCommand::Clear);
    }

    pub(super) fn minute(&self) -> MinuteReport {
        self.counters.minute()
    }

    /// Shows the canvas that is painted on, and publishes figures if it is time. Says whether to come back later: for
    /// that, for what may take too long, or for a painter that is to be started again.
    pub(super) fn publish(&mut self) -> bool {
        let swapped = self.host.swap_canvas();
        self.check(swapped);
        self.counters.set_others(self.cameras.others(clock::now()));
        self.counters.publish() || self.busy.is_some() || self.host.readiness() != Readiness::Ready
    }

    /// The browser shows the page as it is now.
    pub(super) fn on_animation_frame(&mut self) {
        self.busy.take_if(|busy| matches!(busy, Busy::Showing));
    }

    pub(super) fn arrive(&mut self, message: &ArrayBuffer, acknowledge: Acknowledge) {
        let at = clock::now();
        let size_bytes = message.byte_length();
        let read = self.reader.read(message, at);
        if let Ok(frame) = &read {
            match self.cameras.arrive(&frame.info.detector, at) {
                Sorted::LookedAt => {}
                Sorted::NewlyLookedAt => self.forget_waiting(),
                Sorted::Other => {
                    let seq = self.acks.arrive(frame.frame_id, acknowledge);
                    return self.acks.complete(seq);
                }
            }
        }
        self.counters.received(at, size_bytes);
        let id = read.as_ref().map_or_else(|_| self.reader.frame_id(message), |frame| Ok(frame.frame_id));
        let frame_id = match id {
            Ok(frame_id) => frame_id,
            Err(why) => {
                // Without an id there is nothing to acknowledge, and a wrong one would do harm.
                self.counters.undecodable(at, &why.to_string());
                return self.warn_once(&why);
            }
        };
        let seq = self.acks.arrive(frame_id, acknowledge);
        match read {
            Ok(frame) => {
                self.counters.timed(at, frame.info.server_timestamp_s);
                if let Some((overtaken, _)) = self.waiting.replace((seq, frame)) {
                    self.counters.dropped(at);
                    self.acks.complete(overtaken);
                }
            }
            Err(why) => {
                self.warn_once(&why);
                self.count_unreadable(seq, at, &why.to_string());
            }
        }
    }

    /// Hands the painter the frame that waits, if it has none. A painter that failed is started again when it is time, also
    /// while no frame waits.
    pub(super) fn paint_next(&mut self) {
        self.start();
        if self.busy.is_some() || self.waiting.is_none() {
            return;
        }
        let now = clock::now();
        if self.host.is_lost_for_good(now) {
            self.fail(DisplayError::PainterFailed { why: "the browser lost what it paints on".to_owned() });
        }
        let readiness = self.host.readiness();
        if readiness == Readiness::Soon {
            return;
        }
        let Some((seq, frame)) = self.waiting.take() else { return };
        if readiness == Readiness::Missing {
            let why = self.failure.to_string();
            return self.count_unreadable(seq, frame.at, &why);
        }
        let QueuedFrame { at, info, message, picture, .. } = frame;
        if self.painted_detector != info.detector {
            self.painted_detector.clone_from(&info.detector);
            self.command(WorkerCommand::BeginStream);
        }
        self.busy = Some(Busy::Painting { seq, at, info, patience: Patience::begin(now) });
        self.command(picture.command(seq, &message));
    }

    pub(super) fn start(&mut self) {
        let started = self.host.start(clock::now());
        self.check(started);
    }

    fn command(&mut self, command: WorkerCommand) {
        let sent = self.host.send(command);
        self.check(sent);
    }

    /// What the browser does not do for the painter, it will not do the next time either.
    fn check(&mut self, done: Result<(), JsValue>) {
        if let Err(why) = done {
            self.fail(DisplayError::PainterFailed { why: in_words(&why) });
        }
    }

    /// The painter can't go on. What it had is lost.
    fn fail(&mut self, why: DisplayError) {
        self.warn_once(&why);
        self.host.fail(clock::now());
        self.measurements.fail(why.reason());
        self.saves.fail(&why.to_string());
        if let Some(Busy::Painting { seq, at, .. }) = self.busy.take() {
            self.count_unreadable(seq, at, &why.to_string());
        }
        self.failure = why;
    }

    /// A frame that came `at` can't be shown.
    fn count_unreadable(&mut self, seq: FrameSeq, at: Timestamp, why: &str) {
        self.counters.undecodable(at, why);
        self.acks.complete(seq);
    }

    fn warn_once(&mut self, why: &DisplayError) {
        if self.logged.is_first(why.kind()) {
            warn_once(&why.to_string());
        }
    }

    /// Gives up what took too long.
    pub(super) fn timer_fired(&mut self) {
        self.timer = None;
        let now = clock::now();
        if self.busy.as_mut().is_some_and(|busy| busy.hangs(now)) {
            self.fail(DisplayError::TimedOut { limit_ms: PAINT_TIMEOUT_MS });
        }
        // The browser shows nothing at the moment, but frames have to be acknowledged.
        self.busy.take_if(|busy| matches!(busy, Busy::Showing));
        if self.host.is_overdue(now) {
            self.fail(DisplayError::PainterFailed { why: "it takes too long to start".to_owned() });
        }
    }
}

fn warn_once(why: &str) {
    tracing::warn!("[LiveView] {why} (said once; more of this kind are counted)");
}
