//! Which camera streams, in which format, and how its frames are made.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{CameraSettings, ChoiceButtons, ChoiceOption, ParameterField};
use crate::control::camera::{Choice, Format, Parameter, ParameterError, Setup};
use crate::store::{CameraInfo, Store, UpdateOutcome, use_store};
use crate::sync::{AvailableCommand, Visibility};
use crate::wire::visible;

/// The line that says what came of a choice or a value.
const VERDICT: &str = "camera-verdict";

/// What to do where there is none.
const NO_CAMERA: &str = "The backend lists no camera, so nothing can be started. Is one plugged in, and set up there?";

/// The cameras, the formats, a field for each parameter, and what came of it.
#[component]
pub fn CameraPanel() -> impl IntoView {
    let store = use_store();
    refresh_while_open(store);

    let listed = Memo::new(move |_| store.choice.with(|choice| store.camera_info.with(|info| cameras(info, choice))));
    let cameras = Memo::new(move |_| listed.get().unwrap_or_default());
    let has_none = Memo::new(move |_| listed.with(|listed| listed.as_ref().is_some_and(Vec::is_empty)));
    let is_unknown = Memo::new(move |_| listed.with(Option::is_none));
    let chosen_camera = Memo::new(move |_| {
        let chosen = store.choice.with(|choice| choice.detector.clone());
        chosen.or_else(|| cameras.with(|cameras| cameras.first().map(|first| first.name.clone())))
    });
    let choose_camera =
        move |name: String| store.choose(Choice { detector: Some(name), ..store.choice.get_untracked() });

    let formats = Memo::new(move |_| with_setup(store, formats));
    let chosen_format = Memo::new(move |_| store.choice.with(|choice| Some(choice.format.protocol().to_owned())));
    let choose_format = move |name: String| {
        if let Some(format) = Format::ALL.into_iter().find(|format| format.protocol() == name) {
            store.choose(Choice { format, ..store.choice.get_untracked() });
        }
    };

    let parameters = Parameter::ALL.map(|parameter| (parameter, RwSignal::new(None::<ParameterError>)));
    // What was refused of one field was not sent, which is no longer the last that happened when another one is.
    let forget_errors = move |()| parameters.into_iter().for_each(|(_, error)| error.set(None));
    let error = move || {
        let format = store.choice.with(|choice| choice.format);
        parameters
            .into_iter()
            .filter(|(parameter, _)| parameter.is_of(format))
            .find_map(|(_, error)| error.get())
            .map(|error| error.to_string())
    };
    let verdict = Memo::new(move |_| match error() {
        Some(error) => Verdict::Bad(error),
        None => store.camera_info.with(|info| Verdict::of(&info.outcome)),
    });

    view! {
        // Not `disabled`, which would take the focus from whoever has just pressed a button.
        <div
            class="panel camera"
            role="group"
            aria-label="Camera and format"
            aria-disabled=move || (store.available.get() == AvailableCommand::None).then_some("true")
        >
            <ChoiceButtons
                label="Camera"
                label_id="camera-detectors"
                options=cameras
                chosen=chosen_camera
                on_choose=choose_camera
            >
                <p class="camera-unknown" hidden=move || !is_unknown.get()>
                    "The backend has not said yet which cameras there are. They are listed here as soon as it does."
                </p>
                <p class="camera-none" hidden=move || !has_none.get()>
                    "None. " {NO_CAMERA}
                </p>
            </ChoiceButtons>
            <ChoiceButtons
                label="Format"
                label_id="camera-formats"
                options=formats
                chosen=chosen_format
                on_choose=choose_format
            />
            <CameraSettings/>
            <div class="camera-parameters">
                {parameters
                    .map(|(parameter, error)| view! { <ParameterField parameter error on_send=forget_errors described_by=VERDICT/> })}
            </div>
            <p
                id=VERDICT
                class=move || verdict.with(Verdict::class)
                role="status"
                prop:textContent=move || verdict.get().text()
            ></p>
        </div>
    }
}

/// Asks the backend now, and whenever what was read may have changed.
fn refresh_while_open(store: Store) {
    let occasion = Memo::new(move |_| {
        let busy = store.command.get().is_some() || store.other_command.get().is_some();
        let asks = !busy && store.visibility.get() == Visibility::Visible;
        (asks, store.stream.get().state, store.socket.get())
    });
    Effect::new(move |_| {
        // The latest choice is what is seen to stream, where somebody else changed it.
        store.choice.track();
        let (asks, ..) = occasion.get();
        if asks {
            store.refresh_cameras();
        }
    });
}

/// Reads what the backend said about its cameras, if it has, and what is chosen.
fn with_setup<T>(store: Store, read: impl FnOnce(Option<&Setup>, &Choice) -> T) -> T {
    store.choice.with(|choice| store.camera_info.with(|info| read(info.setup.as_ref(), choice)))
}

/// The cameras, each with how it streams; `None` until the backend has said which there are.
fn cameras(info: &CameraInfo, choice: &Choice) -> Option<Vec<ChoiceOption>> {
    let detectors = info.detectors.as_ref()?;
    let mut names: Vec<&str> = detectors.iter().map(String::as_str).collect();
    // The chosen one is called so by the frames, or is gone: it stays, so that the choice can be seen.
    names.extend([&choice.detector, &info.gone].into_iter().filter_map(Option::as_deref));
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(*name));
    let option = |name: &str| ChoiceOption {
        name: name.to_owned(),
        text: visible(name).into_owned(),
        mark: match info.setup.as_ref().and_then(|setup| setup.protocol_of(name)) {
            Some(protocol) => format!("streams {protocol}"),
            None if info.gone.as_deref() == Some(name) => "gone".to_owned(),
            None => String::new(),
        },
    };
    Some(names.into_iter().map(option).collect())
}

/// The formats, with the one marked that the chosen camera streams in.
fn formats(setup: Option<&Setup>, choice: &Choice) -> Vec<ChoiceOption> {
    let in_use = setup.and_then(|setup| setup.protocol_of(setup.chosen(choice)?));
    let option = |format: Format| ChoiceOption {
        name: format.protocol().to_owned(),
        text: format.name().to_owned(),
        mark: if in_use == Some(format.protocol()) { "in use".to_owned() } else { String::new() },
    };
    Format::ALL.map(option).to_vec()
}

/// What came of a choice or a value, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Nothing,
    Good(String),
    Bad(String),
}

impl Verdict {
    fn of(outcome: &UpdateOutcome) -> Self {
        match outcome {
            UpdateOutcome::Nothing => Self::Nothing,
            UpdateOutcome::Set(parameter, value) => Self::Good(format!("{} is {value} now.", parameter.name())),
            UpdateOutcome::Failure(why) => Self::Bad(why.clone()),
        }
    }

    fn text(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Good(text) | Self::Bad(text) => text,
        }
    }

    const fn class(&self) -> &'static str {
        match self {
            Self::Nothing => "verdict",
            Self::Good(_) => "verdict verdict-good",
            Self::Bad(_) => "verdict verdict-bad",
        }
    }
}
