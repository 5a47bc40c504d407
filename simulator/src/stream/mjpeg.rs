//! The multipart stream: every reader gets the latest image.

use bytes::Bytes;
use tokio::sync::watch;

/// The latest part of the multipart stream.
#[derive(Debug)]
pub struct Mjpeg {
    latest: watch::Sender<Bytes>,
}

impl Default for Mjpeg {
    fn default() -> Self {
        Self { latest: watch::Sender::new(Bytes::new()) }
    }
}

impl Mjpeg {
    /// Content type of the answer.
    pub const CONTENT_TYPE: &str = "multipart/x-mixed-replace;boundary=frame";

    /// Does any client read it?
    pub fn has_readers(&self) -> bool {
        self.latest.receiver_count() > 0
    }

    /// Sends a JPEG to all readers.
    pub fn publish(&self, jpeg: &[u8]) {
        let head = format!("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n", jpeg.len());
        self.latest.send_replace([head.as_bytes(), jpeg, b"\r\n"].concat().into());
    }

    /// A new reader, which gets the next image first.
    pub fn subscribe(&self) -> watch::Receiver<Bytes> {
        let mut reader = self.latest.subscribe();
        reader.mark_unchanged();
        reader
    }
}
