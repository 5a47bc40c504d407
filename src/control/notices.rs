//! The notices on the page: one a topic, repeats folded with a count, so that they never pile up.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::camera::Choice;
use super::microscopes::Microscope;
use crate::sync::{Holds, Notice, Severity, Subject, ThingNotice, Timestamp};

/// How long a notice that needs nothing from anybody stays, in milliseconds.
pub const INFO_LIFETIME_MS: u64 = 6_000;

/// The most lights that are told of at once.
const MAX_LIGHT_NOTICES: usize = 3;

/// What a notice is about. A newer one takes the place of an older one on the same topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The page had drifted.
    Drift,
    /// A start or a stop.
    Command,
    /// The connection.
    Connection,
    /// The address in use.
    Settings,
    /// Whether the picture can be painted.
    Picture,
    /// A picture that was to be saved here.
    SavedPicture,
    /// The whole screen.
    FullScreen,
    /// The camera that Play starts.
    Camera,
    /// A recording.
    Recording,
    /// What became of the latest recording's file.
    RecordedFile,
    /// The backend's disk.
    Disk,
    /// What was set of a light, by what stands for its name.
    Light(u64),
    /// That the page had drifted from it.
    LightDrift(u64),
    /// What was set of exposure and gain.
    CameraSettings,
    /// That the page had drifted from them.
    CameraSettingsDrift,
}

impl Topic {
    /// Of another thing than the stream.
    fn of(notice: &ThingNotice) -> Self {
        match &notice.subject {
            Subject::Recording => Self::Recording,
            Subject::CameraSettings if notice.is_drift => Self::CameraSettingsDrift,
            Subject::CameraSettings => Self::CameraSettings,
            Subject::Light(name) if notice.is_drift => Self::LightDrift(hash(name)),
            Subject::Light(name) => Self::of_light(name),
        }
    }

    /// Of what was set of the light of this name.
    #[must_use]
    pub fn of_light(name: &str) -> Self {
        Self::Light(hash(name))
    }

    const fn is_of_light(self) -> bool {
        matches!(self, Self::Light(_) | Self::LightDrift(_))
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// What a person can do about a notice, beside dismissing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Start although the exposure is long: what was refused, whatever has been chosen since.
    StartAnyway(Choice),
    /// Fetch a file that the backend has saved.
    Fetch {
        /// Where it is.
        url: String,
        /// Its name.
        name: String,
    },
    /// Put a microscope back that was removed from the list.
    PutBack {
        /// Where it was in the list.
        place: usize,
        /// What it was.
        microscope: Microscope,
        /// Did visits begin with it?
        was_current: bool,
    },
}

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeContent {
    /// What it is about.
    pub topic: Topic,
    /// How it is shown.
    pub severity: Severity,
    /// The words.
    pub text: String,
    /// What can be done about it.
    pub action: Option<Action>,
}

impl NoticeContent {
    /// What is told about a command, or about the connection. `choice` is what the latest command was about.
    #[must_use]
    pub fn new(notice: &Notice, choice: &Choice) -> Self {
        let topic = match notice {
            Notice::Corrected { .. } => Topic::Drift,
            Notice::Of(notice) => Topic::of(notice),
            Notice::ConnectionLost { .. } | Notice::ConnectionRegained => Topic::Connection,
            Notice::AlreadyRunning { .. }
            | Notice::LongExposure { .. }
            | Notice::StoppedByExposure
            | Notice::Refused { .. }
            | Notice::Unanswered { .. }
            | Notice::NotSent { .. }
            | Notice::TurnLost { .. } => Topic::Command,
        };
        let action = matches!(notice, Notice::LongExposure { .. }).then(|| Action::StartAnyway(choice.clone()));
        Self { topic, severity: notice.severity(), text: notice.to_string(), action }
    }
}

/// A message on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveNotice {
    /// The words and what they are about.
    pub message: NoticeContent,
    /// How often it came, from 1.
    pub count: u32,
    /// What is so while this is worth telling; `None` where that does not depend on it.
    pub holds_while: Option<Holds>,
    /// When it last came.
    pub at: Timestamp,
    /// The same, as a time of day.
    pub time_of_day: String,
}

