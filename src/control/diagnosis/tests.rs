#![allow(clippy::unwrap_used)]

use super::*;
use crate::sync::RequestError;

const HTTP: &str = "http://192.168.4.1:8001";

fn network() -> RequestError {
    RequestError::Network("TypeError: Failed to fetch".into())
}

/// Page, backend, failure, permission → the cause and what to do.
fn diagnose(page: &str, backend: &str, failure: RequestError, local_network: Permission) -> (Cause, Remedy) {
    let [page, backend] = [page, backend].map(|address| Server::new(address.to_owned()));
    let symptoms = Symptoms {
        page: Some(&page),
        folder: None,
        backend: Some(&backend),
        failure: Some(&failure),
        forbidden: None,
        local_network,
        network: Network::Present,
    };
    let diagnosis = Diagnosis::of(&symptoms).unwrap();
    assert!(diagnosis.sentence.contains(backend.address()), "{diagnosis:?} names what it is about");
    assert!(diagnosis.sentence.ends_with(['.', '?']), "{diagnosis:?} is a sentence");
    (diagnosis.cause, diagnosis.remedy)
}

#[test]
fn each_trouble_has_its_cause_and_its_remedy() {
    let (unknown, granted) = (Permission::Unknown, Permission::Granted);
    let (asked, denied) = (Permission::Asked, Permission::Denied);
    let html = || RequestError::NotUnderstood("a web page".into());
    let timed_out = || RequestError::TimedOut { limit_ms: 5_000 };
    let choose = || Remedy::Choose;
    let again = || Remedy::AskAgain;
    let open = |address: &str| Remedy::Open(address.into());
    let attempt = |address: &str| Remedy::Try(address.into());
    let public = "https://page.example";
    let https = "https://192.168.4.1:8001";
    let cases = [
        // The page's own server.
        ("http://host:8000", "http://host:8000", RequestError::Http(404), unknown, Cause::OwnServerIsOther, choose()),
        (public, public, html(), unknown, Cause::OwnServerIsOther, choose()),
        (HTTP, HTTP, network(), unknown, Cause::OwnServerGone, again()),
        (HTTP, HTTP, timed_out(), unknown, Cause::OwnServerGone, again()),
        ("http://host", "http://host/prefix", network(), unknown, Cause::OwnServerGone, again()),
        // Another one that answers.
        (public, HTTP, html(), granted, Cause::OtherServer, choose()),
        (public, "http://192.168.4.1", html(), granted, Cause::OtherServer, attempt(HTTP)),
        ("http://a", "http://b:80/x", RequestError::Http(404), unknown, Cause::OtherServer, attempt("http://b:8001")),
        ("http://a", HTTP, RequestError::Http(401), unknown, Cause::Login, open(HTTP)),
        ("http://a", HTTP, RequestError::Http(403), unknown, Cause::Login, open(HTTP)),
        ("http://a", HTTP, RequestError::Http(502), unknown, Cause::Gateway, again()),
        (HTTP, HTTP, RequestError::Http(503), unknown, Cause::Gateway, again()),
        (HTTP, HTTP, RequestError::Http(500), unknown, Cause::Error { status: 500 }, again()),
        (
            HTTP,
            HTTP,
            RequestError::AskedToWait { status: 429, wait_ms: 9 },
            unknown,
            Cause::Error { status: 429 },
            again(),
        ),
        // None that is heard.
        ("http://a", HTTP, network(), unknown, Cause::Unreachable, again()),
        ("http://a", HTTP, timed_out(), unknown, Cause::Unreachable, again()),
        ("http://a", "http://b:8000", network(), unknown, Cause::Unreachable, attempt("http://b:8001")),
        ("http://a", "http://[fd00::1]", timed_out(), unknown, Cause::Unreachable, attempt("http://[fd00::1]:8001")),
        ("http://a", https, network(), unknown, Cause::Certificate, open(https)),
        (public, https, network(), granted, Cause::Certificate, open(https)),
        (public, https, timed_out(), unknown, Cause::Unreachable, again()),
        // What browsers keep from an https page.
        (public, HTTP, network(), unknown, Cause::MixedContent, attempt(https)),
        (
            public,
            "http://scope.example:8001",
            network(),
            granted,
            Cause::MixedContent,
            attempt("https://scope.example:8001"),
        ),
        (public, HTTP, network(), granted, Cause::Unreachable, again()),
        (public, "http://127.0.0.1:8001", network(), unknown, Cause::Unreachable, again()),
        (public, HTTP, network(), denied, Cause::LocalNetworkDenied, again()),
        (public, https, network(), denied, Cause::LocalNetworkDenied, again()),
        (public, "https://scope.example", network(), denied, Cause::LocalNetworkDenied, again()),
        (public, "https://[fe80::1]", network(), denied, Cause::LocalNetworkDenied, again()),
        (public, HTTP, timed_out(), asked, Cause::LocalNetworkAsked, again()),
        (public, "http://scope.local:8001", network(), asked, Cause::LocalNetworkAsked, again()),
        (public, "https://scope.example", timed_out(), asked, Cause::LocalNetworkAsked, again()),
        (public, "https://scope.example", network(), asked, Cause::Certificate, open("https://scope.example")),
        // A public address needs no permission, nor does a neighbour on the same network.
        (public, "https://93.184.215.14", network(), denied, Cause::Certificate, open("https://93.184.215.14")),
        ("https://192.168.4.2", https, network(), denied, Cause::Certificate, open(https)),
        // This computer is kept from its network's other pages as well.
        ("https://192.168.4.2", "http://127.0.0.1:8001", network(), denied, Cause::LocalNetworkDenied, again()),
        // Of a page that is not secure, the browser says "denied" to whatever is asked.
        ("http://page.example", HTTP, network(), denied, Cause::Unreachable, again()),
        // An answer came: the permission is not what is missing.
        (public, HTTP, RequestError::Http(404), denied, Cause::OtherServer, choose()),
    ];
    for (page, backend, failure, permission, cause, remedy) in cases {
        let what = format!("{page}, {backend}, {failure:?}, {permission:?}");
        assert_eq!(diagnose(page, backend, failure, permission), (cause, remedy), "{what}");
    }
}

