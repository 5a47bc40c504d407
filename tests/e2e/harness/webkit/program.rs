//! The browsers' processes: one for each profile, since each forgets everything when it ends, and the driver drives one.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::connection::Connection;
use super::desk::Desk;
use super::session::Session;
use super::tab::WebKitTab;
use crate::harness::console::Console;
use crate::harness::driver::{Browser, Driver};
use crate::harness::environment;
use crate::harness::port::free_port;
use crate::harness::tab::Visit;
use crate::harness::wait::wait_until;

/// Notes the address that the driver gives the browser for its inspector, and becomes the browser.
const SHELL: &str = r#"echo "$WEBKIT_INSPECTOR_SERVER" >"$0"; exec "$@" >>"${0%/*}/browser.log" 2>&1"#;

/// How long it may take until that is noted.
const NOTE_LIMIT: Duration = Duration::from_secs(30);

/// The profiles that are in use.
pub struct WebKit {
    profiles: Mutex<HashMap<String, Arc<Person>>>,
    /// The first browser, until it is wanted.
    spare: Mutex<Option<Person>>,
}

/// A profile with its browser.
pub struct Person {
    pub session: Session,
    pub connection: Arc<Connection>,
    pub windows: Mutex<Windows>,
    /// Ends all of it.
    desk: Desk,
}

/// The windows of a browser, of which the first is there from the beginning. With the last one the browser ends.
#[derive(Default)]
pub struct Windows {
    /// How many have a tab.
    pub in_use: usize,
    /// The number of the last one that was opened, as the inspector counts.
    pub last_page: u64,
    /// Nobody's, and still open.
    pub left: Option<String>,
}

impl WebKit {
    /// Starts the first browser. Where that can't be done, no test has to try it again.
    pub fn start() -> Result<Self, String> {
        let spare = Person::begin()?;
        Ok(Self { profiles: Mutex::default(), spare: Mutex::new(Some(spare)) })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Person>>> {
        self.profiles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Person {
    fn begin() -> Result<Self, String> {
        let port = free_port();
        let desk = Desk::start(port)?;
        let note = desk.folder.join("inspector");
        let program = environment::webkit()?;
        let arguments = ["-c".as_ref(), SHELL.as_ref(), note.as_path(), &program, "--automation".as_ref()];
        let arguments = arguments.map(|it: &Path| it.display().to_string());
        let session = Session::begin(port, "/bin/sh", &arguments).map_err(|why| {
            format!("LOCKSTEP_WEBKIT: {} does not start as a browser: {why}{}", program.display(), desk.said())
        })?;
        let mut address = String::new();
        let noted = wait_until(NOTE_LIMIT, || {
            address = fs::read_to_string(&note).unwrap_or_default();
            address.ends_with('\n')
        });
        if !noted {
            return Err("WebKitWebDriver gives the browser no address for its inspector".into());
        }
        let connection = Connection::to(address.trim())?;
        let windows = Windows { left: Some(session.first_window()), ..Windows::default() };
        Ok(Self { session, connection, windows: Mutex::new(windows), desk })
    }
}

impl Browser for WebKit {
    fn begin_profile(&self) -> Result<String, String> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).take();
        let person = spare.map_or_else(Person::begin, Ok)?;
        let id = person.desk.folder.display().to_string();
        self.lock().insert(id.clone(), Arc::new(person));
        Ok(id)
    }

    fn end_profile(&self, profile: &str) {
        let person = self.lock().remove(profile);
        drop(person);
    }

    fn save_files(&self, _profile: &str, folder: &Path) -> Result<(), String> {
        Err(format!("WebKit's browser does not save files in {}", folder.display()))
    }

    fn open(&self, profile: &str, visit: &Visit<'_>, console: &Console) -> Result<Box<dyn Driver>, String> {
        let person = self.lock().get(profile).cloned().ok_or("there is no such profile")?;
        Ok(Box::new(WebKitTab::open(person, visit, console)?))
    }
}
