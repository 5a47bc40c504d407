//! The words of the journal.

use crate::sync::{Intent, StreamCommand, StreamState, UnverifiedReason};

/// What a command is called.
pub(super) const fn name(command: StreamCommand) -> &'static str {
    match command {
        StreamCommand::Start { .. } => "start",
        StreamCommand::Stop => "stop",
        StreamCommand::Switch => "switch",
    }
}

/// What was pressed.
pub(super) const fn pressed(intent: Intent) -> &'static str {
    match intent {
        Intent::Play => "Play was pressed",
        Intent::PlayAnyway => "Start anyway was pressed",
        Intent::Stop => "Stop was pressed",
        Intent::Switch => "Another camera or format was chosen while a stream runs",
    }
}

/// What the stream does.
pub(super) const fn about(stream: StreamState) -> &'static str {
    match stream {
        StreamState::Running => "the stream is running",
        StreamState::Stopped => "the stream is stopped",
    }
}

/// The state's name.
pub(super) const fn done(stream: StreamState) -> &'static str {
    match stream {
        StreamState::Running => "running",
        StreamState::Stopped => "stopped",
    }
}

/// Why the page vouches for nothing; `None` where nothing was claimed yet.
pub(super) const fn why(reason: UnverifiedReason) -> Option<&'static str> {
    Some(match reason {
        UnverifiedReason::NotAsked => return None,
        UnverifiedReason::SyncFailed => "Assumed stopped, unverified: the backend does not say what its stream does",
        UnverifiedReason::LinkLost => "Unverified: neither connection nor requests get through",
        UnverifiedReason::CommandUnanswered => "Unverified: the last command has no answer that says what came of it",
        UnverifiedReason::Announced(StreamState::Running) => "Unverified: a start was announced, and not confirmed yet",
        UnverifiedReason::Announced(StreamState::Stopped) => "Unverified: a stop was announced, and not confirmed yet",
        UnverifiedReason::ChangedElsewhere => "Unverified: another tab changed something",
        UnverifiedReason::NothingToStop => "Unverified: there was nothing to stop, whatever was shown",
        UnverifiedReason::NotReadBack => "Unverified: the backend was not asked yet what came of the command",
    })
}

/// Why the page vouches for nothing, in short.
pub(super) const fn short(reason: UnverifiedReason) -> &'static str {
    match reason {
        UnverifiedReason::NotAsked => "not asked",
        UnverifiedReason::SyncFailed => "sync failed",
        UnverifiedReason::LinkLost => "link lost",
        UnverifiedReason::CommandUnanswered => "command unanswered",
        UnverifiedReason::Announced(_) => "announced",
        UnverifiedReason::ChangedElsewhere => "changed elsewhere",
        UnverifiedReason::NothingToStop => "nothing to stop",
        UnverifiedReason::NotReadBack => "not read back",
    }
}
