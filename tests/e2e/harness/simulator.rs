//! The simulator, and what others do to it over REST.

use std::process::Command;

use serde::Deserialize;
use serde_json::{Value, json};

use super::clients::Client;
use super::environment;
use super::rest::{fetch, send};
use super::server::{Program, Server};

/// A REST call that the simulator received.
#[derive(Clone, Debug, Deserialize)]
pub struct LoggedRequest {
    pub path_and_query: String,
}

pub type Simulator = Server<SimulatorProgram>;

/// The simulator's own program, with the fault switch.
#[derive(Debug)]
pub enum SimulatorProgram {}

impl Program for SimulatorProgram {
    fn command() -> Command {
        let mut command = Command::new(environment::simulator());
        command.arg("--faults");
        command
    }
}

impl Simulator {
    /// Starts a stream as somebody else does, without the page.
    pub fn start_stream(&self) {
        self.start_stream_of("WidefieldCamera");
    }

    /// Starts a stream of this camera as somebody else does.
    pub fn start_stream_of(&self, camera: &str) {
        let answer = send(minreq::post(self.live_view(&format!("startLiveView?detectorName={camera}"))));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Starts a binary stream of the first camera as somebody else does.
    pub fn start_binary_stream(&self) {
        self.start_binary_stream_of("WidefieldCamera");
    }

    /// Starts a binary stream of this camera as somebody else does.
    pub fn start_binary_stream_of(&self, camera: &str) {
        let call = format!("startLiveView?protocol=binary&detectorName={camera}");
        let answer = send(minreq::post(self.live_view(&call)));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Changes the parameters of the streams in a format, also of one that runs.
    pub fn set_parameters(&self, protocol: &str, parameters: &Value) {
        let call = self.live_view(&format!("setStreamParameters?protocol={protocol}"));
        let answer = send(minreq::post(call).with_json(parameters).unwrap());
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// What the stream of this camera uses.
    pub fn parameter_in_use(&self, camera: &str, key: &str) -> Value {
        let answer = send(minreq::get(self.live_view("getStreamParameters")));
        answer["per_detector"][camera][key].clone()
    }

    /// Stops the stream as somebody else does, without the page.
    pub fn stop_stream(&self) {
        let answer = send(minreq::get(self.live_view("stopLiveView")));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Begins a recording as somebody else does, without the page.
    pub fn start_recording(&self) {
        send(minreq::get(self.recording("startRecording?mSaveFormat=4")));
    }

    /// Ends the recording as somebody else does, without the page.
    pub fn stop_recording(&self) {
        send(minreq::get(self.recording("stopRecording")));
    }

    /// Does a recording run?
    pub fn is_recording(&self) -> bool {
        send(minreq::get(self.recording("isRecording"))) == true
    }

    /// Is a stream active?
    pub fn streams(&self) -> bool {
        let state = self.state();
        let streams = state["active_streams"].as_array().unwrap();
        !streams.is_empty()
    }

    /// Does it answer at all? One that is frozen doesn't.
    pub fn answers(&self) -> bool {
        minreq::get(self.at("/simulator/state")).with_timeout(1).send().is_ok()
    }

    /// What the fault switch knows: streams, commands in flight, clients.
    pub fn state(&self) -> Value {
        send(minreq::get(self.at("/simulator/state")))
    }

    /// The most commands that were ever in flight at once.
    pub fn most_commands_in_flight(&self) -> u64 {
        self.state()["most_commands_in_flight"].as_u64().unwrap()
    }

    /// Clients that are connected now.
    pub fn connected_clients(&self) -> u64 {
        self.state()["clients"].as_u64().unwrap()
    }

    /// All clients, the disconnected ones first.
    pub fn clients(&self) -> Vec<Client> {
        serde_json::from_value(send(minreq::get(self.at("/simulator/clients")))).unwrap()
    }

    /// The latest REST calls, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        serde_json::from_value(send(minreq::get(self.at("/simulator/requests")))).unwrap()
    }

    /// How many REST calls had this in their path or query.
    pub fn count_requests(&self, part: &str) -> usize {
        self.requests().iter().filter(|request| request.path_and_query.contains(part)).count()
    }

    /// Makes something go wrong.
    pub fn fault(&self, fault: &Value) {
        send(minreq::post(self.at("/simulator/faults")).with_json(fault).unwrap());
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        send(minreq::delete(self.at("/simulator/faults")));
    }

    /// Sends a bad message to every socket.
    pub fn send_message(&self, message: &Value) {
        self.fault(&json!({"fault": "send", "message": message}));
    }

    /// Sets the camera's exposure.
    pub fn expose_ms(&self, exposure_ms: u32) {
        self.set_camera(&json!({"exposure_ms": exposure_ms}));
    }

    /// Sets what the camera shows: `specimen`, `still`, `ramp` or `patches`.
    pub fn show(&self, test_pattern: &str) {
        self.set_camera(&json!({"test_pattern": test_pattern}));
    }

    /// The 16-bit values that the first camera sends in this frame, subsampled as streams are at first.
    pub fn picture(&self, frame: u64) -> Vec<u16> {
        self.values(&format!("frame={frame}"))
    }

    /// The same of another camera.
    pub fn picture_of(&self, camera: &str, frame: u64) -> Vec<u16> {
        self.values(&format!("detector={camera}&frame={frame}"))
    }

    /// The 16-bit values of all the first camera's pixels, in the place of this frame.
    pub fn whole_picture(&self, frame: u64) -> Vec<u16> {
        self.values(&format!("frame={frame}&subsampling_factor=1"))
    }

    fn values(&self, query: &str) -> Vec<u16> {
        let call = self.at(&format!("/simulator/image?{query}"));
        fetch(minreq::get(call)).as_bytes().chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    fn set_camera(&self, change: &Value) {
        send(minreq::post(self.at("/simulator/camera")).with_json(change).unwrap());
    }

    fn recording(&self, call: &str) -> String {
        self.at(&format!("/imswitch/api/RecordingController/{call}"))
    }

    fn live_view(&self, call: &str) -> String {
        self.at(&format!("/imswitch/api/LiveViewController/{call}"))
    }
}
