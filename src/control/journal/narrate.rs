//! An event and its effects, in words.

use super::Kind;
use super::narrate_things::tell_sent;
use super::words::{about, done, name, pressed, why};
use crate::sync::{
    Cameras, Connection, Effect, Event, FollowedEffect, FollowedEvent, LogLine, Notice, PendingCommand, RequestId,
    Sender, State, TabMessage, Timestamp, UnverifiedReason, Visibility,
};
use crate::wire::CommandAnswer;

/// What of the state is compared with what it is after a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    is_closed: bool,
    doubt: Option<UnverifiedReason>,
    verified: bool,
    visibility: Visibility,
    cameras: Cameras,
    command: Option<PendingCommand>,
    other_sender: Option<Sender>,
}

impl Before {
    pub(super) fn of(state: &State) -> Self {
        Self {
            is_closed: state.session.connection == Connection::Closed,
            doubt: state.stream.known.unverified_reason(),
            verified: state.verified(),
            visibility: state.session.visibility,
            cameras: state.session.cameras,
            command: state.stream.command,
            other_sender: state.stream.other_command.map(|other| other.sender),
        }
    }
}

/// A step of the machine that is to be told.
pub(super) struct Step<'a> {
    pub(super) event: &'a Event,
    pub(super) before: Before,
    pub(super) after: &'a State,
    pub(super) effects: &'a [Effect],
    /// How long the request took that has ended in it.
    pub(super) took_ms: Option<u64>,
    pub(super) now: Timestamp,
}

/// Takes an entry: what it is about, the text, the evidence.
pub(super) type Tell<'a> = dyn FnMut(Kind, &str, &str) + 'a;

