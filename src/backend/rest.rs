//! The REST calls. An answer's body alone counts: the backend says HTTP 200 also when it refuses.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::encode_uri_component;
use web_sys::{AbortSignal, RequestCache};

use super::Address;
use super::body::read_text;
use crate::sync::{Order, RequestError, Stream};
use crate::wire::{self, AnswerError, CommandAnswer};

/// The most streams that one Stop ends.
const MAX_STREAMS: usize = 16;

/// What a backend said when it was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// ImSwitch's version.
    pub version: String,
    /// What its stream does.
    pub stream: Stream,
}

/// What the backend's stream does: the live-view endpoint.
///
/// # Errors
/// Whenever the answer is not clearly yes or no.
pub async fn live_view_status(address: &Address, signal: &AbortSignal) -> Result<Stream, RequestError> {
    let body = fetch(address, Method::GET, "LiveViewController/getLiveViewActive", signal).await?;
    wire::live_view_active(&body).map(Stream::from_active).map_err(not_understood)
}

/// Sends a start or a stop and waits for what came of it.
///
/// # Errors
/// When no answer came, or none that can be understood. The command may have been carried out all the same.
pub async fn send_command(
    address: &Address,
    order: Order,
    signal: &AbortSignal,
) -> Result<CommandAnswer, RequestError> {
    match order {
        Order::Start { force } => {
            let call = format!("LiveViewController/startLiveView?protocol=jpeg&force={force}");
            command(address, Method::POST, &call, signal).await
        }
        Order::Stop => stop_all(address, signal).await,
    }
}

/// Stops every stream by name: without one, the backend stops only the first.
async fn stop_all(address: &Address, signal: &AbortSignal) -> Result<CommandAnswer, RequestError> {
    const STOP: &str = "LiveViewController/stopLiveView";
    let streams = match fetch(address, Method::GET, "LiveViewController/getActiveStreams", signal).await {
        Ok(body) => wire::active_streams(&body).map_err(not_understood)?,
        // Older backends have no such list, and one stream at most.
        Err(RequestError::Http(404)) => Vec::new(),
        Err(why) => return Err(why),
    };
    if streams.is_empty() {
        return command(address, Method::GET, STOP, signal).await;
    }
    let mut outcome = CommandAnswer::NotRunning;
    for stream in streams.iter().take(MAX_STREAMS) {
        let call = format!("{STOP}?detectorName={}", String::from(encode_uri_component(&stream.detector)));
        match command(address, Method::GET, &call, signal).await? {
            CommandAnswer::Success => outcome = CommandAnswer::Success,
            // It ended by itself meanwhile: as good as stopped.
            CommandAnswer::NotRunning => {}
            refusal => return Ok(refusal),
        }
    }
    Ok(outcome)
}

/// Is there an ImSwitch at this address?
///
/// # Errors
/// When nothing answers, or something that is no ImSwitch.
pub async fn probe(address: &Address, signal: &AbortSignal) -> Result<Probe, RequestError> {
    let body = fetch(address, Method::GET, "version", signal).await?;
    let version = wire::version(&body).map_err(not_understood)?;
    let stream = live_view_status(address, signal).await?;
    Ok(Probe { version, stream })
}

async fn command(
    address: &Address,
    method: Method,
    call: &str,
    signal: &AbortSignal,
) -> Result<CommandAnswer, RequestError> {
    let body = fetch(address, method, call, signal).await?;
    wire::command_answer(&body).map_err(not_understood)
}

pub(super) async fn fetch(
    address: &Address,
    method: Method,
    call: &str,
    signal: &AbortSignal,
) -> Result<String, RequestError> {
    let request = RequestBuilder::new(&address.rest(call))
        .method(method)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(signal))
        .build()
        .map_err(|error| RequestError::Network(error.to_string()))?;
    let response = request.send().await.map_err(|error| RequestError::Network(error.to_string()))?;
    if !response.ok() {
        return Err(RequestError::Http(response.status()));
    }
    read_text(&response).await
}

pub(super) fn not_understood(error: AnswerError) -> RequestError {
    RequestError::NotUnderstood(error.to_string())
}
