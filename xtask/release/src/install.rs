//! Puts the page into the server's data folder, whole or not at all as far as a visitor can tell.
//!
//! All files but `index.html` have names that change with their content, so the files of two builds can lie side by side.
//! The new ones come first, `index.html` after them, and only then go the old ones.

use anyhow::{Context, Result};

use crate::page_files::{INDEX, PageFiles, is_inside};
use crate::server::Server;

/// The page's folder in the data folder, as the file manager's list has it.
const FOLDER: &str = "/lockstep";

/// Puts the page there, sees whether it is served, and answers with the address to open.
pub fn install(page: &PageFiles, server: &Server) -> Result<String> {
    for (path, content) in page.in_order() {
        println!("• {path} ({} bytes)", content.len());
        let (folder, name) = path
            .rsplit_once('/')
            .map_or((FOLDER.to_owned(), path), |(folder, name)| (format!("{FOLDER}/{folder}"), name));
        let advice = if path == INDEX {
            "what was there before may be broken now; please try again"
        } else {
            "what was there before is as it was"
        };
        upload(server, &folder, name, content).context(advice)?;
    }
    remove_old(page, server).context("the page is installed, but older files of it are still there")?;
    let stream = server.stream().context("the page is installed, but it could not do anything")?;
    println!("• it is served, and the server answers what it asks: the stream is {stream}");
    Ok(server.url(&format!("{FOLDER}/{INDEX}")))
}

/// Whether there was something to remove.
#[derive(Debug, PartialEq, Eq)]
pub enum Removal {
    Removed,
    NotThere,
}

/// Takes the page away.
pub fn remove(server: &Server) -> Result<Removal> {
    if !server.list()?.iter().any(|entry| entry.path == FOLDER) {
        return Ok(Removal::NotThere);
    }
    server.remove(&[FOLDER])?;
    Ok(Removal::Removed)
}

fn upload(server: &Server, folder: &str, name: &str, content: &[u8]) -> Result<()> {
    let path = format!("{folder}/{name}");
    // Files of the same name have the same content, but a broken upload's.
    if server.fetch(&path)?.as_deref() == Some(content) {
        return Ok(());
    }
    server.upload(folder, name, content)
}

/// Removes what lies in the page's folder and is not the page's.
fn remove_old(page: &PageFiles, server: &Server) -> Result<()> {
    let entries = server.list()?;
    let old = entries.iter().filter(|entry| {
        let Some(path) = entry.path.strip_prefix(FOLDER).and_then(|path| path.strip_prefix('/')) else { return false };
        if entry.is_directory { !page.has_folder(path) } else { !page.has(path) }
    });
    let mut old: Vec<_> = old.map(|entry| entry.path.as_str()).collect();
    // What lies in a folder goes with it.
    let all = old.clone();
    old.retain(|path| !all.iter().any(|folder| is_inside(path, folder)));
    if old.is_empty() {
        return Ok(());
    }
    println!(
        "• removing {} of an older build",
        if old.len() == 1 { "a file".to_owned() } else { format!("{} files", old.len()) }
    );
    server.remove(&old)
}
