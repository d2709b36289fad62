import { alongFlow, flowOf } from './flow.ts';
import { kuwahara } from './kuwahara.ts';
import { grain } from './noise.ts';
import { lumaOf, mapped, quantiles, sampled, type Plane, type Rgb } from './plane.ts';

/** Light from the upper left on a surface of such heights; 0 is flat. */
export function relief(heights: Plane): Plane {
  const { width } = heights;
  return mapped(heights, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return sampled(heights, x - 1, y - 1) - sampled(heights, x + 1, y + 1);
  });
}

/** Further from grey. */
export function saturated(planes: Rgb, by: number): Rgb {
  const luma = lumaOf(planes).data;
  const stronger = (plane: Plane) => mapped(plane, (value, i) => (luma[i] ?? 0) + by * (value - (luma[i] ?? 0)));
  return [stronger(planes[0]), stronger(planes[1]), stronger(planes[2])];
}

/** 油画: tones flattened along their edges, with the ridges that a bristle brush leaves in thick paint. */
export function oil(planes: Rgb): Rgb {
  const flow = flowOf(planes, 4);
  const paint = saturated(kuwahara(planes, flow, 6), 1.25);
  const { width, height } = planes[0];
  const bristles = alongFlow(grain(width, height, 11), flowOf(paint, 6), 7);
  const [low = 0, high = 1] = quantiles(bristles, 0.05, 0.95);
  const light = relief(mapped(bristles, (value) => (value - low) / (high - low)));
  const lit = (plane: Plane) =>
    mapped(plane, (value, i) => value * (1 + 0.16 * (light.data[i] ?? 0)) + 0.02 * (light.data[i] ?? 0));
  return [lit(paint[0]), lit(paint[1]), lit(paint[2])];
}
