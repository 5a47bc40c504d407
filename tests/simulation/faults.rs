//! What goes wrong, what somebody does, and how it all ends well.

use lockstep::sync::{
    Connection, DisconnectReason, Event, FollowedEvent, Intent, RequestId, StreamCommand, Visibility,
};

use crate::invariants::CONVERGENCE_MS;
use crate::scheduled::Scheduled;
use crate::world::World;

/// How long the faults go on.
pub const FAULTS_MS: u64 = 90_000;

impl World {
    /// The next thing that somebody does, or that goes wrong.
    pub fn inject_fault(&mut self) {
        if !self.network.faulty {
            return;
        }
        let present = self.present();
        if let Some(tab) = self.rng.choice(present) {
            self.inject_fault_in(tab);
        }
        let delay_ms = if self.rng.bool() { self.rng.u64(0..300) } else { self.rng.u64(0..8_000) };
        self.schedule.after(delay_ms, Scheduled::Fault);
    }

    fn inject_fault_in(&mut self, tab: usize) {
        match self.rng.u8(0..22) {
            0 => self.kill(),
            1 | 2 if !self.backend.up => self.backend.boot(self.rng.bool()),
            1 => self.network.partition_until_ms = self.schedule.now_ms() + self.rng.u64(0..15_000),
            2 => {
                // Never shorter than before: what came first is answered first.
                let until_ms = self.schedule.now_ms() + self.rng.u64(0..20_000);
                self.backend.frozen_until_ms = self.backend.frozen_until_ms.max(until_ms);
            }
            3 => self.break_socket(tab),
            4 => self.close_socket(tab, DisconnectReason::TransportClose),
            5 | 6 => {
                let visible = self.tabs[tab].state.session.visibility == Visibility::Visible;
                let next = if visible { Visibility::Hidden } else { Visibility::Visible };
                self.change_visibility(tab, next);
            }
            7 => {
                self.tabs[tab].asleep = true;
                let sleep_ms = self.rng.u64(0..30_000);
                self.schedule.after(sleep_ms, Scheduled::Awake { tab });
            }
            8 | 9 if self.backend.up && self.backend.frozen_until_ms <= self.schedule.now_ms() => {
                let command =
                    if self.backend.running { StreamCommand::Stop } else { StreamCommand::Start { force: false } };
                self.begin(None, RequestId(0), command);
            }
            10 => self.send(tab, Event::ReconnectWanted, None),
            11 => self.leave(tab),
            12 => self.crash(tab),
            18..22 => self.set_other(tab),
            _ => {
                for _ in 0..self.rng.u8(1..4) {
                    let intents = [Intent::Play, Intent::Stop, Intent::PlayAnyway, Intent::Switch];
                    let intent = intents[self.rng.usize(0..intents.len())];
                    self.send(tab, Event::Stream(FollowedEvent::Clicked(intent)), None);
                }
            }
        }
    }

    fn kill(&mut self) {
        self.backend.kill();
        self.others.restart();
        for tab in 0..self.tabs.len() {
            self.close_socket(tab, DisconnectReason::TransportClose);
        }
        let down_ms = self.rng.u64(50..12_000);
        self.network.partition_until_ms = self.network.partition_until_ms.min(self.schedule.now_ms() + down_ms);
    }

    /// Faults end: the backend is there, what was lost is reported lost, everybody is awake and looking.
    pub fn heal(&mut self) {
        self.network.faulty = false;
        self.network.partition_until_ms = 0;
        self.backend.frozen_until_ms = self.backend.frozen_until_ms.min(self.schedule.now_ms());
        if !self.backend.up {
            self.backend.boot(self.rng.bool());
        }
        // Whatever is still under way arrives or fails now, commands that the backend carries out included.
        self.schedule.hurry();
        for tab in self.present() {
            self.awake(tab);
            if self.tabs[tab].socket.is_some_and(|socket| socket.half_open) {
                self.close_socket(tab, DisconnectReason::TransportClose);
            }
            self.fail_open_requests(tab);
            if let Connection::Connecting { generation, .. } = self.tabs[tab].state.session.connection {
                let event = Event::SocketClosed { generation, reason: DisconnectReason::TransportError };
                self.schedule.after(20, Scheduled::Arrive { tab, event, version: None });
            }
            let event = Event::VisibilityChanged(Visibility::Visible);
            self.schedule.after(30, Scheduled::Arrive { tab, event, version: None });
        }
        // A command that waited for its turn is sent now, and the slowest camera takes its time.
        let commands_ms = 3 * (self.backend.start_ms + self.backend.stop_ms + 200);
        self.schedule.after(commands_ms + CONVERGENCE_MS, Scheduled::Judge);
    }
}
