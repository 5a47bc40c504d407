//! A number that can be set: a field, and a slider where both limits are known.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::browser::clock;
use crate::control::setting::{Due, Pace, SettingError, SettingView, SliderScale, written};

/// A value that somebody has set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewValue {
    /// Which.
    pub value: f64,
    /// Is it on the way to another, with the slider held?
    pub is_passing: bool,
}

/// What is said below a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValueNote {
    /// The words; empty where nothing is said.
    pub text: String,
    /// Is it about something that went wrong?
    pub is_bad: bool,
}

/// Shows a value, and hands on another one when somebody is done: after Enter, when the field is left, and while the slider
/// moves at most five times a second. A field of text, because browsers keep what was typed into one for numbers to
/// themselves.
#[component]
pub fn ValueField(
    /// Its accessible name.
    #[prop(into)]
    label: String,
    /// What it is called where it is seen.
    caption: &'static str,
    /// The value, as far as it is known.
    #[prop(into)]
    setting: Signal<SettingView>,
    /// What is said about it, in place of what it is; empty where there is nothing else to say.
    #[prop(into)]
    note: Signal<ValueNote>,
    /// Called with each value that is set.
    #[prop(into)]
    on_set: Callback<NewValue>,
    /// What else stands beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let error = RwSignal::new(None::<SettingError>);
    // What somebody is typing is theirs, until it is sent or taken back.
    let typed = RwSignal::new(None::<String>);
    let held = RwSignal::new(None::<f64>);
    let value = Memo::new(move |_| held.get().or_else(|| setting.with(SettingView::shown)));
    let text = move || typed.get().or_else(|| value.get().map(written)).unwrap_or_default();

    // The browser also leaves a field that goes with its panel: then there is nothing left to tell.
    let is_gone = move || error.is_disposed() || typed.is_disposed();
    let send = move |text: &str| {
        if is_gone() {
            return;
        }
        match setting.with_untracked(|setting| setting.limits.read(caption, text)) {
            Ok(value) => {
                error.set(None);
                typed.set(None);
                on_set.run(NewValue { value, is_passing: false });
            }
            Err(why) => error.set(Some(why)),
        }
    };
    let take_back = move || {
        error.set(None);
        typed.set(None);
    };
    let leave = move |_| {
        // What was refused stays, to be corrected.
        if !is_gone() && error.with_untracked(Option::is_none) {
            typed.set(None);
        }
    };
    let note = Memo::new(move |_| match error.get() {
        Some(why) => ValueNote { text: why.to_string(), is_bad: true },
        None if note.with(|note| note.text.is_empty()) => {
            ValueNote { text: setting.with(SettingView::note), is_bad: false }
        }
        None => note.get(),
    });
    let note_class = move || if note.with(|note| note.is_bad) { "value-note value-note-bad" } else { "value-note" };
    let can_be_set = Memo::new(move |_| setting.with(|setting| setting.can_be_set));
    let range = Memo::new(move |_| setting.with(|setting| setting.limits.words()));
    // Where there are limits, the unit stands behind them.
    let unit = Memo::new(move |_| {
        let unit = setting.with(|setting| setting.limits.unit.clone());
        unit.filter(|_| range.with(String::is_empty)).unwrap_or_default()
    });
    let scale = Memo::new(move |_| setting.with(|setting| SliderScale::new(&setting.limits)));
    let slider_label = format!("{label}, slider");
    let slider = move |scale: SliderScale| {
        let on_move = move |set: NewValue| {
            take_back();
            held.set(set.is_passing.then_some(set.value));
        };
        view! { <ValueSlider label=slider_label.clone() scale setting value on_move on_set/> }
    };
    view! {
        <div class="value-field">
            <span class="value-head">
                <span>{caption}</span>
                <span class="value-range" prop:textContent=range></span>
            </span>
            <label class="value-number">
                <input
                    inputmode="decimal"
                    autocomplete="off"
                    aria-label=label
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    readonly=move || !can_be_set.get()
                    prop:value=text
                    on:input:target=move |event| typed.set(Some(event.target().value()))
                    on:change:target=move |event| send(&event.target().value())
                    on:blur=leave
                    on:keydown=move |event: KeyboardEvent| {
                        if event.key() == "Escape" {
                            take_back();
                        }
                    }
                />
                <span class="value-unit" prop:textContent=unit></span>
            </label>
            {move || scale.get().map(&slider)}
            {children.map(|children| children())}
            <span class=note_class role="status" prop:textContent=move || note.get().text></span>
        </div>
    }
}

