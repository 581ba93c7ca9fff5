// Numbers as people read them.

export const short = (value, digits = 4) =>
  value === null || !Number.isFinite(value) ? 'none' : String(Number(value.toPrecision(digits)));
/** With one decimal, as replay prints shares. */
export const percent = (share) => `${Math.round(1000 * share) / 10} %`;
/** 12345 as "12,345". */
export const grouped = new Intl.NumberFormat('en').format;
export const count = (number, one, several = `${one}s`) =>
  `${grouped(number)} ${number === 1 ? one : several}`;

/** Numbers as "1, 2 and 3", and at most a few of them. */
export function listed(items, most = 5) {
  const shown = Array.from(items.slice(0, most), grouped);
  if (items.length > most) shown.push(`${grouped(items.length - most)} more`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** An option's values: "from 2 to 16,777,216 observations", "above 0 up to 1, new rate / old rate". */
export function rangeText({names, whole, unit, least, greatest, without_least, without_greatest}) {
  if (names.length > 0) return 'one of its names';
  const low = least === null ? 'any number' : `${without_least ? 'above' : greatest === null ? 'at least' : 'from'} ${grouped(least)}`;
  const high = greatest === null ? '' : ` ${without_greatest ? 'to below' : without_least ? 'up to' : 'to'} ${grouped(greatest)}`;
  const units = (greatest ?? least) === 1 ? unit.replace(/s$/, '') : unit;
  return `${low}${high}${unit && (whole ? ` ${units}` : `, ${unit}`)}`;
}
