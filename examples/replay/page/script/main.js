// The page: its state, and what happens when something changes.

import {builtIn, latestOnly, startEngine} from './client.js';
import {makeControls} from './controls.js';
import {byId, html} from './dom.js';
import {acceptFiles} from './files.js';
import {readLink} from './link.js';
import {makeMap} from './map.js';
import {navigate} from './navigation.js';
import {count, short} from './numbers.js';
import {plot} from './plot.js';
import {fillTable, sentence} from './sentence.js';
import {connectButtons, showOutputs} from './take.js';

const MAPPED_AT_ONCE = 50000; // losses
const SHOWN_AT_ONCE = 6; // logs over each other
const EXAMPLE = 'densenet-100.csv';

const state = {
  logs: [], // {log, path, observations, rates, warnings, file, colour, shown}
  focus: null,
  text: 'auto',
  course: 0,
  extent: [1, 2],
  files: [], // of the latest drop, which another column reads anew
  drawn: [],
  picture: null,
  x: null,
};
let engine;
let controls;
let map;

const shownLogs = () => state.logs.filter((log) => log.shown || log === state.focus);
const plotWidth = () => Math.max(byId('plot').clientWidth, 280);
const columns = () => Math.round(plotWidth());

function draw() {
  if (state.drawn.length === 0) return;
  const width = plotWidth();
  const shown = state.drawn.map((entry) => {
    const log = state.logs.find((one) => one.log === entry.log);
    return {...entry, colour: log.colour, focused: log === state.focus};
  });
  Object.assign(state, plot({shown, extent: state.extent, width, height: Math.min(420, Math.max(280, width * 0.42)),
    logarithmic: byId('logarithmic').checked}));
  byId('plot').replaceChildren(state.picture);
}

/** What belongs to the last valid scheduler can only be used while there is one. */
const setValid = (valid) => ['plot', 'details', 'outputs'].forEach((id) => byId(id).toggleAttribute('inert', !valid));

/** Decides anew, and shows the result. */
const decide = latestOnly(async () => {
  if (!state.focus) return;
  const {text, course, focus} = state;
  const start = performance.now();
  try {
    const drawn = await engine.call('decide', [shownLogs().map(({log}) => log), text, course, state.extent, columns()]);
    const entry = drawn.find(({log}) => log === focus.log);
    if (focus !== state.focus || !entry) return;
    state.drawn = drawn;
    byId('text-error').textContent = '';
    byId('reading').textContent = '\u00a0'; // of the rule before
    setValid(true);
    byId('sentence').replaceChildren(...sentence({decision: entry.decision, log: focus, course}));
    fillTable(byId('table'), entry.decision);
    showOutputs({...entry.decision, text, log: focus});
    draw();
    performance.measure('redraw', {start});
  } catch (error) {
    byId('text-error').textContent = error.message;
    byId('sentence').textContent = `This scheduler is not valid: ${error.message.split('\n')[0]}`;
    setValid(false);
  }
  document.body.dataset.decided = `${text} ${course}`; // for tests
});

/** Shows another part of the logs. */
const look = latestOnly(async () => {
  const views = await engine.call('view', [shownLogs().map(({log}) => log), state.extent, columns()]);
  for (const view of views) Object.assign(state.drawn.find(({log}) => log === view.log) ?? {}, view);
  draw();
});

const inspect = latestOnly(async (observation) => {
  const cursor = state.picture?.querySelector('.cursor');
  cursor?.setAttribute('x1', state.x(observation));
  cursor?.setAttribute('x2', state.x(observation));
  cursor?.setAttribute('visibility', 'visible');
  const {loss, rate, text} = await engine.call('inspect', [state.focus.log, state.text, observation]);
  byId('reading').textContent = `loss ${short(loss)}${rate === null ? '' : `, rate ${short(rate)}`}; ${text.trim()}`;
});

function useScheduler(text) {
  state.text = text;
  if (byId('text').value !== text) byId('text').value = text;
  return decide();
}

function focusOn(log) {
  state.focus = log;
  state.drawn = [];
  state.extent = [1, Math.max(2, ...shownLogs().map(({observations}) => observations))];
  controls.setObservations(log.observations);
  listLogs();
  const decided = decide();
  const mapped = shownLogs();
  const indices = mapped.map((one) => one.log);
  if (mapped.reduce((sum, {observations}) => sum + observations, 0) <= MAPPED_AT_ONCE) map.compute(indices);
  else map.offer(indices);
  return decided;
}

