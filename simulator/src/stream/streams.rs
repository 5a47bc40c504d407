//! Which streams run. Two starts at once leak a worker, as on the real server.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    parameters::{ParameterMap, Protocol, defaults},
    worker::Worker,
};
use crate::{
    options::Options,
    simulator::{Simulator, lock},
};

/// More leaked workers than this are stopped, oldest first.
const MOST_LEAKED: usize = 32;

/// A registered stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveStream {
    /// The detector's name.
    pub detector: &'static str,
    /// How its pictures travel.
    pub protocol: Protocol,
}

/// The streams and the parameters for those to come.
#[derive(Debug)]
pub struct Streams {
    active: Mutex<Vec<(ActiveStream, Worker)>>,
    leaked: Mutex<Vec<Worker>>,
    ghosts: Mutex<Vec<Worker>>,
    parameters: Mutex<BTreeMap<Protocol, ParameterMap>>,
    commands: AtomicUsize,
    most_commands: AtomicUsize,
}

/// Counts a command as in flight for as long as it lives.
#[derive(Debug)]
pub struct CommandInFlight<'a>(&'a Streams);

impl Drop for CommandInFlight<'_> {
    fn drop(&mut self) {
        self.0.commands.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Streams {
    /// Nothing runs yet.
    pub fn new(options: &Options) -> Self {
        let parameters = Protocol::ALL.into_iter().map(|protocol| (protocol, defaults(protocol, options))).collect();
        Self {
            active: Mutex::default(),
            leaked: Mutex::default(),
            ghosts: Mutex::default(),
            parameters: Mutex::new(parameters),
            commands: AtomicUsize::new(0),
            most_commands: AtomicUsize::new(0),
        }
    }

    /// The registered streams, oldest first.
    pub fn active(&self) -> Vec<ActiveStream> {
        lock(&self.active).iter().map(|(stream, _)| stream.clone()).collect()
    }

    /// The parameters that a start with this protocol begins with.
    pub fn parameters(&self, protocol: Protocol) -> ParameterMap {
        lock(&self.parameters).get(&protocol).cloned().unwrap_or_default()
    }

    /// The parameters in use, by detector.
    pub fn parameters_in_use(&self) -> Map<String, Value> {
        lock(&self.active)
            .iter()
            .map(|(stream, worker)| (stream.detector.to_owned(), Value::Object(worker.parameters())))
            .collect()
    }

    /// Changes parameters for streams to come and for the running ones of this protocol.
    pub fn change_parameters(&self, protocol: Protocol, changes: &ParameterMap) -> ParameterMap {
        for (stream, worker) in lock(&self.active).iter() {
            if stream.protocol == protocol {
                worker.change_parameters(changes);
            }
        }
        let mut parameters = lock(&self.parameters);
        let parameters = parameters.entry(protocol).or_default();
        parameters.extend(changes.clone());
        parameters.clone()
    }

    /// Starts a worker and registers it. One that is registered for the detector already is lost sight of.
    pub fn register(
        &self,
        simulator: &Arc<Simulator>,
        stream: ActiveStream,
        parameters: ParameterMap,
    ) -> std::io::Result<()> {
        let worker = Worker::start(simulator, stream.detector, stream.protocol, parameters)?;
        let mut active = lock(&self.active);
        let lost = active.iter().position(|(other, _)| other.detector == stream.detector);
        if let Some(lost) = lost {
            let (_, worker) = active.remove(lost);
            let mut leaked = lock(&self.leaked);
            leaked.push(worker);
            if leaked.len() > MOST_LEAKED {
                leaked.remove(0).stop();
            }
        }
        active.push((stream, worker));
        Ok(())
    }

    /// Stops and forgets the stream of this detector, or the oldest.
    pub fn stop(&self, detector: Option<&str>) -> Option<ActiveStream> {
        let (stream, worker) = {
            let mut active = lock(&self.active);
            let index = active.iter().position(|(stream, _)| detector.is_none_or(|name| name == stream.detector))?;
            active.remove(index)
        };
        worker.stop();
        Some(stream)
    }

    /// Frames that belong to no registered stream, until [`Self::stop_ghosts`].
    pub fn add_ghost(&self, simulator: &Arc<Simulator>, detector: &'static str) -> std::io::Result<()> {
        let worker = Worker::start(simulator, detector, Protocol::Jpeg, self.parameters(Protocol::Jpeg))?;
        lock(&self.ghosts).push(worker);
        Ok(())
    }

    /// Ends what [`Self::add_ghost`] began.
    pub fn stop_ghosts(&self) {
        let ghosts = std::mem::take(&mut *lock(&self.ghosts));
        ghosts.into_iter().for_each(Worker::stop);
    }

    /// Workers that nothing can stop any more.
    pub fn leaked(&self) -> usize {
        lock(&self.leaked).len()
    }

    /// What the registered workers have done so far, by detector.
    pub fn diagnostics(&self) -> Map<String, Value> {
        lock(&self.active).iter().map(|(stream, worker)| (stream.detector.to_owned(), worker.diagnostics())).collect()
    }

    /// Counts a start or stop until the answer is dropped.
    pub fn begin_command(&self) -> CommandInFlight<'_> {
        let now = self.commands.fetch_add(1, Ordering::AcqRel) + 1;
        self.most_commands.fetch_max(now, Ordering::AcqRel);
        CommandInFlight(self)
    }

    /// Starts and stops in flight now, and the most there ever were at once.
    pub fn commands_in_flight(&self) -> (usize, usize) {
        (self.commands.load(Ordering::Acquire), self.most_commands.load(Ordering::Acquire))
    }
}
