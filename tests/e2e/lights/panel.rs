//! Switches and values, by mouse and keyboard.

use serde_json::Value;

use super::row::{ALL_OFF, open_lights, wait_row};
use crate::harness::{Key, Light, Profile, Simulator, Tab};

#[test]
fn a_light_is_switched_and_dimmed_by_mouse_and_keyboard() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("Play is offered", |page| page.ready());
    tab.evaluate::<()>("document.querySelector('.live-view-stage').focus()");
    tab.press(Key::Character('l'));
    wait_row(&tab, "LED", "Off true 0");
    assert_eq!(tab.evaluate::<Value>(ALL_OFF), Value::Null, "nothing is to be switched off");

    tab.write("LED: value", "500");
    assert_eq!(simulator.count_requests("setLaser"), 0, "what is being typed is not sent");
    tab.press(Key::Enter);
    wait_row(&tab, "LED", "Off true 500");
    tab.click_switch("LED");
    wait_row(&tab, "LED", "On true 500");
    assert_eq!(simulator.light("LED"), Light { on: true, value: 500.0 });
    assert_eq!(simulator.light("LASER"), Light { on: false, value: 0.0 });

    for text in ["40000", "-1", "NaN", "bright", "1,500"] {
        tab.write_and_enter("LED: value", text);
        let refused =
            "document.querySelector('.light[data-name=LED] .value-note').textContent.endsWith('Nothing was sent.')";
        tab.wait_true(&format!("{text} is refused"), refused);
    }
    tab.press(Key::Escape);
    wait_row(&tab, "LED", "On true 500");
    assert_eq!(simulator.count_requests("setLaserValue"), 1);

    // With the panel closed, one press away.
    tab.click_button("Lights");
    tab.click_button("All off");
    tab.wait_true("there is nothing to be switched off", &format!("{ALL_OFF} === null"));
    assert!(!simulator.light("LED").on);
    tab.finish();
}

#[test]
fn names_that_are_hard_on_addresses_are_names() {
    let simulator = Simulator::start(&["--lights", "4"]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    let blue = r#"Blue 470/10 nm "old""#;
    tab.write_and_enter(&format!("{blue}: value"), "12,5");
    tab.click_switch(blue);
    tab.click_switch("Bob's lamp & switch?");
    tab.wait_outside("both are on", || {
        simulator.light("Blue%20470%2F10%20nm%20%22old%22") == Light { on: true, value: 12.5 }
            && simulator.light("Bob's%20lamp%20%26%20switch%3F").on
    });
    let fields = "document.querySelectorAll('.light input[inputmode]').length";
    tab.wait_true("one of them has no value", &format!("{fields} === 3"));
    tab.finish();
}

#[test]
fn three_hundred_lights_are_searched_and_asked_for_slowly() {
    let simulator = Simulator::start(&["--lights", "300"]);
    let profile = Profile::new();
    let tab = open_lights(&profile, &simulator);
    tab.wait_true("twenty are shown", "document.querySelectorAll('.light').length === 20");
    tab.search("Search: Lights", "light 287");
    tab.wait_true("one is left", "document.querySelectorAll('.light').length === 1");
    tab.wait_true("it is known", "document.querySelector('.light-state').textContent === 'Off'");
    tab.click_switch("Light 287");
    tab.wait_true("it is on", "document.querySelector('.light-state').textContent === 'On'");
    assert!(simulator.light("Light%20287").on);

    // On is seen, whatever is searched for; and off is one press away.
    tab.search("Search: Lights", "nothing of the kind");
    tab.wait_true("it says so", "document.querySelector('.lights').innerText.includes('No light has a name')");
    tab.click_button("All off");
    tab.wait_outside("it is off", || !simulator.light("Light%20287").on);
    tab.search("Search: Lights", "");
    tab.wait_true("twenty are shown", "document.querySelectorAll('.light').length === 20");
    tab.finish();
}
