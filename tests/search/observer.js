// Stands in the page beside it, before all of its scripts. Sees what the backend does and what the page offers, and
// writes into the document which properties did not hold. What counts is for how long something was so without a break,
// in milliseconds in which the page was running, so that a paused page is not blamed.
(() => {
  const TICK_MS = 50;
  // A longer gap is a pause, in which the page could mend nothing.
  const LONGEST_TICK_MS = 100;
  const ANSWER_LIMIT_MS = 300;
  const KEY = "lockstep-search";
  // The longest that something may be so.
  const LIMITS_MS = {
    both_buttons: 0,
    play_while_it_streams: 2_000,
    stop_while_it_does_not: 2_000,
    // A turn among the tabs may take 35 s, the command then 30 s, and each is noticed up to a second late.
    in_flight: 67_000,
    words_against_button: 0,
  };
  const root = document.documentElement;

  // What was seen before the page was loaded again counts as well.
  const empty = { seen: {}, longest_ms: {}, broken: [], errors: [] };
  const notes = JSON.parse(sessionStorage.getItem(KEY) ?? JSON.stringify(empty));
  const lasted_ms = {};
  let backend = "unknown";

  addEventListener("error", ({ message }) => message && notes.errors.push(message));
  addEventListener("unhandledrejection", ({ reason }) => {
    // Loaded while the backend was away: the page says so in plain HTML, which other tests look at.
    if (reason?.name !== "LoadError") notes.errors.push(`unhandled rejection: ${reason}`);
  });

  async function ask() {
    const late = setTimeout(() => (backend = "unknown"), ANSWER_LIMIT_MS);
    try {
      const answer = await fetch("/simulator/state", { signal: AbortSignal.timeout(2_000) });
      const { active_streams: streams, commands_in_flight: commands } = await answer.json();
      backend = commands > 0 ? "changing" : streams.length > 0 ? "running" : "stopped";
    } catch {
      backend = "away";
    }
    clearTimeout(late);
    setTimeout(ask, TICK_MS);
  }

  const isOffered = (name) => document.querySelector(`button[aria-label="${name}"]`)?.disabled === false;
  const word = () => document.querySelector(".status-stream .status-word")?.textContent.trim() ?? "";

  function look(passed_ms) {
    const play = isOffered("Play");
    const stop = isOffered("Stop");
    const says = word();
    const offered = play && stop ? "both" : play ? "play" : stop ? "stop" : "neither";
    const pair = `${backend} ${offered}`;
    notes.seen[pair] = (notes.seen[pair] ?? 0) + passed_ms;
    const is_so = {
      both_buttons: play && stop,
      play_while_it_streams: play && backend === "running",
      stop_while_it_does_not: stop && backend === "stopped",
      in_flight: /^(Starting|Stopping|Switching)/.test(says),
      words_against_button: (play && says === "Running") || (stop && says === "Stopped"),
    };
    for (const [what, so] of Object.entries(is_so)) {
      // What is there at all counts at least a little.
      lasted_ms[what] = so ? (lasted_ms[what] ?? 0) + Math.max(passed_ms, 1) : 0;
      notes.longest_ms[what] = Math.max(notes.longest_ms[what] ?? 0, lasted_ms[what]);
    }
    notes.broken = Object.keys(LIMITS_MS).filter((what) => notes.longest_ms[what] > LIMITS_MS[what]);
    root.dataset.search = JSON.stringify(notes);
  }

  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    look(Math.min(now - last, LONGEST_TICK_MS));
    last = now;
  }, TICK_MS);
  addEventListener("pagehide", () => sessionStorage.setItem(KEY, JSON.stringify(notes)));
  ask();
})();
