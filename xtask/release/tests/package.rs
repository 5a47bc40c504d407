//! The files of a release.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use common::{build, fault, get, install, package, paths, paths_of, simulator};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::ZipArchive;

/// A release, in a folder that goes with the test.
fn packaged(build_name: &str) -> (TempDir, Vec<PathBuf>) {
    let folder = TempDir::new().unwrap();
    let files = package(build(build_name).path(), folder.path());
    (folder, files)
}

fn name(file: &Path) -> &str {
    file.file_name().unwrap().to_str().unwrap()
}

fn ending<'a>(files: &'a [PathBuf], end: &str) -> &'a Path {
    files.iter().find(|file| name(file).ends_with(end)).unwrap()
}

/// The files in a zip file.
fn unzipped(file: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(File::open(file).unwrap()).unwrap();
    let mut read = |index| {
        let mut entry = zip.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        (entry.name().to_owned(), content)
    };
    (0..ZipArchive::new(File::open(file).unwrap()).unwrap().len()).map(&mut read).collect()
}

#[test]
fn the_same_page_makes_the_same_bytes() {
    let ((_one, one), (_other, other)) = (packaged("first"), packaged("first"));
    assert_eq!(one.len(), 6, "{one:?}");
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(name(one), name(other));
        assert_eq!(fs::read(one).unwrap(), fs::read(other).unwrap(), "{}", name(one));
    }
}

#[test]
fn the_zip_file_installs_the_page() {
    let server = simulator();
    let (_folder, files) = packaged("first");
    install(ending(&files, ".zip"), &server).unwrap();
    assert_eq!(paths(&server), paths_of("first"));
}

/// Unpacks the zip file's folder, and calls its script with the server's address.
fn run_script(zip: &Path, server: &str) -> Output {
    let place = TempDir::new().unwrap();
    for (path, content) in unzipped(zip) {
        let file = place.path().join("Mein Ordner für Jörg").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    let script = place.path().join("Mein Ordner für Jörg/lockstep/install.sh");
    Command::new("sh").arg(script).arg(server).output().unwrap()
}

#[test]
fn the_zip_files_script_installs_the_page_with_curl_alone() {
    let server = simulator();
    let (_folder, files) = packaged("first");
    let output = run_script(ending(&files, ".zip"), &server);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let address = format!("{server}/imswitch/data/lockstep/index.html");
    assert!(said.ends_with(&format!("sent index.html\nOpen {address}\n")), "{said}");
    assert_eq!(get(&address).0, 200);
    assert_eq!(paths(&server), paths_of("first"));
}

#[test]
fn the_zip_files_script_says_what_went_wrong_and_stops() {
    let (_folder, files) = packaged("first");
    let zip = ending(&files, ".zip");
    let full = json!({"raw": {"status": 500, "content_type": "application/json", "body": "{}"}});
    let lost = json!({"raw": {"status": 200, "content_type": "application/json", "body": "{}"}});
    let html = json!("html");
    for (path, answer, expected) in [
        ("/upload", full, "the server did not take first_bg.wasm"),
        ("/upload", lost, "first_bg.wasm is not there as it was sent"),
        ("/version", html, "no ImSwitch answers"),
    ] {
        let server = simulator();
        fault(&server, &json!({"fault": "answer", "to": {"path": path}, "with": answer}));
        let output = run_script(zip, &server);
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(expected), "{said}");
        assert_eq!(paths(&server), [""; 0]);
    }
}

#[test]
fn every_file_has_its_checksum() {
    let (_folder, files) = packaged("first");
    let list = ending(&files, "SHA256SUMS");
    let listed = fs::read_to_string(list).unwrap();
    let mut expected: Vec<_> = files.iter().filter(|file| *file != list).collect();
    expected.sort_by_key(|file| listed.find(name(file)));
    let lines = expected.iter().map(|file| {
        let sum: String = Sha256::digest(fs::read(file).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{sum}  {}\n", name(file))
    });
    assert_eq!(lines.collect::<String>(), listed);
}

#[test]
fn the_wheel_lists_its_files_and_has_the_page() {
    let (_folder, files) = packaged("first");
    let wheel = ending(&files, ".whl");
    assert!(name(wheel).starts_with("lockstep_imswitch-") && name(wheel).ends_with("-py3-none-any.whl"));
    let files = unzipped(wheel);
    let list = files.keys().find(|path| path.ends_with(".dist-info/RECORD")).unwrap();
    let record = String::from_utf8(files[list].clone()).unwrap();
    let mut listed = BTreeSet::new();
    for line in record.lines() {
        let [path, hash, size] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert!(listed.insert(path.to_owned()), "{path} is listed twice");
        if path != list {
            let content = &files[path];
            assert_eq!(hash, format!("sha256={}", URL_SAFE_NO_PAD.encode(Sha256::digest(content))));
            assert_eq!(size, content.len().to_string());
        }
    }
    assert_eq!(listed, files.keys().cloned().collect());
    for file in ["index.html", "first_bg.wasm", "snippets/first/worker.js"] {
        assert!(listed.contains(&format!("lockstep_imswitch/lockstep/{file}")), "{file} is not there");
    }
}

#[test]
fn the_bill_of_materials_has_what_is_in_the_page_and_nothing_else() {
    let (_folder, files) = packaged("first");
    let bill: Value = serde_json::from_slice(&fs::read(ending(&files, ".cdx.json")).unwrap()).unwrap();
    assert_eq!((bill["bomFormat"].as_str(), bill["specVersion"].as_str()), (Some("CycloneDX"), Some("1.6")));
    assert_eq!(bill["metadata"]["component"]["name"], "lockstep");
    let components = bill["components"].as_array().unwrap();
    let names: BTreeSet<_> = components.iter().map(|component| component["name"].as_str().unwrap()).collect();
    for (crate_name, is_there) in [
        ("leptos", true),
        ("web-sys", true),
        ("pixels", true),
        ("lz4_flex", true),
        // For servers, for tests, for commands, and what only runs while the page is compiled.
        ("tokio", false),
        ("stateright", false),
        ("clap", false),
        ("leptos_macro", false),
    ] {
        assert_eq!(names.contains(crate_name), is_there, "{crate_name}");
    }
    let mut references = BTreeSet::from([bill["metadata"]["component"]["bom-ref"].as_str().unwrap()]);
    for component in components {
        let crate_name = &component["name"];
        assert!(references.insert(component["bom-ref"].as_str().unwrap()), "{crate_name} is there twice");
        assert_ne!(component["licenses"][0]["expression"].as_str().unwrap(), "", "{crate_name}");
        let hash = component["hashes"][0]["content"].as_str();
        assert_eq!(hash.map(str::len), (crate_name != "pixels").then_some(64), "{crate_name}");
    }
    let dependencies = bill["dependencies"].as_array().unwrap();
    assert_eq!(dependencies.len(), references.len());
    for dependency in dependencies {
        let uses = dependency["dependsOn"].as_array().unwrap();
        for reference in uses.iter().chain([&dependency["ref"]]) {
            assert!(references.contains(reference.as_str().unwrap()), "{reference} is not there");
        }
    }
}