function removeLog(log) {
  engine.call('close', [log.log]);
  state.logs = state.logs.filter((other) => other !== log);
  if (log !== state.focus) {
    listLogs();
    decide();
  } else if (state.logs.length > 0) {
    focusOn(state.logs[0]);
  } else {
    openExample();
  }
}

function listLogs() {
  byId('logs').replaceChildren(...state.logs.map((log) => html('li', {class: log === state.focus ? 'focus' : ''},
    html('button', {'aria-pressed': String(log === state.focus), onclick: () => focusOn(log)},
      html('span', {class: `dot colour${log.colour % 6}`}), log.path,
      html('small', {}, `${log.example ? 'an example; ' : ''}${log.column}, ${count(log.observations, 'loss', 'losses')}`)),
    state.logs.length > 1 && html('label', {}, html('input', {type: 'checkbox', checked: log.shown, onchange: (event) => {
      log.shown = event.target.checked;
      decide();
    }}), 'show'),
    html('button', {class: 'remove', 'aria-label': `Remove ${log.path}`, onclick: () => removeLog(log)}, '×'),
    ...log.warnings.map((warning) => html('p', {class: 'hint'}, warning)))));
}

/** Opens files. The example makes room for the first logs of one's own. */
async function open(files, {example = false} = {}) {
  const messages = byId('messages');
  if (files.length === 0) return;
  messages.textContent = `reading ${count(files.length, 'file')} …`;
  state.files = files;
  const wanted = {column: byId('column').value, maximize: byId('maximize').checked};
  try {
    const {logs, errors, withoutLoss} = await engine.call('open', [files, wanted],
      {onProgress: (progress) => (messages.textContent = progress)});
    messages.replaceChildren(...errors.map((error) => html('span', {class: 'error'}, error)),
      withoutLoss > 0 ? `${count(withoutLoss, 'file')} without a loss skipped` : '');
    if (logs.length === 0) return;
    const fileOf = new Map(files.map(({path, file}) => [path, file]));
    state.logs = state.logs.filter((log) => !log.example && fileOf.get(log.path) !== log.file);
    for (const log of logs)
      state.logs.push({...log, wanted, example, file: fileOf.get(log.path), shown: state.logs.length < SHOWN_AT_ONCE,
        colour: state.logs.reduce((most, {colour}) => Math.max(most, colour), -1) + 1});
    await focusOn(state.logs[state.logs.length - logs.length]);
  } catch (error) {
    messages.replaceChildren(html('span', {class: 'error'}, error.message));
  }
}

const openExample = async () => open([{path: EXAMPLE, file: await builtIn()}], {example: true});

async function start() {
  engine = await startEngine();
  controls = makeControls(byId('controls'), engine.registry, useScheduler);
  map = makeMap(engine, (text) => {
    controls.set(text);
    useScheduler(text);
  });
  const linked = await readLink(location.hash);
  state.course = linked.course;
  byId('course').value = linked.course;
  state.text = linked.scheduler ?? state.text;
  byId('text').value = state.text;
  controls.set(state.text);

  acceptFiles(open);
  byId('logarithmic').addEventListener('change', draw);
  byId('text').addEventListener('input', ({target}) => {
    controls.set(target.value);
    useScheduler(target.value);
  });
  for (const id of ['column', 'maximize']) byId(id).addEventListener('change', () => open(state.files));
  byId('course').addEventListener('change', ({target}) => {
    state.course = Number(target.value);
    decide();
  });
  const moves = navigate(byId('plot'), () => ({extent: state.extent, x: state.x, total: Math.max(2, ...shownLogs().map(({observations}) => observations))}),
    (extent) => {
      state.extent = extent;
      draw();
      look();
    }, (observation) => inspect(Math.min(observation, state.focus.observations)));
  byId('zoom-in').addEventListener('click', moves.zoomIn);
  byId('zoom-out').addEventListener('click', moves.zoomOut);
  byId('whole').addEventListener('click', moves.whole);
  byId('plot').addEventListener('keydown', ({key}) => key === 'l' && byId('logarithmic').click());
  new ResizeObserver(draw).observe(byId('plot'));
  connectButtons(() => ({...state, scheduler: state.text, path: state.focus?.path, file: state.focus?.file,
    jsonLines: () => engine.call('jsonLines', [state.focus.log, state.text, state.course])}));

  await (linked.files.length > 0 ? open(linked.files) : openExample());
  document.body.dataset.ready = 'true';
  if (linked.damaged) byId('messages').textContent = 'The log in this link is damaged.';
}

start().catch((error) => {
  byId('sentence').textContent = `This browser cannot run the page: ${error.message}`;
});
