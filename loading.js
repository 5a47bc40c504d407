// Says in the page's frame why the page does not come. A classic script in old JavaScript, so that every browser runs it.
(function () {
  "use strict";

  var MODERN = "Please use a current Chrome, Edge, Firefox or Safari.";
  var RELOAD = "Please reload the page. If that does not help, copy all files of the page to the server again.";

  // The program takes the frame away when it runs. From then on, it is the program that says what fails.
  function show(message) {
    var place = document.getElementById("frame-message");
    if (place) {
      place.textContent = message;
      document.getElementById("frame").className += " frame-failed";
      document.getElementById("frame-status").textContent = "Not loaded";
    }
  }

  function fail(message) {
    // A script of the head can fail before there is a frame.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", function () {
        show(message);
      });
    } else {
      show(message);
    }
  }

  if (typeof WebAssembly !== "object" || !("noModule" in document.createElement("script"))) {
    fail("This browser is too old for Lockstep. " + MODERN);
    return;
  }

  window.addEventListener("error", function (event) {
    if (event.target instanceof HTMLScriptElement) {
      fail("Lockstep could not be loaded: a script is missing on the server, or was blocked. " + RELOAD);
    } else if (event.target === window) {
      fail("Lockstep could not be started in this browser. " + MODERN);
    }
  }, true);

  // What start.js throws is written for people.
  window.addEventListener("unhandledrejection", function (event) {
    var known = event.reason && event.reason.name === "LoadError";
    fail(known ? event.reason.message : "Lockstep could not be started. " + RELOAD);
  });
})();
