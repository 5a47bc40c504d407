//! Every answer to a REST call, and what is asked of it.

#![no_main]

use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lockstep::wire::{
    AnswerError, CameraSettings, CommandAnswer, Exposure, FilePath, MAX_ANSWER_BYTES, Preview, Setting, SnapAnswer,
    StreamValues, active_streams, camera_settings, command_answer, current_camera_settings, detector_names, exposure,
    file_size_bytes, is_recording, light_active, light_names, light_range, light_value, live_view_active,
    recording_place, recording_status, set_answer, snap_answer, stream_parameters, version, visible,
};

/// The longest text that is kept as it came: 120 characters and an ellipsis.
const MAX_CUT_CHARS: usize = 121;
const CALLS: [fn(&str); 17] = [
    |body| _ = read(live_view_active(body)),
    |body| {
        if let Some(
            CommandAnswer::Refused { message }
            | CommandAnswer::LongExposure { message }
            | CommandAnswer::AlreadyRunning { protocol: Some(message) },
        ) = read(command_answer(body))
        {
            is_cut(&message);
        }
    },
    |body| are_names(read(active_streams(body)).into_iter().flatten().map(|stream| stream.detector)),
    |body| are_names(read(detector_names(body)).into_iter().flatten()),
    |body| read(version(body)).iter().for_each(|text| is_cut(text)),
    |body| {
        if let Some(parameters) = read(stream_parameters(body)) {
            let values = ["jpeg", "binary", "odd"].map(|name| parameters.of_protocol(name));
            values.into_iter().flatten().for_each(look_at_values);
            parameters.of_detector("WidefieldCamera").into_iter().for_each(look_at_values);
            assert_ne!(parameters.subsampling_factor("WidefieldCamera", "jpeg"), Some(0));
        }
    },
    |body| {
        if let Some(Exposure { exposure_ms, threshold_ms }) = read(exposure(body)) {
            let times_ms = [Some(exposure_ms), threshold_ms];
            assert!(times_ms.into_iter().flatten().all(|time_ms| time_ms.is_finite() && time_ms >= 0.0));
        }
    },
    |body| read(camera_settings(body)).into_iter().for_each(look_at_settings),
    |body| read(current_camera_settings(body)).into_iter().for_each(look_at_settings),
    |body| _ = read(set_answer(body)),
    |body| are_names(read(light_names(body)).into_iter().flatten()),
    |body| {
        if let Some(Some(range)) = read(light_range(body)) {
            assert!(range.min.is_finite() && range.max.is_finite() && range.min <= range.max, "{range:?}");
        }
    },
    |body| {
        if let Some(Some(value)) = read(light_value(body)) {
            assert!(value.is_finite());
        }
        _ = read(light_active(body));
    },
    |body| _ = read(is_recording(body)),
    |body| {
        if let Some(status) = read(recording_status(body)) {
            status.path.iter().for_each(leads_down);
        }
        if let Some(place) = read(recording_place(body)) {
            leads_down(&place.path);
        }
    },
    |body| match read(snap_answer(body)) {
        Some(SnapAnswer::Going(progress)) => {
            assert!(progress.percent.is_none_or(|percent| percent <= 100));
            assert!(progress.job_id.len() <= MAX_ANSWER_BYTES);
        }
        Some(SnapAnswer::Done(saved)) => {
            leads_down(&saved.path);
            if let Preview::Address(address) = saved.preview {
                assert!(address.starts_with("data:image/png;base64,"), "{address:.80}");
            }
        }
        Some(SnapAnswer::Failed { message }) => is_cut(&message),
        Some(SnapAnswer::Cancelled | SnapAnswer::Unknown) | None => {}
    },
    |header| assert_ne!(file_size_bytes(header), Some(0)),
];

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let Some(call) = choices.byte() else { return };
    let body = String::from_utf8_lossy(choices.all());
    CALLS[usize::from(call) % CALLS.len()](&body);
});

/// What the answer says; or its error's words, looked at.
fn read<T>(answer: Result<T, AnswerError>) -> Option<T> {
    answer.map_err(|error| drop(said(&error))).ok()
}

fn is_cut(text: &str) {
    assert!(text.chars().count() <= MAX_CUT_CHARS, "{text}");
    assert!(!text.contains(char::is_control), "{text:?}");
}

fn are_names(names: impl Iterator<Item = String>) {
    for name in names {
        assert!(!visible(&name).contains(char::is_control));
    }
}

fn look_at_values(values: &StreamValues) {
    for key in ["protocol", "jpeg_quality", "subsampling_factor", "throttle_ms"] {
        if let Some(text) = values.get(key) {
            assert!(text.chars().count() <= MAX_CUT_CHARS + 2 && !text.contains(char::is_control), "{text:?}");
        }
    }
}

fn look_at_settings(settings: CameraSettings) {
    for Setting { value, min, max, .. } in [settings.exposure, settings.gain].into_iter().flatten() {
        assert!(value.is_finite() && [min, max].into_iter().flatten().all(f64::is_finite));
        assert!(min.zip(max).is_none_or(|(min, max)| min <= max), "{min:?} to {max:?}");
    }
}

/// A path never leads out of the backend's folder.
fn leads_down(path: &FilePath) {
    assert!(path.segments().count() > 0);
    for segment in path.segments() {
        assert!(!segment.is_empty() && !matches!(segment, "." | ".."), "{segment:?}");
        assert!(!segment.contains(|c: char| matches!(c, '/' | '\\') || c.is_control()), "{segment:?}");
    }
    assert!(!path.name().is_empty());
    for short in path.fetchable() {
        assert_eq!((FilePath::parse(&short.to_string()).as_ref(), short.name()), (Some(&short), path.name()));
    }
}
