// Says in the page's frame why the page does not come, and begins to fetch the page's program. A classic script in old
// JavaScript, which every browser runs.
(function () {
  "use strict";

  var NEWER = "Please use a current Chrome, Edge, Firefox or Safari.";
  var RELOAD = "Please reload the page. If that does not help, copy all files of the page to the server again.";

  // What start.js throws.
  var LOAD_ERRORS = {
    "program-unreachable": "Lockstep’s program could not be fetched: the server does not answer. Please reload the page.",
    "program-missing": "Lockstep’s program is missing on the server. " + RELOAD,
    "program-is-page": "The server sends a web page in the place of Lockstep’s program. " + RELOAD,
    "program-unreadable": "Lockstep’s program is damaged, or this browser is too old for it. " + RELOAD + " " + NEWER,
    "program-blocked":
      "A policy of the server or the browser blocks WebAssembly, which Lockstep needs. Whoever runs the server has to " +
      "allow 'wasm-unsafe-eval' for scripts in its Content-Security-Policy.",
    "script-missing": "Lockstep’s script is missing on the server, or can’t be read. " + RELOAD,
    "builds-mixed": "Lockstep’s files are not of one build. " + RELOAD,
    "start-failed": "Lockstep failed when it started; the browser’s console says why. " + RELOAD,
  };

  // The program takes the frame away when it runs. From then on, it is the program that says what fails.
  function show(message) {
    var frame = document.getElementById("frame");
    if (frame) {
      frame.className = "frame frame-failed";
      document.getElementById("frame-message").textContent = message;
      document.getElementById("frame-status").textContent = "Not loaded";
    }
  }

  function fail(message) {
    if (document.readyState !== "loading") {
      show(message);
      return;
    }
    document.addEventListener("DOMContentLoaded", function () {
      show(message);
    });
  }

  if (typeof WebAssembly !== "object" || !("noModule" in document.createElement("script"))) {
    fail("This browser is too old for Lockstep. " + NEWER);
    return;
  }

  // Scripts that don't come are heard on their way to the element, those that can't be read on the window.
  window.addEventListener(
    "error",
    function (event) {
      if (event.target instanceof HTMLScriptElement) {
        fail("One of Lockstep’s scripts is missing on the server, or was blocked. " + RELOAD);
      } else if (event.target === window) {
        fail("Lockstep could not be started in this browser. " + NEWER);
      }
    },
    true
  );

  // The program is most of what has to come, so it is asked for as soon as this can be run: start.js comes later, because
  // browsers ask for style sheets first. What fails is for start.js to say.
  // Not by its mere name: in a page that was opened with a password in its address, that would be one with a password as
  // well, which browsers don't fetch.
  var program = document.querySelector("link[data-program]").getAttribute("data-program");
  // Packed, where this browser can unpack it: not every server compresses what it sends. One that has compressed this script
  // does so with the program, and may do it better.
  var script = performance.getEntriesByName(document.currentScript.src)[0];
  var isCompressed = script && script.encodedBodySize < script.decodedBodySize;
  program += "DecompressionStream" in window && !isCompressed ? ".gz" : "";
  window.programResponse = window.fetch(new URL(program, location.origin + location.pathname).href);
  window.programResponse["catch"](function () {});

  window.addEventListener("unhandledrejection", function (event) {
    var error = event.reason || {};
    var message = error.name === "LoadError" && LOAD_ERRORS[error.message];
    fail(message || "Lockstep could not be started. " + RELOAD);
  });
})();
