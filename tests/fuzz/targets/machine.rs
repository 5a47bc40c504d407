//! The state machine: arbitrary events at arbitrary times, then a backend that answers.

#![no_main]

use fuzz::Choices;
use fuzz::driver::{Driver, EndAt};
use libfuzzer_sys::fuzz_target;
use lockstep::sync::Event;

/// The most events of one run.
const MAX_EVENTS: usize = 300;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let (Some(setting), Some(seed)) = (choices.byte(), choices.number()) else { return };
    let mut driver = Driver::new(setting, seed);
    for _ in 0..MAX_EVENTS {
        let Some(pace) = choices.byte() else { break };
        let Some(wait_ms) = driver.wait_ms(pace, &mut choices) else { break };
        // A byte for the most likely answers, which would otherwise need the right number.
        let event = match pace / 8 {
            0..=15 => choices.any::<Event>(),
            16..=27 => choices.byte().and_then(|choice| driver.likely(choice)),
            _ => Some(Event::TimerFired),
        };
        let Some(event) = event else { break };
        driver.send(event, wait_ms);
    }
    driver.check_recording();
    // All of the time that it may take is most of a run's cost.
    let end_at = if setting & 56 == 0 { EndAt::Limit } else { EndAt::Rest };
    driver.heal(setting & 2 > 0, end_at);
});
