//! How the page looks: the window's size, light and dark, screenshots.

use std::fs;
use std::path::Path;

use super::environment;
use super::tab::Tab;

/// What the person's system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// As the browser calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// One way to look at the page.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    /// For file names.
    pub name: &'static str,
    /// Width and height of the window, in CSS pixels.
    pub size_px: (u32, u32),
    pub scheme: Scheme,
}

impl Looks {
    /// Wide and narrow, light and dark.
    pub const ALL: [Self; 4] = [
        Self { name: "wide", size_px: (1440, 900), scheme: Scheme::Light },
        Self { name: "wide", size_px: (1440, 900), scheme: Scheme::Dark },
        Self { name: "narrow", size_px: (360, 740), scheme: Scheme::Light },
        Self { name: "narrow", size_px: (360, 740), scheme: Scheme::Dark },
    ];

    fn file_name(self, what: &str) -> String {
        format!("{what}-{}-{}.png", self.name, self.scheme.name())
    }
}

/// Within two frames the page has its new size, and its observers have been told; then its colours still fade from the old
/// to the new.
const SETTLED: &str = "(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const fading = document.getAnimations().filter((it) => it instanceof CSSTransition);
    await Promise.allSettled(fading.map((it) => it.finished));
    return true;
})()";

impl Tab {
    /// Looks at the page this way from now on.
    pub fn look(&self, looks: Looks) {
        let (width, height) = looks.size_px;
        self.resize(width, height);
        self.checked(self.driver().set_scheme(looks.scheme));
    }

    /// Waits until the page looks as its size, and what is on it, make it look.
    pub fn wait_settled(&self) {
        self.evaluate::<bool>(SETTLED);
    }

    /// A picture of what is on the screen now, as PNG.
    pub fn screenshot(&self) -> Vec<u8> {
        self.checked(self.driver().screenshot())
    }

    /// Looks at the page in every way. Each picture goes to the folder that `LOCKSTEP_SCREENSHOTS` names, if it does.
    pub fn screenshots(&self, what: &str) {
        let folder = environment::screenshots();
        for looks in Looks::ALL {
            self.look(looks);
            self.wait_settled();
            let picture = self.screenshot();
            if let Some(folder) = &folder {
                write(folder, &looks.file_name(what), &picture);
            }
        }
    }
}

fn write(folder: &Path, name: &str, picture: &[u8]) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(name), picture).unwrap();
}
