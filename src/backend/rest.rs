//! The REST calls. An answer's body alone counts: the backend says HTTP 200 also when it refuses.

use gloo_net::http::{Method, RequestBuilder};
use js_sys::encode_uri_component;
use web_sys::{AbortSignal, RequestCache};

use super::Address;
use super::body::read_text;
use crate::control::camera::{Choice, Format, Parameter, Setup};
use crate::sync::{RequestError, StreamCommand, StreamState};
use crate::wire::{self, ActiveStream, AnswerError, CommandAnswer};

/// The most streams that one Stop ends.
const MAX_STREAMS: usize = 16;

/// What a backend said when it was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// ImSwitch's version.
    pub version: String,
    /// What its stream does.
    pub stream: StreamState,
}

/// What the backend's stream does: the live-view endpoint.
///
/// # Errors
/// Whenever the answer is not clearly yes or no.
pub async fn live_view_status(address: &Address, signal: &AbortSignal) -> Result<StreamState, RequestError> {
    let body = fetch(address, Method::GET, "LiveViewController/getLiveViewActive", signal).await?;
    wire::live_view_active(&body).map(StreamState::from_active).map_err(not_understood)
}

/// Sends a command and waits for what came of it. What is started is the `choice`.
///
/// # Errors
/// When no answer came, or none that can be understood. The command may have been carried out all the same.
pub async fn send_command(
    address: &Address,
    command: StreamCommand,
    choice: &Choice,
    signal: &AbortSignal,
) -> Result<CommandAnswer, RequestError> {
    match command {
        StreamCommand::Start { force } => start(address, choice, force, signal).await,
        StreamCommand::Stop => stop_all(address, signal).await,
        StreamCommand::Switch => match stop_all(address, signal).await? {
            CommandAnswer::Success => start(address, choice, false, signal).await,
            // Nothing ran, so there is nothing to switch; or the stop was refused.
            other => Ok(other),
        },
    }
}

async fn start(
    address: &Address,
    choice: &Choice,
    force: bool,
    signal: &AbortSignal,
) -> Result<CommandAnswer, RequestError> {
    let protocol = choice.format.protocol();
    let mut call = format!("LiveViewController/startLiveView?protocol={protocol}&force={force}");
    if let Some(detector) = &choice.detector {
        call += "&detectorName=";
        call += &encoded(detector);
    }
    command(address, Method::POST, &call, signal).await
}

/// Stops every stream by name: without one, the backend stops only the first.
async fn stop_all(address: &Address, signal: &AbortSignal) -> Result<CommandAnswer, RequestError> {
    const STOP: &str = "LiveViewController/stopLiveView";
    let streams = active_streams(address, signal).await?;
    if streams.is_empty() {
        return command(address, Method::GET, STOP, signal).await;
    }
    let mut outcome = CommandAnswer::NotRunning;
    for stream in streams.iter().take(MAX_STREAMS) {
        let call = format!("{STOP}?detectorName={}", encoded(&stream.detector));
        match command(address, Method::GET, &call, signal).await? {
            CommandAnswer::Success => outcome = CommandAnswer::Success,
            // It ended by itself meanwhile: as good as stopped.
            CommandAnswer::NotRunning => {}
            refusal => return Ok(refusal),
        }
    }
    Ok(outcome)
}

/// The streams that run. Older backends have no such list, and one stream at most: of them it is empty.
async fn active_streams(address: &Address, signal: &AbortSignal) -> Result<Vec<ActiveStream>, RequestError> {
    match fetch(address, Method::GET, "LiveViewController/getActiveStreams", signal).await {
        Ok(body) => wire::active_streams(&body).map_err(not_understood),
        Err(RequestError::Http(404)) => Ok(Vec::new()),
        Err(why) => Err(why),
    }
}

/// The names of the cameras.
///
/// # Errors
/// When no answer came, or none that can be understood.
pub async fn detector_names(address: &Address, signal: &AbortSignal) -> Result<Vec<String>, RequestError> {
    let body = fetch(address, Method::GET, "SettingsController/getDetectorNames", signal).await?;
    wire::detector_names(&body).map_err(not_understood)
}

/// What cameras there are, what streams, and with what parameters.
///
/// # Errors
/// When one of the three answers does not come or is not understood.
pub async fn setup(address: &Address, signal: &AbortSignal) -> Result<Setup, RequestError> {
    let detectors = detector_names(address, signal).await?;
    let streams = active_streams(address, signal).await?;
    let parameters = fetch(address, Method::GET, "LiveViewController/getStreamParameters", signal).await?;
    Ok(Setup { detectors, streams, parameters: wire::stream_parameters(&parameters).map_err(not_understood)? })
}

/// Sets a parameter of the streams in a format, those that run included.
///
/// # Errors
/// When no answer came, or none that can be understood. The parameter may be set all the same.
pub async fn set_parameter(
    address: &Address,
    format: Format,
    (parameter, value): (Parameter, u32),
    signal: &AbortSignal,
) -> Result<CommandAnswer, RequestError> {
    let call = format!("LiveViewController/setStreamParameters?protocol={}", format.protocol());
    let body = send(address, Method::POST, &call, Some(parameter.body(value)), signal).await?;
    wire::command_answer(&body).map_err(not_understood)
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
    send(address, method, call, None, signal).await
}

/// Sends a request, with a JSON body if there is one, and reads the answer.
async fn send(
    address: &Address,
    method: Method,
    call: &str,
    body: Option<String>,
    signal: &AbortSignal,
) -> Result<String, RequestError> {
    let request =
        RequestBuilder::new(&address.rest(call)).method(method).cache(RequestCache::NoStore).abort_signal(Some(signal));
    let request = match body {
        Some(json) => request.header("content-type", "application/json").body(json),
        None => request.build(),
    };
    let response = request.map_err(not_sent)?.send().await.map_err(not_sent)?;
    if !response.ok() {
        return Err(RequestError::Http(response.status()));
    }
    read_text(&response).await
}

fn not_sent(error: gloo_net::Error) -> RequestError {
    RequestError::Network(error.to_string())
}

/// A name as a part of an address.
pub(super) fn encoded(name: &str) -> String {
    encode_uri_component(name).into()
}

pub(super) fn not_understood(error: AnswerError) -> RequestError {
    RequestError::NotUnderstood(error.to_string())
}
