//! The parts of the page: loaded when they are wanted, missed in words, and never in the way of the buttons.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, process};

use crate::harness::{
    Allowed, Answer, Level, Profile, Simulator, StaticServer, Tab, page_folder, to_status, wait_until,
};

const MISSING: &str = "This part of the page could not be loaded.";
/// The parts that were fetched, in alphabetical order; what several of them share goes without saying.
const FETCHED: &str = r"performance.getEntriesByType('resource')
    .map((entry) => entry.name.match(/_([a-z]+)\.wasm$/)?.[1])
    .filter((part) => part && part !== 'bg')
    .sort()";

/// The built page in a folder of its own, in which a file can be missing for a while.
struct Copy {
    folder: PathBuf,
}

impl Copy {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("lockstep-parts-{name}-{}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(page_folder()).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
        Self { folder }
    }

    /// Takes the one file away whose name ends so, and answers with how to put it back.
    fn without(&self, end: &str) -> impl FnOnce() + use<> {
        let files = fs::read_dir(&self.folder).unwrap().map(|file| file.unwrap().path());
        let found: Vec<_> = files.filter(|path| path.to_str().unwrap().ends_with(end)).collect();
        let [path] = &found[..] else { panic!("{} files end in {end}, instead of one", found.len()) };
        let (path, away) = (path.clone(), path.with_extension("away"));
        fs::rename(&path, &away).unwrap();
        move || fs::rename(&away, &path).unwrap()
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

fn fetched(tab: &Tab) -> Vec<String> {
    tab.evaluate(FETCHED)
}

fn is_missing(tab: &Tab) -> bool {
    tab.evaluate(&format!("document.body.textContent.includes('{MISSING}')"))
}

fn wait_missing(tab: &Tab) {
    tab.wait_outside("it is said", || is_missing(tab));
}

fn opened(profile: &Profile, simulator: &Simulator, server: &StaticServer) -> Tab {
    let tab = Tab::open(profile, &format!("{}?backend={}", server.url(), simulator.url()));
    tab.allow(Allowed::FailedRequests);
    // What loads the parts says why each time, the page that it was in vain.
    tab.allow(Allowed::Begins(Level::Error, "Error: http://127.0.0.1:"));
    tab.allow(Allowed::Begins(Level::Error, "[Page] A part of the page is missing: "));
    tab
}

fn play_and_stop(tab: &Tab) {
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("Stop is offered", |page| page.running());
    tab.click_button("Stop");
    tab.wait_for("Play is offered again", |page| page.ready());
}

#[test]
fn a_part_is_fetched_when_it_is_wanted_and_once() {
    let simulator = Simulator::start(&[]);
    simulator.fault(&to_status(Answer::Hold));
    let profile = Profile::new();
    let tab = Tab::open(&profile, &simulator.url());
    tab.wait_for("it asks", |page| page.connected() && page.offers_neither());
    assert_eq!(fetched(&tab), [""; 0], "before the buttons are right");
    simulator.clear_faults();
    tab.wait_for("Play is offered", |page| page.ready());
    tab.wait_for("the stage is there", |page| page.picture == "absent");
    assert_eq!(fetched(&tab), ["picture"]);
    tab.click_button("Camera");
    tab.wait_true("the panel is there", "document.querySelector('.camera') !== null");
    assert_eq!(fetched(&tab), ["panels", "picture"]);
    tab.click_link("Settings");
    tab.wait_true("the form is there", "document.querySelector('form') !== null");
    assert_eq!(fetched(&tab), ["panels", "picture", "settings"]);
    tab.click_link("Live view");
    tab.wait_for("the stage is there again", |page| page.picture == "absent");
    tab.click_link("Settings");
    tab.wait_true("the form is there again", "document.querySelector('form') !== null");
    assert_eq!(fetched(&tab), ["panels", "picture", "settings"], "nothing is fetched twice");
    tab.finish();
}

#[test]
fn a_missing_picture_leaves_the_buttons_right_and_can_be_tried_again() {
    let simulator = Simulator::start(&[]);
    let copy = Copy::new("picture");
    let server = StaticServer::serving(copy.folder.clone(), "/");
    let put_back = copy.without("_picture.wasm");
    let profile = Profile::new();
    let tab = opened(&profile, &simulator, &server);
    play_and_stop(&tab);
    wait_missing(&tab);
    play_and_stop(&tab);
    wait_missing(&tab);
    let polls = || simulator.count_requests("getLiveViewActive");
    let before = polls();
    tab.wait_outside("two more polls", || {
        assert!(is_missing(&tab), "it is no longer said{}", tab.report());
        polls() >= before + 2
    });
    put_back();
    tab.click_button("Try again");
    tab.wait_for("the stage is there", |page| page.picture == "absent");
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    tab.finish();
}

#[test]
fn missing_panels_leave_the_buttons_right_and_can_be_tried_again() {
    let simulator = Simulator::start(&[]);
    let copy = Copy::new("panels");
    let server = StaticServer::serving(copy.folder.clone(), "/");
    let put_back = copy.without("_panels.wasm");
    let profile = Profile::new();
    let tab = opened(&profile, &simulator, &server);
    tab.wait_for("the stage is there", |page| page.ready() && page.picture == "absent");
    tab.click_button("Camera");
    wait_missing(&tab);
    play_and_stop(&tab);
    put_back();
    tab.click_button("Try again");
    tab.wait_true("the panel is there", "document.querySelector('.camera') !== null");
    play_and_stop(&tab);
    tab.finish();
}

#[test]
fn missing_settings_can_be_tried_again() {
    let simulator = Simulator::start(&[]);
    let copy = Copy::new("settings");
    let server = StaticServer::serving(copy.folder.clone(), "/");
    let put_back = copy.without("_settings.wasm");
    let profile = Profile::new();
    let tab = opened(&profile, &simulator, &server);
    tab.wait_for("the stage is there", |page| page.ready() && page.picture == "absent");
    tab.click_link("Settings");
    wait_missing(&tab);
    tab.click_link("Live view");
    play_and_stop(&tab);
    tab.click_link("Settings");
    wait_missing(&tab);
    put_back();
    tab.click_button("Try again");
    tab.wait_true("the form is there", "document.querySelector('form') !== null");
    tab.finish();
}

#[test]
fn a_part_that_is_there_again_comes_by_itself() {
    let simulator = Simulator::start(&[]);
    let copy = Copy::new("again");
    let server = StaticServer::serving(copy.folder.clone(), "/");
    let put_back = copy.without("_picture.wasm");
    let profile = Profile::new();
    let tab = opened(&profile, &simulator, &server);
    tab.wait_for_line(Level::Error, "Error: http://127.0.0.1:");
    put_back();
    let came = wait_until(Duration::from_secs(15), || {
        assert!(!is_missing(&tab), "it is missed although it is there again");
        tab.page().picture == "absent"
    });
    assert!(came, "{}", tab.report());
    tab.finish();
}
