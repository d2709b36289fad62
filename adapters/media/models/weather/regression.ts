import { z } from 'zod';

/** A multinomial logistic regression; `slopes[k]` and `biases[k]` belong to class k. Features are brought to mean 0 and spread 1 first. */
export const WeightsSchema = z.object({
  mean: z.array(z.number()),
  spread: z.array(z.number().positive()),
  slopes: z.array(z.array(z.number())),
  biases: z.array(z.number()),
});
export type Weights = z.infer<typeof WeightsSchema>;

const widest = 4; // spreads; a feature farther out says no more

/** Features as the regression takes them. */
export const standardised = (
  features: ArrayLike<number>,
  { mean, spread }: Pick<Weights, 'mean' | 'spread'>,
): number[] =>
  mean.map((center, i) => Math.max(-widest, Math.min(widest, ((features[i] ?? 0) - center) / (spread[i] ?? 1))));

/** Raw scores of the classes (logits). */
export const scoresOf = (inputs: readonly number[], { slopes, biases }: Pick<Weights, 'slopes' | 'biases'>): number[] =>
  biases.map((bias, k) => inputs.reduce((sum, input, i) => sum + input * (slopes[k]?.[i] ?? 0), bias));
