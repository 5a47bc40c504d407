//! The running streams. Two starts at once leak a worker, as on the real server.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::{Map, Value};

use super::{
    active_stream::ActiveStream,
    parameters::{ParameterMap, Protocol, defaults},
    worker::{Worker, WorkerContext},
};
use crate::{lock::lock, options::Options};

/// More leaked workers than this are stopped, oldest first.
const MAX_LEAKED: usize = 32;

/// The running streams, and the parameters of those to come.
#[derive(Debug)]
pub struct Streams {
    context: WorkerContext,
    active: Mutex<Vec<(ActiveStream, Worker)>>,
    leaked: Mutex<Vec<Worker>>,
    ghosts: Mutex<Vec<Worker>>,
    parameters: Mutex<BTreeMap<Protocol, ParameterMap>>,
    commands_in_flight: AtomicUsize,
    most_commands_in_flight: AtomicUsize,
}

/// Counts a command as in flight for as long as it lives.
#[derive(Debug)]
pub struct CommandInFlight<'a>(&'a Streams);

impl Drop for CommandInFlight<'_> {
    fn drop(&mut self) {
        self.0.commands_in_flight.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Streams {
    /// No streams yet.
    pub fn new(options: &Options, context: WorkerContext) -> Self {
        let parameters = Protocol::ALL.into_iter().map(|protocol| (protocol, defaults(protocol, options))).collect();
        Self {
            context,
            active: Mutex::default(),
            leaked: Mutex::default(),
            ghosts: Mutex::default(),
            parameters: Mutex::new(parameters),
            commands_in_flight: AtomicUsize::new(0),
            most_commands_in_flight: AtomicUsize::new(0),
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

    /// Starts a worker and registers it. One that is registered for the detector already leaks.
    pub fn register(&self, stream: ActiveStream, parameters: ParameterMap) -> std::io::Result<()> {
        let worker = Worker::start(&self.context, stream.detector, stream.protocol, parameters)?;
        let mut active = lock(&self.active);
        let leaking = active.iter().position(|(other, _)| other.detector == stream.detector);
        if let Some(index) = leaking {
            let (_, worker) = active.remove(index);
            let mut leaked = lock(&self.leaked);
            leaked.push(worker);
            if leaked.len() > MAX_LEAKED {
                leaked.remove(0).stop();
            }
        }
        active.push((stream, worker));
        Ok(())
    }

    /// Stops and unregisters the stream of this detector, or the oldest.
    pub fn stop(&self, detector: Option<&str>) -> Option<ActiveStream> {
        let (stream, worker) = {
            let mut active = lock(&self.active);
            let index = active.iter().position(|(stream, _)| detector.is_none_or(|name| name == stream.detector))?;
            active.remove(index)
        };
        worker.stop();
        Some(stream)
    }

    /// Starts a worker that belongs to no registered stream.
    pub fn add_ghost(&self, detector: &'static str) -> std::io::Result<()> {
        let worker = Worker::start(&self.context, detector, Protocol::Jpeg, self.parameters(Protocol::Jpeg))?;
        lock(&self.ghosts).push(worker);
        Ok(())
    }

    /// Stops the workers of [`Self::add_ghost`].
    pub fn stop_ghosts(&self) {
        let ghosts = std::mem::take(&mut *lock(&self.ghosts));
        ghosts.into_iter().for_each(Worker::stop);
    }

    /// How many workers run that no client can stop.
    pub fn leaked(&self) -> usize {
        lock(&self.leaked).len()
    }

    /// What the registered workers have done so far, by detector.
    pub fn diagnostics(&self) -> Map<String, Value> {
        lock(&self.active).iter().map(|(stream, worker)| (stream.detector.to_owned(), worker.diagnostics())).collect()
    }

    /// Counts a start or stop as in flight until the returned guard is dropped.
    pub fn begin_command(&self) -> CommandInFlight<'_> {
        let now = self.commands_in_flight.fetch_add(1, Ordering::AcqRel) + 1;
        self.most_commands_in_flight.fetch_max(now, Ordering::AcqRel);
        CommandInFlight(self)
    }

    /// Starts and stops in flight now, and the most there ever were at once.
    pub fn commands_in_flight(&self) -> (usize, usize) {
        (self.commands_in_flight.load(Ordering::Acquire), self.most_commands_in_flight.load(Ordering::Acquire))
    }
}
