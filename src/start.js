// Starts the page's program. Its two files, WebAssembly and the script that binds it to the browser, are fetched side
// by side, while the frame of index.html is seen; loading.js has asked for the first. What fails is thrown as a LoadError,
// which loading.js puts into words.

class LoadError extends Error {
  constructor(kind, cause) {
    super(kind, { cause });
    this.name = "LoadError";
  }
}

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

async function compileProgram(address) {
  // Without loading.js, it is asked for here.
  const response = await (window.programResponse ?? fetch(withoutPassword(address))).catch((cause) => {
    throw new LoadError("program-unreachable", cause);
  });
  if (!response.ok) {
    throw new LoadError("program-missing", `HTTP ${response.status}`);
  }
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("text/html")) {
    throw new LoadError("program-is-page", type);
  }
  try {
    // Not every server knows the type of such files, and only with it are they compiled as they come.
    return type.startsWith("application/wasm")
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
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
