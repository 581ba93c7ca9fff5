// The map: what every setting saves against its regret, the bound of hindsight, and all families.

import {byId, html} from './dom.js';
import {bestWithin, boundOf, pointsOf} from './frontier.js';
import {chooseOnMap} from './mapcursor.js';
import {familyClass, mapPlot, MOST_REGRET} from './mapplot.js';
import {count, percent} from './numbers.js';

const REGRETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];
const MOST_BUTTONS = 4;

const LEAST = 0.0005; // of a stage that a setting saves, to be worth a button

/** Makes the map. `engine` computes it; `take(text)` takes a setting. */
export function makeMap(engine, take) {
  const texts = {}; // of each family's settings
  let points = [];
  let bound = [];
  let plot = null;
  let current = ''; // the text of the scheduler in use
  let searched = []; // the logs
  let stages = 0; // of them
  let work = 0; // counts the computations, so that an outdated one stops

  const regret = byId('regret');
  regret.append(...REGRETS.map((share) => html('option', {value: share, selected: share === 0.05}, percent(share))));
  regret.addEventListener('change', showBest);

  /** What a setting does, in the numbers of the sentence. */
  const outcome = ({saved, regret, worst}) => (stages === 1 ? `saves ${percent(saved)} of the stage, ends ${percent(regret)} higher`
    : `${searched.length > 1 ? `over ${searched.length} logs, ` : ''}saves ${percent(saved)} of a stage, ends ${percent(regret)} higher (at worst, ${percent(worst)})`);

  const cursor = chooseOnMap(byId('map'), () => ({points, plot}), {
    choose(point) {
      plot.ring('chosen', point);
      plot.raise(point?.family);
      byId('map-reading').textContent = point ? `${point.text} ${outcome(point)}` : '\u00a0';
    },
    take: ({text}) => take(text),
  });

  const ringCurrent = () => plot?.ring('current', points.find(({text}) => text === current));

  const best = (families) =>
    bestWithin(points.filter(({family, saved}) => saved >= LEAST && families.includes(family)), Number(regret.value));
  const bestOfPytorch = () => best(engine.families.filter(({pytorch}) => pytorch).map(({name}) => name));

  /** The best setting of each family, the best of all first, and then that of PyTorch. */
  function showBest() {
    const all = engine.families.map(({name}) => best([name])).filter(Boolean).sort((a, b) => b.saved - a.saved);
    const torch = bestOfPytorch();
    const offered = [...new Set([all[0], torch, ...all])].filter(Boolean).slice(0, MOST_BUTTONS);
    const label = (point, i) =>
      (i === 0 ? `Use the best: ${point.family}` : point === torch ? `The best that PyTorch can do, by the rule of ${point.family}` : point.family);
    byId('best').replaceChildren(...offered.map((point, i) => html('button', {class: i === 0 ? 'first' : '', onclick: () => take(point.text)},
      label(point, i), html('small', {}, outcome(point)))));
    if (points.length > 0 && offered.length === 0) byId('best').textContent = 'No setting saves anything within this.';
    draw();
  }

  function draw() {
    plot = mapPlot({points, bound, families: engine.families, limit: Number(regret.value),
      width: Math.max(byId('map').clientWidth, 260)});
    byId('map').replaceChildren(plot.picture);
    byId('families').replaceChildren(...engine.families.map(({name}, i) => html('li', {class: familyClass(i)}, name)),
      ...(bound.length > 0 ? [html('li', {class: 'bound'}, 'no rule can save more')] : []));
    ringCurrent();
  }

  function clear() {
    points = [];
    bound = [];
    cursor.forget();
    byId('map-reading').textContent = '\u00a0';
  }

  /** Which stages the search covers. */
  const covered = () => (searched.every(({rates}) => !rates) && stages === searched.length
    ? (stages === 1 ? 'this log, which records no learning rate and counts as one stage'
      : `the ${stages} logs that are shown, which record no learning rate and count as a stage each`)
    : `${count(stages, 'recorded stage')} of ${searched.length > 1 ? `the ${searched.length} logs that are shown, on average` : `this log${stages > 1 ? ', on average' : ''}`}`);

  /** Computes the map of some logs: the paper's rule first, which is the fastest, and then the others. */
  async function compute(logs) {
    const own = ++work;
    searched = logs;
    const status = byId('map-status');
    clear();
    const start = performance.now();
    try {
      status.textContent = 'judging the stages …';
      const indices = logs.map(({log}) => log);
      const found = await engine.call('judge', [indices]);
      if (own !== work) return;
      stages = found;
      for (const {name} of engine.families) {
        status.textContent = `trying ${name} …`;
        const numbers = await engine.call('map', [indices, name], {label: `map ${name}`});
        texts[name] ??= await engine.call('settings', [name]);
        if (own !== work) return;
        points.push(...pointsOf(numbers, name, texts[name]));
        showBest();
      }
      bound = boundOf(await engine.call('bound', [indices, MOST_REGRET, 100]));
      if (own !== work) return;
      performance.measure('map', {start});
      status.textContent = `${count(points.length, 'setting')} tried on ${covered()}.`;
    } catch (error) {
      if (own === work) status.textContent = error.message;
    }
    showBest();
  }

  addEventListener('resize', draw);
  return {
    compute,
    /** Takes the best setting that PyTorch has, and says whether there is one. */
    async takePytorch() {
      if (bound.length === 0) await compute(searched);
      const setting = bestOfPytorch();
      if (setting) take(setting.text);
      return Boolean(setting);
    },
    /** Rings the scheduler in use, if it is one of the settings. */
    show(text) {
      current = text;
      ringCurrent();
    },
    /** Offers to compute the map, which takes a while for long logs. */
    offer(logs) {
      ++work;
      searched = logs;
      clear();
      plot = null;
      byId('map').replaceChildren();
      byId('best').replaceChildren(html('button', {class: 'first', onclick: () => compute(logs)}, 'Try all settings',
        html('small', {}, 'a long log takes a while')));
      byId('map-status').textContent = '';
    },
  };
}
