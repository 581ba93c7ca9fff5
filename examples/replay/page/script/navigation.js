// Zoom, pan and reading by pointer, touch and keyboard.

const FACTOR = 1.5;

/**
 * Makes an element navigable. `state` gives {extent, total, x}; `show(extent)` and `read(observation)` act.
 */
export function navigate(element, state, show, read) {
  let cursor = null;

  function moveTo(first, span) {
    const {total} = state();
    span = Math.min(Math.max(Math.round(span), 2), total - 1);
    first = Math.min(Math.max(Math.round(first), 1), total - span);
    show([first, first + span]);
  }
  function zoom(factor, at) {
    const {extent: [first, last]} = state();
    at ??= cursor ?? (first + last) / 2;
    moveTo(at - (at - first) * factor, (last - first) * factor);
  }
  function pan(share) {
    const {extent: [first, last]} = state();
    moveTo(first + share * (last - first), last - first);
  }
  function readAt(observation) {
    const {extent: [first, last]} = state();
    cursor = Math.min(Math.max(Math.round(observation), first), last);
    read(cursor);
  }
  const whole = () => show([1, state().total]);
  const observationAt = (event) => state().x.value(event.clientX - element.getBoundingClientRect().left);

  element.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? FACTOR : 1 / FACTOR, observationAt(event));
  }, {passive: false});

  const pointers = new Map();
  let start = null;
  const spread = () => {
    const [one, two] = [...pointers.values()];
    return Math.abs(one - two);
  };
  element.addEventListener('pointerdown', (event) => {
    pointers.set(event.pointerId, event.clientX);
    element.setPointerCapture(event.pointerId);
    start = {extent: state().extent, x: event.clientX, spread: pointers.size === 2 ? spread() : 0};
  });
  element.addEventListener('pointermove', (event) => {
    if (pointers.has(event.pointerId)) pointers.set(event.pointerId, event.clientX);
    if (pointers.size === 2) {
      const [first, last] = start.extent;
      const factor = start.spread / Math.max(spread(), 1);
      const middle = (first + last) / 2;
      moveTo(middle - (middle - first) * factor, (last - first) * factor);
    } else if (pointers.size === 1 && Math.abs(event.clientX - start.x) > 4) {
      const [first, last] = start.extent;
      const {x} = state();
      moveTo(first - (x.value(event.clientX) - x.value(start.x)), last - first);
    } else {
      readAt(observationAt(event));
    }
  });
  element.addEventListener('pointerup', (event) => { // a finger that was not moved reads
    if (pointers.size === 1 && Math.abs(event.clientX - start.x) <= 4) readAt(observationAt(event));
  });
  element.addEventListener('dblclick', whole);
  for (const end of ['pointerup', 'pointercancel'])
    element.addEventListener(end, (event) => pointers.delete(event.pointerId));

  const keys = {
    ArrowLeft: (event) => (event.shiftKey ? pan(-0.2) : readAt((cursor ?? state().extent[1]) - 1)),
    ArrowRight: (event) => (event.shiftKey ? pan(0.2) : readAt((cursor ?? state().extent[0]) + 1)),
    Home: () => readAt(state().extent[0]),
    End: () => readAt(state().extent[1]),
    '+': () => zoom(1 / FACTOR),
    '-': () => zoom(FACTOR),
    0: whole,
  };
  element.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(event);
  });
  return {zoomIn: () => zoom(1 / FACTOR), zoomOut: () => zoom(FACTOR), whole};
}
