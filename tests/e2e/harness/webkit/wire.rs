//! Messages of WebKit's inspector on their way: the length of name and values, a byte of flags, the name with a zero byte
//! after it, and the values as GLib lays them out.

use std::io::{self, Read, Write};
use std::net::TcpStream;

/// The values are in little-endian order.
const LITTLE_ENDIAN: u8 = 1;
/// No message is longer: the longest have a picture of the page.
const LONGEST: usize = 256 << 20;

/// A message.
#[derive(Debug)]
pub struct Message {
    pub name: String,
    values: Vec<u8>,
}

impl Message {
    /// One without values.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), values: Vec::new() }
    }

    /// One about a page that is looked at over a connection.
    pub fn about(name: &str, connection: u64, page: u64) -> Self {
        let values = [connection, page].map(u64::to_le_bytes).concat();
        Self { name: name.to_owned(), values }
    }

    /// The same, with a text.
    pub fn telling(name: &str, connection: u64, page: u64, text: &str) -> Self {
        let mut message = Self::about(name, connection, page);
        message.values.extend_from_slice(text.as_bytes());
        message.values.push(0);
        message
    }

    /// The page that it is about, and its text.
    pub fn page_and_text(&self) -> Option<(u64, &[u8])> {
        let (_connection, rest) = self.values.split_first_chunk::<8>()?;
        let (page, rest) = rest.split_first_chunk::<8>()?;
        Some((u64::from_le_bytes(*page), rest.strip_suffix(&[0])?))
    }

    /// Sends it.
    pub fn send(&self, mut stream: &TcpStream) -> io::Result<()> {
        let length = self.name.len() + 1 + self.values.len();
        let length = u32::try_from(length).map_err(io::Error::other)?;
        let mut bytes = length.to_be_bytes().to_vec();
        bytes.push(LITTLE_ENDIAN);
        bytes.extend_from_slice(self.name.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(&self.values);
        stream.write_all(&bytes)
    }

    /// Waits for the next one.
    pub fn receive(reader: &mut impl Read) -> io::Result<Self> {
        let mut head = [0; 5];
        reader.read_exact(&mut head)?;
        let [a, b, c, d, _flags] = head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        if length > LONGEST {
            return Err(io::Error::other(format!("a message of {length} bytes")));
        }
        let mut name = vec![0; length];
        reader.read_exact(&mut name)?;
        let end =
            name.iter().position(|byte| *byte == 0).ok_or_else(|| io::Error::other("a message without a name"))?;
        let values = name.split_off(end + 1);
        name.pop();
        Ok(Self { name: String::from_utf8(name).map_err(io::Error::other)?, values })
    }
}
