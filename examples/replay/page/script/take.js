// What one takes along: code, commands, a link, the picture and the decisions.

import {byId, html, save} from './dom.js';
import {linkTo} from './link.js';
import plotStyle from '../style/plot.css';

const quoted = (text) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The name of a column as a variable in C++ and Python. */
const identifier = (name) => name.replace(/\W+/g, '_').replace(/^(?=\d)/, '_');

const taken = html('span', {id: 'taken', role: 'status'});

/** Copies a text, and says so beside the button. */
async function copy(button, text, note = '') {
  button.after(taken);
  try {
    await navigator.clipboard.writeText(text);
    taken.textContent = `Copied${note}`;
  } catch {
    taken.replaceChildren('This browser does not let the page copy it: ', html('code', {}, text));
  }
}

/** A whole program's lines for a C++ expression: "AutoDecay({…})" becomes "AutoDecay scheduler({…});". */
function declaration(cpp) {
  const headers = ['all.hpp', ...(cpp.includes('compat::') ? ['compat.hpp'] : [])];
  const variable = cpp.replace(/^[\w:]+/, '$& scheduler').replace(/{}$/, '');
  return [...headers.map((name) => `#include <autodecay/${name}>`), 'using namespace autodecay;', `${variable};`].join('\n');
}

/** A button for the best setting that PyTorch has. `take` says whether there is one. */
const pytorchButton = (take) => html('button', {async onclick({target}) {
  if (!await take()) target.replaceWith('The map has no setting of PyTorch within its limit.');
}}, 'The best that PyTorch can do');

/** replay's command for what the page shows; null if it has none. */
function command({path, wanted: {column, grows}}, text, course) {
  const file = quoted(path.replace(/^-/, './-')); // or it would be an option
  const options = `${column && ` --column ${quoted(column)}`}${grows ? ' --maximize' : ''} --scheduler ${quoted(text)}`;
  if (course === 1) return grows ? null : `replay - --json --every${options} < ${file}`;
  return `replay ${file}${options}${course === 2 ? ' --observe' : ''}`;
}

/** Shows the scheduler in each form in which it can be taken. */
export function showOutputs({scheduler, text, course, cpp, pytorch, log}, takePytorch) {
  const growing = log.best_value !== null && `${log.best_value} - ${identifier(log.column)}`;
  byId('take').textContent = log.example ? 'Take it, as for the example' : 'Take it';
  const rows = [
    ['C++', `${declaration(cpp)}${growing ? `\n// The loss is ${growing}.` : ''}`],
    ['PyTorch', pytorch && growing ? pytorch.replace('step(loss)', `step(${growing})`) : pytorch],
    ['replay', command(log, text, course)],
    ['trainer', `learning_stages --schedule ${quoted(scheduler)}`],
  ];
  byId('outputs').replaceChildren(...rows.flatMap(([name, code]) => [
    html('dt', {}, name),
    code === null ? html('dd', {class: 'hint'}, ...(name === 'PyTorch' ? ['PyTorch has no scheduler with this rule. ', pytorchButton(takePytorch)]
      : ['replay does this only with a series that falls.']))
      : html('dd', {}, html('code', {}, code), html('button', {onclick: ({target}) => copy(target, code)}, 'Copy'))]));
}

/** The picture as a file of its own: its colours are those of the page. */
function standalone(picture) {
  const copied = picture.cloneNode(true);
  const style = getComputedStyle(document.documentElement);
  const text = plotStyle.replace(/var\((--[a-z0-9-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
  copied.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'style');
  element.textContent = `svg{background:${style.getPropertyValue('--paper').trim()}}${text}`;
  copied.prepend(element);
  return new XMLSerializer().serializeToString(copied);
}

/** Connects the buttons. `current` gives {scheduler, course, focus, picture, jsonLines()}. */
export function connectButtons(current) {
  const nameOf = (end) => `${(current().focus?.path ?? 'log').split('/').at(-1)}.${end}`;
  byId('link').addEventListener('click', async ({target}) => {
    const {scheduler, course, focus} = current();
    const {link, holds} = await linkTo({scheduler, course, name: focus?.path, ...focus});
    await copy(target, link, holds ? ' with the log' : '; the log is too long for it');
  });
  byId('svg').addEventListener('click', () => save(nameOf('svg'), 'image/svg+xml', standalone(current().picture)));
  byId('json').addEventListener('click', async () => save(nameOf('jsonl'), 'application/json', await current().jsonLines()));
}
