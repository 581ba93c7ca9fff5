// Axes: from values to pixels, with round numbers to label.

const ROUND = [1, 2, 5];

function linearTicks(least, greatest, most) {
  const span = greatest - least || 1;
  let step = 10 ** Math.floor(Math.log10(span / most));
  if (!(step > 0)) return [least]; // the values are too close to each other for steps between them
  for (let i = 0; span / step > most; ++i) step *= i % 3 === 1 ? 2.5 : 2;
  const ticks = [];
  for (let tick = Math.ceil(least / step - 1e-9); tick * step <= greatest + 1e-9 * span; ++tick) ticks.push(tick * step);
  return ticks.map((tick) => Number(tick.toPrecision(10)));
}

function logarithmicTicks(least, greatest, most) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= greatest && power < 309; ++power)
    for (const digit of ROUND) {
      const tick = Number((digit * 10 ** power).toPrecision(6));
      if (tick >= least && tick <= greatest) ticks.push(tick);
    }
  if (ticks.length < 2) return linearTicks(least, greatest, most);
  const every = Math.ceil(ticks.length / most);
  return ticks.filter((_, i) => i % every === 0);
}

/** A scale from [least, greatest] to [from, to] in pixels. */
export function scale({least, greatest, from, to, logarithmic = false, ticks = 6}) {
  const size = Math.max(Math.abs(least), Math.abs(greatest));
  if (!(greatest - least > 1e-9 * size)) greatest = least + (size || 1); // nothing but rounding errors
  const forward = logarithmic ? Math.log : (value) => value;
  const back = logarithmic ? Math.exp : (value) => value;
  const [low, high] = [forward(least), forward(greatest)];
  const at = (value) => from + (to - from) * (forward(value) - low) / (high - low);
  at.value = (pixel) => back(low + (high - low) * (pixel - from) / (to - from));
  at.ticks = (logarithmic ? logarithmicTicks : linearTicks)(least, greatest, ticks);
  return at;
}

/** The least and the greatest finite value at every `step`-th place from `start`; above 0 if `positive`. */
export function boundsOf(arrays, start, step, positive = false) {
  let least = Infinity;
  let greatest = -Infinity;
  for (const values of arrays)
    for (let i = start; i < values.length; i += step) {
      const value = values[i];
      if (!Number.isFinite(value) || (positive && value <= 0)) continue;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  return least <= greatest ? [least, greatest] : [positive ? 1 : 0, positive ? 10 : 1];
}