#[test]
fn a_page_below_a_path_is_told_that_the_backend_may_be_there_too() {
    let [page, folder] = ["http://host", "http://host/scope"].map(|address| Server::new(address.into()));
    for (backend, remedy) in [(&page, Remedy::Try("http://host/scope".into())), (&folder, Remedy::Choose)] {
        let symptoms = Symptoms {
            page: Some(&page),
            folder: Some(&folder),
            backend: Some(backend),
            failure: Some(&RequestError::Http(404)),
            forbidden: None,
            local_network: Permission::Unknown,
            network: Network::Present,
        };
        let diagnosis = Diagnosis::of(&symptoms).unwrap();
        assert_eq!((diagnosis.cause, diagnosis.remedy), (Cause::OwnServerIsOther, remedy));
    }
}

#[test]
fn without_a_network_nothing_but_this_computer_is_in_reach() {
    let page = Server::new("http://host".into());
    for (backend, cause) in [
        (HTTP, Cause::Offline),
        ("http://host", Cause::Offline),
        ("http://127.0.0.1:8001", Cause::Unreachable),
        ("http://[::1]:8001", Cause::Unreachable),
        ("http://localhost:8001", Cause::Unreachable),
    ] {
        let backend = Server::new(backend.into());
        let symptoms = Symptoms {
            page: Some(&page),
            folder: None,
            backend: Some(&backend),
            failure: Some(&network()),
            forbidden: None,
            local_network: Permission::Unknown,
            network: Network::Absent,
        };
        assert_eq!(Cause::of(&symptoms), Some(cause), "{backend:?}");
    }
}

#[test]
fn a_policy_keeps_the_page_from_what_it_forbids_and_from_nothing_else() {
    let backend = Server::new(HTTP.into());
    for (forbidden, cause) in [
        ("http://192.168.4.1:8001/imswitch/api/LiveViewController/getLiveViewActive?_=1", Cause::Policy),
        ("http://192.168.4.1:8002/imswitch/api/LiveViewController/getLiveViewActive", Cause::Unreachable),
    ] {
        let forbidden = Server::new(forbidden.into());
        let symptoms = Symptoms {
            page: Some(&Server::new("http://page.example".into())),
            folder: None,
            backend: Some(&backend),
            failure: Some(&network()),
            forbidden: Some(&forbidden),
            local_network: Permission::Unknown,
            network: Network::Present,
        };
        let diagnosis = Diagnosis::of(&symptoms).unwrap();
        assert_eq!(diagnosis.cause, cause);
        assert_eq!(diagnosis.remedy == Remedy::Choose, cause == Cause::Policy);
        assert!(diagnosis.sentence.contains(HTTP), "{diagnosis:?}");
    }
}

#[test]
fn nothing_is_said_before_anything_failed_but_that_there_is_nothing_to_ask() {
    let backend = Server::new(HTTP.into());
    let with = |backend| Symptoms {
        page: None,
        folder: None,
        backend,
        failure: None,
        forbidden: None,
        local_network: Permission::Denied,
        network: Network::Absent,
    };
    assert_eq!(Diagnosis::of(&with(Some(&backend))), None);
    let diagnosis = Diagnosis::of(&with(None)).unwrap();
    assert_eq!((diagnosis.cause, diagnosis.remedy), (Cause::NotChosen, Remedy::Choose));
}

#[test]
fn a_page_from_disk_is_told_like_any_other() {
    let backend = Server::new(HTTP.into());
    let symptoms = Symptoms {
        page: None,
        folder: None,
        backend: Some(&backend),
        failure: Some(&network()),
        forbidden: None,
        local_network: Permission::Unknown,
        network: Network::Present,
    };
    assert_eq!(Cause::of(&symptoms), Some(Cause::Unreachable));
}

#[test]
fn what_is_local_is_told_by_the_address_alone() {
    let local = [
        "10.0.0.1",
        "172.31.0.1",
        "192.168.0.1",
        "169.254.1.1",
        "100.64.0.1",
        "127.0.0.1",
        "[::1]",
        "[fd12::1]",
        "[fe80::1]",
        "scope.local",
        "localhost",
    ];
    let other = ["8.8.8.8", "172.32.0.1", "100.128.0.1", "[2001:db8::1]", "scope", "scope.example", "local"];
    for host in local {
        assert!(Server::new(format!("http://{host}:8001")).is_local(), "{host}");
        assert!(Server::new(format!("http://{host}")).is_local(), "{host}");
    }
    for host in other {
        assert!(!Server::new(format!("http://{host}:8001")).is_local(), "{host}");
    }
}
