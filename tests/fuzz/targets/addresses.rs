//! What is written into the address field, what a link names, what was stored, and what the page's own server says.

#![no_main]

use std::collections::HashMap;

use fuzz::{Choices, said};
use libfuzzer_sys::fuzz_target;
use lockstep::control::diagnosis::Server;
use lockstep::control::microscopes::{
    Address, Loaded, MAX_MICROSCOPES, MAX_NAME_CHARS, Microscope, MicroscopeName, Problem, UrlParts,
};
use lockstep::control::page_build::PageBuild;
use lockstep::wire::is_invisible;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices::new(bytes);
    let Some(kind) = choices.byte() else { return };
    let text = String::from_utf8_lossy(choices.all());
    match kind % 4 {
        0 => written(&text),
        1 => link(&text),
        2 => stored(&text),
        _ => {
            if let Some(build) = PageBuild::of_index(&text) {
                assert!(build.name().len() <= 256);
            }
        }
    }
});

/// A URL as browsers read it.
fn parts(text: &str) -> Option<UrlParts> {
    let url = Url::parse(text).ok()?;
    Some(UrlParts {
        protocol: format!("{}:", url.scheme()),
        username: url.username().to_owned(),
        password: url.password().unwrap_or_default().to_owned(),
        hostname: url.host_str().unwrap_or_default().to_owned(),
        origin: url.origin().ascii_serialization(),
        pathname: url.path().to_owned(),
    })
}

fn written(text: &str) {
    match Address::read(text, parts) {
        Err(error) => drop(said(&error)),
        Ok(address) => look(&address),
    }
    if let Ok(address) = Address::of_server(text, parts) {
        look(&address);
    }
}

fn look(address: &Address) {
    let text = address.to_string();
    assert!(!text.contains('@'.to_string().as_str()) || !credentials(&text), "{text}");
    // What is stored is read again as what it was.
    assert_eq!(Address::read(&text, parts).as_ref(), Ok(address));
    let rest = Url::parse(&address.rest("LiveViewController/getLiveViewActive")).expect("a URL");
    let socket = Url::parse(&address.socket()).expect("a URL");
    assert!(matches!((rest.scheme(), socket.scheme()), ("http", "ws") | ("https", "wss")), "{rest} and {socket}");
    assert_eq!((rest.host(), rest.port_or_known_default()), (socket.host(), socket.port_or_known_default()));
    assert!(rest.path().ends_with("/imswitch/api/LiveViewController/getLiveViewActive"), "{rest}");
    let server = Server::new(text);
    assert!(!server.is_loopback() || server.may_be_local());
    assert!(server.is_same(&server));
    assert_ne!(server.at_usual_port().as_deref(), Some(""));
    assert!(server.over_https().starts_with("https:"));
    let name = MicroscopeName::of_address(server.address());
    assert!(MicroscopeName::parse(name.as_str()).is_ok(), "{name:?}");
}

fn credentials(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

fn link(query: &str) {
    let parameters: HashMap<_, _> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if let Some(backend) = parameters.get("backend") {
        written(backend);
    }
    if let Some(name) = parameters.get("microscope") {
        assert_eq!(Loaded::default().list.named(name.trim()), None);
        if let Err(error) = MicroscopeName::parse(name) {
            drop(said(&error));
        }
    }
}

fn stored(text: &str) {
    let read = |text: &str| Loaded::read(text, |address| Address::read(address, parts).ok().map(|it| it.to_string()));
    let Loaded { mut list, problem } = read(text);
    assert!(problem != Some(Problem::Unreadable) || list.microscopes().is_empty());
    assert!(list.microscopes().len() <= MAX_MICROSCOPES);
    for (place, Microscope { name, address }) in list.microscopes().iter().enumerate() {
        assert!((1..=MAX_NAME_CHARS).contains(&name.as_str().chars().count()));
        assert!(!name.as_str().contains(is_invisible));
        let others = &list.microscopes()[place + 1..];
        assert!(others.iter().all(|other| other.name != *name && other.address != *address));
    }
    // What is written is read again as what it was.
    assert_eq!(read(&list.to_json()), Loaded { list: list.clone(), problem: None });
    let address = "http://new.example:8001";
    let name = list.free_name(address);
    if list.microscopes().len() < MAX_MICROSCOPES && list.at(address).is_none() {
        list.add(Microscope { name, address: address.to_owned() }).expect("a free name is free");
    }
}
