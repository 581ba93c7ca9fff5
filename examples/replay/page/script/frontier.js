// Settings as points {saved, regret, worst, family, text}, and which of them are worth a look. Saved and
// regret are means over the stages, and worst is the greatest regret.

/** The points of a family's settings, of which the engine lists saved, regret and worst in turn. */
export const pointsOf = (numbers, family, texts) => texts.map((text, i) =>
  ({family, text, saved: numbers[3 * i], regret: numbers[3 * i + 1], worst: numbers[3 * i + 2]}));

/** The points of the bound: saved and regret in turn. */
export const boundOf = (numbers) => Array.from({length: numbers.length / 2}, (_, i) =>
  ({saved: numbers[2 * i], regret: numbers[2 * i + 1]}));

/** The points that no other beats, by regret. */
export function frontierOf(points) {
  const sorted = [...points].sort((a, b) => a.regret - b.regret || b.saved - a.saved);
  let best = -Infinity;
  return sorted.filter(({saved}) => saved > best && ((best = saved), true));
}

/** The point that saves the most within a regret; undefined if there is none. */
export const bestWithin = (points, regret) => frontierOf(points).filter((point) => point.regret <= regret).at(-1);
