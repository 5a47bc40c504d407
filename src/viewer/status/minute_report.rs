//! A minute of frames, in numbers, words and a plot.

use crate::sync::Timestamp;

/// How wide a second is in the plot, in its own units; [`STEP`] goes from one to the next.
const SECOND_WIDTH: usize = 10;
const STEP: &str = "h10";
/// Seconds that the plot has room for.
const SECONDS: usize = 60;

/// What is known of a minute of frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MinuteReport {
    /// Frames that come a second; 0 while none do.
    pub received_per_second: f64,
    /// Frames that are painted a second; 0 while none are.
    pub painted_per_second: f64,
    /// Frames that are overtaken by newer ones a second; 0 while none are.
    pub dropped_per_second: f64,
    /// Bytes of the messages that frames come in, a second.
    pub bytes_per_second: f64,
    /// How much longer than the quickest frame of the minute frames take now, from the server's timestamp to here;
    /// `None` while they don't say or don't come. How long the quickest one takes can't be known: server and browser
    /// have clocks of their own.
    pub delay_ms: Option<f64>,
    /// From a frame's arrival to its paint; `None` while none is painted.
    pub paint_ms: Option<f64>,
    /// When the latest frame came, whether it could be shown or not; `None` while none did.
    pub last_received: Option<Timestamp>,
    /// Frames that came in each whole second, the latest last: 60, or as many as there were since counting began.
    pub received: Vec<u32>,
    /// Frames that were painted in each of them.
    pub painted: Vec<u32>,
    /// Frames that were overtaken in each of them.
    pub dropped: Vec<u32>,
}

impl MinuteReport {
    /// How wide the plot is in its own units; it is 100 high.
    pub const PLOT_WIDTH: usize = SECONDS * SECOND_WIDTH;

    /// The number of frames a second at the plot's upper edge: round, so that it changes rarely.
    #[must_use]
    pub fn top(&self) -> u32 {
        let most = self.received.iter().chain(&self.painted).copied().max().unwrap_or_default().max(1);
        most.next_multiple_of(match most {
            1..=50 => 5,
            51..=200 => 20,
            _ => 100,
        })
    }

    /// What came, as an SVG path: a line with a step a second.
    #[must_use]
    pub fn received_outline(&self) -> Option<String> {
        self.steps(&self.received).map(|(begin, steps)| format!("M{begin} {}", &steps[1..]))
    }

    /// What was painted, as an SVG path: an area below steps.
    #[must_use]
    pub fn painted_outline(&self) -> Option<String> {
        self.steps(&self.painted).map(|(begin, steps)| format!("M{begin} 100{steps}V100z"))
    }

    /// Where the steps begin, and the steps; the latest ends at the right edge.
    fn steps(&self, counts: &[u32]) -> Option<(usize, String)> {
        let top = self.top();
        let begin = SECONDS.checked_sub(counts.len()).filter(|_| !counts.is_empty())? * SECOND_WIDTH;
        let mut steps = String::new();
        for &count in counts {
            steps.push('V');
            steps.push_str(&(100 - count.saturating_mul(100) / top).to_string());
            steps.push_str(STEP);
        }
        Some((begin, steps))
    }

    /// The plot for those who don't see it.
    #[must_use]
    pub fn in_words(&self) -> String {
        let seconds = self.received.len();
        if seconds == 0 {
            return "Frames a second: nothing is known yet".to_owned();
        }
        let (received, painted) = (range(&self.received), range(&self.painted));
        let dropped = self.dropped_in_all();
        format!(
            "Frames a second in the last {seconds} s: received {received}, painted {painted}, {dropped} dropped in all"
        )
    }

    /// Frames that were overtaken in the whole minute.
    #[must_use]
    pub fn dropped_in_all(&self) -> u32 {
        self.dropped.iter().sum()
    }

    /// The bitrate in the unit that fits it.
    #[must_use]
    pub fn bitrate(&self) -> String {
        let kilobytes = self.bytes_per_second / 1e3;
        // What would be rounded up to 1000.0 kB is 1.0 MB.
        if kilobytes < 999.95 { format!("{kilobytes:.1} kB/s") } else { format!("{:.1} MB/s", kilobytes / 1e3) }
    }
}

/// From the least to the most.
fn range(counts: &[u32]) -> String {
    let least = counts.iter().min().copied().unwrap_or_default();
    let most = counts.iter().max().copied().unwrap_or_default();
    if least == most { most.to_string() } else { format!("{least} to {most}") }
}

#[cfg(test)]
mod tests {
    use super::MinuteReport;

    fn minute(received: &[u32], painted: &[u32]) -> MinuteReport {
        MinuteReport { received: received.to_vec(), painted: painted.to_vec(), ..MinuteReport::default() }
    }

    #[test]
    fn the_plot_ends_at_the_latest_second_and_begins_where_counting_did() {
        let three = minute(&[10, 20, 5], &[10, 10, 5]);
        assert_eq!(three.top(), 20);
        assert_eq!(three.received_outline().as_deref(), Some("M570 50h10V0h10V75h10"));
        assert_eq!(three.painted_outline().as_deref(), Some("M570 100V50h10V50h10V75h10V100z"));
        let full = minute(&[20; 60], &[0; 60]);
        assert_eq!(full.received_outline(), Some(format!("M0 0h10{}", "V0h10".repeat(59))));
        assert_eq!(full.painted_outline(), Some(format!("M0 100{}V100z", "V100h10".repeat(60))));
        assert_eq!(
            (MinuteReport::default().received_outline(), MinuteReport::default().painted_outline()),
            (None, None)
        );
    }

    #[test]
    fn the_upper_edge_is_round_and_holds_all() {
        let top = |most| minute(&[0, most, 0], &[0, 0, 0]).top();
        assert_eq!(
            [0, 1, 5, 6, 20, 21, 50, 51, 200, 201, 1_000].map(top),
            [5, 5, 5, 10, 20, 25, 50, 60, 200, 300, 1_000]
        );
        assert_eq!(minute(&[3], &[12]).top(), 15, "frames that waited are painted later than they came");
    }

    #[test]
    fn the_words_say_what_the_plot_shows() {
        assert_eq!(MinuteReport::default().in_words(), "Frames a second: nothing is known yet");
        let words = MinuteReport { dropped: vec![1, 2, 0], ..minute(&[19, 21, 20], &[20, 20, 20]) }.in_words();
        assert_eq!(words, "Frames a second in the last 3 s: received 19 to 21, painted 20, 3 dropped in all");
    }

    #[test]
    fn a_bitrate_has_a_unit_that_fits() {
        let said = |bytes_per_second| MinuteReport { bytes_per_second, ..MinuteReport::default() }.bitrate();
        assert_eq!(said(0.0), "0.0 kB/s");
        assert_eq!(said(12_340.0), "12.3 kB/s");
        assert_eq!(said(999_949.0), "999.9 kB/s");
        assert_eq!(said(999_951.0), "1.0 MB/s");
        assert_eq!(said(168_000_000.0), "168.0 MB/s");
    }
}
