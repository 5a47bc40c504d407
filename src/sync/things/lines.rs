//! Console lines of other things than the stream, and their names on one line. What is told to the person is not logged twice.

use super::super::thing::Word;
use super::super::{Level, LogLine};

/// The line of a thing of this name, where there is one.
pub(super) fn line<K>(name: &str, word: Word<'_, K>, written: impl Fn(&K) -> String) -> Option<LogLine> {
    let (level, text) = match word {
        Word::Syncing | Word::Answered(_) | Word::Synced(_) => return None,
        Word::AnswersAgain(known) => (Level::Debug, format!("The backend answers again: {}", written(known))),
        Word::Mismatch { backend, frontend } => {
            let (backend, frontend) = (written(backend), written(frontend));
            (Level::Warn, format!("Mismatch detected. Backend: {backend}, Frontend: {frontend}"))
        }
        Word::AsOrdered(known) => {
            (Level::Debug, format!("It is {}, as another page of this browser had ordered", written(known)))
        }
        Word::Failed(_, why) => (Level::Debug, format!("Not known: {why}")),
        Word::Refused => (Level::Debug, "Refused what the state does not allow".to_owned()),
    };
    Some(LogLine::Of { level, text: format!("[{name}] {text}") })
}

/// A name without line breaks, so that no two become one.
pub(super) fn on_one_line(name: &str) -> String {
    name.replace('\\', r"\\").replace('\n', r"\n")
}
