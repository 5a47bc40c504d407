// Starts the page's program. Its two files, WebAssembly and the script that binds it to the browser, are fetched side by
// side; meanwhile the frame of index.html is seen. What fails is thrown in words for people, which loading.js shows.

const RELOAD = "Please reload the page. If that does not help, copy all files of the page to the server again.";

// The smallest program there is: it can't be compiled where none may.
const EMPTY_PROGRAM = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

function loadError(message, cause) {
  const error = new Error(message, { cause });
  error.name = "LoadError";
  return error;
}

function mayCompile() {
  try {
    return new WebAssembly.Module(EMPTY_PROGRAM) !== undefined;
  } catch {
    return false;
  }
}

async function fetchProgram(address) {
  let response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw loadError("Lockstep’s program could not be fetched: the server does not answer. Please reload the page.", cause);
  }
  if (!response.ok) {
    throw loadError(`Lockstep’s program is missing on the server (HTTP ${response.status}). ${RELOAD}`);
  }
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("text/html")) {
    throw loadError(`The server sends a web page in the place of Lockstep’s program. ${RELOAD}`);
  }
  try {
    // Not every server knows the type of such files, and only with it are they compiled as they come.
    return type.startsWith("application/wasm")
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw mayCompile()
      ? loadError(
          "Lockstep’s program can’t be read: it is damaged, or this browser is too old for it. Please reload the page. " +
            "If that does not help, use a current Chrome, Edge, Firefox or Safari.",
          cause,
        )
      : loadError(
          "A policy of the server or the browser blocks WebAssembly, which Lockstep needs. Whoever runs the server has to " +
            "allow 'wasm-unsafe-eval' for scripts in the Content-Security-Policy.",
          cause,
        );
  }
}

async function importBindings(address) {
  try {
    return await import(address);
  } catch (cause) {
    throw loadError(`Lockstep’s script is missing on the server, or can’t be read. ${RELOAD}`, cause);
  }
}

// The frame and the style sheets are there.
async function documentReady() {
  if (document.readyState === "loading") {
    await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve));
  }
}

async function start() {
  const link = document.querySelector("link[data-program]");
  const [program, bindings] = await Promise.all([fetchProgram(link.dataset.program), importBindings(link.href)]);
  await documentReady();
  try {
    await bindings.default({ module_or_path: program });
  } catch (cause) {
    throw cause instanceof WebAssembly.RuntimeError
      ? loadError("Lockstep failed when it started. The browser’s console says why. Please reload the page.", cause)
      : loadError(`Lockstep’s files are not of one build. ${RELOAD}`, cause);
  }
}

start();