impl Step<'_> {
    /// Tells the step, in the order in which things happened. Polls that are answered as ever are not told.
    pub(super) fn narrate(&self, tell: &mut Tell) {
        self.tell_event(tell);
        let mut confirmed = false;
        for effect in self.effects {
            match effect {
                Effect::Stream(FollowedEffect::SendCommand { request, command }) => {
                    tell(Kind::Command, &format!("“{}” was sent", name(*command)), &number(*request));
                }
                Effect::Log(line) => {
                    confirmed |= matches!(line, LogLine::Synced(_) | LogLine::AnswersAgain(_));
                    self.tell_line(line, tell);
                }
                Effect::Notify(notice) => {
                    confirmed |= matches!(notice, Notice::Corrected { .. });
                    self.tell_notice(notice, tell);
                }
                _ => tell_sent(effect, self.after, tell),
            }
        }
        self.tell_doubt(confirmed, tell);
    }

    fn tell_event(&self, tell: &mut Tell) {
        match self.event {
            Event::Opened if self.before.is_closed => tell(Kind::Page, "The page was opened", ""),
            Event::Closed if !self.before.is_closed => tell(Kind::Page, "The page was left", ""),
            Event::BackendChanged => {
                tell(Kind::Page, "Another backend was chosen: nothing that was known counts any more", "");
            }
            Event::ReconnectWanted => {
                tell(Kind::Connection, "Everything is tried at once: the network or somebody is back", "");
            }
            Event::VisibilityChanged(visibility) if *visibility != self.before.visibility => match visibility {
                Visibility::Visible => tell(Kind::Page, "The tab was shown", ""),
                Visibility::Hidden => tell(Kind::Page, "The tab was hidden: no request leaves meanwhile", ""),
            },
            Event::Stream(FollowedEvent::Announced { generation, known: stream }) => {
                let what = if stream.active() { "started" } else { "stopped" };
                let evidence = format!("socket {}", generation.0);
                tell(Kind::Sync, &format!("The backend announced that a stream {what}"), &evidence);
            }
            Event::CamerasListed(cameras) if *cameras != self.before.cameras => match cameras {
                Cameras::Absent => tell(Kind::Sync, "The backend lists no camera: Play is off", ""),
                Cameras::Present => tell(Kind::Sync, "The backend lists a camera", ""),
                Cameras::Unknown => {}
            },
            Event::Stream(FollowedEvent::TabMessageReceived(message)) => match message {
                TabMessage::Commanding(command) => {
                    tell(Kind::Command, &format!("Another tab sends “{}”", name(*command)), "");
                }
                TabMessage::Done => tell(Kind::Command, "What another tab sent is over", ""),
                TabMessage::Changed => tell(Kind::Sync, "Another tab found that the stream changed", ""),
            },
            Event::Stream(FollowedEvent::SentBefore { command, age_ms })
                if self.before.other_sender.is_none() && self.after.stream.other_command.is_some() =>
            {
                let text = format!("“{}” was sent before, by a page of this browser", name(*command));
                tell(Kind::Command, &text, &format!("{} ago", time(*age_ms)));
            }
            Event::Stream(FollowedEvent::SenderGone { .. }) if self.before.other_sender == Some(Sender::Tab) => {
                let text = match self.after.stream.other_command {
                    Some(_) => "The other tab is gone: what it has sent may go on",
                    None => "The other tab is gone, or has ended what it sent",
                };
                tell(Kind::Command, text, "its turn is free");
            }
            Event::Stream(FollowedEvent::LockHeldElsewhere { request }) => {
                tell(Kind::Command, "Another tab has the turn: waiting for it", &number(*request));
            }
            Event::Stream(FollowedEvent::LockRefused { request }) => {
                tell(Kind::Command, "This browser gives out no turns: nobody is waited for", &number(*request));
            }
            Event::Stream(FollowedEvent::Clicked(intent)) => tell(Kind::Command, pressed(*intent), ""),
            Event::Stream(FollowedEvent::CommandReplied { request, answer: Ok(answer) }) => {
                self.tell_answer(*request, answer, tell)
            }
            _ => {}
        }
    }

    /// The answers of which no notice tells.
    fn tell_answer(&self, request: RequestId, answer: &CommandAnswer, tell: &mut Tell) {
        let Some(pending) = self.before.command.filter(|pending| pending.request == request) else { return };
        let outcome = match answer {
            CommandAnswer::Success => "done",
            CommandAnswer::NotRunning => "there was nothing to stop",
            _ => return,
        };
        tell(Kind::Command, &format!("“{}” was answered: {outcome}", name(pending.command)), &self.answered());
    }

    fn tell_line(&self, line: &LogLine, tell: &mut Tell) {
        match line {
            LogLine::Connected { .. } => {
                tell(Kind::Connection, "Connected", &self.socket());
            }
            LogLine::Disconnected { reason } => {
                tell(Kind::Connection, &format!("Disconnected: {}", reason.in_words()), &format!("{reason}"));
            }
            LogLine::ConnectFailed { attempt, reason } => {
                let evidence = format!("attempt {attempt}, {reason}");
                tell(Kind::Connection, "No connection could be made", &evidence);
            }
            LogLine::LateSocket { generation } => {
                let evidence = format!("socket {}", generation.0);
                tell(Kind::Failure, "A word from a connection that was given up was dropped", &evidence);
            }
            LogLine::Syncing => tell(Kind::Sync, "Asking the backend what its stream does", ""),
            LogLine::Synced(stream) => tell(Kind::Sync, &format!("Synced: {}", about(*stream)), &self.answered()),
            LogLine::AnswersAgain(stream) => {
                tell(Kind::Sync, &format!("The backend answers again: {}", about(*stream)), &self.answered());
            }
            LogLine::AsOrdered(stream) => {
                let text = format!("As another page of this browser had ordered, {}", about(*stream));
                tell(Kind::Sync, &text, &self.answered());
            }
            LogLine::SyncFailed(why) => tell(Kind::Failure, &format!("The sync failed: {why}"), &self.answered()),
            LogLine::CheckFailed(why) => {
                tell(Kind::Failure, &format!("A status check failed: {why}"), &self.answered());
            }
            LogLine::AskedAgain { request } => {
                tell(
                    Kind::Failure,
                    "No answer yet: asked again, and the first request was given up",
                    &number(*request),
                );
            }
            LogLine::LateReply { request } => {
                let what = match self.event {
                    Event::Stream(FollowedEvent::CheckReplied { answer: Ok(stream), .. }) => {
                        format!(", {}", about(*stream))
                    }
                    _ => String::new(),
                };
                tell(
                    Kind::Failure,
                    "A late reply was dropped: nobody waited for it any more",
                    &(number(*request) + &what),
                );
            }
            LogLine::ClickRefused => tell(Kind::Command, "The press was refused: that can’t be done now", ""),
            // What comes of them is told.
            LogLine::Of { .. } => {}
            // The sync and the correction tell it.
            LogLine::BackendStatus(_) | LogLine::Mismatch { .. } => {}
        }
    }

    fn tell_notice(&self, notice: &Notice, tell: &mut Tell) {
        let kind = match notice {
            // The lines tell these.
            Notice::ConnectionLost { .. } | Notice::ConnectionRegained => return,
            Notice::Corrected { .. } => Kind::Corrected,
            Notice::Of(notice) if notice.is_drift => Kind::Corrected,
            Notice::Unanswered { .. } => Kind::Failure,
            Notice::AlreadyRunning { .. }
            | Notice::LongExposure { .. }
            | Notice::StoppedByExposure
            | Notice::Refused { .. }
            | Notice::NotSent { .. }
            | Notice::TurnLost { .. }
            | Notice::Of(_) => Kind::Command,
        };
        tell(kind, &notice.to_string(), &self.answered());
    }

    /// What the page vouches for, where that has changed.
    fn tell_doubt(&self, confirmed: bool, tell: &mut Tell) {
        let stream = self.after.stream.known;
        let doubt = stream.unverified_reason();
        let verified = self.after.verified();
        match doubt {
            Some(reason) if self.before.doubt != doubt => {
                if let Some(why) = why(reason) {
                    tell(Kind::Unverified, why, &self.last_confirmed());
                }
            }
            None if self.before.verified && !verified => {
                let has_failed = self.after.stream.poll.failures > 0 || self.after.stream.retrying();
                let text = if has_failed {
                    "What is shown is no longer vouched for: the last check failed"
                } else {
                    "What is shown is no longer vouched for: nothing has confirmed it for 10 s"
                };
                tell(Kind::Unverified, text, &self.last_confirmed());
            }
            None if !self.before.verified && verified && !confirmed && !self.is_command_answer() => {
                tell(Kind::Sync, &format!("Confirmed: {}", about(stream.state)), &self.answered());
            }
            _ => {}
        }
    }

    fn is_command_answer(&self) -> bool {
        matches!(self.event, Event::Stream(FollowedEvent::CommandReplied { .. }))
    }

    fn last_confirmed(&self) -> String {
        self.after.stream.known.last_confirmed().map_or_else(String::new, |last| {
            format!("{} was confirmed {} before", done(last.state), time(self.now.ms_since(last.at)))
        })
    }

    fn socket(&self) -> String {
        self.after.session.connection.socket().map_or_else(String::new, |generation| format!("socket {}", generation.0))
    }

    /// The request that ended now, and how long it took.
    fn answered(&self) -> String {
        let given_up = |effect: &Effect| match effect {
            Effect::Abort { request } => Some(*request),
            _ => None,
        };
        let request = match self.event.ended_request() {
            Some((request, _)) => Some(request),
            None => self.effects.iter().find_map(given_up),
        };
        match (request, self.took_ms) {
            (Some(request), Some(took_ms)) => format!("{} after {}", number(request), time(took_ms)),
            (Some(request), None) => number(request),
            (None, _) => String::new(),
        }
    }
}

fn number(request: RequestId) -> String {
    format!("request {request}")
}

/// In milliseconds, or from ten seconds on in seconds.
fn time(time_ms: u64) -> String {
    if time_ms < 10_000 { format!("{time_ms} ms") } else { format!("{} s", time_ms / 1_000) }
}
