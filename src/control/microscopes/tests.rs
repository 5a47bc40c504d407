#![allow(clippy::unwrap_used)]

use super::*;

fn name(text: &str) -> MicroscopeName {
    MicroscopeName::parse(text).unwrap()
}

fn microscope(text: &str, address: &str) -> Microscope {
    Microscope { name: name(text), address: address.into() }
}

fn two() -> MicroscopeList {
    let mut list = MicroscopeList::default();
    list.add(microscope("Left", "http://left:8001")).unwrap();
    list.add(microscope("Right", "http://right:8001")).unwrap();
    list
}

fn read(text: &str) -> Loaded {
    Loaded::read(text, |address| address.starts_with("http").then(|| address.to_owned()))
}

#[test]
fn a_name_is_any_visible_text_that_is_not_too_long() {
    for good in ["Lab 2", "  Mikroskop Süd ", "顕微鏡", "مجهر", "µ", "🔬", "<b>x</b>", &"é".repeat(MAX_NAME_CHARS)]
    {
        assert_eq!(name(good).as_str(), good.trim());
    }
    let cases = [
        ("", NameError::Empty),
        (" \t ", NameError::Empty),
        (&"x".repeat(MAX_NAME_CHARS + 1), NameError::TooLong),
        ("a\u{202e}b", NameError::Invisible),
        ("a\nb", NameError::Invisible),
    ];
    for (text, why) in cases {
        assert_eq!(MicroscopeName::parse(text), Err(why), "{text:?}");
    }
}

#[test]
fn a_microscope_without_a_name_is_called_after_its_place_and_stays_unique() {
    let mut list = MicroscopeList::default();
    for expected in ["a:1", "a:1 (2)", "a:1 (3)"] {
        let name = list.free_name("http://a:1");
        assert_eq!(name.as_str(), expected);
        list.add(Microscope { name, address: expected.into() }).unwrap();
    }
    let long = format!("http://{}:8001", "x".repeat(90));
    let first = list.free_name(&long);
    list.add(Microscope { name: first.clone(), address: long.clone() }).unwrap();
    let second = list.free_name(&long);
    assert_eq!((first.as_str().len(), second.as_str().len()), (MAX_NAME_CHARS, MAX_NAME_CHARS));
    assert!(second.as_str().ends_with(" (2)"));
    assert_eq!(MicroscopeName::of_address("http://").as_str(), "Microscope");
}

#[test]
fn no_two_have_one_name_or_one_address() {
    let mut list = two();
    let before = list.clone();
    assert_eq!(list.add(microscope(" Left ", "http://new")), Err(ListError::NameTaken(name("Left"))));
    assert_eq!(list.add(microscope("New", "http://left:8001")), Err(ListError::AddressTaken(name("Left"))));
    assert_eq!(list.change("Left", microscope("Right", "http://left:8001")), Err(ListError::NameTaken(name("Right"))));
    assert_eq!(
        list.change("Left", microscope("Left", "http://right:8001")),
        Err(ListError::AddressTaken(name("Right")))
    );
    assert_eq!(list.change("Gone", microscope("Gone", "http://gone")), Err(ListError::Gone));
    assert_eq!(list, before);
}

#[test]
fn there_are_at_most_so_many() {
    let mut list = MicroscopeList::default();
    for number in 0..MAX_MICROSCOPES {
        list.add(microscope(&format!("{number}"), &format!("http://{number}"))).unwrap();
    }
    assert_eq!(list.add(microscope("one more", "http://more")), Err(ListError::Full));
}

#[test]
fn the_current_one_is_followed_through_changes() {
    let mut list = two();
    assert_eq!(list.current(), None);
    list.set_current(Some("nobody"));
    assert_eq!(list.current(), None);
    list.set_current(Some("Right"));
    list.change("Right", microscope("East", "http://east:8001")).unwrap();
    assert_eq!(list.current(), Some(&microscope("East", "http://east:8001")));
    list.change("Left", microscope("West", "http://left:8001")).unwrap();
    assert_eq!(list.current().map(|it| it.name.as_str()), Some("East"));
    list.remove("West");
    assert_eq!(list.current().map(|it| it.name.as_str()), Some("East"));
    assert_eq!(list.remove("East"), Some((0, microscope("East", "http://east:8001"))));
    assert_eq!(list.current(), None);
    assert_eq!(list.remove("East"), None);
}

