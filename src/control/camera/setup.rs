//! What the backend says there is, and what is in use.

use super::{Choice, Parameter};
use crate::wire::{ActiveStream, StreamParameters};

/// The backend's own words about cameras and streams, read together.
#[derive(Debug)]
pub struct Setup {
    /// The cameras' names, in the backend's order.
    pub detectors: Vec<String>,
    /// The streams that run.
    pub streams: Vec<ActiveStream>,
    /// What streams are made with.
    pub parameters: StreamParameters,
}

impl Setup {
    /// The camera that a choice stands for: the backend's first where none was named.
    #[must_use]
    pub fn chosen<'a>(&'a self, choice: &'a Choice) -> Option<&'a str> {
        choice.detector.as_deref().or(self.detectors.first().map(String::as_str))
    }

    /// The format that a camera streams in, as the interface names it; `None` while it does not.
    #[must_use]
    pub fn protocol_of(&self, detector: &str) -> Option<&str> {
        self.streams.iter().find(|stream| stream.detector == detector).map(|stream| stream.protocol.as_str())
    }

    /// A parameter's value in the stream that was chosen, in words: in use where that stream runs, else what the
    /// next one begins with. `None` where the backend does not say.
    #[must_use]
    pub fn value(&self, choice: &Choice, parameter: Parameter) -> Option<String> {
        let protocol = choice.format.protocol();
        let detector = self.chosen(choice)?;
        let running = self.protocol_of(detector) == Some(protocol);
        let in_use = self.parameters.of_detector(detector).filter(|_| running);
        let values = in_use.or_else(|| self.parameters.of_protocol(protocol))?;
        values.get(parameter.key())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::{Choice, Format, Parameter};
    use super::Setup;
    use crate::wire::{ActiveStream, stream_parameters};

    fn setup(streams: Vec<ActiveStream>) -> Setup {
        let parameters = r#"{"status":"success",
            "protocols":{"jpeg":{"jpeg_quality":80,"throttle_ms":50},"binary":{"subsampling_factor":4}},
            "per_detector":{"Wide":{"protocol":"jpeg","jpeg_quality":30,"throttle_ms":"hello"}}}"#;
        Setup {
            detectors: vec!["Wide".into(), "Focus".into()],
            streams,
            parameters: stream_parameters(parameters).unwrap(),
        }
    }

    fn choice(detector: Option<&str>, format: Format) -> Choice {
        Choice { detector: detector.map(str::to_owned), format }
    }

    #[test]
    fn a_running_stream_has_its_own_values_and_the_next_one_those_of_its_format() {
        let idle = setup(Vec::new());
        assert_eq!(idle.value(&choice(None, Format::Jpeg), Parameter::Quality), Some("80".into()));
        let busy = setup(vec![ActiveStream { detector: "Wide".into(), protocol: "jpeg".into() }]);
        assert_eq!(busy.value(&choice(None, Format::Jpeg), Parameter::Quality), Some("30".into()));
        assert_eq!(busy.value(&choice(Some("Wide"), Format::Jpeg), Parameter::Throttle), Some("“hello”".into()));
        assert_eq!(busy.value(&choice(Some("Focus"), Format::Jpeg), Parameter::Quality), Some("80".into()));
        assert_eq!(busy.value(&choice(Some("Wide"), Format::Binary), Parameter::Subsampling), Some("4".into()));
        assert_eq!(busy.value(&choice(None, Format::Binary), Parameter::Throttle), None, "nothing is made up");
    }

    #[test]
    fn the_stream_that_runs_is_known_by_its_camera() {
        let busy = setup(vec![ActiveStream { detector: "Focus".into(), protocol: "binary".into() }]);
        assert_eq!(busy.protocol_of("Focus"), Some("binary"));
        assert_eq!(busy.protocol_of("Wide"), None);
        assert_eq!(busy.chosen(&Choice::default()), Some("Wide"));
    }
}
