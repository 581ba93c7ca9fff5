// Numbers as people read them.

export const short = (value, digits = 4) =>
  value === null || !Number.isFinite(value) ? 'none' : String(Number(value.toPrecision(digits)));
export const percent = (share, digits = 2) => `${short(100 * share, digits)} %`;
export const count = (number, one, several = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : several}`;

/** "1, 2 and 3", and at most a few of them. */
export function listed(items, most = 5) {
  const shown = items.slice(0, most).map(String);
  if (items.length > most) shown.push(`${items.length - most} more`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
