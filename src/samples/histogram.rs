//! How often values occur, for a plot.

/// How often values occur, in bins of equal width from 0 to [`Histogram::top`]. Counted in a part of the pixels, spread
/// over the picture; of colours, all three are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Histogram {
    /// Samples in each bin.
    pub counts: [u32; Histogram::BINS],
    /// The largest value that the camera's bit depth allows, such as 4095: the end of the last bin.
    pub top: u16,
}

impl Histogram {
    /// The number of bins.
    pub const BINS: usize = 256;
}
