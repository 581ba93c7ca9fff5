// The map: what every setting saves against its regret, the bound of hindsight, and all families.

import {byId, html, svg} from './dom.js';
import {bestWithin, frontierOf, pointsOf} from './frontier.js';
import {percent} from './numbers.js';

const REGRETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1];
const MOST_REGRET = 0.25;
const TICKS = [0, 0.005, 0.02, 0.05, 0.1, 0.2];
const MARGIN = {left: 44, right: 12, top: 24, bottom: 34};
const HEIGHT = 260;

/** Small regrets matter: the axis is that of their square root. */
const xOf = (regret, width) =>
  MARGIN.left + (width - MARGIN.left - MARGIN.right) * Math.sqrt(Math.min(regret, MOST_REGRET) / MOST_REGRET);
const yOf = (saved) => HEIGHT - MARGIN.bottom - (HEIGHT - MARGIN.bottom - MARGIN.top) * saved;

const place = ({saved, regret}, width) => `${xOf(regret, width).toFixed(1)} ${yOf(saved).toFixed(1)}`;
const dots = (points, width) => points.map((point) => `M${place(point, width)}h0`).join('');
const line = (points, width) => `M${points.map((point) => place(point, width)).join('L')}`;

/** Makes the map. `engine` computes it; `take(text)` takes a setting. */
export function makeMap(engine, take) {
  let points = [];
  let bound = [];
  let work = 0; // counts the computations, so that an outdated one stops

  const regret = byId('regret');
  regret.append(...REGRETS.map((share) => html('option', {value: share, selected: share === 0.05}, percent(share))));
  regret.addEventListener('change', showBest);

  const takePoint = async ({family, index}) => take(await engine.call('setting', [family, index]));

  function showBest() {
    const limit = Number(regret.value);
    const best = engine.families.map((family) => bestWithin(points.filter((point) => point.family === family), limit))
      .filter(Boolean).sort((a, b) => b.saved - a.saved).slice(0, 4);
    byId('best').replaceChildren(...best.map((point, i) => html('button', {class: i === 0 ? 'first' : '', onclick: () => takePoint(point)},
      `${i === 0 ? 'Use the best: ' : ''}${point.family}`, html('small', {}, `saves ${percent(point.saved)} of a stage, ends ${percent(point.regret)} higher`))));
    if (points.length > 0 && best.length === 0) byId('best').textContent = 'No setting stays within this.';
    draw();
  }

  function draw() {
    const width = Math.max(byId('map').clientWidth, 260);
    const picture = svg('svg', {viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: 'img',
      'aria-label': 'Every setting by what it saves and by its regret; the buttons above take the best ones'});
    for (const share of [0, 0.25, 0.5, 0.75, 1])
      picture.append(svg('line', {class: 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: yOf(share), y2: yOf(share)}),
        svg('text', {class: 'tick', x: MARGIN.left - 6, y: yOf(share) + 4, 'text-anchor': 'end'}, `${100 * share} %`));
    for (const share of TICKS)
      picture.append(svg('text', {class: 'tick', x: xOf(share, width), y: HEIGHT - MARGIN.bottom + 16, 'text-anchor': 'middle'}, `${100 * share}`));
    picture.append(svg('text', {class: 'tick', x: (MARGIN.left + width) / 2, y: HEIGHT - 4, 'text-anchor': 'middle'},
      'regret: how much higher the stage ends, %'));
    picture.append(svg('text', {class: 'tick', x: MARGIN.left, y: 11}, 'share of a stage that is saved'));
    const limit = xOf(Number(regret.value), width);
    picture.append(svg('rect', {class: 'within', x: MARGIN.left, y: MARGIN.top, width: limit - MARGIN.left, height: HEIGHT - MARGIN.top - MARGIN.bottom}));
    if (bound.length > 0) picture.append(svg('path', {class: 'bound', d: line(bound, width)}));
    picture.append(svg('path', {class: 'dots', d: dots(points.filter(({family, regret}) => family === 'auto' && regret <= MOST_REGRET), width)}));
    engine.families.forEach((family, i) => {
      const frontier = frontierOf(points.filter((point) => point.family === family && point.regret <= MOST_REGRET));
      if (frontier.length > 0) picture.append(svg('path', {class: `frontier family${i % 6}`, 'stroke-dasharray': i < 6 ? undefined : '2 3', d: line(frontier, width)}));
    });
    const legend = engine.families.map((family, i) => html('li', {class: `family${i % 6}${i < 6 ? '' : ' dotted'}`}, family));
    byId('map').replaceChildren(picture, html('ul', {class: 'legend'}, ...legend,
      ...(bound.length > 0 ? [html('li', {class: 'bound'}, 'no rule can save more')] : [])));
    picture.addEventListener('click', (event) => {
      const box = picture.getBoundingClientRect();
      const distance = (point) => Math.hypot(xOf(point.regret, width) - (event.clientX - box.left), yOf(point.saved) - (event.clientY - box.top));
      const nearest = points.reduce((best, point) => (distance(point) < distance(best) ? point : best), points[0]);
      if (nearest && distance(nearest) < 20) takePoint(nearest);
    });
  }

  /** Computes the map of some logs: the paper's rule first, which is the fastest, and then the others. */
  async function compute(logs) {
    const own = ++work;
    const status = byId('map-status');
    points = [];
    bound = [];
    const start = performance.now();
    try {
      status.textContent = 'judging the stages …';
      await engine.call('judge', [logs]);
      for (const family of engine.families) {
        status.textContent = `trying ${family} …`;
        const numbers = await engine.call('map', [logs, family], {label: `map ${family}`});
        if (own !== work) return;
        points.push(...pointsOf(family, numbers));
        showBest();
      }
      bound = pointsOf('bound', await engine.call('bound', [logs, MOST_REGRET, 100]));
      if (own !== work) return;
      performance.measure('map', {start});
      status.textContent = `${points.length.toLocaleString('en')} settings tried. Click a point to take it.`;
    } catch (error) {
      status.textContent = error.message;
    }
    showBest();
  }

  addEventListener('resize', draw);
  return {
    compute,
    /** Offers to compute the map, which takes a while for long logs. */
    offer(logs) {
      ++work;
      points = [];
      bound = [];
      byId('map').replaceChildren();
      byId('best').replaceChildren(html('button', {class: 'first', onclick: () => compute(logs)}, 'Try all settings',
        html('small', {}, 'a long log takes a while')));
      byId('map-status').textContent = '';
    },
  };
}
