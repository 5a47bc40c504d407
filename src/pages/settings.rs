//! The settings: which backend the page talks to.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortController;

use crate::backend::{self, Address, AddressSource, Settings};
use crate::components::VersionLine;
use crate::store::{Store, use_store};
use crate::sync::{RequestError, StreamState};

/// How long a backend may take to answer the test.
const TEST_TIMEOUT_MS: u32 = 5_000;
const FIELD: &str = "backend-address";
const HINT: &str = "backend-hint";

/// What the form says about its field.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Untested,
    Testing,
    Good(String),
    Bad(String),
}

impl Verdict {
    fn text(&self) -> String {
        match self {
            Self::Untested => "It is tested before it is saved.".into(),
            Self::Testing => "Testing…".into(),
            Self::Good(text) | Self::Bad(text) => text.clone(),
        }
    }

    const fn class(&self) -> &'static str {
        match self {
            Self::Untested | Self::Testing => "verdict",
            Self::Good(_) => "verdict verdict-good",
            Self::Bad(_) => "verdict verdict-bad",
        }
    }
}

/// The address form, and which address is in use.
#[component]
pub fn SettingsPage(
    /// Called when an address was stored: one that the page's link names is then no longer in use.
    #[prop(optional, into)]
    on_stored: Option<Callback<()>>,
) -> impl IntoView {
    let store = use_store();
    let in_use = move || store.backend.with(|settings| settings.as_ref().map_or("none".into(), describe));
    view! {
        <main class="page">
            <h1>"Settings"</h1>
            <AddressForm on_stored=on_stored.unwrap_or_else(|| Callback::new(|()| ()))/>
            <p class="hint">"In use now: " <b translate="no" prop:textContent=in_use></b></p>
            <p class="hint">
                "The address is that of ImSwitch's server, as in the link of its own page. It is stored in this browser. "
                "A link that ends in " <code>"?backend=http://…"</code> " uses another one for a single visit."
            </p>
            <VersionLine/>
        </main>
    }
}

/// The field for the backend's address. An address is tested before it is stored.
#[component]
fn AddressForm(
    /// Called when one was.
    on_stored: Callback<()>,
) -> impl IntoView {
    let store = use_store();
    let shown = store.backend.with_untracked(|settings| settings.as_ref().map(|it| it.address.to_string()));
    let text = RwSignal::new(shown.unwrap_or_default());
    let verdict = RwSignal::new(Verdict::Untested);
    // Only the latest test counts, and none once the page is left.
    let latest = StoredValue::new_local(None::<AbortController>);
    on_cleanup(move || abort(latest));
    let form = AddressTest { store, verdict, latest, on_stored };
    let testing = move || verdict.with(|it| *it == Verdict::Testing);
    let bad = move || verdict.with(|it| matches!(it, Verdict::Bad(_)));

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if testing() {
            return;
        }
        match Address::parse(&text.get_untracked()) {
            Ok(address) => form.begin(Settings { address, origin: AddressSource::Stored }),
            Err(why) => verdict.set(Verdict::Bad(why.to_string())),
        }
    };
    let use_page = move |_| {
        if let Some(settings) = Settings::of_page() {
            text.set(settings.address.to_string());
            form.begin(settings);
        }
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <label for=FIELD>"Backend address"</label>
            <input
                id=FIELD
                type="url"
                inputmode="url"
                autocomplete="off"
                spellcheck="false"
                placeholder="http://192.168.4.1:8001"
                aria-describedby=HINT
                aria-invalid=move || bad().to_string()
                bind:value=text
                on:input=move |_| {
                    abort(latest);
                    verdict.set(Verdict::Untested);
                }
            />
            <p
                id=HINT
                class=move || verdict.with(Verdict::class)
                role="status"
                prop:textContent=move || verdict.with(Verdict::text)
            ></p>
            <div class="form-buttons">
                <button type="submit" class="button button-primary" disabled=testing>
                    "Test and save"
                </button>
                <Show when=|| Settings::of_page().is_some()>
                    <button type="button" class="button" disabled=testing on:click=use_page>
                        "Use this page's own server"
                    </button>
                </Show>
            </div>
        </form>
    }
}

fn describe(settings: &Settings) -> String {
    let origin = match settings.origin {
        AddressSource::Link => "named in this page's link",
        AddressSource::Stored => "stored in this browser",
        AddressSource::Page => "this page's own server",
    };
    format!("{} ({origin})", settings.address)
}

/// The test of an address.
#[derive(Clone, Copy)]
struct AddressTest {
    store: Store,
    verdict: RwSignal<Verdict>,
    /// What cancels the latest test.
    latest: StoredValue<Option<AbortController>, LocalStorage>,
    on_stored: Callback<()>,
}

impl AddressTest {
    /// Asks the backend at the new address; stores and uses it only when it answers as one.
    fn begin(self, settings: Settings) {
        let Self { store, verdict, latest, on_stored } = self;
        abort(latest);
        let Ok(controller) = AbortController::new() else {
            return verdict.set(Verdict::Bad("This browser is too old to test an address.".into()));
        };
        verdict.set(Verdict::Testing);
        let signal = controller.signal();
        latest.set_value(Some(controller.clone()));
        let limit = gloo_timers::callback::Timeout::new(TEST_TIMEOUT_MS, move || controller.abort());
        spawn_local(async move {
            let answer = backend::probe(&settings.address, &signal).await;
            drop(limit);
            // Another test has begun since, something else was written, or the page was left: this one is for nobody.
            let is_latest =
                latest.try_with_value(|latest| latest.as_ref().is_some_and(|latest| latest.signal() == signal));
            if is_latest != Some(true) {
                return;
            }
            let outcome = match answer {
                Ok(probe) => {
                    let stream = match probe.stream {
                        StreamState::Running => "its stream is running",
                        StreamState::Stopped => "its stream is stopped",
                    };
                    let stored = settings.store();
                    store.change_backend(settings);
                    match stored {
                        Ok(()) => {
                            on_stored.run(());
                            Verdict::Good(format!("Saved. ImSwitch {} answers, and {stream}.", probe.version))
                        }
                        Err(why) => Verdict::Good(format!("ImSwitch {} answers. {why}", probe.version)),
                    }
                }
                Err(why) => Verdict::Bad(failure(&settings.address, &why, signal.aborted())),
            };
            verdict.try_set(outcome);
        });
    }
}

/// Ends the latest test, if one is under way.
fn abort(latest: StoredValue<Option<AbortController>, LocalStorage>) {
    if let Some(Some(controller)) = latest.try_update_value(Option::take) {
        controller.abort();
    }
}

fn failure(address: &Address, why: &RequestError, timed_out: bool) -> String {
    let reason = match why {
        _ if timed_out => {
            format!("Nothing answered at {address} within {} s.", TEST_TIMEOUT_MS / 1_000)
        }
        RequestError::Network(_) | RequestError::TimedOut { .. } => format!("Nothing answers at {address}."),
        RequestError::Http(status) | RequestError::AskedToWait { status, .. } => {
            format!("{address} answers, but not as ImSwitch does (HTTP {status}).")
        }
        RequestError::NotUnderstood(_) => format!("{address} answers, but not as ImSwitch does."),
    };
    let advice = match why {
        RequestError::Network(_) | RequestError::TimedOut { .. } => {
            "Is the microscope on, and on the same network? A server with its own certificate has to be opened in a tab once first."
        }
        RequestError::Http(_) | RequestError::AskedToWait { .. } | RequestError::NotUnderstood(_) => {
            "Check the port; ImSwitch's is usually 8001."
        }
    };
    format!("{reason} {advice} Nothing was saved.")
}
