//! What has to hold of the recording and a light.

use lockstep::sync::{Event, Followed, FollowedEvent, State, Thing};

use crate::faults::FAULTS_MS;
use crate::others::LIGHT;
use crate::scheduled::Scheduled;
use crate::world::World;

/// A recording that does not run is asked for every 10 s, and the longest way there and back comes to that.
const OTHERS_CONVERGENCE_MS: u64 = 13_000;

impl World {
    /// What one step of a tab may never do.
    pub fn check_others_step(&mut self, tab: usize, before: &State, event: &Event, version: Option<u64>) {
        let tab = &mut self.tabs[tab];
        check_learned(&before.recording, &tab.state.recording, event, version, &mut tab.seen_others[0]);
        if let (Some(before), Some(after)) = (before.lights.get(LIGHT), tab.state.lights.get(LIGHT)) {
            check_learned(before, after, event, version, &mut tab.seen_others[1]);
        }
        let robbed = |tab: usize, request| self.tabs[tab].robbed_others.contains(&request);
        let (mut recording, mut light) = (0, 0);
        for (index, tab) in self.tabs.iter().enumerate().filter(|(_, tab)| !tab.gone) {
            let is_sent = |stage: lockstep::sync::Stage, request| stage.is_sent() && !robbed(index, request);
            let command = tab.state.recording.command;
            recording += usize::from(command.is_some_and(|command| is_sent(command.stage, command.request)));
            let command = tab.state.lights.get(LIGHT).and_then(|light| light.command);
            light += usize::from(command.is_some_and(|command| is_sent(command.stage, command.request)));
        }
        assert!(recording <= 1 && light <= 1, "I4: {recording} and {light} commands in flight");
    }

    /// The faults are over for long enough: every page must have what the backend has. `false` while something is still
    /// under way.
    pub fn judge_others(&mut self) -> bool {
        let is_busy = |state: &State| {
            let light = state.lights.get(LIGHT).expect("it is listed");
            state.recording.command.is_some()
                || state.recording.other_command.is_some()
                || light.command.is_some()
                || light.other_command.is_some()
                || !light.wanted.is_empty()
        };
        let present = self.present();
        let is_calm = !present.iter().any(|tab| is_busy(&self.tabs[*tab].state));
        let was_calm = std::mem::replace(&mut self.others.was_calm, is_calm);
        if !is_calm || !was_calm {
            let now_ms = self.schedule.now_ms();
            assert!(now_ms < FAULTS_MS + 300_000, "nothing is honoured for ever");
            self.schedule.after(OTHERS_CONVERGENCE_MS, Scheduled::JudgeOthers);
            return false;
        }
        for tab in present {
            let state = &self.tabs[tab].state;
            let light = state.lights.get(LIGHT).expect("it is listed");
            let (recording, session) = (&state.recording, &state.session);
            assert_eq!(recording.confirmed(), Some(&self.others.recording.state), "tab {tab}: {state:#?}");
            assert_eq!(light.confirmed(), Some(&self.others.light.state), "tab {tab}: {state:#?}");
            assert!(recording.verified(session) && light.verified(session), "tab {tab} is unsure: {state:#?}");
            assert_eq!((recording.pending().count(), light.pending().count()), (0, 0), "tab {tab}: {state:#?}");
        }
        true
    }
}

/// Only an answer about it is knowledge, and none that is older than what is known.
fn check_learned<T: Thing>(
    before: &Followed<T>,
    after: &Followed<T>,
    event: &Event,
    version: Option<u64>,
    seen: &mut u64,
) {
    if !after.known.is_confirmed() || before.known == after.known {
        return;
    }
    let answered = matches!(
        event,
        Event::Recording(FollowedEvent::CheckReplied { answer: Ok(_), .. })
            | Event::Light(_, FollowedEvent::CheckReplied { answer: Ok(_), .. })
    );
    assert!(answered, "I5: {event:?} is no knowledge");
    let version = version.expect("a reply saw the backend");
    assert!(version >= *seen, "I2: an older observation replaced a newer one");
    *seen = version;
}
