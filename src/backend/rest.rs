//! The REST calls. An answer's body alone counts: the backend says HTTP 200 also when it refuses.

use std::cell::Cell;

use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::{Date, Math, encode_uri_component};
use web_sys::{AbortSignal, RequestCache};

use super::Address;
use super::stream_facts::stream_parameters;
use crate::browser::body::read_text;
use crate::control::camera::{Format, Parameter, Setup};
use crate::sync::{RequestError, StreamState};
use crate::wire::{self, ActiveStream, AnswerError, CommandAnswer};

/// What a backend said when it was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// ImSwitch's version.
    pub version: String,
    /// What its stream does.
    pub stream: StreamState,
    /// Where it answered: elsewhere than it was asked, where a server before it leads there.
    pub address: Address,
}

/// An answer that is no error.
struct Answer {
    body: String,
    /// Where it came from.
    url: String,
}

thread_local! {
    /// Tells this page's questions from those of all other pages: when it began to ask, and chance.
    static ASKER: u64 = asker();
    /// How many questions there were.
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// What the backend's stream does: the live-view endpoint.
///
/// # Errors
/// Whenever the answer is not clearly yes or no.
pub async fn live_view_status(address: &Address, signal: &AbortSignal) -> Result<StreamState, RequestError> {
    let body = fetch(address, Method::GET, "LiveViewController/getLiveViewActive", signal).await?;
    wire::live_view_active(&body).map(StreamState::from_active).map_err(not_understood)
}

/// The streams that run. Older backends have no such list, and one stream at most: of them it is empty.
pub(super) async fn active_streams(address: &Address, signal: &AbortSignal) -> Result<Vec<ActiveStream>, RequestError> {
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
    let parameters = stream_parameters(address, signal).await?;
    Ok(Setup { detectors, streams, parameters })
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
    const CALL: &str = "version";
    let Answer { body, url } = ask(address, Method::GET, CALL, None, signal).await?;
    let version = wire::version(&body).map_err(not_understood)?;
    let led_to = url.split('?').next().filter(|url| !url.is_empty()).and_then(|url| Address::parse(url).ok());
    let address = match led_to {
        Some(other) if url.starts_with(&other.rest(CALL)) => other,
        _ => address.clone(),
    };
    let stream = live_view_status(&address, signal).await?;
    Ok(Probe { version, stream, address })
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
    ask(address, method, call, body, signal).await.map(|answer| answer.body)
}

async fn ask(
    address: &Address,
    method: Method,
    call: &str,
    body: Option<String>,
    signal: &AbortSignal,
) -> Result<Answer, RequestError> {
    let mut url = address.rest(call);
    if method == Method::GET {
        make_unique(&mut url);
    }
    let request = RequestBuilder::new(&url).method(method).cache(RequestCache::NoStore).abort_signal(Some(signal));
    let request = match body {
        Some(json) => request.header("content-type", "application/json").body(json),
        None => request.build(),
    };
    let response = request.map_err(not_sent)?.send().await.map_err(not_sent)?;
    check_answer(&response)?;
    let body = read_text(&response, wire::MAX_BODY_BYTES).await?;
    Ok(Answer { body, url: response.url() })
}

/// Is it an answer of the backend's, and no refusal?
pub(super) fn check_answer(response: &Response) -> Result<(), RequestError> {
    if !response.ok() {
        let status = response.status();
        return Err(match retry_after_ms(response) {
            Some(wait_ms) => RequestError::AskedToWait { status, wait_ms },
            None => RequestError::Http(status),
        });
    }
    if response.headers().get("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        let what = if response.redirected() { "redirected to a web page" } else { "a web page" };
        return Err(RequestError::NotUnderstood(format!("{what}; a login or a proxy may stand before the backend")));
    }
    Ok(())
}

/// Makes a question that was never asked before: caches on the way, which a request can't turn off, have no answer to it.
/// The backend leaves what it does not know in a query alone.
pub(super) fn make_unique(url: &mut String) {
    let number = ASKED.with(|asked| asked.replace(asked.get().wrapping_add(1)));
    url.push(if url.contains('?') { '&' } else { '?' });
    url.push_str(&format!("_={:x}.{number}", ASKER.with(|asker| *asker)));
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn asker() -> u64 {
    const CHANCES: f64 = 65_536.0;
    ((Date::now() + Math::random()) * CHANCES) as u64
}

/// For how long the backend wants to be left alone, if it says so and the browser lets us read it: a whole number of
/// seconds, or a date.
fn retry_after_ms(response: &Response) -> Option<u64> {
    let text = response.headers().get("retry-after")?;
    if let Ok(wait_s) = text.trim().parse::<u32>() {
        return Some(u64::from(wait_s) * 1_000);
    }
    let wait_ms = Date::parse(&text) - Date::now();
    // What is no date is no number either, and compares as false.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (wait_ms >= 0.0).then_some(wait_ms as u64)
}

pub(super) fn not_sent(error: gloo_net::Error) -> RequestError {
    RequestError::Network(error.to_string())
}

/// A name as a part of an address.
pub(super) fn encoded(name: &str) -> String {
    encode_uri_component(name).into()
}

pub(super) fn not_understood(error: AnswerError) -> RequestError {
    RequestError::NotUnderstood(error.to_string())
}
