//! Why an image can't be encoded.

/// Why an image can't be encoded.
pub type EncodeError = Box<dyn std::error::Error + Send + Sync>;
