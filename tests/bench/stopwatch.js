// Notes when the page offers the right button for the first time. The backend streams, so the right one is Stop.
const look = () => {
  const stop = document.querySelector('button[aria-label="Stop"]');
  if (stop !== null && !stop.disabled) gauges.rightAt_ms = performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