#[test]
fn what_was_removed_goes_back_to_its_place() {
    let mut list = two();
    let before = list.clone();
    let (place, removed) = list.remove("Left").unwrap();
    list.insert(place, removed).unwrap();
    assert_eq!(list, before);
    // Others may be gone as well since.
    list.remove("Left");
    let (_, right) = list.remove("Right").unwrap();
    list.insert(7, right).unwrap();
    assert_eq!(list.microscopes().len(), 1);
}

#[test]
fn a_list_is_read_as_it_was_written() {
    let mut list = two();
    list.add(microscope("顕微鏡 \"3\" </script>", "https://third")).unwrap();
    list.set_current(Some("Right"));
    assert_eq!(read(&list.to_json()), Loaded { list: list.clone(), problem: None });
    list.set_current(None);
    assert_eq!(read(&list.to_json()), Loaded { list, problem: None });
}

#[test]
fn what_is_no_list_counts_as_nothing() {
    let newer = two().to_json().replace("\"version\":1", "\"version\":2");
    let long = format!("{{\"version\":1,\"microscopes\":[],\"x\":\"{}\"}}", "x".repeat(300_000));
    for text in ["", "null", "☃", "[]", "{}", "{\"version\":1}", "{\"version\":1,\"microscopes\":7}", &newer, &long] {
        let expected = Loaded { list: MicroscopeList::default(), problem: Some(Problem::Unreadable) };
        assert_eq!(read(text), expected, "{:.40}", text);
    }
}

#[test]
fn what_is_no_microscope_in_a_list_is_left_out_and_told() {
    let entry = |name: &str, address: &str| format!("{{\"name\":\"{name}\",\"address\":\"{address}\"}}");
    let text =
        |entries: &[String]| format!("{{\"version\":1,\"microscopes\":[{}],\"current\":\"b\"}}", entries.join(","));
    let [good, bad_name, bad_address] = [entry("a", "http://a"), entry(" ", "http://b"), entry("b", "ftp://b")];
    let twice = entry("a", "http://other");
    let loaded = read(&text(&[bad_name, good, bad_address, twice]));
    assert_eq!(loaded.problem, Some(Problem::SomeLeftOut));
    assert_eq!(loaded.list.microscopes(), [microscope("a", "http://a")]);
    assert_eq!(loaded.list.current(), None);
    let many: Vec<String> = (0..99).map(|number| entry(&format!("{number}"), &format!("http://{number}"))).collect();
    let loaded = read(&text(&many));
    assert_eq!((loaded.list.microscopes().len(), loaded.problem), (MAX_MICROSCOPES, Some(Problem::SomeLeftOut)));
}

/// What a browser says of a URL on `http://host:1`.
fn parts(text: &str) -> Option<UrlParts> {
    let (origin, path) = (text.get(..13)?, text.get(13..)?);
    Some(UrlParts {
        protocol: "http:".into(),
        username: String::new(),
        password: String::new(),
        hostname: "host".into(),
        origin: origin.into(),
        pathname: path.replace('é', "%C3%A9"),
    })
}

#[test]
fn an_address_is_read_again_as_what_it_is() {
    let cases = [
        ("/", ""),
        ("/index.html", ""),
        ("/lab/index.html", "/lab"),
        ("/lab//index.html/", "/lab"),
        ("/lab/index.html/index.html", "/lab"),
        ("/lab/index.html/imswitch/ui/index.html", "/lab"),
        // No file of that name, but a folder that ends like it.
        ("/lab/.index.html", "/lab/.index.html"),
        ("/lab/myindex.html", "/lab/myindex.html"),
    ];
    for (path, expected) in cases {
        let address = Address::read(&format!("http://host:1{path}"), parts).unwrap();
        assert_eq!(address.to_string(), format!("http://host:1{expected}"), "{path}");
        assert_eq!(Address::read(&address.to_string(), parts), Ok(address), "{path}");
    }
}

#[test]
fn an_address_that_is_too_long_as_the_browser_writes_it_is_refused() {
    // As browsers write a URL, letters beyond ASCII are three times as long.
    let read = |letters: usize| Address::read(&format!("http://host:1/{}", "é".repeat(letters)), parts);
    let address = read(339).unwrap();
    assert_eq!(Address::read(&address.to_string(), parts), Ok(address));
    assert_eq!(read(340), Err(AddressError::TooLong));
}
