// Outside of the program: hears that it died (a trap, a panic, no memory left), which it can't say itself. What is on the
// page may be wrong then, and its buttons do nothing: both are taken away.
(function () {
  "use strict";

  // What unwinds the program leaves it half-way: it can't be trusted any more, also where parts of it still run.
  function wentThroughProgram(error) {
    return error instanceof WebAssembly.RuntimeError || (error instanceof Error && /wasm/.test(String(error.stack)));
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function tell() {
    // While the frame is there, the program does not run yet, and loading.js says what fails.
    if (document.getElementById("frame") || document.getElementById("died")) {
      return;
    }
    const reload = element("button", "Reload");
    reload.type = "button";
    reload.className = "button";
    reload.addEventListener("click", () => location.reload());
    const stage = element("div", "");
    stage.className = "live-view-stage frame-stage";
    stage.setAttribute("role", "alert");
    stage.append(
      element("h1", "Lockstep has failed"),
      element("p", "Its program has ended, so nothing here follows the microscope any more. A stream that ran may go on."),
      element("p", "Please reload the page. The browser’s console says what happened."),
      reload,
    );
    const died = element("main", "");
    died.id = "died";
    died.className = "live-view frame-failed";
    died.append(stage);
    // Most styles stand in the body.
    document.body.replaceChildren(died, ...document.querySelectorAll("body > link"));
  }

  window.addEventListener("error", (event) => {
    if (event.target === window && wentThroughProgram(event.error)) {
      tell();
    }
  });
  // A promise that the browser breaks names where it was made: only what can't be the browser's counts.
  window.addEventListener("unhandledrejection", (event) => {
    if (event.reason instanceof WebAssembly.RuntimeError || event.reason instanceof RangeError) {
      tell();
    }
  });
})();
