//! The simulator's process, and its answers over HTTP.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use serde_json::{Value, json};

pub struct Simulator {
    pub process: Child,
    pub port: u16,
}

impl Simulator {
    /// Starts a simulator, with small images unless told otherwise, so that it is quick in debug builds too.
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_on(0, arguments)
    }

    pub fn start_on(port: u16, arguments: &[&str]) -> Self {
        let small: &[&str] = if arguments.contains(&"--width") { &[] } else { &["--width", "64", "--height", "48"] };
        let mut process = Command::new(env!("CARGO_BIN_EXE_simulator"))
            .args(["--port", &port.to_string()])
            .args(small)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line
            .trim()
            .strip_prefix("listening on http://127.0.0.1:")
            .unwrap_or_else(|| panic!("unexpected first line {line:?}"))
            .parse()
            .unwrap();
        Self { process, port }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let body = body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        self.send(method, path, "application/json", body).await
    }

    /// Sends a file to the file manager, as a form in a browser does.
    pub async fn upload(&self, folder: &str, name: &str, content: &str) -> Answer {
        let part = "\r\n--limit\r\ncontent-disposition: form-data; name=";
        let form = format!(
            "{part}\"parentId\"\r\n\r\n{folder}{part}\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n--limit--\r\n"
        );
        let form_type = "multipart/form-data; boundary=limit";
        self.send("POST", "/imswitch/api/FileManager/upload", form_type, Bytes::from(form)).await
    }

    async fn send(&self, method: &str, path: &str, content_type: &str, body: Bytes) -> Answer {
        self.send_with(method, path, ("content-type", content_type), body).await
    }

    async fn send_with(&self, method: &str, path: &str, (header, value): (&str, &str), body: Bytes) -> Answer {
        let request = http::Request::builder()
            .method(method)
            .uri(self.url(path))
            .header(header, value)
            .header("origin", "http://elsewhere")
            .body(Full::new(body))
            .unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.ok().map(|body| body.to_bytes());
        Answer { status: head.status.as_u16(), headers: head.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    /// A part of a file, such as `bytes=0-9`.
    pub async fn get_part(&self, path: &str, range: &str) -> Answer {
        self.send_with("GET", path, ("range", range), Bytes::new()).await
    }

    /// The JSON answer of a GET under `/imswitch/api`.
    pub async fn api(&self, path: &str) -> Value {
        self.get(&format!("/imswitch/api{path}")).await.json()
    }

    pub async fn start_live_view(&self, query: &str, body: Option<&Value>) -> Value {
        self.call("POST", &format!("/imswitch/api/LiveViewController/startLiveView{query}"), body).await.json()
    }

    pub async fn stop_live_view(&self) -> Value {
        self.api("/LiveViewController/stopLiveView").await
    }

    pub async fn is_active(&self) -> Value {
        self.api("/LiveViewController/getLiveViewActive").await
    }

    pub async fn fault(&self, fault: Value) {
        let answer = self.call("POST", "/simulator/faults", Some(&fault)).await;
        assert_eq!(answer.status, 200, "{fault}: {answer:?}");
    }

    pub async fn clear_faults(&self) {
        assert_eq!(self.call("DELETE", "/simulator/faults", None).await.json(), json!([]));
    }

    pub async fn state(&self) -> Value {
        self.get("/simulator/state").await.json()
    }

    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: http::HeaderMap,
    /// `None` if the body broke off.
    pub body: Option<Bytes>,
}

impl Answer {
    pub fn json(&self) -> Value {
        let body = self.body.as_ref().expect("the body broke off");
        serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {body:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}