/// What is on the page now, oldest first; at most one a topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeList {
    posted: Vec<ActiveNotice>,
}

impl NoticeList {
    /// Puts a message up, in place of the one on the same topic.
    pub fn post(&mut self, message: NoticeContent, at: Timestamp, time_of_day: String) {
        self.post_while(message, None, at, time_of_day);
    }

    /// The same, for one that is worth telling only while this is so.
    pub fn post_while(
        &mut self,
        message: NoticeContent,
        holds_while: Option<Holds>,
        at: Timestamp,
        time_of_day: String,
    ) {
        let before = self.posted.iter().position(|posted| posted.message.topic == message.topic);
        let before = before.map(|index| self.posted.remove(index));
        let repeats = before.filter(|posted| posted.message == message).map_or(0, |posted| posted.count);
        let count = repeats.saturating_add(1);
        if message.topic.is_of_light() {
            self.make_room_for_light();
        }
        self.posted.push(ActiveNotice { message, count, holds_while, at, time_of_day });
    }

    /// Somebody may switch three hundred lights: only the latest are told of.
    fn make_room_for_light(&mut self) {
        let is_light = |posted: &ActiveNotice| posted.message.topic.is_of_light();
        if self.posted.iter().filter(|posted| is_light(posted)).count() >= MAX_LIGHT_NOTICES
            && let Some(oldest) = self.posted.iter().position(is_light)
        {
            self.posted.remove(oldest);
        }
    }

    /// Takes the message on this topic down.
    pub fn dismiss(&mut self, topic: Topic) {
        self.posted.retain(|posted| posted.message.topic != topic);
    }

    /// Takes down what is no longer so. Was there any?
    pub fn outdate(&mut self, is_over: impl Fn(&Holds) -> bool) -> bool {
        let before = self.posted.len();
        self.posted.retain(|posted| !posted.holds_while.as_ref().is_some_and(&is_over));
        self.posted.len() < before
    }

    /// Takes down what has been up long enough. Was there any?
    pub fn expire(&mut self, now: Timestamp) -> bool {
        let before = self.posted.len();
        // What offers to do something stays until that is decided.
        self.posted.retain(|posted| {
            let leaves = posted.message.severity == Severity::Info && posted.message.action.is_none();
            !leaves || now.ms_since(posted.at) < INFO_LIFETIME_MS
        });
        self.posted.len() < before
    }

    /// What is up.
    #[must_use]
    pub fn posted(&self) -> &[ActiveNotice] {
        &self.posted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::{DisconnectReason, RequestError, StreamCommand, StreamState};

    fn post(board: &mut NoticeList, notice: Notice, at_ms: u64) {
        let content = NoticeContent::new(&notice, &Choice::default());
        board.post_while(content, notice.holds_while(), Timestamp(at_ms), String::new());
    }

    fn lost() -> Notice {
        Notice::ConnectionLost { reason: DisconnectReason::TransportClose }
    }

    #[test]
    fn repeats_are_folded_and_other_words_take_their_place() {
        let mut board = NoticeList::default();
        for at_ms in 0..3 {
            post(&mut board, lost(), at_ms);
        }
        assert_eq!(board.posted().len(), 1);
        assert_eq!(board.posted()[0].count, 3);
        assert_eq!(board.posted()[0].at, Timestamp(2));
        post(&mut board, Notice::ConnectionRegained, 9);
        assert_eq!(board.posted().len(), 1);
        assert_eq!(board.posted()[0].count, 1);
    }

    #[test]
    fn there_is_one_a_topic_and_each_can_be_dismissed() {
        let mut board = NoticeList::default();
        post(&mut board, lost(), 0);
        post(&mut board, Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }, 0);
        post(&mut board, Notice::LongExposure { message: "3 s".into() }, 0);
        assert_eq!(board.posted().len(), 3);
        assert_eq!(board.posted()[2].message.action, Some(Action::StartAnyway(Choice::default())));
        board.dismiss(Topic::Drift);
        assert!(board.posted().iter().all(|posted| posted.message.topic != Topic::Drift));
    }

