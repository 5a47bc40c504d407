// Runs before anything of either page and of their workers, and counts the same in all of them.
globalThis.gauges = { painted: 0, memory: null };

// A frame is painted when its bitmap (jpeg) is drawn or its pixels (binary) are put to a canvas: in a page one in the
// document, in a worker any. What a worker draws to a canvas of its own, to read pixels from, is another canvas and no
// bitmap; it puts pixels there once, at its start.
const { prototype } = globalThis.CanvasRenderingContext2D ?? OffscreenCanvasRenderingContext2D;
const { drawImage, putImageData } = prototype;
prototype.drawImage = function (picture, ...rest) {
  if (picture instanceof ImageBitmap && (this.canvas.isConnected ?? true)) gauges.painted += 1;
  return drawImage.call(this, picture, ...rest);
};
prototype.putImageData = function (...given) {
  if (this.canvas.isConnected ?? true) gauges.painted += 1;
  return putImageData.apply(this, given);
};

// What WebAssembly has for its memory, if there is any.
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const made = await original.apply(WebAssembly, given);
    gauges.memory ??= (made.instance ?? made).exports.memory ?? null;
    return made;
  };
}
