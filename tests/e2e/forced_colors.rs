//! The page in the few colours of the person's own system, which replace all of the page's: what only a background or a
//! shadow says elsewhere is seen nevertheless.

use serde_json::json;

use crate::harness::{Profile, Simulator, Tab};

fn force_colors(tab: &Tab, scheme: &str) {
    let features = json!([
        {"name": "forced-colors", "value": "active"},
        {"name": "prefers-color-scheme", "value": scheme},
    ]);
    tab.call("Emulation.setEmulatedMedia", json!({"features": features}));
    tab.wait_true("the colours are forced", "matchMedia('(forced-colors: active)').matches");
}

/// A picture of this element, with a little around it, as PNG in base64.
fn picture(tab: &Tab, selector: &str) -> String {
    tab.wait_settled();
    let (x, y, width, height): (f64, f64, f64, f64) = tab.evaluate(&format!(
        "(({{left, top, width, height}}) => [left - 2, top - 2, width + 4, height + 4])(
            document.querySelector('{selector}').getBoundingClientRect())"
    ));
    let clip = json!({"x": x, "y": y, "width": width, "height": height, "scale": 1});
    let answer = tab.call("Page.captureScreenshot", json!({"format": "png", "clip": clip}));
    answer["data"].as_str().unwrap().to_owned()
}

/// How many values of the pixels of two pictures differ so much that everybody sees it.
fn count_unlike(tab: &Tab, one: &str, other: &str) -> usize {
    tab.evaluate(&format!(
        "(async () => {{
            const pixels = async (base64) => {{
                const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
                const picture = await createImageBitmap(new Blob([bytes], {{type: 'image/png'}}));
                const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
                context.drawImage(picture, 0, 0);
                return context.getImageData(0, 0, picture.width, picture.height).data;
            }};
            const [one, other] = [await pixels('{one}'), await pixels('{other}')];
            return one.filter((value, index) => index % 4 < 3 && Math.abs(value - other[index]) > 90).length;
        }})()"
    ))
}

/// Without the mark, this element looks otherwise.
fn assert_seen(tab: &Tab, mark: &str, on: &str) {
    let with = picture(tab, on);
    tab.evaluate::<()>(&format!(
        "{{
            const style = new CSSStyleSheet();
            style.replaceSync(`{mark} {{ visibility: hidden !important; opacity: 0 !important; }}`);
            void document.adoptedStyleSheets.push(style);
        }}"
    ));
    let without = picture(tab, on);
    tab.evaluate::<()>("void document.adoptedStyleSheets.pop()");
    let count = count_unlike(tab, &with, &without);
    assert!(count >= 20, "{mark} is not seen: it changes {count} values");
}

/// Each element that matches looks otherwise without the attribute that says how it is.
fn assert_looks_so(tab: &Tab, selector: &str, attribute: &str, otherwise: &str) {
    let count: usize = tab.evaluate(&format!(
        "(() => {{
            document.activeElement?.blur();
            const all = [...document.querySelectorAll('{selector}')].filter((it) => it.checkVisibility());
            all.forEach((it, index) => {{ it.dataset.seen = index; }});
            return all.length;
        }})()"
    ));
    assert!(count > 0, "no {selector}");
    for index in 0..count {
        let it = format!("[data-seen=\"{index}\"]");
        let set = |value: &str| {
            tab.evaluate::<String>(&format!(
                "(() => {{
                    const it = document.querySelector('{it}');
                    const before = it.getAttribute('{attribute}') ?? '';
                    '{value}' ? it.setAttribute('{attribute}', '{value}') : it.removeAttribute('{attribute}');
                    return before;
                }})()"
            ))
        };
        let now = picture(tab, &it);
        let value = set(otherwise);
        let changed = picture(tab, &it);
        set(&value);
        let name: String = tab.evaluate(&format!("document.querySelector('{it}').outerHTML.slice(0, 90)"));
        let count = count_unlike(tab, &now, &changed);
        assert!(count >= 20, "{attribute} changes only {count} values of {name}");
        tab.evaluate::<bool>(&format!("delete document.querySelector('{it}').dataset.seen"));
    }
}

fn opened(profile: &Profile, simulator: &Simulator, scheme: &str) -> Tab {
    let tab = Tab::open_on_binary_stream(profile, simulator);
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    force_colors(&tab, scheme);
    tab
}

#[test]
fn marks_over_the_picture_and_in_the_plots_are_seen() {
    for scheme in ["light", "dark"] {
        let simulator = Simulator::start(&["--still"]);
        let profile = Profile::new();
        let tab = opened(&profile, &simulator, scheme);
        tab.click_button("Crosshair");
        tab.point((300.0, 20.0));
        let stage = ".live-view-stage";
        for mark in [".scale-bar-line", ".crosshair::before", ".crosshair::after"] {
            assert_seen(&tab, mark, stage);
        }
        tab.click_button("Histogram");
        tab.wait_true("samples are counted", "document.querySelector('.histogram-counts').hasAttribute('d')");
        tab.point((300.0, 20.0));
        let thumb = "::-webkit-slider-thumb";
        for mark in [".histogram-counts", ".histogram-cut"] {
            assert_seen(&tab, mark, ".histogram-plot");
        }
        for handle in [".histogram-white", ".histogram-black"] {
            assert_seen(&tab, &format!("{handle}{thumb}"), handle);
        }
        tab.click_button("Numbers");
        tab.wait_true("the numbers are there", "document.querySelector('.numbers-figures') !== null");
        tab.point((300.0, 20.0));
        for line in [1, 2] {
            let term = format!(".numbers-figures > :nth-child({line}) dt");
            assert_seen(&tab, &format!("{term}::before"), &term);
        }
        assert_seen(&tab, ".status-dot", ".status-line");
        tab.click_button("Log");
        tab.wait_true(
            "the bars are there",
            "document.querySelector('.timeline-good').getAttribute('d').startsWith('M')",
        );
        tab.point((300.0, 20.0));
        assert_seen(&tab, ".timeline-good", ".timeline");
        tab.finish();
    }
}

#[test]
fn what_is_pressed_chosen_off_or_wrong_looks_so() {
    for scheme in ["light", "dark"] {
        let simulator = Simulator::start(&["--still"]);
        let profile = Profile::new();
        let tab = opened(&profile, &simulator, scheme);
        tab.click_button("Crosshair");
        tab.click_button("Camera");
        tab.wait_true("the cameras are there", "document.querySelectorAll('.camera-buttons > button').length >= 4");
        tab.point((300.0, 20.0));
        assert_looks_so(&tab, "[aria-pressed=true]", "aria-pressed", "false");
        assert_looks_so(&tab, ".tab[aria-current]", "aria-current", "");
        assert_looks_so(&tab, ".control:disabled", "disabled", "");
        assert_looks_so(&tab, ".camera-parameter > input", "aria-invalid", "true");
        tab.click_button("Snap");
        tab.wait_true("the snap's panel is there", "document.querySelector('.snap') !== null");
        tab.point((300.0, 20.0));
        assert_looks_so(&tab, ".snap-form [aria-disabled=true]", "aria-disabled", "");
        assert_looks_so(&tab, ".snap-form input", "aria-invalid", "true");
        tab.click_button("Histogram");
        tab.wait_true("black and white can be set", "document.querySelector('.histogram-settings').hidden === false");
        tab.point((300.0, 20.0));
        assert_looks_so(&tab, "[aria-pressed=true]", "aria-pressed", "false");
        tab.finish();
    }
}
