// Notes when a page is what a person waits for: Lockstep offers the right button, which is Stop while the backend streams;
// the bare page, which has no buttons, has painted its first frame.
gauges.readyAt_ms = null;
const look = () => {
  const stop = document.querySelector('button[aria-label="Stop"]');
  if (gauges.painted > 0 || (stop !== null && !stop.disabled)) gauges.readyAt_ms = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
