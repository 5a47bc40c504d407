//! What the backend says about a stream that its frames do not, each asked once and not kept.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::AbortController;

use super::handle::Store;
use super::requests::no_backend;
use crate::backend;
use crate::control::camera::Format;
use crate::sync::RequestError;
use crate::sync::timing::STATUS_TIMEOUT_MS;
use crate::wire::Exposure;

impl Store {
    /// Every how many camera pixels and rows one is kept in the stream of this camera in this format; `None` where the
    /// backend does not say.
    ///
    /// # Errors
    /// When no answer came within the time of a status request, or none that can be understood.
    pub async fn subsampling_factor(self, detector: &str, format: Format) -> Result<Option<u32>, RequestError> {
        let address = self.address().ok_or_else(no_backend)?;
        let (controller, _limit) = limited()?;
        let parameters = backend::stream_parameters(&address, &controller.signal()).await?;
        Ok(parameters.subsampling_factor(detector, format.protocol()))
    }

    /// How long the chosen camera exposes a frame, and from where on that is too long for a stream.
    ///
    /// # Errors
    /// When no answer came within the time of a status request, or none that can be understood.
    pub async fn exposure(self) -> Result<Exposure, RequestError> {
        let address = self.address().ok_or_else(no_backend)?;
        let (controller, _limit) = limited()?;
        let detector = self.choice.with_untracked(|choice| choice.detector.clone());
        backend::exposure(&address, detector.as_deref(), &controller.signal()).await
    }
}

/// What cancels a request, and will when it takes too long.
pub(super) fn limited() -> Result<(AbortController, Timeout), RequestError> {
    // Every browser that runs WebAssembly has it.
    let controller =
        AbortController::new().map_err(|_| RequestError::Network("the browser can’t cancel requests".into()))?;
    let at_limit = controller.clone();
    #[allow(clippy::cast_possible_truncation)]
    let limit = Timeout::new(STATUS_TIMEOUT_MS as u32, move || at_limit.abort());
    Ok((controller, limit))
}
