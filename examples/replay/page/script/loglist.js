// The list of logs with what is worth knowing about each, and the errors of files.

import {byId, html} from './dom.js';
import {count} from './numbers.js';

const MOST_COLUMNS = 20;

/** A button for each of these columns, which reads the files anew with it. */
const columnButtons = (names, takeColumn) =>
  names.slice(0, MOST_COLUMNS).map((name) => html('button', {onclick: () => takeColumn(name)}, name));

/** What replay would warn of, in the words of the page. */
function hints(log, {takeColumn, takeGrowing, takeScheduler}) {
  const {accuracy, best_value, column, observations, nonfinite, others, noise} = log;
  const lines = [];
  if (log.chosen && others.length > 0) lines.push([`Takes the column ${column}. Others: `, ...columnButtons(others, (name) => takeColumn(log, name))]);
  if (best_value !== null)
    lines.push([`${column} ${accuracy ? 'looks like an accuracy and ' : ''}is turned around: the loss is ${best_value} - ${column}. `,
      html('button', {onclick: () => takeGrowing(log, false)}, 'It falls, like a loss')]);
  else if (accuracy) lines.push([`${column} looks like an accuracy. `, html('button', {onclick: () => takeGrowing(log, true)}, 'It grows')]);
  if (nonfinite > 0) lines.push([`${nonfinite} of its ${count(observations, 'loss', 'losses')} are not finite; rules pass over them.`]);
  if (log.note) lines.push([log.note]);
  if (noise) lines.push([`${noise.finding}. `, html('button', {onclick: () => takeScheduler(noise.scheduler)}, `Try ${noise.scheduler}`)]);
  return lines.map((line) => html('p', {class: 'hint'}, ...line));
}

/** Shows the logs. `act` has what the buttons do: {focus, show, remove} and what hints offer. */
export function listLogs(logs, focus, act) {
  byId('logs').replaceChildren(...logs.map((log) => html('li', {class: log === focus ? 'focus' : ''},
    html('button', {'aria-pressed': String(log === focus), onclick: () => act.focus(log)},
      html('span', {class: `dot colour${log.colour % 6}`}), log.path,
      html('small', {}, `${log.example ? 'an example; ' : ''}${log.column}${log.best_value === null ? '' : ', turned around'}, ${count(log.observations, 'loss', 'losses')}`)),
    logs.length > 1 && html('label', {}, html('input', {type: 'checkbox', checked: log.shown,
      onchange: ({target}) => act.show(log, target.checked)}), 'show'),
    html('button', {class: 'remove', 'aria-label': `Remove ${log.path}`, onclick: () => act.remove(log)}, '×'),
    ...hints(log, act))));
}

/** Shows what was wrong with files, {message, series}, and which columns `takeColumn(name)` can take instead. */
export function showErrors(errors, withoutLoss, takeColumn) {
  byId('messages').replaceChildren(...errors.map(({message, series = []}) => html('span', {class: 'error'}, message,
    ...(series.length > 0 ? ['. Take one of these: ', ...columnButtons(series, takeColumn)] : []))),
  withoutLoss > 0 ? `${count(withoutLoss, 'file')} without a loss skipped` : '');
}
