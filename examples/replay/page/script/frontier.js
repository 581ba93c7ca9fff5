// Settings as points {saved, regret, family, text}, and which of them are worth a look.

/** The points of saved and regret in turn, of a family's settings. */
export function pointsOf(numbers, family, texts = []) {
  const points = [];
  for (let i = 0; i < numbers.length; i += 2)
    points.push({family, text: texts[i / 2], saved: numbers[i], regret: numbers[i + 1]});
  return points;
}

/** The points that no other beats, by regret. */
export function frontierOf(points) {
  const sorted = [...points].sort((a, b) => a.regret - b.regret || b.saved - a.saved);
  let best = -Infinity;
  return sorted.filter(({saved}) => saved > best && ((best = saved), true));
}

/** The point that saves the most within a regret; undefined if there is none. */
export const bestWithin = (points, regret) => frontierOf(points).filter((point) => point.regret <= regret).at(-1);
