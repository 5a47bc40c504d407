//! Both pages as a web server has them that sends compressed files.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use brotli::CompressorReader;

use crate::harness::{Dist, StaticServer, page_folder};

/// A server with the built page and the bare page, each file in brotli as well. It ends with this value.
pub struct Site {
    server: StaticServer,
    folder: PathBuf,
}

impl Site {
    pub fn start(dist: &Dist) -> Self {
        let folder = std::env::temp_dir().join(format!("lockstep-bench-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        for file in &dist.files {
            let copy = folder.join(&file.name);
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(page_folder().join(&file.name), &copy).unwrap();
            compress(&copy);
        }
        let bare = folder.join("bare.html");
        fs::write(&bare, include_str!("bare.html")).unwrap();
        compress(&bare);
        Self { server: StaticServer::serving(folder.clone(), "/"), folder }
    }

    /// Its address, which is also the built page's.
    pub fn url(&self) -> &str {
        self.server.url()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // What is left lies among the temporary files.
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Writes the file's compressed form beside it, at quality 11, with the window of 4 MiB that servers use.
fn compress(path: &Path) {
    let mut compressed = path.as_os_str().to_owned();
    compressed.push(".br");
    let mut reader = CompressorReader::new(File::open(path).unwrap(), 4096, 11, 22);
    io::copy(&mut reader, &mut File::create(compressed).unwrap()).unwrap();
}
