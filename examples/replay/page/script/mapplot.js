// The picture of the map: every setting by what it saves and by its regret.

import {svg} from './dom.js';
import {frontierOf} from './frontier.js';

export const MOST_REGRET = 0.25;
const TICKS = [0, 0.005, 0.02, 0.05, 0.1, 0.2];
const MARGIN = {left: 48, right: 12, top: 24, bottom: 34};
const HEIGHT = 260;

/** Small regrets matter: the axis is that of their square root. */
const xOf = (regret, width) =>
  MARGIN.left + (width - MARGIN.left - MARGIN.right) * Math.sqrt(Math.min(regret, MOST_REGRET) / MOST_REGRET);
const yOf = (saved) => HEIGHT - MARGIN.bottom - (HEIGHT - MARGIN.bottom - MARGIN.top) * saved;

const place = ({saved, regret}, width) => `${xOf(regret, width).toFixed(1)} ${yOf(saved).toFixed(1)}`;
const dots = (points, width) => points.map((point) => `M${place(point, width)}h0`).join('');
const line = (points, width) => `M${points.map((point) => place(point, width)).join('L')}`;

export const familyClass = (i) => `family${i % 6}${i < 6 ? '' : ' dotted'}`;

function axes(width) {
  const text = (x, y, anchor, words) => svg('text', {class: 'tick', x, y, 'text-anchor': anchor}, words);
  return [
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      svg('line', {class: 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: yOf(share), y2: yOf(share)}),
      text(MARGIN.left - 6, yOf(share) + 4, 'end', `${100 * share} %`)]),
    ...TICKS.map((share) => text(xOf(share, width), HEIGHT - MARGIN.bottom + 16, 'middle', `${100 * share}`)),
    text(width - MARGIN.right, HEIGHT - 4, 'end', 'regret: how much higher the stage ends, %'),
    text(MARGIN.left, 11, 'start', 'share of a stage that is saved'),
  ];
}

/**
 * Draws the points of all families, and the bound of hindsight if it is known. Returns the picture, and
 * how far a point is from a place in it.
 */
export function mapPlot({points, bound, families, limit, width}) {
  const picture = svg('svg', {viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT});
  const seen = points.filter(({regret}) => regret <= MOST_REGRET);
  picture.append(...axes(width), svg('rect', {class: 'within', x: MARGIN.left, y: MARGIN.top,
    width: xOf(limit, width) - MARGIN.left, height: HEIGHT - MARGIN.top - MARGIN.bottom}));
  if (bound.length > 0) picture.append(svg('path', {class: 'bound', d: line(bound, width)}));
  picture.append(svg('path', {class: 'dots', d: dots(seen.filter(({family}) => family === 'auto'), width)}));
  families.forEach(({name}, i) => {
    const frontier = frontierOf(seen.filter(({family}) => family === name));
    if (frontier.length > 0) picture.append(svg('path', {class: `frontier ${familyClass(i)}`, 'data-family': name, d: line(frontier, width)}));
  });
  const rings = ['chosen', 'current'].map((name) => svg('circle', {class: `ring ${name}`, r: name === 'chosen' ? 7 : 5, visibility: 'hidden'}));
  picture.append(...rings);
  return {
    picture,
    distance: (point, x, y) => Math.hypot(xOf(point.regret, width) - x, yOf(point.saved) - y),
    /** Draws the line of a family stronger than the others; of none if it is undefined. */
    raise(family) {
      for (const path of picture.querySelectorAll('.frontier')) path.classList.toggle('raised', path.dataset.family === family);
    },
    /** Rings a point as 'chosen' or 'current'; none if it is undefined. */
    ring(name, point) {
      const circle = rings[name === 'chosen' ? 0 : 1];
      circle.setAttribute('visibility', point ? 'visible' : 'hidden');
      if (!point) return;
      circle.setAttribute('cx', xOf(point.regret, width));
      circle.setAttribute('cy', yOf(point.saved));
    },
  };
}
