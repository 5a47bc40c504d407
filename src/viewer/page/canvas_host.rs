//! The canvas on the page, and the thread that paints on it.

use std::mem;

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlCanvasElement};

use crate::sync::Timestamp;
use crate::viewer::geometry::PictureSize;
use crate::viewer::image::{ClippingMarks, Contrast};
use crate::viewer::status::Patience;
use crate::viewer::worker::{Histograms, OnWorkerEvent, PaintWorker, WorkerCommand};

/// How long a thread that failed is not started again; twice as long after each further failure, until one paints.
const RESTART_WAIT_MS: u64 = 500;
/// The wait is doubled so often at most: half a minute.
const MAX_DOUBLINGS: u32 = 6;
/// A thread that takes longer to be ready has failed without saying so. Its program may come over a slow network.
const START_TIMEOUT_MS: u64 = 30_000;

/// A browser that lost what is painted on gives it back within a moment, or not at all.
const REGAIN_TIMEOUT_MS: u64 = 5_000;

/// Where pictures are painted. It outlives the component that shows it, so that the last picture is there again when
/// the person comes back from another page.
pub(super) struct CanvasHost {
    on_event: OnWorkerEvent,
    standing: WorkerState,
    place: Option<Element>,
    /// What is in the place. When a thread is replaced, its last picture stays until there is another.
    canvas: Option<HtmlCanvasElement>,
    contrast: Contrast,
    marks: ClippingMarks,
    histograms: Histograms,
    /// Failures since something was painted.
    failures: u32,
    /// Since when the browser has lost what the thread paints on.
    lost_since: Option<Timestamp>,
}

/// How the thread stands.
enum WorkerState {
    Starting {
        thread: PaintWorker,
        patience: Patience,
    },
    /// It takes commands, and another canvas is shown until its own has a picture: that of the size that it painted last.
    Unseen {
        thread: PaintWorker,
        painted: Option<PictureSize>,
    },
    /// It takes commands, and its canvas is shown.
    Ready(PaintWorker),
    /// It failed, or nobody started it yet.
    Missing {
        again_at: Timestamp,
    },
}

/// What can be expected of the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    /// It takes commands.
    Ready,
    /// It will, soon.
    Soon,
    /// It won't for a while.
    Missing,
}

impl CanvasHost {
    /// Nothing is started yet. What the worker reports goes to `on_event`.
    pub(super) fn new(on_event: OnWorkerEvent) -> Self {
        Self {
            on_event,
            standing: WorkerState::Missing { again_at: Timestamp(0) },
            place: None,
            canvas: None,
            contrast: Contrast::default(),
            marks: ClippingMarks::Off,
            histograms: Histograms::Unwanted,
            failures: 0,
            lost_since: None,
        }
    }

    /// Starts the thread if there is none and it is time. Where that fails, [`CanvasHost::fail`] is to follow.
    pub(super) fn start(&mut self, now: Timestamp) -> Result<(), JsValue> {
        if !matches!(self.standing, WorkerState::Missing { again_at } if again_at <= now) {
            return Ok(());
        }
        let thread = PaintWorker::start(&self.on_event)?;
        if self.canvas.is_none() {
            self.show(thread.canvas().clone())?;
        }
        self.standing = WorkerState::Starting { thread, patience: Patience::begin(now) };
        Ok(())
    }

    /// The worker takes commands from now on.
    pub(super) fn begin(&mut self) -> Result<(), JsValue> {
        self.standing = match mem::replace(&mut self.standing, WorkerState::Missing { again_at: Timestamp(0) }) {
            WorkerState::Starting { mut thread, .. } => {
                thread.hand_over_canvas()?;
                thread.send(WorkerCommand::Contrast(self.contrast))?;
                thread.send(WorkerCommand::Marks(self.marks))?;
                thread.send(WorkerCommand::Histograms(self.histograms))?;
                if self.canvas.as_ref() == Some(thread.canvas()) {
                    WorkerState::Ready(thread)
                } else {
                    WorkerState::Unseen { thread, painted: None }
                }
            }
            other => other,
        };
        Ok(())
    }

    /// Ends the thread, which has failed; it is started again later.
    pub(super) fn fail(&mut self, now: Timestamp) {
        let again_at = now.after(RESTART_WAIT_MS << self.failures.min(MAX_DOUBLINGS));
        self.failures = self.failures.saturating_add(1);
        self.lost_since = None;
        self.standing = WorkerState::Missing { again_at };
    }

