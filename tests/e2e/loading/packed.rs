//! The program comes packed, because not every server compresses what it sends; or as it is, where that can't be.

use std::fs;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{OTHER_PROGRAM, PACKED, WASM, assert_broken_page_says, copy_without_packed, count_fetched};
use crate::harness::{
    Allowed, Missing, Packed, PageCopy, Profile, Serving, Simulator, StaticServer, Tab, Visit, page_folder,
};

#[test]
fn a_packed_program_is_unpacked_once_whatever_the_server_says_of_it() {
    let simulator = Simulator::start(&[]);
    for packed in [Packed::AsFile, Packed::AsEncoding] {
        let server = StaticServer::with(&Serving { packed, ..Serving::plain(page_folder(), "/") });
        let profile = Profile::new();
        let tab = Tab::open(&profile, &format!("{}?backend={}", server.url(), simulator.url()));
        tab.wait_for("Play is offered", |page| page.ready());
        let script = "fetch(document.querySelector('[data-program]').dataset.program + '.gz').then(async (answer) =>
            [answer.headers.get('Content-Encoding'), new Uint8Array(await answer.arrayBuffer())[0]])";
        let told: (Option<String>, u8) = tab.evaluate(script);
        // What a packed file begins with, and what a program does.
        let expected = if packed == Packed::AsFile { (None, 0x1f) } else { (Some("gzip".to_owned()), 0) };
        assert_eq!(told, expected, "{packed:?}");
        tab.wait_outside("the fetch is noted", || count_fetched(&tab, PACKED) > 0);
        assert_eq!(count_fetched(&tab, WASM), 0, "it was fetched as it is as well, {packed:?}");
        tab.finish();
    }
}

#[test]
fn a_server_that_compresses_is_asked_for_the_program_as_it_is() {
    let copy = PageCopy::new();
    for file in [copy.file("loading-", ".js"), copy.file("lockstep-", WASM)] {
        let mut compressed = Vec::new();
        brotli::CompressorReader::new(&*fs::read(&file).unwrap(), 4096, 5, 22).read_to_end(&mut compressed).unwrap();
        fs::write(format!("{}.br", file.display()), compressed).unwrap();
    }
    assert_eq!(run_without_packed(&copy, Missing::NotFound, ""), 0);
}

/// Waits until the page runs with the program as it is. How often was it asked for packed?
fn run_without_packed(copy: &PageCopy, missing: Missing, before: &str) -> usize {
    let simulator = Simulator::start(&[]);
    let server = StaticServer::with(&Serving { missing, ..Serving::plain(copy.folder(), "/") });
    let profile = Profile::new();
    let address = format!("{}?backend={}", server.url(), simulator.url());
    let tab = Tab::visit(&profile, &Visit { before, ..Visit::to(&address) });
    tab.allow(Allowed::FailedRequests);
    tab.wait_for("Play is offered", |page| page.ready());
    tab.wait_outside("the fetch is noted", || count_fetched(&tab, WASM) > 0);
    let packed = count_fetched(&tab, PACKED);
    tab.finish();
    packed
}

#[test]
fn where_the_program_is_not_there_packed_it_is_fetched_as_it_is() {
    for missing in [Missing::NotFound, Missing::Index] {
        run_without_packed(&copy_without_packed(), missing, "");
    }
}

#[test]
fn a_browser_that_unpacks_nothing_fetches_the_program_as_it_is() {
    let before = "delete globalThis.DecompressionStream";
    assert_eq!(run_without_packed(&PageCopy::new(), Missing::NotFound, before), 0);
}

#[test]
fn a_packed_program_of_another_build_is_told() {
    let copy = PageCopy::new();
    copy.overwrite("lockstep-", PACKED, &gzip(&OTHER_PROGRAM));
    assert_broken_page_says(&copy, Missing::NotFound, "Lockstep’s files are not of one build. Please reload");
}

#[test]
fn a_damaged_packed_program_is_told() {
    let copy = PageCopy::new();
    let packed = fs::read(copy.file("lockstep-", PACKED)).unwrap();
    copy.overwrite("lockstep-", PACKED, &packed[..packed.len() / 2]);
    assert_broken_page_says(&copy, Missing::NotFound, "program is damaged, or this browser is too old");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
