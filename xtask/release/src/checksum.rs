//! SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A file's checksum, as `sha256sum` writes it.
pub fn hexadecimal(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file's checksum, as wheels have it.
pub fn base64(content: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(content))
}

/// The list that `sha256sum --check` reads.
pub fn list(files: &[(String, Vec<u8>)]) -> String {
    files.iter().map(|(name, content)| format!("{}  {name}\n", hexadecimal(content))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// NIST's example of one block.
    #[test]
    fn both_forms_are_those_of_the_standards() {
        assert_eq!(hexadecimal(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(base64(b"abc"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }
}