/// A slider for a value, which it hands on at its own pace.
#[component]
fn ValueSlider(
    /// Its accessible name.
    label: String,
    /// Which values its positions stand for.
    scale: SliderScale,
    /// The value's unit is in it, for those who hear it.
    setting: Signal<SettingView>,
    /// Where it stands.
    value: Memo<Option<f64>>,
    /// Called at each move, and when it is let go.
    #[prop(into)]
    on_move: Callback<NewValue>,
    /// Called with each value that is to be sent.
    on_set: Callback<NewValue>,
) -> impl IntoView {
    let pace = StoredValue::new(Pace::default());
    let timer = StoredValue::new_local(None::<Timeout>);
    let is_held = StoredValue::new(false);
    // Several positions may stand for a value; the one that somebody chose stays.
    let chosen = RwSignal::new(0);
    let position = move || match value.get() {
        Some(value) if value == scale.value(chosen.get()) => chosen.get(),
        Some(value) => scale.position(value),
        None => 0,
    };
    let words =
        move || value.get().map(|value| setting.with(|setting| setting.limits.with_unit(value))).unwrap_or_default();
    let follow = move |position: &str, is_passing: bool| {
        // A range holds whole numbers only; and the browser may tell of one that goes with its panel.
        let Ok(position) = position.parse() else { return };
        if chosen.is_disposed() {
            return;
        }
        let value = scale.value(position);
        chosen.set(position);
        is_held.set_value(is_passing);
        on_move.run(NewValue { value, is_passing });
        let due = pace.try_update_value(|pace| pace.offer(value, clock::now()));
        send_when_due(due.unwrap_or(Due::Never), pace, timer, is_held, on_set);
    };
    // The panel may be closed before the last value's turn.
    on_cleanup(move || {
        if let Some(value) = pace.try_update_value(Pace::take).flatten() {
            on_set.run(NewValue { value, is_passing: false });
        }
    });
    view! {
        <input
            type="range"
            class="value-slider"
            min="0"
            max=SliderScale::END
            aria-label=label
            aria-valuetext=words
            disabled=move || !setting.with(|setting| setting.can_be_set)
            prop:value=move || position().to_string()
            on:input:target=move |event| follow(&event.target().value(), true)
            on:change:target=move |event| follow(&event.target().value(), false)
        />
    }
}

/// Hands on a value now, or the latest one when its time has come.
fn send_when_due(
    due: Due,
    pace: StoredValue<Pace>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
    is_held: StoredValue<bool>,
    on_set: Callback<NewValue>,
) {
    match due {
        Due::Now(value) => {
            timer.set_value(None);
            on_set.run(NewValue { value, is_passing: is_held.get_value() });
        }
        Due::At(at) => {
            // Less than a second.
            #[allow(clippy::cast_possible_truncation)]
            let wait_ms = at.ms_since(clock::now()).saturating_add(1) as u32;
            timer.set_value(Some(Timeout::new(wait_ms, move || {
                // Gone with the panel, which has sent what waited.
                if let Some(due) = pace.try_update_value(|pace| pace.due(clock::now())) {
                    send_when_due(due, pace, timer, is_held, on_set);
                }
            })));
        }
        Due::Never => {}
    }
}
