//! What was measured at a pixel.

/// What was measured at a pixel, before any contrast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelValue {
    /// The one 16-bit sample of a gray picture.
    Gray16(u16),
    /// Red, green and blue as 16-bit samples. Behind a Bayer filter, those of the pixel's cell of 2 × 2, with the mean of
    /// its two greens.
    Rgb16([u16; 3]),
    /// Red, green and blue of a jpeg picture, which has nothing finer.
    Rgb8([u8; 3]),
}
