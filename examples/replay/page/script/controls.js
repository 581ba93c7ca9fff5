// The list of policies and the sliders of their options, made from the registry's descriptions.

import {html} from './dom.js';
import {defaults, readText, textOf} from './expression.js';
import {count, rangeText, short} from './numbers.js';
import {sliderScale} from './slider.js';

const SHOWN = 4; // options that are not folded away
const PLACES = {averages: 'average', criteria: 'criterion', drops: 'drop criterion', actions: 'action'};

/** What β means: the age at which a loss has half its weight. */
const halfLife = (beta) => (beta > 0 ? `half-life ${count(Number(short(Math.log(0.5) / Math.log(beta), 2)), 'observation')}` : 'no smoothing');

/** The kinds of rules in the list: those of the library, and those of frameworks. */
const GROUPS = [['pipelines', false, 'Whole schedulers'], ['pipelines', true, 'Whole schedulers of frameworks'],
  ['criteria', false, 'Rules that end a stage'], ['criteria', true, 'Rules of frameworks that end a stage']];

function optionControl(option, values, observations, changed) {
  const id = `option-${option.name}-${Math.random().toString(36).slice(2, 8)}`;
  const current = values[option.name] ?? option.value ?? '4';
  const help = html('small', {id: `${id}-help`}, `${option.phrase}; ${rangeText(option)}`);
  const set = (value) => {
    values[option.name] = String(value);
    changed();
  };
  if (option.names.length > 0) {
    const list = html('select', {id, 'aria-describedby': `${id}-help`, onchange: () => set(list.value)},
      ...option.names.map((name) => html('option', {selected: name === current}, name)));
    return html('div', {class: 'option'}, html('label', {for: id}, option.name), list, help);
  }
  const scale = sliderScale(option, observations);
  const number = html('input', {type: 'text', inputmode: 'decimal', value: current, 'aria-label': `${option.name}, exactly`,
    onchange: () => {
      slider.value = scale.position(Number(number.value));
      set(number.value);
    }});
  const meaning = html('span', {class: 'meaning'});
  const explain = () => (meaning.textContent = option.name === 'beta' ? halfLife(Number(number.value)) : '');
  const slider = html('input', {id, type: 'range', min: 0, max: scale.steps, value: scale.position(Number(current)),
    'aria-describedby': `${id}-help`, oninput: () => {
      number.value = scale.value(Number(slider.value));
      slider.setAttribute('aria-valuetext', number.value);
      explain();
      set(number.value);
    }});
  slider.setAttribute('aria-valuetext', current);
  explain();
  return html('div', {class: 'option'}, html('label', {for: id}, option.name, meaning), slider, number, help);
}

/** Fills `place` with controls. `changed(text)` is called with each new scheduler. */
export function makeControls(place, registry, changed) {
  let state = null;
  let observations = 100;

  const choice = html('select', {id: 'policy', onchange: () => {
    const [kind, name] = choice.value.split(' ');
    state = defaults(registry, kind, name);
    draw();
    changed(textOf(state.chosen));
  }});
  for (const [kind, compat, label] of GROUPS)
    choice.append(html('optgroup', {label}, ...registry[kind].filter((row) => row.compat === compat).map((row) =>
      html('option', {value: `${kind} ${row.name}`}, `${row.name}: ${row.phrase}`))));
  const unknown = html('option', {value: '', hidden: true}, 'as the text says');
  choice.append(unknown);
  const body = html('div');
  place.replaceChildren(html('label', {for: 'policy'}, 'Rule'), choice, body);

  function partControls({row, values}, kind) {
    const controls = row.options.map((option) =>
      optionControl(option, values, observations, () => changed(textOf(state.chosen))));
    if (state.kind === 'pipelines' || kind === 'criteria') {
      const rest = controls.splice(SHOWN);
      if (rest.length > 0) controls.push(html('details', {}, html('summary', {}, count(rest.length, 'more option')), ...rest));
      return controls;
    }
    const rows = registry[kind];
    const list = html('select', {'aria-label': PLACES[kind], onchange: () => {
      const part = state.chosen.find((one) => one.row === row);
      part.row = rows.find(({name}) => name === list.value);
      part.values = {};
      draw();
      changed(textOf(state.chosen));
    }}, ...rows.map(({name, phrase}) => html('option', {value: name, selected: name === row.name}, `${name}: ${phrase}`)));
    return [html('details', {open: row.opened, ontoggle: (event) => (row.opened = event.target.open)},
      html('summary', {}, `${PLACES[kind]}: ${row.name}`), list, ...controls)];
  }

  function draw() {
    if (!state) {
      choice.value = '';
      body.replaceChildren(html('p', {class: 'hint'}, 'This scheduler is edited as text, below.'));
      return;
    }
    const kinds = state.kind === 'pipelines' ? ['pipelines'] : Object.keys(PLACES);
    const main = state.chosen[kinds.indexOf(state.kind)];
    choice.value = `${state.kind} ${main.row.name}`;
    const order = state.kind === 'pipelines' ? [0] : [1, 0, 2, 3];
    body.replaceChildren(...order.flatMap((i) => partControls(state.chosen[i], kinds[i])));
  }

  return {
    /** Shows a scheduler's text. */
    set(text) {
      state = readText(registry, text);
      draw();
    },
    /** The length of the log, which the sliders of counts reach to. */
    setObservations(number) {
      observations = number;
      draw();
    },
  };
}
