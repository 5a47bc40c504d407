//! What was measured, as Markdown for people and JSON for programs.

use std::fmt;

use serde::Serialize;

use crate::harness::Dist;
use crate::lighthouse::{Lighthouse, Verdict as Judgement};
use crate::load::{Load, Times};
use crate::machine::Machine;
use crate::memory::Memory;
use crate::pair::Pair;
use crate::rest::Rest;
use crate::streaming::{Row, UNLIMITED_FPS};
use crate::usage::Usage;

/// How many times as much CPU time as the bare page Lockstep may use per painted frame.
const STREAMING_LIMIT: f64 = 1.15;
const REST_LIMIT_MS_PER_SECOND: f64 = 3.0;
const MEMORY_LIMIT_BYTES: f64 = 2e6;
/// From navigation to the right button, over the slow network.
const COMPRESSED_LOAD_LIMIT_MS: f64 = 900.0;
const UNCOMPRESSED_LOAD_LIMIT_MS: f64 = 1_900.0;

/// One run.
#[derive(Debug, Serialize)]
pub struct Report {
    pub machine: Machine,
    pub quick: bool,
    pub streaming: Vec<Row>,
    pub rest: Pair<Rest>,
    pub memory: Memory,
    pub load: Load,
    pub lighthouse: Lighthouse,
}

/// A run and how its figures compare with what they should be.
#[derive(Serialize)]
pub struct WithFigures<'a> {
    #[serde(flatten)]
    report: &'a Report,
    figures: Vec<Figure>,
}

/// A figure beside what it should be.
#[derive(Serialize)]
struct Figure {
    what: &'static str,
    measured: String,
    limit: String,
    verdict: Verdict,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Met,
    NotMet,
}

impl Verdict {
    fn of(met: bool) -> Self {
        if met { Self::Met } else { Self::NotMet }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "**not met**",
        }
    }
}

