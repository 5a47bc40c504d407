//! The process: the page, ports, signals, memory.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::{
    net::{Ipv4Addr, TcpListener},
    process::Command,
    time::{Duration, Instant},
};

use common::{Ending, SOON, Simulator, Socket};
use serde_json::json;

/// A page in a folder of its own, which goes away in the end.
struct Page(std::path::PathBuf);

impl Page {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("simulator-{name}-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("deep")).unwrap();
        std::fs::write(folder.join("index.html"), "<p>Lockstep").unwrap();
        std::fs::write(folder.join("page_bg.wasm"), b"\0asm").unwrap();
        std::fs::write(folder.join("page.js"), "export {}").unwrap();
        Self(folder)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[tokio::test]
async fn the_page_is_served_in_both_places_and_missing_files_are_missing() {
    let page = Page::new("page");
    let simulator = Simulator::start(&["--page", page.0.to_str().unwrap()]);
    for base in ["", "/imswitch/ui"] {
        for (path, content_type) in [
            ("/", "text/html"),
            ("/index.html", "text/html"),
            ("/page_bg.wasm", "application/wasm"),
            ("/page.js", "text/javascript"),
        ] {
            let answer = simulator.get(&format!("{base}{path}")).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)), "{base}{path}");
            assert_eq!(answer.header("cache-control"), Some("no-cache"), "{base}{path}");
            let policy = answer.header("content-security-policy");
            assert!(
                policy.is_some_and(|policy| policy.starts_with("default-src 'none'; ")),
                "{base}{path}: {policy:?}"
            );
        }
        for path in ["/settings", "/deep/", "/../Cargo.toml", "/%2e%2e/secret"] {
            assert_eq!(simulator.get(&format!("{base}{path}")).await.status, 404, "{base}{path}");
        }
    }
    for (path, location) in [("/imswitch/ui", "ui/"), ("/imswitch/ui?view=settings", "ui/?view=settings")] {
        let redirect = simulator.get(path).await;
        assert_eq!((redirect.status, redirect.header("location")), (307, Some(location)));
    }
    // The real server says neither about its interface.
    let answer = simulator.get("/imswitch/api/version").await;
    assert_eq!((answer.header("cache-control"), answer.header("content-security-policy")), (None, None));
    assert_eq!(simulator.is_active().await, json!(false));
}

#[tokio::test]
async fn without_a_page_the_root_says_so() {
    let simulator = Simulator::start(&[]);
    let answer = simulator.get("/").await;
    assert_eq!(answer.status, 404);
    assert!(String::from_utf8_lossy(&answer.body.unwrap()).contains("--page"));
}

/// A free port below those that systems hand out, so that nobody gets it by chance while its simulator is dead.
fn own_port() -> u16 {
    let first = 10_000 + (std::process::id() % 10_000) as u16;
    (first..30_000).find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok()).unwrap()
}

#[tokio::test]
async fn a_killed_server_drops_tcp_and_can_be_back_on_its_port_at_once() {
    let mut simulator = Simulator::start_on(own_port(), &["--auto-start"]);
    let (mut socket, [_, _, first]) = Socket::connect(&simulator).await;
    socket.frame().await;
    simulator.kill();
    assert_eq!(socket.end().await, Ending::Abrupt);
    let simulator = Simulator::start_on(simulator.port, &[]);
    assert_eq!(simulator.is_active().await, json!(false));
    let (_, [_, _, second]) = Socket::connect(&simulator).await;
    assert_ne!(first, second, "a new sid");
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_ends_it_promptly_even_while_it_is_frozen() {
    for frozen in [false, true] {
        let mut simulator = Simulator::start(&["--auto-start", "--stop-delay-ms", "20000"]);
        if frozen {
            let stop = tokio::time::timeout(Duration::from_millis(200), simulator.stop_live_view());
            assert!(stop.await.is_err());
        }
        let began = Instant::now();
        let pid = simulator.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(simulator.process.wait().unwrap().success());
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    }
}

/// Resident memory of a process in MiB.
#[cfg(target_os = "linux")]
fn resident_mib(simulator: &Simulator) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", simulator.process.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_client_that_reads_nothing_costs_bounded_memory() {
    // Raw frames of 2 MiB, as many as it can.
    let arguments = ["--width", "1024", "--height", "1024", "--fps", "100", "--faults"];
    let simulator = Simulator::start(&arguments);
    // The cheapest image.
    simulator.call("POST", "/simulator/camera", Some(&json!({"test_pattern": "ramp"}))).await;
    let (_socket, _) = Socket::connect(&simulator).await;
    let parameters = json!({"compression_algorithm": "none", "throttle_ms": 0});
    simulator.start_live_view("?protocol=binary", Some(&parameters)).await;
    let frames_sent = async || simulator.get("/simulator/clients").await.json()[0]["frames_sent"].as_u64().unwrap();
    let before = resident_mib(&simulator);
    // The simulator keeps 8 MiB for it. How many frames the network takes beside those is the kernel's affair: maybe none.
    common::eventually(async || {
        let earlier = frames_sent().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        earlier >= 4 && frames_sent().await == earlier
    })
    .await;
    let after = resident_mib(&simulator);
    assert!(after < before + 64, "{before} MiB, then {after} MiB");

    simulator.fault(json!({"fault": "drop_sockets", "how": "abrupt"})).await;
    common::eventually(async || simulator.state().await["clients"] == 0).await;
}
