//! The server of a microscope: an ImSwitch and its file manager.

use std::io::Read;

use anyhow::{Context, Result, anyhow, bail, ensure};
use minreq::{Method, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::multipart::Form;

/// For a whole request. A file of a megabyte over slow Wi-Fi takes some seconds.
const TIMEOUT_S: u64 = 60;

/// More than any answer has, in bytes: the page's program, or the list of all that a microscope has recorded.
const MAX_ANSWER: u64 = 64 << 20;

/// What the server says.
struct Answer {
    status: u16,
    body: Vec<u8>,
}

impl Answer {
    fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }
}

/// A file or folder of the server's data folder.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    pub is_directory: bool,
    /// From the data folder on, with a slash before it.
    pub path: String,
}

/// A server that answers as an ImSwitch does.
pub struct Server {
    /// `http://HOST:PORT`, without a slash at the end.
    address: String,
}

impl Server {
    /// Asks for the version, so that nothing is sent to another server.
    pub fn connect(address: &str) -> Result<Self> {
        let address = address.trim_end_matches('/');
        if let Some(host) = address.strip_prefix("https://") {
            bail!(
                "{address} is encrypted, which this can't do. If the server also listens at a plain address, name that: \
                 --to http://{host}"
            );
        }
        ensure!(
            address
                .strip_prefix("http://")
                .is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@'])),
            "{address} is no server's address; it looks like http://192.168.4.1:8001"
        );
        let server = Self { address: address.to_owned() };
        let answer = server.send(server.request(Method::Get, "/imswitch/api/version")).with_context(|| {
            format!("nothing answers at {address}: is the microscope on, and this computer in its network? Is the port right?")
        })?;
        let version = answer.json::<Value>().ok().and_then(|answer| answer["version"].as_str().map(str::to_owned));
        let version = version.with_context(|| format!("what answers at {address} is no ImSwitch"))?;
        println!("• {address} is ImSwitch {version}");
        Ok(server)
    }

    /// What the stream does: the question that the page asks.
    pub fn stream(&self) -> Result<&'static str> {
        let request = self.request(Method::Get, "/imswitch/api/LiveViewController/getLiveViewActive");
        let answer = self.send_well(request, "say what its stream does")?;
        let answer: Value = answer.json().context("the server's answer about its stream can't be read")?;
        // Older servers wrap it.
        let active = [&answer, &answer["active"], &answer["isActive"]].into_iter().find_map(Value::as_bool);
        let active = active.context("the server does not say whether its stream runs")?;
        Ok(if active { "running" } else { "stopped" })
    }

    /// All of the data folder.
    pub fn list(&self) -> Result<Vec<Entry>> {
        let answer = self.send_well(self.request(Method::Get, "/imswitch/api/FileManager/"), "list its files")?;
        answer.json().context("the server's list of files can't be read")
    }

    /// Sends a file, and sees whether the server has it as it is.
    pub fn upload(&self, folder: &str, name: &str, content: &[u8]) -> Result<()> {
        let form = Form::new(("parentId", folder), ("file", name, content));
        let request = self.request(Method::Post, "/imswitch/api/FileManager/upload");
        let request = request.with_header("Content-Type", form.content_type()).with_body(form.into_body());
        let doing = format!("take {folder}/{name}");
        self.send_well(request, &doing)?;
        let served = self.fetch(&format!("{folder}/{name}"))?;
        ensure!(served.as_deref() == Some(content), "the server did not {doing}: it is not there as it was sent");
        Ok(())
    }

    /// A file as browsers get it; none where there is none.
    pub fn fetch(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let answer = self.send(self.request(Method::Get, &format!("/imswitch/data{path}")))?;
        match answer.status {
            200 => Ok(Some(answer.body)),
            404 => Ok(None),
            status => bail!("the server answers {status} when it is asked for {path}"),
        }
    }

    /// Removes files and folders with all that is in them.
    pub fn remove(&self, paths: &[&str]) -> Result<()> {
        let request = self.request(Method::Delete, "/imswitch/api/FileManager");
        let body = json!({"ids": paths}).to_string();
        self.send_well(request.with_header("Content-Type", "application/json").with_body(body), "remove old files")?;
        Ok(())
    }

    /// Where browsers find a file.
    pub fn url(&self, path: &str) -> String {
        format!("{}/imswitch/data{path}", self.address)
    }

    fn request(&self, method: Method, path: &str) -> Request {
        Request::new(method, format!("{}{path}", self.address)).with_timeout(TIMEOUT_S)
    }

    fn send(&self, request: Request) -> Result<Answer> {
        let answer = request.send_lazy().map_err(|error| anyhow!("{error}"))?;
        let status = answer.status_code;
        let mut body = Vec::new();
        answer.take(MAX_ANSWER + 1).read_to_end(&mut body).context("the answer breaks off")?;
        ensure!(body.len() as u64 <= MAX_ANSWER, "the answer is longer than {MAX_ANSWER} bytes");
        Ok(Answer { status, body })
    }

    fn send_well(&self, request: Request, doing: &str) -> Result<Answer> {
        let answer = self.send(request).with_context(|| format!("the server did not {doing}"))?;
        if answer.status == 200 {
            return Ok(answer);
        }
        let said = answer.json::<Value>().ok().and_then(|body| body["detail"].as_str().map(str::to_owned));
        let said = said.map(|detail| format!(", “{detail}”")).unwrap_or_default();
        bail!("the server did not {doing}: it answers {}{said}", answer.status)
    }
}
