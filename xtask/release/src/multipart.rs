//! Forms with a file (RFC 7578).

/// A form's body, and what separates its parts.
pub struct Form {
    boundary: String,
    body: Vec<u8>,
}

impl Form {
    /// A form with one text and one file.
    pub fn new(text: (&str, &str), file: (&str, &str, &[u8])) -> Self {
        let (text_name, value) = text;
        let (file_field, file_name, content) = file;
        let boundary = boundary(content);
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{text_name}\"\r\n\r\n{value}\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"{file_field}\"; filename=\"{file_name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        Self { boundary, body }
    }

    /// For the header `Content-Type`.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// The bytes to send.
    pub fn into_body(self) -> Vec<u8> {
        self.body
    }
}

/// A line that the file does not have.
fn boundary(content: &[u8]) -> String {
    let occurs = |boundary: &str| content.windows(boundary.len()).any(|bytes| bytes == boundary.as_bytes());
    let mut number = 0_u64;
    loop {
        let boundary = format!("lockstep-boundary-{number}");
        if !occurs(&boundary) {
            return boundary;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_has_the_line_that_ends_it() {
        let form = Form::new(("parentId", "a"), ("file", "x", b"--lockstep-boundary-0--"));
        assert_eq!(form.content_type(), "multipart/form-data; boundary=lockstep-boundary-1");
    }
}
