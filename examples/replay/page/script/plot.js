// The picture of logs: raw losses, levels, stages, learning rate and decisions, as SVG.

import {svg} from './dom.js';
import {grouped, short} from './numbers.js';
import {boundsOf, scale} from './scale.js';

const MARGIN = {left: 52, right: 54, top: 34};
const NARROW = 450; // pixels below which the legend has a line of its own
const BOTTOM = 38;
const LEGEND_LINE = 16;
const COLOURS = 6;

/** A path through every `step` numbers; a break where a value is missing or `breaks` says so. */
function path(values, step, x, y, breaks = () => false) {
  let text = '';
  let pen = 'M';
  for (let i = 0; i < values.length; i += step) {
    const height = y(values[i + 1]);
    if (!Number.isFinite(height)) {
      pen = 'M';
      continue;
    }
    if (breaks(i)) pen = 'M';
    text += `${pen}${x(values[i]).toFixed(1)} ${height.toFixed(1)}`;
    pen = 'L';
  }
  return text;
}

const levelsPath = ({levels}, x, y) =>
  path(levels, 3, x, y, (i) => i > 0 && levels[i + 2] !== levels[i - 1]);

/** The rate as steps. */
function ratePath(rates, x, y) {
  let text = '';
  for (let i = 0; i < rates.length; i += 2) {
    const height = y(rates[i + 1]);
    if (Number.isFinite(height))
      text += text === '' ? `M${x(rates[i]).toFixed(1)} ${height.toFixed(1)}` : `H${x(rates[i]).toFixed(1)}V${height.toFixed(1)}`;
  }
  return text;
}

/** A band for every other stage, as a path. */
function bandsPath(levels, x, height) {
  let text = '';
  for (let first = 0, i = 3; i <= levels.length; i += 3) {
    if (i < levels.length && levels[i + 2] === levels[first + 2]) continue;
    const left = x(levels[first]);
    if (levels[first + 2] % 2 === 0) text += `M${left} ${MARGIN.top}v${height}H${Math.max(left + 0.5, x(levels[i - 3]))}v-${height}`;
    first = i;
  }
  return text;
}

function axes(x, y, rate, width, bottom, unitLine) {
  const parts = [];
  for (const tick of y.ticks)
    parts.push(svg('line', {class: 'grid', x1: MARGIN.left, x2: width - MARGIN.right, y1: y(tick), y2: y(tick)}),
      svg('text', {class: 'tick', x: MARGIN.left - 6, y: y(tick) + 4, 'text-anchor': 'end'}, short(tick)));
  for (const tick of x.ticks.filter(Number.isInteger))
    parts.push(svg('text', {class: 'tick', x: x(tick), y: bottom + 16, 'text-anchor': 'middle'}, grouped(tick)));
  for (const tick of rate?.ticks ?? [])
    parts.push(svg('text', {class: 'tick rate-tick', x: width - MARGIN.right + 6, y: rate(tick) + 4}, short(tick)));
  parts.push(svg('text', {class: 'tick', x: width - MARGIN.right, y: unitLine, 'text-anchor': 'end'}, 'observation'));
  return parts;
}

/** Lines, one for each kind of decision in a column of pixels, with labels that never overlap each other: in
 * one of two rows, or the number alone. */
