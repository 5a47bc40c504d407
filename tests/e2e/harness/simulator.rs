//! The simulator as a process of its own: started, killed, started again, paused; and what others do to it over REST.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use super::clients::Client;
use super::environment;

/// How long the simulator may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(20);
/// How long it may take for one REST call, in seconds.
const CALL_LIMIT_S: u64 = 20;

/// Ports below those that systems hand out by themselves: a simulator that is started again must find its port free.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

/// A REST call that the simulator received.
#[derive(Clone, Debug, Deserialize)]
pub struct LoggedRequest {
    pub path_and_query: String,
}

/// A running (or just killed) simulator. It ends with this value.
#[derive(Debug)]
pub struct Simulator {
    process: Guarded,
    port: u16,
}

impl Simulator {
    /// Starts one on a free port, with the built page and the fault switch, and waits until it listens.
    pub fn start(flags: &[&str]) -> Self {
        let port = free_port();
        Self { process: spawn(port, flags), port }
    }

    /// Kills it (SIGKILL): TCP connections just end.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again on the same port, after [`Simulator::kill`].
    pub fn restart(&mut self, flags: &[&str]) {
        self.process = spawn(self.port, flags);
    }

    /// Stops the process without ending it (SIGSTOP): connections stay, and nothing answers.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on (SIGCONT).
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.process.child.id().to_string()]).status().unwrap();
        assert!(status.success(), "kill {signal} failed");
    }

    /// Its origin, which is also the page's address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The page's address at this path.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url())
    }

    /// Starts a stream as somebody else does, without the page.
    pub fn start_stream(&self) {
        self.start_stream_of("WidefieldCamera");
    }

    /// Starts a stream of this camera as somebody else does.
    pub fn start_stream_of(&self, camera: &str) {
        let answer = self.send(minreq::post(self.live_view(&format!("startLiveView?detectorName={camera}"))));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Starts a binary stream of the first camera as somebody else does.
    pub fn start_binary_stream(&self) {
        let answer = self.send(minreq::post(self.live_view("startLiveView?protocol=binary")));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Changes the parameters of binary streams, also of one that runs.
    pub fn set_binary_parameters(&self, parameters: &Value) {
        let call = self.live_view("setStreamParameters?protocol=binary");
        let answer = self.send(minreq::post(call).with_json(parameters).unwrap());
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Stops the stream as somebody else does, without the page.
    pub fn stop_stream(&self) {
        let answer = self.send(minreq::get(self.live_view("stopLiveView")));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Is a stream active?
    pub fn streams(&self) -> bool {
        let state = self.state();
        let streams = state["active_streams"].as_array().unwrap();
        !streams.is_empty()
    }

    /// What the fault switch knows: streams, commands in flight, clients.
    pub fn state(&self) -> Value {
        self.send(minreq::get(self.at("/simulator/state")))
    }

    /// The most commands that were ever in flight at once.
    pub fn most_commands_in_flight(&self) -> u64 {
        self.state()["most_commands_in_flight"].as_u64().unwrap()
    }

    /// Clients that are connected now.
    pub fn connected_clients(&self) -> u64 {
        self.state()["clients"].as_u64().unwrap()
    }

    /// All clients, the departed ones first.
    pub fn clients(&self) -> Vec<Client> {
        serde_json::from_value(self.send(minreq::get(self.at("/simulator/clients")))).unwrap()
    }

    /// The latest REST calls, oldest first.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        serde_json::from_value(self.send(minreq::get(self.at("/simulator/requests")))).unwrap()
    }

    /// How many REST calls had this in their path or query.
    pub fn count_requests(&self, part: &str) -> usize {
        self.requests().iter().filter(|request| request.path_and_query.contains(part)).count()
    }

    /// Makes something go wrong.
    pub fn fault(&self, fault: &Value) {
        self.send(minreq::post(self.at("/simulator/faults")).with_json(fault).unwrap());
    }

    /// Ends all faults.
    pub fn clear_faults(&self) {
        self.send(minreq::delete(self.at("/simulator/faults")));
    }

    /// Sends a bad message to every socket.
    pub fn send_message(&self, message: &Value) {
        self.fault(&json!({"fault": "send", "message": message}));
    }

    /// Sets the camera's exposure.
    pub fn expose_ms(&self, exposure_ms: u32) {
        self.set_camera(&json!({"exposure_ms": exposure_ms}));
    }

    /// Puts something before the camera: `specimen`, `still` or `ramp`.
    pub fn show(&self, scene: &str) {
        self.set_camera(&json!({"scene": scene}));
    }

    /// The 16-bit values that the first camera measures in this frame.
    pub fn picture(&self, frame: u64) -> Vec<u16> {
        let call = self.at(&format!("/simulator/picture?frame={frame}"));
        let response = minreq::get(call).with_timeout(CALL_LIMIT_S).send().unwrap();
        assert_eq!(response.status_code, 200);
        response.as_bytes().chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    fn set_camera(&self, change: &Value) {
        self.send(minreq::post(self.at("/simulator/camera")).with_json(change).unwrap());
    }

    fn live_view(&self, call: &str) -> String {
        self.at(&format!("/imswitch/api/LiveViewController/{call}"))
    }

    fn send(&self, request: minreq::Request) -> Value {
        let response = request.with_timeout(CALL_LIMIT_S).send().unwrap();
        let body = response.as_str().unwrap();
        assert!((200..300).contains(&response.status_code), "HTTP {}: {body}", response.status_code);
        if body.is_empty() { Value::Null } else { serde_json::from_str(body).unwrap() }
    }
}

/// A process that does not outlive the tests, not even when they are killed.
#[derive(Debug)]
struct Guarded {
    child: Child,
    guard: Child,
}

/// Kills the process when its own standard input ends, which it does with the tests.
const GUARD: &str = r#"trap '' INT; read -r never; kill -KILL "$1""#;

impl Guarded {
    fn new(child: Child) -> Self {
        let guard = Command::new("sh")
            .args(["-c", GUARD, "sh", &child.id().to_string()])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("can't start a shell: {error}"));
        Self { child, guard }
    }

    /// Kills it (SIGKILL).
    fn kill(&mut self) {
        // The guard first: the process's number may belong to another one afterwards. What has ended is no trouble.
        for child in [&mut self.guard, &mut self.child] {
            drop(child.kill());
            drop(child.wait());
        }
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn(port: u16, flags: &[&str]) -> Guarded {
    let child = Command::new(environment::simulator())
        .args(["--port", &port.to_string(), "--faults", "--page"])
        .arg(environment::page())
        .args(flags)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("LOCKSTEP_SIMULATOR: can't start it: {error}"));
    let mut process = Guarded::new(child);
    let mut lines = BufReader::new(process.child.stdout.take().unwrap());
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        drop(lines.read_line(&mut line));
        // The receiver has given up when nobody listens.
        drop(sender.send(line));
    });
    match receiver.recv_timeout(START_LIMIT) {
        Ok(line) if line.trim() == format!("listening on http://127.0.0.1:{port}") => process,
        other => panic!("the simulator does not say that it listens on port {port}, but {other:?}"),
    }
}

/// A port that no other test of this process gets, and that nobody listens on now.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let count = PORTS.end - PORTS.start;
    let begin = (std::process::id() % u32::from(count)) as u16;
    for _ in 0..count {
        let port = PORTS.start + (begin + NEXT.fetch_add(1, Ordering::Relaxed)) % count;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port from {} to {} is free", PORTS.start, PORTS.end);
}
