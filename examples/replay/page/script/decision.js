// The decision of the scheduler in use: asks for it, and shows it in the sentence, the picture, the table
// and the outputs.

import {latestOnly} from './client.js';
import {byId} from './dom.js';
import {short} from './numbers.js';
import {plot} from './plot.js';
import {fillTable, sentence} from './sentence.js';
import {shownLogs, state} from './state.js';
import {showOutputs} from './take.js';

const NOTHING = '\u00a0';

const plotWidth = () => Math.max(byId('plot').clientWidth, 280);
const columns = () => Math.round(plotWidth());
const shownIndices = () => shownLogs().map(({log}) => log);

/** Draws the picture of what was decided. */
export function draw() {
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
const setValid = (valid) => ['plot', 'details', 'taking'].forEach((id) => byId(id).toggleAttribute('inert', !valid));

/** Shows decisions by `engine`; `takePytorch` is for the outputs: {decide(), look(), inspect(observation)}, each one call at a time. */
export function makeDecision(engine, takePytorch) {
  /** Shows what was decided on the log in focus. */
  function show({decision}) {
    const {text, course, focus} = state;
    byId('text-error').textContent = '';
    setValid(true);
    byId('sentence').replaceChildren(...sentence({decision, log: focus, course, several: state.logs.length > 1}));
    fillTable(byId('table'), decision);
    showOutputs({...decision, text, course, log: focus}, takePytorch);
    draw();
  }

  /** Says why the scheduler cannot be used. */
  function refuse({message}) {
    byId('text-error').textContent = message;
    byId('sentence').textContent = `This scheduler is not valid: ${message.split('\n')[0]}`;
    setValid(false);
  }

  /** Decides anew, and shows the result unless something else is wanted by now. */
  async function decide() {
    if (!state.focus) return;
    const {text, course, focus} = state;
    const start = performance.now();
    byId('reading').textContent = NOTHING; // of the rule before
    let drawn = [];
    try {
      drawn = await engine.call('decide', [shownIndices(), text, course, state.extent, columns()]);
    } catch (error) {
      refuse(error);
    }
    const entry = drawn.find(({log}) => log === focus.log);
    if (entry && focus === state.focus) {
      state.drawn = drawn;
      show(entry);
      performance.measure('redraw', {start});
    }
    document.body.dataset.decided = `${text} ${course}`; // for tests
  }

  /** Shows another part of the logs. */
  async function look() {
    for (const view of await engine.call('view', [shownIndices(), state.extent, columns()]))
      Object.assign(state.drawn.find(({log}) => log === view.log) ?? {}, view);
    draw();
  }

  /** Says what is known at an observation. */
  async function inspect(at) {
    const observation = Math.min(at, state.focus.observations);
    const cursor = state.picture.querySelector('.cursor');
    for (const end of ['x1', 'x2']) cursor.setAttribute(end, state.x(observation));
    cursor.setAttribute('visibility', 'visible');
    const {loss, rate, text} = await engine.call('inspect', [state.focus.log, state.text, observation]);
    byId('reading').textContent = `loss ${short(loss)}${rate === null ? '' : `, rate ${short(rate)}`}; ${text.trim()}`;
  }

  const failed = ({message}) => (byId('reading').textContent = message);
  return {decide: latestOnly(decide, failed), look: latestOnly(look, failed), inspect: latestOnly(inspect, failed)};
}
