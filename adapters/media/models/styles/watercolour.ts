import { flowOf, steepness } from './flow.ts';
import { paper, wobbled } from './ink.ts';
import { kuwahara } from './kuwahara.ts';
import { clouds } from './noise.ts';
import { saturated } from './oil.ts';
import { blurred, lumaOf, mapped, quantiles, unit, type Plane, type Rgb } from './plane.ts';

/** More pigment (density above 1) darkens a colour, less lightens it (Bousseau et al. 2006). */
const pigment = (plane: Plane, density: Plane): Plane =>
  mapped(plane, (value, i) => {
    const color = unit(value);
    return color - (color - color * color) * ((density.data[i] ?? 1) - 1);
  });

/** Lightened, with borders as unsteady as wet paper makes them. */
const wash = (plane: Plane): Plane =>
  wobbled(
    mapped(plane, (value) => 0.18 + 0.82 * unit(value) ** 0.68),
    3,
    22,
    81,
  );

/** 水彩: calm areas with dark rims, pigment that flows and settles in the hollows of the paper. No learned model. */
export function watercolour(planes: Rgb): Rgb {
  const { width, height } = planes[0];
  const calm = saturated(kuwahara(planes, flowOf(planes, 4), 8), 1.35);
  const washed: Rgb = [wash(calm[0]), wash(calm[1]), wash(calm[2])];
  const edges = steepness(blurred(lumaOf(washed), 1.2));
  const [strong = 1] = quantiles(edges, 0.97);
  const [flowing, texture] = [clouds(width, height, 140, 5, 91), paper(width, height, 101)];
  const density = mapped(edges, (value, i) => {
    const rim = 0.9 * unit(value / Math.max(0.01, strong));
    return 0.95 + rim + 1.3 * ((flowing.data[i] ?? 0) - 0.5) + 1.2 * (texture.data[i] ?? 0);
  });
  return [pigment(washed[0], density), pigment(washed[1], density), pigment(washed[2], density)];
}
