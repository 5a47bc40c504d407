//! The server of `tests/peer`, and what others do to it over REST.

use std::process::Command;

use super::clients::Client;
use super::environment;
use super::rest::send;
use super::server::{Program, Server};
use super::simulator::LoggedRequest;

pub type Peer = Server<PeerProgram>;

/// Python, with the packages that the server needs.
#[derive(Debug)]
pub enum PeerProgram {}

impl Program for PeerProgram {
    fn command() -> Command {
        let mut command = Command::new(environment::python());
        command
            .env("PYTHONPATH", environment::python_packages())
            // Nothing is written beside the sources.
            .arg("-B")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peer"));
        command
    }
}

impl Peer {
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
}