    /// The thread has painted a picture of this size: what was wrong before is over.
    pub(super) fn painted(&mut self, size: PictureSize) {
        self.failures = 0;
        self.lost_since = None;
        if let WorkerState::Unseen { painted, .. } = &mut self.standing {
            *painted = Some(size);
        }
    }

    /// The browser has lost what the thread paints on, and may give it back.
    pub(super) fn lose(&mut self, now: Timestamp) {
        self.lost_since.get_or_insert(now);
    }

    /// What the thread paints on is there again.
    pub(super) fn regain(&mut self) {
        self.lost_since = None;
    }

    /// Is it lost for longer than a browser takes to give it back?
    pub(super) fn is_lost_for_good(&self, now: Timestamp) -> bool {
        self.lost_since.is_some_and(|since| now.ms_since(since) >= REGAIN_TIMEOUT_MS)
    }

    /// Shows the thread's own canvas, once a picture is there: the page has it a moment after it was painted.
    pub(super) fn swap_canvas(&mut self) -> Result<(), JsValue> {
        let WorkerState::Unseen { thread, painted: Some(PictureSize { width_px, height_px }) } = &self.standing else {
            return Ok(());
        };
        let canvas = thread.canvas().clone();
        if (canvas.width(), canvas.height()) != (*width_px, *height_px) {
            return Ok(());
        }
        self.standing = match mem::replace(&mut self.standing, WorkerState::Missing { again_at: Timestamp(0) }) {
            WorkerState::Unseen { thread, .. } => WorkerState::Ready(thread),
            other => other,
        };
        self.show(canvas)
    }

    pub(super) fn readiness(&self) -> Readiness {
        match self.standing {
            WorkerState::Ready(_) | WorkerState::Unseen { .. } => Readiness::Ready,
            WorkerState::Starting { .. } => Readiness::Soon,
            WorkerState::Missing { .. } => Readiness::Missing,
        }
    }

    /// Has it been starting for too long?
    pub(super) fn is_overdue(&mut self, now: Timestamp) -> bool {
        match &mut self.standing {
            WorkerState::Starting { patience, .. } => patience.look(now) >= START_TIMEOUT_MS,
            WorkerState::Unseen { .. } | WorkerState::Ready(_) | WorkerState::Missing { .. } => false,
        }
    }

    /// Sends a command to a worker that is ready. Another one does not get it.
    pub(super) fn send(&self, command: WorkerCommand) -> Result<(), JsValue> {
        match &self.standing {
            WorkerState::Ready(thread) | WorkerState::Unseen { thread, .. } => thread.send(command),
            WorkerState::Starting { .. } | WorkerState::Missing { .. } => Ok(()),
        }
    }

    /// Shows samples with this contrast, now and after every start.
    pub(super) fn set_contrast(&mut self, contrast: Contrast) -> Result<(), JsValue> {
        self.contrast = contrast;
        self.send(WorkerCommand::Contrast(contrast))
    }

    /// Marks what is black and what is saturated or not, now and after every start.
    pub(super) fn set_marks(&mut self, marks: ClippingMarks) -> Result<(), JsValue> {
        self.marks = marks;
        self.send(WorkerCommand::Marks(marks))
    }

    /// Measures histograms for this, now and after every start.
    pub(super) fn set_histograms(&mut self, histograms: Histograms) -> Result<(), JsValue> {
        if self.histograms == histograms {
            return Ok(());
        }
        self.histograms = histograms;
        self.send(WorkerCommand::Histograms(histograms))
    }

    /// Can anybody see the canvas, as far as the document knows?
    pub(super) fn is_visible(&self) -> bool {
        self.canvas.as_ref().is_none_or(|canvas| canvas.is_connected())
    }

    /// Moves the canvas into `place`.
    pub(super) fn mount(&mut self, place: &Element) -> Result<(), JsValue> {
        self.place = Some(place.clone());
        self.canvas.as_ref().map_or(Ok(()), |canvas| place.append_child(canvas).map(drop))
    }

    /// Shows this canvas instead of the one before.
    fn show(&mut self, canvas: HtmlCanvasElement) -> Result<(), JsValue> {
        if let Some(before) = self.canvas.take() {
            before.remove();
        }
        if let Some(place) = &self.place {
            place.append_child(&canvas)?;
        }
        self.canvas = Some(canvas);
        Ok(())
    }
}
