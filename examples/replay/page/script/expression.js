// Schedulers as text, as replay's --scheduler takes them.

const PLACES = ['averages', 'criteria', 'drops', 'actions'];

/** An option's text, or undefined if it is the default. */
const given = (option, value) => (value === undefined || value === option.value ? undefined : `${option.name}=${value}`);

function part(row, values) {
  const options = row.options.map((option) => given(option, values[option.name] ?? (option.value === null ? '4' : undefined)));
  const texts = options.filter((text) => text !== undefined);
  return texts.length === 0 ? row.name : `${row.name}(${texts.join(', ')})`;
}

/** The text of the chosen rows, each {row, values}. */
export const textOf = (chosen) => chosen.map(({row, values}) => part(row, values)).join(' | ');

/** The options of "name(a=1, b=2)" without nested calls; positions are named after the row's options. */
function valuesOf(row, text) {
  const values = {};
  text.split(',').map((option) => option.trim()).filter(Boolean).forEach((option, i) => {
    const [name, value] = option.includes('=') ? option.split('=').map((word) => word.trim()) : [row.options[i]?.name, option];
    if (row.options.some((known) => known.name === name)) values[name] = value;
  });
  return values;
}

/**
 * The rows and values of a text, for the sliders: a pipeline alone, or parts in the order of the flow.
 * Null for a text that sliders cannot show, such as a combination.
 */
export function readText(registry, text) {
  const parts = text.split('|').map((one) => /^\s*([a-z_]+)\s*(?:\(([^()]*)\))?\s*$/.exec(one));
  if (parts.some((match) => match === null)) return null;
  const find = (kind, name) => registry[kind].find((row) => row.name === name);
  const pipeline = find('pipelines', parts[0][1]);
  if (pipeline)
    return parts.length === 1 ? {kind: 'pipelines', chosen: [{row: pipeline, values: valuesOf(pipeline, parts[0][2] ?? '')}]} : null;
  const rows = {};
  for (const [, name, options = ''] of parts) {
    const place = PLACES.find((kind) => rows[kind] === undefined && find(kind, name));
    if (!place) return null;
    const row = find(place, name);
    rows[place] = {row, values: valuesOf(row, options)};
  }
  if (!rows.criteria) return null;
  const brought = {averages: rows.criteria.row.average, drops: rows.criteria.row.drop, actions: 'scale'};
  for (const [kind, name] of Object.entries(brought)) rows[kind] ??= {row: find(kind, name), values: {}};
  return {kind: 'criteria', chosen: PLACES.map((kind) => rows[kind])};
}

/** The rows of a policy that the list offers, with its defaults. */
export function defaults(registry, kind, name) {
  const found = readText(registry, name);
  return found ?? {kind, chosen: [{row: registry[kind].find((row) => row.name === name), values: {}}]};
}