impl Report {
    /// All that goes into the file for programs.
    pub fn with_figures(&self) -> WithFigures<'_> {
        WithFigures { report: self, figures: self.figures() }
    }

    fn figures(&self) -> Vec<Figure> {
        let rest_ms = self.rest.lockstep.usage.main_thread_ms_per_second();
        let growth_bytes = self.memory.growth_bytes();
        let dist_bytes = self.load.dist.total.brotli_bytes;
        vec![
            self.streaming_figure("streaming, main thread, per painted frame", |row| row.main_thread_ratio),
            self.streaming_figure("streaming, all threads of the page, per painted frame", |row| row.renderer_ratio),
            Figure {
                what: "at rest, main thread",
                measured: format!("{rest_ms:.2} ms/s"),
                limit: format!("at most {REST_LIMIT_MS_PER_SECOND:.0} ms/s"),
                verdict: Verdict::of(rest_ms <= REST_LIMIT_MS_PER_SECOND),
            },
            Figure {
                what: "memory, last look against first",
                measured: format!("{:+.2} MB", growth_bytes / 1e6),
                limit: format!("at most +{:.0} MB", MEMORY_LIMIT_BYTES / 1e6),
                verdict: Verdict::of(growth_bytes <= MEMORY_LIMIT_BYTES),
            },
            Figure {
                what: "everything in dist, brotli",
                measured: format!("{:.1} kB", dist_bytes as f64 / 1e3),
                limit: format!("at most {} kB", Dist::LIMIT_BYTES / 1_000),
                verdict: Verdict::of(dist_bytes <= Dist::LIMIT_BYTES),
            },
            load_figure(
                "right button at 5 Mbit/s and 50 ms, cold cache, compressed",
                &self.load.slow_compressed,
                COMPRESSED_LOAD_LIMIT_MS,
            ),
            load_figure(
                "right button at 5 Mbit/s and 50 ms, cold cache, uncompressed",
                &self.load.slow_uncompressed,
                UNCOMPRESSED_LOAD_LIMIT_MS,
            ),
            lighthouse_figure(
                "Lighthouse, computer, lowest of the four",
                &self.lighthouse.desktop,
                Lighthouse::DESKTOP_LIMIT,
            ),
            lighthouse_figure(
                "Lighthouse, phone, lowest of the four",
                &self.lighthouse.mobile,
                Lighthouse::MOBILE_LIMIT,
            ),
        ]
    }

    /// It is met where the worst of all sizes and rates meets it.
    fn streaming_figure(&self, what: &'static str, ratio: impl Fn(&Row) -> f64) -> Figure {
        let worst = self.streaming.iter().map(&ratio).fold(0.0, f64::max);
        let met = self.streaming.iter().filter(|row| ratio(row) <= STREAMING_LIMIT).count();
        let all = self.streaming.len();
        Figure {
            what,
            measured: format!("{worst:.2} × the bare page at worst; {met} of {all} within"),
            limit: format!("at most {STREAMING_LIMIT} ×"),
            verdict: Verdict::of(met == all),
        }
    }

    fn write_figures(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| figure | measured | limit | |\n| --- | --- | --- | --- |")?;
        for Figure { what, measured, limit, verdict } in self.figures() {
            writeln!(f, "| {what} | {measured} | {limit} | {} |", verdict.text())?;
        }
        Ok(())
    }

    fn write_streaming(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nStreaming, Lockstep : bare page. CPU time in ms per painted frame.\n")?;
        writeln!(
            f,
            "| picture | camera | painted/s | dropped/s | main thread | ratio | all threads | ratio | whole browser | ratio |"
        )?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        for row in &self.streaming {
            let (width_px, height_px) = row.size_px;
            let camera = match row.camera_fps {
                UNLIMITED_FPS => "all it can".to_owned(),
                fps => format!("{fps}/s"),
            };
            let text = |figure: fn(&Usage) -> f64, decimals| row.usage.map(figure).text(decimals);
            writeln!(
                f,
                "| {width_px}×{height_px} | {camera} | {} | {} | {} | {:.2} | {} | {:.2} | {} | {:.2} |",
                text(Usage::painted_per_second, 1),
                text(Usage::dropped_per_second, 1),
                text(Usage::main_thread_ms_per_frame, 2),
                row.main_thread_ratio,
                text(Usage::renderer_ms_per_frame, 2),
                row.renderer_ratio,
                text(Usage::browser_ms_per_frame, 2),
                row.browser_ratio,
            )?;
        }
        Ok(())
    }

    fn write_rest(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let usage = self.rest.map(|rest| rest.usage);
        writeln!(f, "\n| at rest | Lockstep : bare page |\n| --- | ---: |")?;
        writeln!(f, "| main thread, ms a second | {} |", usage.map(Usage::main_thread_ms_per_second).text(2))?;
        writeln!(f, "| all threads, ms a second | {} |", usage.map(Usage::renderer_ms_per_second).text(2))?;
        writeln!(f, "| requests a minute | {} |", self.rest.map(|rest| rest.requests_per_minute).text(0))
    }

    fn write_memory(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let painted = self.memory.painted;
        writeln!(f, "\n| streaming 640×480 at 20/s ({painted} painted) | heap | wasm |\n| --- | ---: | ---: |")?;
        for look in [self.memory.first(), self.memory.last()] {
            let (heap_mb, wasm_mb) = (look.held.heap_bytes / 1e6, look.held.wasm_bytes / 1e6);
            writeln!(f, "| after {:.0} s | {heap_mb:.2} MB | {wasm_mb:.2} MB |", look.after_s)?;
        }
        Ok(())
    }

    fn write_lighthouse(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n| Lighthouse | performance | accessibility | best practices | SEO | first paint | largest paint | blocked | shift |"
        )?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
        for (what, it) in [("computer", &self.lighthouse.desktop), ("phone", &self.lighthouse.mobile)] {
            let (first, last) = (it.runs[0], it.runs[it.runs.len() - 1]);
            writeln!(
                f,
                "| {what} | {} ({first} to {last}) | {} | {} | {} | {:.2} s | {:.2} s | {:.0} ms | {:.3} |",
                it.performance,
                it.accessibility,
                it.best_practices,
                it.seo,
                it.first_paint_ms / 1e3,
                it.largest_paint_ms / 1e3,
                it.blocked_ms,
                it.layout_shift,
            )?;
        }
        Ok(())
    }

    fn write_load(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Load { dist, local, slow, slow_compressed, slow_uncompressed } = &self.load;
        let count = local.lockstep.ms.len();
        writeln!(
            f,
            "\n| from navigation, cold cache, median of {count} | Lockstep: right button | bare page: first frame |\n| --- | ---: | ---: |"
        )?;
        let slow = format!("{:.0} Mbit/s, {} ms", f64::from(slow.bits_per_second) / 1e6, slow.round_trip_ms);
        for (what, times) in [
            ("this machine alone".to_owned(), local),
            (format!("{slow}, compressed"), slow_compressed),
            (format!("{slow}, uncompressed"), slow_uncompressed),
        ] {
            writeln!(f, "| {what} | {} | {} |", times.lockstep.text(), times.bare.text())?;
        }
        write!(f, "\nEverything in `dist`, in bytes:\n\n{dist}")
    }
}

fn lighthouse_figure(what: &'static str, judgement: &Judgement, limit: f64) -> Figure {
    let lowest = judgement.lowest();
    Figure {
        what,
        measured: lowest.to_string(),
        limit: format!("at least {limit}"),
        verdict: Verdict::of(lowest >= limit),
    }
}

fn load_figure(what: &'static str, times: &Pair<Times>, limit_ms: f64) -> Figure {
    let Pair { lockstep, bare } = times.map(|times| times.median_ms);
    Figure {
        what,
        measured: format!("{:.2} s (the bare page’s first frame: {:.2} s)", lockstep / 1e3, bare / 1e3),
        limit: format!("at most {:.1} s", limit_ms / 1e3),
        verdict: Verdict::of(lockstep <= limit_ms),
    }
}

/// Markdown.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n", self.machine)?;
        if self.quick {
            writeln!(f, "A quick run: it shows that everything works, and its figures mean little.\n")?;
        }
        self.write_figures(f)?;
        self.write_streaming(f)?;
        self.write_rest(f)?;
        self.write_memory(f)?;
        self.write_lighthouse(f)?;
        self.write_load(f)
    }
}
