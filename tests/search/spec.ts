// What must hold whatever somebody does, and what somebody may do. `observer.js` looks and judges; this reads its word.

import { always, type Cell, weighted } from "@antithesishq/bombadil";
import { actions, extract, getFingerprint, type Fingerprint } from "@antithesishq/bombadil/browser";
import { back, forward, reload, scroll } from "@antithesishq/bombadil/browser/defaults/actions";

type Notes = { broken: string[]; errors: string[] };

const notes: Cell<Notes> = extract((state) =>
  JSON.parse(state.document.documentElement.dataset.search ?? '{"broken": [], "errors": []}'),
).named("notes");

const holds = (property: string) => always(() => !notes.current.broken.includes(property));

export const neverBothButtons = holds("both_buttons");
export const playIsNotOfferedWhileItStreams = holds("play_while_it_streams");
export const stopIsNotOfferedWhileItDoesNot = holds("stop_while_it_does_not");
export const whatIsInFlightEnds = holds("in_flight");
export const wordsAndButtonAgree = holds("words_against_button");
export const noErrors = always(() => notes.current.errors.length === 0);

// Another backend than the observed one, or none, is nothing that these properties are about.
const OUT_OF_BOUNDS = "form";

type Target = { fingerprint: Fingerprint; point: { x: number; y: number } };

function targets(document: Document, window: Window, selector: string): Target[] {
  return [...document.querySelectorAll<HTMLElement>(selector)].flatMap((element) => {
    const box = element.getBoundingClientRect();
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const isInside = point.x > 0 && point.y > 0 && point.x < window.innerWidth && point.y < window.innerHeight;
    if (!isInside || element.closest(OUT_OF_BOUNDS) || element.matches(":disabled")) return [];
    const top = document.elementFromPoint(point.x, point.y);
    return top && element.contains(top) ? [{ fingerprint: getFingerprint(element), point }] : [];
  });
}

const commands = extract(({ document, window }) =>
  targets(document, window, 'button[aria-label="Play"], button[aria-label="Stop"]'),
);
const others = extract(({ document, window }) =>
  targets(document, window, 'button, a, summary, input:not([type="file"]), [role="slider"]'),
);
const stage = extract(({ document, window }) => {
  const box = document.querySelector("canvas")?.getBoundingClientRect();
  const isInside = box && box.y >= 0 && box.x >= 0 && box.bottom <= window.innerHeight && box.right <= window.innerWidth;
  return isInside ? { x: box.x, y: box.y, width: box.width, height: box.height } : null;
});

const click = (target: Target) => ({ Click: target });

const pressCommand = actions(() => commands.current.map(click));
const pressAnything = actions(() => others.current.map(click));

// Enter, space, Escape, Tab, the arrows, and every letter, of which some are the page's keys.
const LETTERS = Array.from({ length: 26 }, (_, index) => 65 + index);
const KEYS = [13, 32, 27, 9, 37, 38, 39, 40, ...LETTERS];
const pressKey = actions(() => KEYS.map((code) => ({ PressKey: { code } })));

const drag = actions(() => {
  if (!stage.current) return [];
  const { x, y, width, height } = stage.current;
  const from = { x: x + width / 3, y: y + height / 2 };
  const to = { x: x + width / 2, y: y + height / 3 };
  return [{ MouseDrag: { from, to, steps: 4, delayMillis: 5 } }];
});

const resize = actions(() =>
  [[1280, 800], [390, 844], [844, 390]].map(([width, height]) => ({ SetViewport: { width, height } })),
);

const wait = actions(() => ["Wait"]);

// Few reloads: each of them sets right what had gone wrong.
export const somebody = weighted([
  [40, pressCommand],
  [60, pressAnything],
  [30, pressKey],
  [40, wait],
  [10, drag],
  [5, scroll],
  [5, resize],
  [1, reload],
  [1, back],
  [1, forward],
]);
