// Starts the page's program. Its two files, WebAssembly and the script that binds it to the browser, are fetched side
// by side, while the frame of index.html is seen; loading.js has asked for the first, which comes packed (see Trunk.toml).
// What fails is thrown as a LoadError, which loading.js puts into words.

class LoadError extends Error {
  constructor(kind, cause) {
    super(kind, { cause });
    this.name = "LoadError";
  }
}

// What a packed file begins with; a program begins with 0.
const GZIP = 0x1f;

// The smallest program there is: it can't be compiled where none may.
const EMPTY_PROGRAM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

function mayCompile() {
  try {
    return new WebAssembly.Module(EMPTY_PROGRAM) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}

// An address of the page's folder. One that is relative takes over the password that the page was opened with, if there was
// one, and browsers fetch none with a password.
function withoutPassword(address) {
  return new URL(address, location.origin + location.pathname).href;
}

function isPage(response) {
  return (response.headers.get("Content-Type") ?? "").startsWith("text/html");
}

// What loading.js has asked for; where that did not come, the program as it is.
async function fetchProgram(address) {
  const asked = await window.programResponse?.catch(() => null);
  if (asked?.ok && !isPage(asked)) {
    return asked;
  }
  const response = await fetch(withoutPassword(address)).catch((cause) => {
    throw new LoadError("program-unreachable", cause);
  });
  if (!response.ok) {
    throw new LoadError("program-missing", `HTTP ${response.status}`);
  }
  if (isPage(response)) {
    throw new LoadError("program-is-page", response.headers.get("Content-Type"));
  }
  return response;
}

// Some servers say of a packed file that it is one, and the browser has unpacked it. How it begins tells, not its name.
async function unpacked(response) {
  const [beginning, whole] = response.body.tee();
  const reader = beginning.getReader();
  const { value } = await reader.read();
  reader.cancel();
  return value?.[0] === GZIP ? whole.pipeThrough(new DecompressionStream("gzip")) : whole;
}

async function compileProgram(address) {
  const response = await fetchProgram(address);
  try {
    // Not every server knows this type, and only with it is the program compiled as it comes.
    const headers = { "Content-Type": "application/wasm" };
    return await WebAssembly.compileStreaming(new Response(await unpacked(response), { headers }));
  } catch (cause) {
    throw new LoadError(mayCompile() ? "program-unreadable" : "program-blocked", cause);
  }
}

async function importScript(address) {
  return import(address).catch((cause) => {
    throw new LoadError("script-missing", cause);
  });
}

// The frame and the style sheets are there.
async function documentReady() {
  if (document.readyState === "loading") {
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
  }
}

// The frame is on the screen, so that there is something to see while the program starts, also where all files come at
// once. A hidden tab paints nothing, and does not wait for long.
async function framePainted() {
  await documentReady();
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
    requestAnimationFrame(() => requestAnimationFrame(resolve));
  });
}

async function start() {
  // Trunk.toml says that Trunk writes this link.
  const link = document.querySelector("link[data-program]");
  const [program, script] = await Promise.all([
    compileProgram(link.dataset.program),
    importScript(link.href),
    framePainted(),
  ]);
  await script.default({ module_or_path: program }).catch((cause) => {
    throw new LoadError(cause instanceof WebAssembly.RuntimeError ? "start-failed" : "builds-mixed", cause);
  });
}

start();
