//! A backend at the browser's edge: requests and sockets wait until the test answers them.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Replaces `fetch` and `WebSocket` in the page, and keeps what was asked of them.
const INSTALL: &str = r"
const real = globalThis.realEdge ??= { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket };
const backend = { requests: [], sockets: [], real, asked: new Set() };
// What makes each question to the backend another one.
const unique = /[?&]_=[0-9a-f]+[.][0-9]+$/;
globalThis.fetch = (request) => new Promise((resolve, reject) => {
  const {pathname, search} = new URL(request.url);
  const asksBackend = request.method === 'GET' && pathname.includes('/imswitch/api/');
  if (asksBackend && (!unique.test(search) || backend.asked.has(search))) {
    throw new Error(`a cache may answer ${request.url}`);
  }
  backend.asked.add(search);
  const entry = { line: request.method + ' ' + pathname + search.replace(unique, ''),
                  resolve, reject, aborted: false, answered: false };
  request.signal.addEventListener('abort', () => {
    entry.aborted = true;
    reject(new DOMException('aborted', 'AbortError'));
  });
  backend.requests.push(entry);
});
globalThis.WebSocket = class extends EventTarget {
  constructor(url) { super(); this.url = url; this.readyState = 0; this.bufferedAmount = 0; this.sent = []; backend.sockets.push(this); }
  send(text) { this.sent.push(text); }
  close() { this.readyState = 3; }
};
globalThis.testBackend = backend;
backend.reply = (index, status, body, headers = {}) => {
  const entry = backend.requests[index];
  if (entry.answered) throw new Error('answered twice');
  entry.answered = true;
  // A stream of our own is read at once; the browser's takes as many tasks as it likes.
  const stream = new ReadableStream({ start(controller) {
    if (body !== '') controller.enqueue(new TextEncoder().encode(body));
    controller.close();
  } });
  entry.resolve(new Response(stream, { status, headers }));
};
backend.lose = (index) => {
  const entry = backend.requests[index];
  entry.answered = true;
  entry.reject(new TypeError('Failed to fetch'));
};
backend.say = (socket, data) => {
  if (socket.readyState === 0) { socket.readyState = 1; socket.dispatchEvent(new Event('open')); }
  socket.dispatchEvent(new MessageEvent('message', { data }));
};
backend.drop = (socket) => {
  socket.readyState = 3;
  socket.dispatchEvent(new CloseEvent('close', { code: 1006, wasClean: false }));
};
";

/// The live-view endpoint's line.
pub const STATUS: &str = "GET /imswitch/api/LiveViewController/getLiveViewActive";
/// A start's line.
pub const START: &str = "POST /imswitch/api/LiveViewController/startLiveView?protocol=jpeg&force=false";

/// The fake backend of one test.
pub struct Backend {
    js: JsValue,
}

impl Backend {
    /// Puts a fresh one in place.
    pub fn install() -> Self {
        Function::new_no_args(INSTALL).call0(&JsValue::NULL).unwrap();
        let js = Reflect::get(&js_sys::global(), &"testBackend".into()).unwrap();
        Self { js }
    }

    /// Every request so far: `METHOD /path?query`, without what makes it unique.
    pub fn requests(&self) -> Vec<String> {
        self.list("requests").iter().map(|entry| get(&entry, "line").as_string().unwrap()).collect()
    }

    /// The requests that were neither answered nor cancelled.
    pub fn waiting(&self) -> Vec<String> {
        let is_open = |entry: &JsValue| !get(entry, "answered").is_truthy() && !get(entry, "aborted").is_truthy();
        self.list("requests").iter().filter(is_open).map(|entry| get(&entry, "line").as_string().unwrap()).collect()
    }

    /// How many requests had this line.
    pub fn count(&self, line: &str) -> usize {
        self.requests().iter().filter(|request| *request == line).count()
    }

