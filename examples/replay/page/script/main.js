// The page: what happens when something changes.

import {builtIn, startEngine} from './client.js';
import {makeControls} from './controls.js';
import {draw, makeDecision} from './decision.js';
import {byId, html} from './dom.js';
import {acceptFiles} from './files.js';
import {readLink} from './link.js';
import {listLogs, showErrors} from './loglist.js';
import {makeMap} from './map.js';
import {navigate} from './navigation.js';
import {count} from './numbers.js';
import {longest, shownLogs, state} from './state.js';
import {connectButtons} from './take.js';

const MAPPED_AT_ONCE = 50000; // losses
const SHOWN_AT_ONCE = 6; // logs over each other
const EXAMPLE = 'densenet-100.csv';

let engine;
let decision;
let controls;
let map;

/** Uses a scheduler that was entered as text. */
function useText(text) {
  state.text = text;
  if (byId('text').value !== text) byId('text').value = text;
  map.show(text);
  return decision.decide();
}

/** Uses a scheduler from elsewhere, which the controls show too. */
function useScheduler(text) {
  controls.set(text);
  return useText(text);
}

const filesOf = (logs) => logs.map(({path, file}) => ({path, file}));
const droppedWith = ({drop}) => state.logs.filter((log) => log.drop === drop);

/** Reads the logs that were dropped together with this one anew: another column, or turned around. */
const reread = (log, wanted) => open(filesOf(droppedWith(log)), {...log, wanted});

/** Keeps some logs, and closes the others: the engine holds all of their losses. */
function keep(stays) {
  for (const one of state.logs) if (!stays(one)) engine.call('close', [one.log]);
  state.logs = state.logs.filter(stays);
}

/** Reads anew what the fields are about. */
const rereadFiles = (wanted) => open(state.asked.files, {...state.asked, wanted});

/** Says in the fields what was wanted of files, which the fields are about from now on. */
function showWanted(asked, {column, grows = false}) {
  state.asked = asked;
  byId('column').value = column;
  byId('maximize').checked = grows;
}

const actions = {
  focus: focusOn,
  show(log, shown) {
    log.shown = shown;
    decision.decide();
    search();
  },
  remove(log) {
    if (state.logs.length === 1) return openExample(); // there is always a log to show
    keep((other) => other !== log);
    return focusOn(log === state.focus ? state.logs[0] : state.focus, state.extent);
  },
  takeColumn: (log, column) => reread(log, {column}),
  takeGrowing: (log, grows) => reread(log, {column: log.column, grows}),
  takeScheduler: useScheduler,
};

/** Searches the settings for all logs that are shown, or offers to if that takes a while. */
function search() {
  const mapped = shownLogs();
  const losses = mapped.reduce((sum, {observations}) => sum + observations, 0);
  map[losses <= MAPPED_AT_ONCE ? 'compute' : 'offer'](mapped);
}

/** Makes the sentence be about a log, and shows a part of the logs if it is given and still there. */
function focusOn(log, extent) {
  state.focus = log;
  showWanted({...log, files: filesOf(droppedWith(log))}, log.wanted);
  state.drawn = [];
  state.extent = extent?.[1] < longest() ? extent : [1, longest()];
  controls.setObservations(log.observations);
  listLogs(state.logs, log, actions);
  const decided = decision.decide();
  search();
  return decided;
}

/** Opens files, and tells which errors there are besides those in `unread`. The example makes room for the
 * first logs of one's own, and takes the place of the last. A drop begins without a choice of the column. */
async function open(files, {example = false, drop = {}, wanted = {column: ''}, unread = []} = {}) {
  const messages = byId('messages');
  if (files.length === 0) return showErrors(unread, 0);
  messages.textContent = `reading ${count(files.length, 'file')} …`;
  try {
    const {logs, errors, withoutLoss} = await engine.call('open', [files, wanted],
      {onProgress: (progress) => (messages.textContent = progress)});
    const failed = files.filter(({path}) => errors.some((error) => error.path === path));
    showErrors([...unread, ...errors], withoutLoss, (column) => open(failed, {example, drop, wanted: {column}}));
    if (wanted.column) byId('series').open = true;
    if (logs.length === 0) return showWanted({files, example, drop}, wanted);
    const fileOf = new Map(files.map(({path, file}) => [path, file]));
    keep((log) => !example && !log.example && fileOf.get(log.path) !== log.file);
    for (const log of logs)
      state.logs.push({...log, example, drop, file: fileOf.get(log.path), shown: state.logs.length < SHOWN_AT_ONCE,
        colour: state.logs.reduce((most, {colour}) => Math.max(most, colour), -1) + 1});
    await focusOn(state.logs[state.logs.length - logs.length]);
  } catch (error) {
    messages.replaceChildren(html('span', {class: 'error'}, error.message));
  }
}

const openExample = async () => open([{path: EXAMPLE, file: await builtIn()}], {example: true});

/** Connects the elements with what they do. */
function connect() {
  acceptFiles(open);
  byId('logarithmic').addEventListener('change', draw);
  byId('text').addEventListener('input', ({target}) => useScheduler(target.value));
  const column = byId('column');
  column.addEventListener('change', () => rereadFiles({column: column.value}));
  byId('maximize').addEventListener('change', ({target}) => rereadFiles({column: column.value, grows: target.checked}));
  byId('course').addEventListener('change', ({target}) => {
    state.course = Number(target.value);
    decision.decide();
  });
  const moves = navigate(byId('plot'), () => ({extent: state.extent, x: state.x, total: longest()}), (extent) => {
    state.extent = extent;
    draw();
    decision.look();
  }, decision.inspect);
  byId('zoom-in').addEventListener('click', moves.zoomIn);
  byId('zoom-out').addEventListener('click', moves.zoomOut);
  byId('whole').addEventListener('click', moves.whole);
  byId('plot').addEventListener('keydown', ({key}) => key === 'l' && byId('logarithmic').click());
  new ResizeObserver(draw).observe(byId('plot'));
  connectButtons(() => ({...state, scheduler: state.text,
    jsonLines: () => engine.call('jsonLines', [state.focus.log, state.text, state.course])}));
}

async function start() {
  engine = await startEngine();
  decision = makeDecision(engine, () => map.takePytorch());
  controls = makeControls(byId('controls'), engine.registry, useText);
  map = makeMap(engine, useScheduler);
  const linked = await readLink(location.hash);
  state.course = linked.course;
  byId('course').value = linked.course;
  useScheduler(linked.scheduler ?? state.text);
  await open(linked.files, linked);
  if (!state.focus) {
    const said = [...byId('messages').childNodes]; // of the link's log, which cannot be read
    await openExample();
    byId('messages').replaceChildren(...said);
  }
  connect(); // now there is a log to move in and to save
  document.body.dataset.ready = 'true';
}

start().catch((error) => {
  byId('sentence').textContent = `This browser cannot run the page: ${error.message}`;
});
