//! The page as a Python package that ImSwitch loads as a plugin (binary distribution format 1.0).

use anyhow::Result;

use crate::checksum;
use crate::page_files::PageFiles;
use crate::zip_file::zip_file;

/// As the name of a file has it.
const NAME: &str = "lockstep_imswitch";
/// Where the page's files are in the package; `__init__.py` names it.
const PAGE: &str = "lockstep_imswitch/lockstep";
const VERSION: &str = env!("CARGO_PKG_VERSION");

const CODE: &str = include_str!("../wheel/lockstep_imswitch/__init__.py");
const ENTRY_POINTS: &str = include_str!("../wheel/entry_points.txt");
const LICENSE: &str = include_str!("../wheel/LICENSE");
const README: &str = include_str!("../wheel/README.md");
const WHEEL: &str = "Wheel-Version: 1.0\nGenerator: lockstep\nRoot-Is-Purelib: true\nTag: py3-none-any\n";

/// The wheel's file name.
pub fn file_name() -> String {
    format!("{NAME}-{VERSION}-py3-none-any.whl")
}

/// The wheel.
pub fn pack(page: &PageFiles) -> Result<Vec<u8>> {
    let info = format!("{NAME}-{VERSION}.dist-info");
    let metadata = metadata();
    let mut files = vec![(format!("{NAME}/__init__.py"), CODE.as_bytes())];
    files.extend(page.in_order().map(|(path, content)| (format!("{PAGE}/{path}"), content)));
    // What describes the package comes last, and its list at the very end.
    for (name, content) in
        [("licenses/LICENSE", LICENSE), ("METADATA", &metadata), ("WHEEL", WHEEL), ("entry_points.txt", ENTRY_POINTS)]
    {
        files.push((format!("{info}/{name}"), content.as_bytes()));
    }
    let list = format!("{info}/RECORD");
    let mut record = String::new();
    for (path, content) in &files {
        record += &format!("{path},sha256={},{}\n", checksum::base64(content), content.len());
    }
    record += &format!("{list},,\n");
    files.push((list, record.as_bytes()));
    zip_file(files)
}

fn metadata() -> String {
    format!(
        "Metadata-Version: 2.4\n\
         Name: lockstep-imswitch\n\
         Version: {VERSION}\n\
         Summary: A live-view console for openUC2 ImSwitch, as a plugin of it\n\
         License-Expression: MIT\n\
         License-File: LICENSE\n\
         Requires-Python: >=3.9\n\
         Description-Content-Type: text/markdown\n\
         \n\
         {README}"
    )
}