function decisions(decision, x, width, bottom) {
  const parts = [];
  const marks = [];
  for (const kind of ['decay', 'stop']) {
    let text = '';
    let column;
    for (const observation of decision[kind]) {
      const at = x(observation);
      if (at < MARGIN.left || at > width - MARGIN.right || column === Math.round(at)) continue;
      column = Math.round(at);
      text += `M${at} ${MARGIN.top - 6}V${bottom}`;
      marks.push({kind, observation, at});
    }
    parts.push(svg('path', {class: kind, d: text}));
  }
  const rows = [{y: MARGIN.top - 10, free: -Infinity}, {y: MARGIN.top - 22, free: -Infinity}];
  for (const {kind, observation, at} of marks.sort((a, b) => a.at - b.at)) {
    const number = grouped(observation);
    const places = [`${kind} ${number}`, number].flatMap((label) => rows.map((row) => {
      const half = 3.6 * label.length;
      return {label, row, half, middle: Math.min(Math.max(at, MARGIN.left + half), width - half)};
    }));
    const place = places.find(({row, half, middle}) => middle - half >= row.free);
    if (!place) continue;
    place.row.free = place.middle + place.half + 6;
    parts.push(svg('text', {class: `label ${kind}`, x: place.middle, y: place.row.y, 'text-anchor': 'middle'}, place.label));
  }
  return parts;
}

/** Below the picture, where nothing is drawn. */
function legend(colour, hasRate, height, from) {
  const entries = [['loss', 'raw'], ['level', `level colour${colour}`], ...(hasRate ? [['learning rate', 'rate']] : [])];
  let next = from;
  return entries.flatMap(([name, kind]) => {
    const left = next;
    next += 6.5 * name.length + 38;
    return [svg('line', {class: kind, x1: left, x2: left + 18, y1: height - 7, y2: height - 7}),
      svg('text', {class: 'tick', x: left + 23, y: height - 3}, name)];
  });
}

/**
 * Draws logs, the one in focus with everything, the others by their levels alone. `shown` holds an entry
 * {losses, levels, rates, decision, colour, focused} per log. Returns the picture and the scale of its
 * observations.
 */
export function plot({shown, extent, width, height, logarithmic}) {
  const focus = shown.find(({focused}) => focused);
  const narrow = width < NARROW;
  const bottom = height - BOTTOM - (narrow ? LEGEND_LINE : 0);
  const all = [focus.losses, ...shown.filter(({focused}) => !focused).map(({levels}) => levels)];
  const strides = [2, ...all.slice(1).map(() => 3)];
  const bounds = all.map((values, i) => boundsOf([values], 1, strides[i], logarithmic));
  const least = Math.min(...bounds.map(([low]) => low));
  const greatest = Math.max(...bounds.map(([, high]) => high));
  const pad = logarithmic ? 0 : 0.04 * (greatest - least);
  const x = scale({least: extent[0], greatest: extent[1], from: MARGIN.left, to: width - MARGIN.right, ticks: width / 90});
  const y = scale({least: least - pad, greatest: greatest + pad, from: bottom, to: MARGIN.top, logarithmic});
  const [slowest, fastest] = boundsOf([focus.rates], 1, 2, true);
  const rate = focus.rates.length > 0
    ? scale({least: slowest * 0.7, greatest: fastest * 1.4, from: bottom, to: MARGIN.top, logarithmic: true, ticks: 4}) : null;

  const picture = svg('svg', {viewBox: `0 0 ${width} ${height}`, width, height, role: 'img',
    'aria-label': 'Losses and decisions; the table below has the same decisions'});
  picture.append(svg('path', {class: 'stage', d: bandsPath(focus.levels, x, bottom - MARGIN.top)}), ...axes(x, y, rate, width, bottom, bottom + BOTTOM - 3));
  if (rate) picture.append(svg('path', {class: 'rate', d: ratePath(focus.rates, x, rate)}));
  picture.append(svg('path', {class: 'raw', d: path(focus.losses, 2, x, y)}));
  for (const log of [...shown].sort((a, b) => a.focused - b.focused))
    picture.append(svg('path', {class: `level colour${log.colour % COLOURS}${log.focused ? '' : ' other'}`, d: levelsPath(log, x, y)}));
  picture.append(...decisions(focus.decision, x, width, bottom),
    ...legend(focus.colour % COLOURS, rate, height, narrow ? 8 : MARGIN.left),
    svg('line', {class: 'cursor', y1: MARGIN.top, y2: bottom, visibility: 'hidden'}));
  return {picture, x};
}
