//! The page as a Python package, installed by pip and served by what finds it as ImSwitch does.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Peer, Profile, Tab, TemporaryFolder, installer, page_folder, python};

/// Makes the files of a release, and installs the wheel among them for the server.
fn install_wheel(release: &Path, packages: &Path) {
    let sources = env!("CARGO_MANIFEST_DIR");
    run(Command::new(installer()).arg("package").args([&page_folder(), release]).args(["--sources", sources]));
    let files = fs::read_dir(release).unwrap().map(|file| file.unwrap().path());
    let wheels: Vec<_> = files.filter(|file| file.extension().is_some_and(|end| end == "whl")).collect();
    let [wheel] = &wheels[..] else { panic!("there is not one wheel, but {wheels:?}") };
    let pip = ["-m", "pip", "install", "--no-index", "--no-deps", "--disable-pip-version-check", "--target"];
    run(Command::new(python()).args(pip).args([packages, wheel]));
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn pip_installs_it_and_the_page_finds_its_backend() {
    let (release, packages) = (TemporaryFolder::new(), TemporaryFolder::new());
    install_wheel(release.path(), packages.path());
    let peer = Peer::start(&["--plugins", packages.path().to_str().unwrap()]);
    let profile = Profile::new();
    let tab = Tab::open(&profile, &peer.at("/imswitch/plugin/lockstep/index.html"));
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Play");
    tab.wait_for("the picture is live", |page| page.running() && page.picture == "live");
    assert!(peer.streams());
    tab.click_link("Settings");
    tab.wait_true("it is its own server", "document.body.textContent.includes(\"(this page's own server)\")");
    tab.reload();
    tab.click_link("Live view");
    tab.wait_for("the picture is live again", |page| page.running() && page.picture == "live");
    tab.click_button("Stop");
    tab.wait_for("the stream is stopped", |page| page.ready());
    assert!(!peer.streams());
    tab.finish();
}
