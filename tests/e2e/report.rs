//! A report that is handed over: what it says, and that it can be played again.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use crate::harness::{Allowed, Downloads, Need, Profile, Simulator, Tab, lacks, replay};

/// A file that goes with this value.
struct ReportFile(PathBuf);

impl ReportFile {
    fn write(name: &str, report: &str) -> Self {
        let file = std::env::temp_dir().join(format!("lockstep-{name}-{}.json", std::process::id()));
        fs::write(&file, report).unwrap();
        Self(file)
    }

    fn replay(&self) -> (Output, String) {
        let output = Command::new(replay()).arg(&self.0).output().unwrap();
        let said = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
        (output, said)
    }
}

impl Drop for ReportFile {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

/// Saves the report of this tab, whose log is open.
fn save(tab: &Tab, downloads: &Downloads, button: &str) -> String {
    tab.click_button(button);
    tab.wait_true("it is saved", "document.querySelector('.report .log-said').textContent.startsWith('Saved as ')");
    let said: String = tab.evaluate("document.querySelector('.report .log-said').textContent");
    let name = said.strip_prefix("Saved as ").unwrap().strip_suffix('.').unwrap();
    tab.wait_outside("the file is there", || downloads.file(name).is_some());
    String::from_utf8(downloads.file(name).unwrap()).unwrap()
}

#[test]
fn the_report_of_a_killed_backend_is_played_to_the_same_states() {
    if lacks(&[Need::Downloads]) {
        return;
    }
    let mut simulator = Simulator::start(&["--auto-start"]);
    let profile = Profile::new();
    let downloads = Downloads::of(&profile);
    let url = format!("{}?token=sesame&backend={}", simulator.url(), simulator.url());
    let tab = Tab::open(&profile, &url);
    tab.allow(Allowed::BackendDown);
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.click_button("Stop");
    tab.wait_for("it is stopped", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("it runs again", |page| page.running());
    simulator.kill();
    tab.wait_for("nothing is offered", |page| page.offers_neither() && page.connection == "Not connected");
    simulator.restart(&[]);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.reload();
    tab.wait_for("Play is offered after a reload", |page| page.ready());
    tab.click_button("Log");
    tab.click_button("Report…");
    tab.wait_true("it is seen first", "document.querySelector('.report-text').textContent.startsWith('Lockstep ')");
    let text = save(&tab, &downloads, "Save as text");
    assert_eq!(text, tab.evaluate::<String>("document.querySelector('.report-text').textContent"));
    let json = save(&tab, &downloads, "Save report");
    tab.finish();

    for part in ["\nSecure page: yes\n", "\nWeb Locks: yes\n", " came, ", "Disconnected: ", "Command: Stop was pressed"]
    {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    assert!(!text.contains("sesame") && !json.contains("sesame"), "{text}");
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["recordings"].as_array().unwrap().len(), 2, "the page before is in it as well");
    assert!(!json.contains("\"sid\""), "the session's id is not written down");

    let (output, said) = ReportFile::write("report", &json).replay();
    assert!(output.status.success(), "{said}");
    for part in
        ["Page 1 of 2", "Page 2 of 2", "Clicked(Stop)", "unverified (link lost)", "connected 1, stopped confirmed"]
    {
        assert!(said.contains(part), "no {part:?} in {said}");
    }

    // One answer was another one.
    let changed = json.replacen("\"Ok\":\"Stopped\"", "\"Ok\":\"Running\"", 1);
    assert_ne!(changed, json);
    let (output, said) = ReportFile::write("changed", &changed).replay();
    assert!(!output.status.success() && said.contains("came to something else"), "{said}");
    let other = json.replacen("\"format\":2", "\"format\":3", 1);
    assert_ne!(other, json);
    let (output, said) = ReportFile::write("other", &other).replay();
    let sentence = "is a report of format 3, and this Lockstep reads format 2";
    assert!(!output.status.success() && said.contains(sentence), "{said}");
}
