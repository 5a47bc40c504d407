//! The server of `tests/peer` as a process of its own: started, killed, started again; and what others do to it over REST.

use std::process::Command;

use super::clients::Client;
use super::environment;
use super::port::free_port;
use super::process::Guarded;
use super::rest::send;
use super::simulator::LoggedRequest;

/// A running (or just killed) server. It ends with this value.
#[derive(Debug)]
pub struct Peer {
    process: Guarded,
    port: u16,
}

impl Peer {
    /// Starts one on a free port, with the built page, and waits until it listens.
    pub fn start(flags: &[&str]) -> Self {
        let port = free_port();
        Self { process: spawn(port, flags), port }
    }

    /// Kills it (SIGKILL): TCP connections just end.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again on the same port, after [`Peer::kill`].
    pub fn restart(&mut self, flags: &[&str]) {
        self.process = spawn(self.port, flags);
    }

    /// Its origin, which is also the page's address.
    pub fn url(&self) -> String {
        self.at("")
    }

    /// Starts a stream as somebody else does, without the page.
    pub fn start_stream(&self) {
        let answer = send(minreq::post(self.at("/imswitch/api/LiveViewController/startLiveView")));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Stops the stream as somebody else does, without the page.
    pub fn stop_stream(&self) {
        let answer = send(minreq::get(self.at("/imswitch/api/LiveViewController/stopLiveView")));
        assert_eq!(answer["status"], "success", "{answer}");
    }

    /// Is a stream active?
    pub fn streams(&self) -> bool {
        let state = send(minreq::get(self.at("/peer/state")));
        !state["active_streams"].as_array().unwrap().is_empty()
    }

    /// The only client that connected since it was started.
    pub fn only_client(&self) -> Client {
        let clients: Vec<Client> = serde_json::from_value(send(minreq::get(self.at("/peer/clients")))).unwrap();
        let [client] = &clients[..] else { panic!("not one client, but {clients:?}") };
        client.clone()
    }

    /// How many REST calls had this in their path or query.
    pub fn count_requests(&self, part: &str) -> usize {
        let requests: Vec<LoggedRequest> =
            serde_json::from_value(send(minreq::get(self.at("/peer/requests")))).unwrap();
        requests.iter().filter(|request| request.path_and_query.contains(part)).count()
    }

    fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn spawn(port: u16, flags: &[&str]) -> Guarded {
    let mut command = Command::new(environment::python());
    command
        .env("PYTHONPATH", environment::python_packages())
        // Nothing is written beside the sources.
        .arg("-B")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peer"))
        .args(["--port", &port.to_string(), "--page"])
        .arg(environment::page())
        .args(flags);
    Guarded::listening(&mut command, port)
}
