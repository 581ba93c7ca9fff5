// The decision in one sentence, and in a table.

import {html} from './dom.js';
import {count, listed, percent, short} from './numbers.js';

const strong = (text) => html('strong', {}, text);

const did = (course, decision) => (course === 2 ? `would ${decision}` : {decay: 'lowers the rate', stop: 'stops'}[decision]);

/** What the decisions would have saved, and their mean regret; null if nothing is known. */
function savings({decisions}) {
  const judged = decisions.filter(({saved}) => saved !== null);
  if (judged.length === 0) return null;
  return {
    saved: judged.reduce((sum, {saved}) => sum + saved, 0),
    regret: judged.some(({regret}) => regret === null) ? null
      : judged.reduce((sum, {regret}) => sum + regret, 0) / judged.length,
  };
}

/** The words of the sentence, for a log and what was decided on it. */
export function sentence({decision, log, course}) {
  const {decisions, outlook} = decision;
  if (decisions.length === 0)
    return ['This rule ', strong('never fires'), ` in the ${count(log.observations, 'observation')} of this log`,
      outlook ? `; it would be ${outlook}.` : '.'];
  const decays = decisions.filter(({decision}) => decision === 'decay').map(({observation}) => observation.toLocaleString('en'));
  const stops = decisions.filter(({decision}) => decision === 'stop').map(({observation}) => observation.toLocaleString('en'));
  const words = ['This rule '];
  if (decays.length > 0) words.push(strong(`${did(course, 'decay')} after observation ${listed(decays)}`));
  if (decays.length > 0 && stops.length > 0) words.push(' and ');
  if (stops.length > 0) words.push(strong(`${did(course, 'stop')} after observation ${listed(stops)}`));
  const total = savings(decision);
  if (course !== 0) return [...words, ` of ${log.observations.toLocaleString('en')}.`];
  if (total === null)
    return [...words, ` of ${log.observations.toLocaleString('en')}. `,
      log.rates ? 'The recorded rate changes all the time there, so nothing is known of what follows.'
        : 'The log records no learning rate, so what follows says nothing about a run with this decision.'];
  const cost = total.regret === null ? [' at an undefined regret.']
    : [', at a loss that is on average ', strong(`${percent(total.regret)} higher`), ' than at the end of the recorded stage.'];
  return [...words, '. That saves ', strong(`${total.saved.toLocaleString('en')} of ${count(log.observations, 'observation')}`), ...cost];
}

/** Fills the table of decisions. */
export function fillTable(table, {decisions}) {
  const head = ['observation', 'stage', 'decision', 'level', 'why', 'saves', 'regret'];
  table.replaceChildren(
    html('caption', {}, 'Saved are the observations of the recorded stage after the decision. Regret is how far the '
      + 'smoothed loss is above that at the end of that stage.'),
    html('thead', {}, html('tr', {}, ...head.map((name) => html('th', {scope: 'col'}, name)))),
    html('tbody', {}, ...decisions.map((one) => html('tr', {},
      ...[one.observation, one.stage, one.decision, short(one.level), one.reason,
        one.saved === null ? 'not known' : `${one.saved} of ${one.recorded}`,
        one.regret === null ? 'not known' : percent(one.regret)].map((cell) => html('td', {}, String(cell)))))));
}
