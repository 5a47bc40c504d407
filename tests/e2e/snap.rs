//! Snaps: pictures that the backend takes and saves.

use crate::harness::{Allowed, Answer, Downloads, Key, Level, Need, Profile, Simulator, Tab, Visit, lacks, to_path};

/// A job that takes so long that a test is done before.
const LONG: [&str; 2] = ["--snap-ms", "600000"];

/// A tab whose snap panel is open.
fn opened(profile: &Profile, url: &str) -> Tab {
    let tab = Tab::open(profile, url);
    tab.wait_for("it is connected", |page| page.connected() && (page.ready() || page.running()));
    tab.click_button("Snap");
    tab.wait_true("the panel is there", "document.querySelector('.snap-words') !== null");
    tab
}

/// A job that is under way.
fn going(profile: &Profile, simulator: &Simulator) -> Tab {
    let tab = opened(profile, &simulator.url());
    tab.click_button("Take snap");
    tab.wait_outside("its status is asked for", || simulator.count_requests("getSnapStatus") >= 1);
    assert_eq!(words(&tab), "Taking the picture…");
    tab
}

fn words(tab: &Tab) -> String {
    tab.evaluate("document.querySelector('.snap-words')?.textContent ?? ''")
}

fn wait_words(tab: &Tab, begin: &str) -> String {
    tab.wait_outside(&format!("the words {begin}"), || words(tab).starts_with(begin));
    words(tab)
}

/// What the link leads to, and the name that it gives the file.
fn link(tab: &Tab) -> (String, String) {
    tab.evaluate(
        "(({href, download, hidden}) => hidden ? ['', ''] : [href, download])(document.querySelector('.snap a'))",
    )
}

fn choose(tab: &Tab, format: &str) {
    tab.evaluate::<()>(&format!(
        "(() => {{
            const select = document.querySelector('.snap select');
            select.value = [...select.options].find((option) => option.text === '{format}').value;
            select.dispatchEvent(new Event('input', {{bubbles: true}}));
        }})()"
    ));
}

fn download(tab: &Tab, downloads: &Downloads, name: &str) -> Vec<u8> {
    tab.click_link("Download");
    tab.wait_outside("the file is saved", || downloads.file(name).is_some());
    downloads.file(name).unwrap()
}

#[test]
fn while_it_streams_a_picture_is_taken_shown_and_downloaded() {
    if lacks(&[Need::Downloads]) {
        return;
    }
    let simulator = Simulator::start(&["--auto-start", "--still"]);
    let profile = Profile::new();
    let downloads = Downloads::of(&profile);
    let tab = opened(&profile, &simulator.url());
    // A snap is as large as the camera, and its frames are a quarter of that.
    let middle_row = 2560 * 960..2560 * 961;
    let cell: Vec<u8> = simulator.whole_picture(0)[middle_row].iter().flat_map(|it| it.to_le_bytes()).collect();

    tab.click_button("Take snap");
    wait_words(&tab, "Saved as snap_WidefieldCamera.tiff, 9.8 MB.");
    tab.wait_true(
        "the preview is shown",
        "(({complete, naturalWidth, hidden, alt}) =>
            complete && naturalWidth === 320 && !hidden && alt === 'Preview of snap_WidefieldCamera.tiff')(
            document.querySelector('.snap img'))",
    );
    let tiff = download(&tab, &downloads, "snap_WidefieldCamera.tiff");
    assert_eq!(&tiff[..4], b"II*\0");
    assert!(tiff.windows(cell.len()).any(|row| row == cell), "the middle row, as the camera measured it");

    // The next, with another format and a name, by the keyboard alone.
    choose(&tab, "PNG");
    tab.write("File name", "cells_7");
    simulator.fault(&to_path("getSnapStatus", Answer::Hold));
    tab.press(Key::Enter);
    wait_words(&tab, "Taking the picture…");
    simulator.clear_faults();
    wait_words(&tab, "Saved as cells_7_WidefieldCamera.png, ");
    assert!(tab.evaluate::<bool>("document.activeElement === document.querySelector('.snap input')"));
    let png = download(&tab, &downloads, "cells_7_WidefieldCamera.png");
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let size: (u32, u32) = tab.evaluate(
        "fetch(document.querySelector('.snap a').href).then((it) => it.blob()).then(createImageBitmap)
            .then(({width, height}) => [width, height])",
    );
    assert_eq!(size, (2560, 1920));

    choose(&tab, "JPG");
    tab.click_button("Take snap");
    wait_words(&tab, "Saved as cells_7_WidefieldCamera.jpg, ");
    assert_eq!(&download(&tab, &downloads, "cells_7_WidefieldCamera.jpg")[..2], b"\xff\xd8");

    let page = tab.page();
    assert!(page.running() && page.picture == "live", "the stream is left alone: {page:?}");
    assert_eq!(simulator.count_requests("startSnap"), 3);
    tab.finish();
}

