//! Buttons of which one is chosen.

use leptos::prelude::*;

use crate::browser::letters::lower_case;

/// From so many options on there is a field to search them.
const MANY: usize = 9;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// What it is known by; no two of a list have the same name.
    pub name: String,
    /// What its button says.
    pub text: String,
    /// What is said below that; empty where nothing is.
    pub mark: String,
}

/// A button for each option, the chosen one pressed. Many are scrolled, and searched by a part of their names.
#[component]
pub fn ChoiceButtons(
    /// What is chosen among them, such as a camera.
    label: &'static str,
    /// The label's own id on the page.
    label_id: &'static str,
    /// What can be chosen, in the order of the buttons.
    #[prop(into)]
    options: Signal<Vec<ChoiceOption>>,
    /// The name of the option that is chosen.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Called with the name of the option whose button was clicked.
    #[prop(into)]
    on_choose: Callback<String>,
    /// What else is said about them.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let searched = RwSignal::new(String::new());
    let are_many = Memo::new(move |_| options.with(|options| options.len() >= MANY));
    let found = Memo::new(move |_| {
        let part = searched.with(|searched| lower_case(searched.trim()));
        let mut found = options.get();
        // What is chosen is seen, whatever is searched for.
        let is_chosen = |option: &ChoiceOption| chosen.with(|chosen| chosen.as_ref() == Some(&option.name));
        if are_many.get() && !part.is_empty() {
            found.retain(|option| is_chosen(option) || lower_case(&option.text).contains(&part));
        }
        found
    });
    // By their names, so that a button whose mark changes stays, and keeps the focus.
    let button = move |ChoiceOption { name, text, .. }: ChoiceOption| {
        let mark = Memo::new({
            let name = name.clone();
            move |_| options.with(|options| mark_of(options, &name))
        });
        let is_chosen = Memo::new({
            let name = name.clone();
            move |_| chosen.with(|chosen| chosen.as_ref() == Some(&name))
        });
        view! {
            <button
                type="button"
                class="button"
                data-name=name.clone()
                aria-pressed=move || is_chosen.get().to_string()
                on:click=move |_| on_choose.run(name.clone())
            >
                <bdi class="camera-name" translate="no">
                    {text}
                </bdi>
                " "
                <span class="camera-mark" prop:textContent=mark></span>
            </button>
        }
    };
    view! {
        <div class="camera-choice">
            <span id=label_id>{label}</span>
            <Show when=move || are_many.get()>
                <input
                    type="search"
                    class="camera-search"
                    aria-label=format!("Search: {label}")
                    placeholder=move || format!("Search {}", options.with(Vec::len))
                    autocomplete="off"
                    spellcheck="false"
                    bind:value=searched
                />
            </Show>
            <div class="camera-buttons" role="group" aria-labelledby=label_id>
                <For each=move || found.get() key=|option| option.name.clone() children=button/>
            </div>
            {children.map(|children| children())}
        </div>
    }
}

fn mark_of(options: &[ChoiceOption], name: &str) -> String {
    options.iter().find(|option| option.name == name).map(|option| option.mark.clone()).unwrap_or_default()
}
