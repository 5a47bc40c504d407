// Runs before anything of either page, and counts the same in both.
globalThis.gauges = { painted: 0, memory: null, rightAt_ms: null };

// A frame is painted when its bitmap is drawn to a canvas in the document.
const { drawImage } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.drawImage = function (picture, ...rest) {
  if (picture instanceof ImageBitmap && this.canvas.isConnected) gauges.painted += 1;
  return drawImage.call(this, picture, ...rest);
};

// What WebAssembly has for its memory, if the page has any.
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const made = await original.apply(WebAssembly, given);
    gauges.memory ??= (made.instance ?? made).exports.memory ?? null;
    return made;
  };
}