#[test]
fn a_file_of_a_backend_elsewhere_is_downloaded_too() {
    if lacks(&[Need::Downloads]) {
        return;
    }
    let [own, other] = [Simulator::start(&[]), Simulator::start(&[])];
    let profile = Profile::new();
    let downloads = Downloads::of(&profile);
    let tab = opened(&profile, &own.at(&format!("/?backend={}", other.url())));
    tab.click_button("Take snap");
    // How large it is, browsers don't let a page of another origin read.
    wait_words(&tab, "Saved as snap_WidefieldCamera.tiff.");
    let (href, _) = link(&tab);
    assert_eq!(href, other.at("/imswitch/api/FileManager/download/recordings/snap_WidefieldCamera.tiff"));
    assert_eq!(&download(&tab, &downloads, "snap_WidefieldCamera.tiff")[..4], b"II*\0");
    assert!(tab.page().ready(), "the page itself stayed");
    tab.finish();
}

/// Gives every snap a name of 300 characters, which a backend accepts and can't write; the page itself sends none.
const LONG_NAMES: &str = "
    const send = globalThis.fetch;
    const long = (url) => url.replace('startSnap?fileName=', `startSnap?fileName=${'a'.repeat(300)}`);
    globalThis.fetch = (request) => send(request.url.includes('startSnap') ? new Request(long(request.url), request) : request);
";

#[test]
fn a_file_that_the_backend_could_not_write_is_not_called_saved() {
    let simulator = Simulator::start(&["--snap-ms", "1"]);
    let profile = Profile::new();
    let tab = Tab::visit(&profile, &Visit { before: LONG_NAMES, ..Visit::to(&simulator.url()) });
    tab.allow(Allowed::FailedRequests);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.click_button("Snap");
    tab.click_button("Take snap");
    let told = wait_words(&tab, "The backend reports that ");
    tab.wait_outside("it is said", || words(&tab).ends_with(" is saved, but the file is not there."));
    assert!(told.contains("_WidefieldCamera.tiff"), "{told}");
    assert_eq!(link(&tab).0, "", "there is nothing to download");
    let page = tab.page();
    assert!(page.ready(), "{page:?}");
    tab.finish();
}

#[test]
fn a_job_is_cancelled() {
    let simulator = Simulator::start(&LONG);
    let profile = Profile::new();
    let tab = going(&profile, &simulator);
    tab.click_button("Cancel");
    wait_words(&tab, "The snap was cancelled.");
    assert_eq!((simulator.count_requests("cancelSnap"), link(&tab).0.as_str()), (1, ""));
    let asked = simulator.count_requests("getSnapStatus");
    tab.double_click_button("Take snap");
    tab.wait_outside("the next one goes on", || simulator.count_requests("getSnapStatus") > asked);
    assert_eq!(simulator.count_requests("startSnap"), 2, "a double click is one request");
    tab.click_button("Cancel");
    wait_words(&tab, "The snap was cancelled.");
    tab.finish();
}