    /// Answers the newest request with this line that was neither answered nor cancelled.
    pub fn reply(&self, line: &str, body: &str) {
        self.reply_with(line, 200, body);
    }

    /// The same with an HTTP status.
    pub fn reply_with(&self, line: &str, status: u16, body: &str) {
        self.call("reply", &[self.open(line).into(), status.into(), body.into()]);
    }

    /// The newest open request with this line is answered with an HTTP status and this header.
    pub fn reply_with_header(&self, line: &str, status: u16, (name, value): (&str, &str)) {
        let headers = Object::new();
        Reflect::set(&headers, &name.into(), &value.into()).unwrap();
        self.call("reply", &[self.open(line).into(), status.into(), "".into(), headers.into()]);
    }

    /// The newest open request with this line gets no answer: the network failed.
    pub fn lose(&self, line: &str) {
        self.call("lose", &[self.open(line).into()]);
    }

    /// Was any request with this line cancelled?
    pub fn aborted(&self, line: &str) -> bool {
        self.list("requests")
            .iter()
            .any(|entry| get(&entry, "line").as_string().unwrap() == line && get(&entry, "aborted").is_truthy())
    }

    /// How many sockets were opened so far.
    pub fn sockets(&self) -> u32 {
        self.list("sockets").length()
    }

    /// How many sockets are opening or open.
    pub fn live_sockets(&self) -> usize {
        self.list("sockets").iter().filter(|socket| get(socket, "readyState").as_f64().unwrap() < 2.0).count()
    }

    /// A text message on the newest socket.
    pub fn say(&self, text: &str) {
        self.call("say", &[self.newest_socket(), text.into()]);
    }

    /// The handshake on the newest socket.
    pub async fn connect(&self) {
        self.say(r#"0{"sid":"e","upgrades":[],"pingTimeout":20000,"pingInterval":25000,"maxPayload":1000000}"#);
        self.say(r#"40{"sid":"fake-sid"}"#);
        crate::page::settle().await;
    }

    /// The newest socket's connection is gone.
    pub fn drop_socket(&self) {
        self.call("drop", &[self.newest_socket()]);
    }

    /// What the page sent on the newest socket.
    pub fn sent(&self) -> Vec<String> {
        let sent: Array = get(&self.newest_socket(), "sent").unchecked_into();
        sent.iter().filter_map(|text| text.as_string()).collect()
    }

    /// So many bytes wait in the browser to be sent on the newest socket.
    pub fn hold_back(&self, waiting_bytes: u32) {
        Reflect::set(&self.newest_socket(), &"bufferedAmount".into(), &waiting_bytes.into()).unwrap();
    }

    fn newest_socket(&self) -> JsValue {
        self.list("sockets").get(self.sockets() - 1)
    }

    /// Is a request with this line under way?
    pub fn is_open(&self, line: &str) -> bool {
        self.find_open(line).is_some()
    }

    fn open(&self, line: &str) -> u32 {
        let index = self.find_open(line);
        u32::try_from(index.unwrap_or_else(|| panic!("no open {line} among {:?}", self.requests()))).unwrap()
    }

    fn find_open(&self, line: &str) -> Option<usize> {
        let open = |entry: &JsValue| {
            get(entry, "line").as_string().unwrap() == line
                && !get(entry, "answered").is_truthy()
                && !get(entry, "aborted").is_truthy()
        };
        self.list("requests").iter().collect::<Vec<_>>().iter().rposition(open)
    }

    fn list(&self, name: &str) -> Array {
        get(&self.js, name).unchecked_into()
    }

    fn call(&self, name: &str, arguments: &[JsValue]) {
        let function: Function = get(&self.js, name).unchecked_into();
        function.apply(&self.js, &arguments.iter().collect::<Array>()).unwrap();
    }
}

impl Drop for Backend {
    fn drop(&mut self) {
        let restore = "Object.assign(globalThis, globalThis.realEdge)";
        Function::new_no_args(restore).call0(&JsValue::NULL).unwrap();
    }
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}