    #[test]
    fn only_what_needs_nothing_leaves_by_itself() {
        let mut board = NoticeList::default();
        post(&mut board, Notice::ConnectionRegained, 0);
        post(&mut board, Notice::AlreadyRunning { protocol: None }, 1_000);
        post(&mut board, Notice::Corrected { was: StreamState::Running, now: StreamState::Stopped }, 0);
        board.expire(Timestamp(INFO_LIFETIME_MS));
        let topics: Vec<Topic> = board.posted().iter().map(|posted| posted.message.topic).collect();
        assert_eq!(topics, [Topic::Command, Topic::Drift]);
    }

    #[test]
    fn what_offers_to_do_something_stays_until_that_is_decided() {
        let name = crate::control::microscopes::MicroscopeName::of_address("http://a");
        let microscope = Microscope { name, address: "http://a".into() };
        let mut board = NoticeList::default();
        let content = |action| NoticeContent {
            topic: Topic::Settings,
            severity: Severity::Info,
            text: "“a” was removed.".into(),
            action,
        };
        board.post(
            content(Some(Action::PutBack { place: 0, microscope, was_current: false })),
            Timestamp(0),
            String::new(),
        );
        assert!(!board.expire(Timestamp(INFO_LIFETIME_MS)));
        board.post(content(None), Timestamp(0), String::new());
        assert!(board.expire(Timestamp(INFO_LIFETIME_MS)));
    }

    #[test]
    fn what_was_accepted_and_not_done_stays_beside_a_drift_of_the_same_thing() {
        let mut board = NoticeList::default();
        let about = |subject: &Subject, is_drift| {
            let (subject, severity) = (subject.clone(), Severity::Warning);
            Notice::Of(ThingNotice { subject, is_drift, severity, text: format!("{is_drift}"), holds: None })
        };
        let subjects = [Subject::Light("LED".into()), Subject::CameraSettings];
        for subject in &subjects {
            for is_drift in [false, true, true] {
                post(&mut board, about(subject, is_drift), 0);
            }
        }
        let texts: Vec<&str> = board.posted().iter().map(|posted| posted.message.text.as_str()).collect();
        assert_eq!(texts, ["false", "true", "false", "true"]);
    }

    #[test]
    fn what_names_a_state_goes_with_it() {
        let (start, stop) = (StreamCommand::Start { force: false }, StreamCommand::Stop);
        let found = Notice::Corrected { was: StreamState::Stopped, now: StreamState::Running };
        let cases = [
            (found, StreamState::Running),
            (Notice::LongExposure { message: "3 s".into() }, StreamState::Stopped),
            (Notice::Refused { command: start, message: "no".into() }, StreamState::Stopped),
            (Notice::Refused { command: stop, message: "no".into() }, StreamState::Running),
            (Notice::NotSent { command: stop }, StreamState::Running),
        ];
        for (notice, state) in cases {
            let mut board = NoticeList::default();
            post(&mut board, notice.clone(), 0);
            assert!(!board.outdate(|holds| *holds != Holds::Stream(state)), "{notice:?}");
            let other = StreamState::from_active(!state.active());
            assert!(board.outdate(|holds| *holds != Holds::Stream(other)), "{notice:?}");
            assert!(board.posted().is_empty(), "{notice:?}");
        }
        let mut board = NoticeList::default();
        post(&mut board, Notice::Unanswered { command: start, why: RequestError::Http(500) }, 0);
        post(&mut board, lost(), 0);
        assert!(!board.outdate(|_| true));
    }
}
