// Choosing a setting on the map by pointer and keyboard.

import {frontierOf} from './frontier.js';
import {MOST_REGRET} from './mapplot.js';

const REACH = 20; // pixels within which a point is meant

/**
 * Makes settings choosable in an element. `state` gives {points, plot}; `act` has choose(point), also with
 * undefined, and take(point). The arrow keys follow the frontier of a family, or change the family.
 */
export function chooseOnMap(element, state, act) {
  let chosen;

  const choose = (point) => act.choose((chosen = point));

  function nearest(event) {
    const {points, plot} = state();
    const box = element.getBoundingClientRect();
    const distance = (point) => plot.distance(point, event.clientX - box.left, event.clientY - box.top);
    const found = points.reduce((best, point) => (distance(point) < distance(best) ? point : best), points[0]);
    return found && distance(found) < REACH ? found : undefined;
  }

  function follow(along, across) {
    const points = state().points.filter(({regret}) => regret <= MOST_REGRET);
    const families = [...new Set(points.map(({family}) => family))];
    const from = chosen ?? points[0];
    const family = families.at((families.indexOf(from.family) + across + families.length) % families.length);
    const line = frontierOf(points.filter((point) => point.family === family));
    const place = line.findLastIndex(({regret}) => regret <= from.regret);
    choose(line[Math.min(Math.max(place + along, 0), line.length - 1)]);
  }

  const keys = {
    ArrowLeft: () => follow(-1, 0),
    ArrowRight: () => follow(1, 0),
    ArrowUp: () => follow(0, -1),
    ArrowDown: () => follow(0, 1),
    Enter: () => chosen && act.take(chosen),
  };
  element.addEventListener('keydown', (event) => {
    const move = keys[event.key];
    if (!move || state().points.length === 0) return;
    event.preventDefault();
    move();
  });
  element.addEventListener('pointermove', (event) => state().plot && choose(nearest(event)));
  element.addEventListener('click', (event) => {
    const point = state().plot && nearest(event);
    if (point) act.take(point);
  });
  return {forget: () => (chosen = undefined)};
}
