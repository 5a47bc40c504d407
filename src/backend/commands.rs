//! Start and Stop, as calls of the backend.

use gloo_net::http::Method;
use gloo_timers::callback::Timeout;
use web_sys::{AbortController, AbortSignal};

use super::Address;
use super::rest::{active_streams, encoded, fetch, not_understood};
use crate::control::camera::Choice;
use crate::sync::{RequestError, StreamCommand};
use crate::wire::{self, CommandAnswer};

const STOP: &str = "LiveViewController/stopLiveView";
/// The most streams that one Stop ends.
const MAX_STREAMS: usize = 16;
/// How long Stop waits to be told what streams there are.
const LIST_LIMIT_MS: u32 = 3_000;

/// A command, and all that it is about.
#[derive(Clone, Debug)]
pub struct Order {
    /// What is to be done.
    pub command: StreamCommand,
    /// What is started.
    pub choice: Choice,
    /// The cameras that were last seen to stream.
    pub last_seen: Vec<String>,
}

/// Sends a command and waits for what came of it. `on_start` is called when the start of a switch leaves.
///
/// # Errors
/// When no answer came, or none that can be understood. The command may have been carried out all the same.
pub async fn send_command(
    address: &Address,
    order: &Order,
    on_start: impl FnOnce(),
    signal: &AbortSignal,
) -> Result<CommandAnswer, RequestError> {
    match order.command {
        StreamCommand::Start { force } => start(address, &order.choice, force, signal).await,
        StreamCommand::Stop => stop_all(address, &order.last_seen, signal).await,
        StreamCommand::Switch => match stop_all(address, &order.last_seen, signal).await? {
            CommandAnswer::Success => {
                on_start();
                start(address, &order.choice, false, signal).await
            }
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

/// Stops every stream by name: without one, the backend stops only the first. Where it does not say what streams there
/// are, those that were last seen, and then whichever is left.
async fn stop_all(
    address: &Address,
    last_seen: &[String],
    signal: &AbortSignal,
) -> Result<CommandAnswer, RequestError> {
    let mut calls: Vec<String> = Vec::new();
    let by_name = |detector: &String| format!("{STOP}?detectorName={}", encoded(detector));
    match listed_streams(address).await {
        Ok(detectors) => calls.extend(detectors.iter().take(MAX_STREAMS).map(by_name)),
        Err(why) => {
            tracing::debug!("[StreamControls] Stopping what was last seen, because the streams are not listed: {why}");
            calls.extend(last_seen.iter().take(MAX_STREAMS).map(by_name));
            calls.push(STOP.to_owned());
        }
    }
    if calls.is_empty() {
        calls.push(STOP.to_owned());
    }
    let (mut outcome, mut failure) = (CommandAnswer::NotRunning, None);
    for call in calls {
        // What can't be stopped keeps nobody from stopping the others.
        match command(address, Method::GET, &call, signal).await {
            Ok(CommandAnswer::Success) => outcome = CommandAnswer::Success,
            // It ended by itself meanwhile: as good as stopped.
            Ok(CommandAnswer::NotRunning) => {}
            other => failure = failure.or(Some(other)),
        }
    }
    failure.unwrap_or(Ok(outcome))
}

/// The cameras that stream, if the backend says so in time.
async fn listed_streams(address: &Address) -> Result<Vec<String>, RequestError> {
    let Ok(controller) = AbortController::new() else {
        return Err(RequestError::Network("requests can't be cancelled here".into()));
    };
    let at_limit = controller.clone();
    let limit = Timeout::new(LIST_LIMIT_MS, move || at_limit.abort());
    let streams = active_streams(address, &controller.signal()).await;
    drop(limit);
    Ok(streams?.into_iter().map(|stream| stream.detector).collect())
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
