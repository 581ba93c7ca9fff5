// The decision in a few words, and in a table.

import {html} from './dom.js';
import {count, grouped, listed, percent, short} from './numbers.js';

const strong = (text) => html('strong', {}, text);

const did = (course, decision) => (course === 2 ? `would ${decision}` : {decay: 'lowers the rate', stop: 'stops'}[decision]);

/** What the decisions save and cost, as a mean over the recorded stages. */
function savings({recorded_stages, mean_saved, mean_regret, worst}) {
  const one = recorded_stages === 1;
  const words = [one ? '. That saves ' : `. On average over its ${recorded_stages} recorded stages, that saves `,
    strong(`${percent(mean_saved)} of ${one ? 'the recorded' : 'a'} stage`)];
  if (mean_regret === null) return [...words, ' at an undefined regret.'];
  return [...words, one ? ', which ends ' : ' and ends ', strong(`${percent(mean_regret)} higher`),
    one ? '.' : ` (at worst, ${percent(worst)}).`];
}

/** The words of the sentence, for a log and what was decided on it. `several`: there are more logs. */
export function sentence({decision, log, course, several}) {
  const {judged, outlook} = decision;
  const name = log.example ? 'the example' : several && log.path.split('/').at(-1);
  const subject = name ? ['In ', strong(name), ', this rule '] : ['This rule '];
  const kinds = ['decay', 'stop'].filter((kind) => decision[kind].length > 0);
  if (kinds.length === 0)
    return [...subject, strong('never fires'), ` in ${count(log.observations, 'observation')}`,
      outlook ? `; it would be ${outlook}.` : '.'];
  const parts = kinds.flatMap((kind) => [' and ', strong(`${did(course, kind)} after observation ${listed(decision[kind])}`)]).slice(1);
  const words = [...subject, ...parts];
  const total = ` of ${grouped(log.observations)}.`;
  if (course !== 0) return [...words, total];
  if (!judged)
    return [...words, total, log.rates ? ' The recorded rate changes there, so nothing is known of what follows.'
      : ' The log records no learning rate, so what follows says nothing about a run with this decision.'];
  return [...words, ...savings(decision)];
}

/** Fills the table with the first decisions, and says how many more there are. */
export function fillTable(table, {decisions, decay, stop}) {
  const more = decay.length + stop.length - decisions.length;
  const head = ['observation', 'stage', 'decision', 'level', 'why', 'saves', 'regret'];
  table.replaceChildren(
    html('caption', {}, 'Saved are the observations of the recorded stage after the decision. Regret is how far the '
      + 'smoothed loss is above that at the end of that stage.'),
    html('thead', {}, html('tr', {}, ...head.map((name) => html('th', {scope: 'col'}, name)))),
    html('tbody', {}, ...decisions.map((one) => html('tr', {},
      ...[one.observation, one.stage, one.decision, short(one.level), one.reason,
        one.saved === null ? 'not known' : `${one.saved} of ${one.recorded}`,
        one.regret === null ? 'not known' : percent(one.regret)]
        .map((cell, i) => html('td', {'data-name': head[i]}, String(cell))))),
      more > 0 && html('tr', {}, html('th', {colspan: head.length}, `and ${grouped(more)} more, which the saved file has`))));
}
