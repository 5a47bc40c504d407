//! Starting and stopping streams.

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};

use crate::{
    recording::RecordFormat,
    simulator::Simulator,
    socket::Signal,
    stream::{ActiveStream, ParameterMap, Protocol},
};

/// Above this a start needs `force=true`.
pub const LONG_EXPOSURE_MS: f64 = 2000.0;
/// What a start takes on the real server with an instant camera: long enough for two to race.
const START_TIME: Duration = Duration::from_millis(20);
/// What a stop takes on the real server with an instant camera.
const STOP_TIME: Duration = Duration::from_millis(15);

/// A call that starts a stream.
#[derive(Debug, Clone)]
pub struct StartRequest {
    /// The detector's name; the first if absent.
    pub detector: Option<String>,
    /// The protocol's name.
    pub protocol: String,
    /// Start even if the exposure is long.
    pub force: bool,
    /// Parameters for this stream alone.
    pub parameters: ParameterMap,
}

/// Is this exposure so long that streaming makes no sense?
pub fn is_long_exposure(exposure_ms: f64) -> bool {
    exposure_ms > LONG_EXPOSURE_MS
}

/// Starts a stream, which is not active until it runs. Two starts can race: the real server leaks a worker then.
pub async fn start(simulator: Arc<Simulator>, request: StartRequest) -> Value {
    let _in_flight = simulator.streams.begin_command();
    let Some(detector) = simulator.camera.detector(request.detector.as_deref()) else {
        return no_such_detector(request.detector.as_deref());
    };
    let protocol: Protocol = match request.protocol.parse() {
        Ok(protocol) => protocol,
        Err(message) => return error(&message),
    };
    let exposure_ms = simulator.camera.detector_settings(detector).exposure_ms;
    if is_long_exposure(exposure_ms) && !request.force {
        return json!({
            "status": "long_exposure",
            "detector": detector.name,
            "exposureMs": exposure_ms,
            "thresholdMs": LONG_EXPOSURE_MS,
            "message": format!("Exposure time {exposure_ms} ms exceeds {LONG_EXPOSURE_MS} ms. Use force=true to start anyway."),
        });
    }
    let running = simulator.streams.active().into_iter().find(|stream| stream.detector == detector.name);
    if let Some(running) = running {
        let protocol = running.protocol.name();
        return json!({
            "status": "already_running",
            "detector": detector.name,
            "protocol": protocol,
            "message": format!("Stream already active for {} with protocol {protocol}. Stop it first.", detector.name),
        });
    }
    tokio::time::sleep(START_TIME + Duration::from_millis(simulator.options.start_delay_ms)).await;
    let stream = ActiveStream { detector: detector.name, protocol };
    match register(&simulator, stream, &request.parameters) {
        Ok(parameters) => json!({
            "status": "success",
            "detector": detector.name,
            "protocol": protocol,
            "params": parameters,
        }),
        Err(failure) => error(&failure.to_string()),
    }
}

/// Starts a stream of the first detector at once.
pub fn auto_start(simulator: &Arc<Simulator>, protocol: Protocol) -> std::io::Result<()> {
    match simulator.camera.detector(None) {
        Some(detector) => {
            let stream = ActiveStream { detector: detector.name, protocol };
            register(simulator, stream, &ParameterMap::new()).map(|_| ())
        }
        None => Ok(()),
    }
}

fn register(simulator: &Arc<Simulator>, stream: ActiveStream, changes: &ParameterMap) -> std::io::Result<ParameterMap> {
    let mut parameters = simulator.streams.parameters(stream.protocol);
    parameters.extend(changes.clone());
    parameters.insert("detector_name".to_owned(), stream.detector.into());
    parameters.insert("protocol".to_owned(), stream.protocol.name().into());
    // Before the worker begins, or its first frame could arrive before this.
    announce(simulator, &Signal::StreamStarted(stream.clone()));
    if simulator.options.auto_record {
        simulator.recorder.start("", RecordFormat::Mp4, Some(stream.detector));
    }
    simulator.streams.register(stream, parameters.clone())?;
    Ok(parameters)
}

/// Stops a stream and freezes the server for as long as the camera takes.
pub fn stop(simulator: &Simulator, detector: Option<&str>) -> Value {
    let _in_flight = simulator.streams.begin_command();
    let is_running =
        simulator.streams.active().iter().any(|stream| detector.is_none_or(|name| name == stream.detector));
    if is_running {
        // Not an await: the real server blocks everything, too.
        std::thread::sleep(STOP_TIME + Duration::from_millis(simulator.options.stop_delay_ms));
    }
    match simulator.streams.stop(detector) {
        Some(stream) => {
            simulator.recorder.on_stream_stopped(stream.detector);
            announce(simulator, &Signal::StreamStopped(stream.clone()));
            json!({"status": "success", "detector": stream.detector, "protocol": stream.protocol})
        }
        None => json!({
            "status": "not_running",
            "message": match detector {
                Some(name) => format!("No active stream for detector {name}"),
                None => "No active stream".to_owned(),
            },
        }),
    }
}

/// Stops every registered stream, as setting a long exposure does.
pub fn stop_all_streams(simulator: &Simulator) {
    while let Some(stream) = simulator.streams.stop(None) {
        simulator.recorder.on_stream_stopped(stream.detector);
        announce(simulator, &Signal::StreamStopped(stream));
    }
}

/// Tells all clients.
pub fn announce(simulator: &Simulator, signal: &Signal) {
    simulator.hub.emit_signal(signal, simulator.faults.signal_form());
}

/// A call about a detector that is not there, in the words of Python's errors: of the first one, where there is none at all.
pub fn no_such_detector(name: Option<&str>) -> Value {
    match name {
        Some(name) => error(&format!("'{name}'")),
        None => error("list index out of range"),
    }
}

/// An error as the interface reports it, with HTTP status 200.
pub fn error(message: &str) -> Value {
    json!({"status": "error", "message": message})
}
