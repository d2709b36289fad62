import { scoresOf, standardised, type Weights } from '#adapters/media/models/weather/regression.ts';

export interface Example {
  features: Float32Array;
  label: number;
  weight: number;
}

interface Course {
  rounds: number;
  /** Weight decay. */
  decay: number;
  chance: () => number;
}

const firstRate = 0.004;
const batch = 64;

function moments(examples: readonly Example[]): Pick<Weights, 'mean' | 'spread'> {
  const count = examples[0]?.features.length ?? 0;
  const average = (of: (features: Float32Array) => number): number =>
    examples.reduce((sum, { features }) => sum + of(features), 0) / examples.length;
  const mean = Array.from({ length: count }, (_, i) => average((features) => features[i] ?? 0));
  const spread = mean.map((center, i) => Math.sqrt(average((features) => ((features[i] ?? 0) - center) ** 2)) || 1);
  return { mean, spread };
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Adam (Kingma, Ba, 2015) with decoupled weight decay (Loshchilov, Hutter, 2019). */
function adam(parameters: number[], decay: number) {
  const [first, second] = [new Float64Array(parameters.length), new Float64Array(parameters.length)];
  let step = 0;
  return (gradient: readonly number[], rate: number): void => {
    step++;
    gradient.forEach((g, i) => {
      const m = 0.9 * (first[i] ?? 0) + 0.1 * g;
      const v = 0.999 * (second[i] ?? 0) + 0.001 * g * g;
      first[i] = m;
      second[i] = v;
      const move = m / (1 - 0.9 ** step) / (Math.sqrt(v / (1 - 0.999 ** step)) + 1e-8);
      parameters[i] = (parameters[i] ?? 0) * (1 - rate * decay) - rate * move;
    });
  };
}

function shuffle(items: unknown[], chance: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
}

/** Learns by the cross-entropy on weighted examples; the same examples and chance give the same weights. */
export function learn(examples: readonly Example[], classes: number, { rounds, decay, chance }: Course): Weights {
  const scale = moments(examples);
  const ready = examples.map(({ features, ...one }) => ({ ...one, inputs: standardised(features, scale) }));
  const slopes = Array.from({ length: classes }, () => scale.mean.map(() => 0));
  const biases = Array.from({ length: classes }, () => 0);
  const moveBiases = adam(biases, 0);
  const moveSlopes = slopes.map((one) => adam(one, decay));
  for (let round = 0; round < rounds; round++) {
    shuffle(ready, chance);
    const rate = firstRate * 0.5 * (1 + Math.cos((Math.PI * round) / rounds));
    for (let start = 0; start < ready.length; start += batch) {
      const part = ready.slice(start, start + batch);
      const errors = part.map(({ inputs, label, weight }) =>
        softmax(scoresOf(inputs, { slopes, biases })).map((share, k) => weight * (share - (k === label ? 1 : 0))),
      );
      const mean = (of: (i: number) => number): number => part.reduce((sum, _, i) => sum + of(i), 0) / part.length;
      moveSlopes.forEach((move, k) => {
        const gradient = scale.mean.map((_, j) => mean((i) => (errors[i]?.[k] ?? 0) * (part[i]?.inputs[j] ?? 0)));
        move(gradient, rate);
      });
      moveBiases(
        biases.map((_, k) => mean((i) => errors[i]?.[k] ?? 0)),
        rate,
      );
    }
  }
  return { ...scale, slopes, biases };
}
