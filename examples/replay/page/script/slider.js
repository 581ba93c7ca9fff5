// How a slider's position stands for an option's value, from the option's description.

const STEPS = 200;
const DECADES = 4; // of an option without a greatest value
const DECADES_FROM_ZERO = 6; // if its default is 0, which says nothing about its scale

/** Rounds to two significant digits, or three from a half on, so that 0.975 can be chosen. */
const rounded = (value) => Number(value.toPrecision(value >= 0.5 && value < 1 ? 3 : 2));

/** From 0 to 1 on a logarithmic scale, which begins with 0 if the range has it. */
function logarithmic(low, high, withZero, whole) {
  const round = whole ? Math.round : rounded;
  const ratio = Math.log(high / low);
  const shift = withZero ? 1 : 0;
  return {
    value: (position) => (withZero && position === 0 ? 0
      : round(low * Math.exp(ratio * (position - shift) / (STEPS - shift)))),
    position: (value) => (value <= 0 ? 0
      : Math.round(shift + (STEPS - shift) * Math.log(value / low) / ratio)),
  };
}

/** Towards 1: 0, 0.5, 0.9, 0.99, 0.999 are at equal distances, as half-lives would be. */
function towardsOne(low) {
  const far = 1e-3;
  const ratio = Math.log(far / (1 - low));
  return {
    value: (position) => rounded(1 - (1 - low) * Math.exp(ratio * position / STEPS)),
    position: (value) => Math.round(STEPS * Math.log(Math.max(1 - value, far) / (1 - low)) / ratio),
  };
}

function linear(low, high) {
  return {
    value: (position) => rounded(low + (high - low) * position / STEPS),
    position: (value) => Math.round(STEPS * (value - low) / (high - low)),
  };
}

/** The scale of an option: {steps, value(position), position(value)}. */
export function sliderScale({value, whole, least, greatest, without_greatest, without_least}, observations) {
  const usual = value === null || value === 'unlimited' ? 4 : Number(value);
  const low = least ?? 0;
  const contains = (number) => (without_least ? number > low : number >= low)
    && (greatest === null || (without_greatest ? number < greatest : number <= greatest));
  let scale;
  if (whole) {
    const high = Math.min(greatest ?? Infinity, Math.max(observations / 2, 10 * usual, 10));
    scale = logarithmic(Math.max(low, 1), high, low === 0, true);
  } else if (greatest !== null && greatest <= 1) {
    scale = without_greatest ? towardsOne(low) : linear(low, greatest);
  } else {
    const middle = usual > 0 ? usual : 0.01;
    const reach = 10 ** ((usual > 0 ? DECADES : DECADES_FROM_ZERO) / 2);
    scale = logarithmic(Math.max(low, middle / reach), Math.min(greatest ?? Infinity, middle * reach), contains(0), false);
  }
  return {
    steps: STEPS,
    value(position) {
      const chosen = scale.value(position);
      if (contains(chosen)) return chosen;
      return chosen <= low ? scale.value(1) : scale.value(STEPS - 1);
    },
    position: (number) => Math.min(Math.max(scale.position(number), 0), STEPS),
  };
}