#[test]
fn a_backend_that_is_killed_in_the_middle_is_told_and_the_page_stays() {
    let mut simulator = Simulator::start(&LONG);
    let profile = Profile::new();
    let tab = going(&profile, &simulator);
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    let told = wait_words(&tab, "The snap began, but then: the backend could not be reached");
    assert!(told.contains("It may have been saved all the same."), "{told}");
    simulator.restart(&["--snap-ms", "100"]);
    tab.wait_for("the page is right again", |page| page.ready());
    tab.click_button("Take snap");
    wait_words(&tab, "Saved as ");
    tab.finish();
}

#[test]
fn a_backend_that_was_restarted_knows_nothing_of_it() {
    let mut simulator = Simulator::start(&LONG);
    let profile = Profile::new();
    let tab = going(&profile, &simulator);
    tab.allow(Allowed::BackendDown);
    simulator.kill();
    simulator.restart(&[]);
    wait_words(&tab, "The backend knows nothing of this snap: it was probably restarted.");
    tab.wait_for("the page is right again", |page| page.ready());
    tab.finish();
}

#[test]
fn it_goes_on_while_the_settings_are_looked_at() {
    let simulator = Simulator::start(&["--snap-ms", "1"]);
    let profile = Profile::new();
    simulator.fault(&to_path("getSnapStatus", Answer::Hang));
    let tab = going(&profile, &simulator);
    tab.click_link("Settings");
    tab.wait_true("the settings are there", "document.querySelector('#backend-address') !== null");
    simulator.clear_faults();
    tab.click_link("Live view");
    tab.wait_for("the live view is back", |page| page.ready());
    tab.click_button("Snap");
    wait_words(&tab, "Saved as ");
    assert_eq!(simulator.count_requests("startSnap"), 1);
    tab.finish();
}

#[test]
fn what_makes_no_sense_is_told() {
    let simulator = Simulator::start(&[]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator.url());
    tab.allow(Allowed::FailedRequests);
    let unclear = "No answer to the snap: the answer was not understood";
    for (answer, begin) in [
        (Answer::Body(r#"{"status":"error","message":"no camera"}"#), "The backend took no picture: no camera."),
        (Answer::Body(r#"{"status":"done","result":{"relativeFilePath":"../../etc/passwd"}}"#), unclear),
        (Answer::Body("[]"), unclear),
        (Answer::Known("html"), unclear),
        (Answer::Known("not_found"), "No answer to the snap: the backend answered HTTP 404"),
        (Answer::Known("server_error"), "No answer to the snap: the backend answered HTTP 500"),
        (Answer::CutOff, "No answer to the snap: the backend could not be reached"),
    ] {
        simulator.fault(&to_path("startSnap", answer));
        tab.click_button("Take snap");
        wait_words(&tab, begin);
        simulator.clear_faults();
        // Otherwise the same words again would not show that they are new.
        tab.click_button("Take snap");
        wait_words(&tab, "Saved as ");
    }
    assert_eq!(tab.count_lines(Level::Warn, ""), 0, "{}", tab.report());
    tab.finish();
}

#[test]
fn the_panel_fits_on_a_phone() {
    let simulator = Simulator::start(&["--auto-start", "--snap-ms", "1"]);
    let profile = Profile::new();
    let tab = opened(&profile, &simulator.url());
    tab.write("File name", &"long_".repeat(12));
    tab.click_button("Take snap");
    wait_words(&tab, "Saved as long_");
    tab.wait_true("the preview is there", "document.querySelector('.snap img').naturalWidth > 0");
    for (width, height) in [(360, 740), (740, 360), (1920, 1080)] {
        tab.resize(width, height);
        tab.wait_true("the window has its size", &format!("innerWidth === {width}"));
        tab.wait_settled();
        let complaints: Vec<String> = tab.evaluate(
            "[...document.querySelectorAll('.snap :is(button, input, select, a, img)')].flatMap((it) => {
                const {left, right, height} = it.getBoundingClientRect();
                return left >= 0 && right <= innerWidth && height >= 36
                    ? [] : [`${it.outerHTML.slice(0, 60)}: ${left} to ${right}, ${height} high`];
            }).concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])",
        );
        assert!(complaints.is_empty(), "at {width}×{height}: {complaints:#?}");
    }
    tab.finish();
}
