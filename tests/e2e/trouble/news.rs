//! When the backend's news came to the page, and when its buttons followed: for telling where time goes.

use serde::Deserialize;
use serde_json::Value;

use crate::harness::Tab;

/// Runs before the page's own scripts. Notes what the page asks and hears, and when its buttons change; none of it
/// waits for this.
pub const LISTEN: &str = r#"(() => {
    const news = [];
    const note = (what, at = performance.now()) => news.push({at_ms: performance.timeOrigin + at, what});
    window.lockstepNews = () => news.splice(0);
    const RealSocket = WebSocket;
    window.WebSocket = class extends RealSocket {
        constructor(...all) {
            super(...all);
            note("socket tried");
            this.addEventListener("close", () => note("socket closed"));
            let isSignal = false;
            this.addEventListener("message", ({data}) => {
                if (typeof data === "string") {
                    if (data.startsWith("40")) note("socket connected");
                    isSignal = data.includes('"signal_msgpack"');
                } else if (isSignal) {
                    const name = new TextDecoder().decode(data).match(/sigStream(Started|Stopped)/);
                    if (name) note(name[0]);
                    isSignal = false;
                }
            });
        }
    };
    const realFetch = fetch;
    window.fetch = (what, ...more) => {
        const answer = realFetch(what, ...more);
        if ((what.url ?? String(what)).endsWith("/getLiveViewActive")) {
            note("asked");
            answer.then((it) => it.clone().text()).then((text) => note(`answered ${text}`), () => note("no answer"));
        }
        return answer;
    };
    new MutationObserver((changes) => {
        for (const {target} of changes) {
            const name = target.ariaLabel;
            if (name === "Play" || name === "Stop") note(`${name} ${target.disabled ? "off" : "on"}`);
        }
    }).observe(document, {subtree: true, attributes: true, attributeFilter: ["disabled"]});
})()"#;

/// Something that the page asked, heard or did.
#[derive(Clone, Debug, Deserialize)]
pub struct News {
    /// Unix time in milliseconds.
    pub at_ms: f64,
    pub what: String,
}

/// What came since this was called last.
pub fn take(tab: &Tab) -> Vec<News> {
    let news: Value = tab.evaluate("window.lockstepNews()");
    serde_json::from_value(news).unwrap()
}
