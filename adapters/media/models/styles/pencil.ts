import { steepness } from './flow.ts';
import { paper } from './ink.ts';
import { grain } from './noise.ts';
import { blurred, drawn, lumaOf, mapped, padded, quantiles, unit, type Plane, type Rgb } from './plane.ts';

const directions = 8;

/** Mean along a straight line of so many px each way. */
function alongLine(plane: Plane, angle: number, reach: number): Plane {
  const { data, width: stride } = padded(plane, reach);
  const steps = Int32Array.from({ length: 2 * reach + 1 }, (_, k) => {
    const away = k - reach;
    return Math.round(away * Math.sin(angle)) * stride + Math.round(away * Math.cos(angle));
  });
  return drawn(plane.width, plane.height, (x, y) => {
    const at = (y + reach) * stride + x + reach;
    let sum = 0;
    for (let k = 0; k < steps.length; k++) sum += data[at + (steps[k] ?? 0)] ?? 0;
    return sum / steps.length;
  });
}

/** Edges drawn as straight strokes that cross a little at their ends: each edge pixel belongs to the line it lies on. */
function sketch(luma: Plane): Plane {
  const edges = steepness(blurred(luma, 0.8));
  const reach = Math.max(4, Math.round(Math.max(luma.width, luma.height) / 90));
  const angles = Array.from({ length: directions }, (_, k) => (Math.PI * k) / directions);
  const responses = angles.map((angle) => alongLine(edges, angle, reach).data);
  const best = new Uint8Array(edges.data.length);
  const strongest = new Float32Array(edges.data.length);
  responses.forEach((response, k) => {
    for (let i = 0; i < response.length; i++) {
      const value = response[i] ?? 0;
      if (value > (strongest[i] ?? 0)) [best[i], strongest[i]] = [k, value];
    }
  });
  const strokes = mapped(edges, () => 0);
  angles.forEach((angle, k) => {
    const own = mapped(edges, (value, i) => (best[i] === k ? value : 0));
    alongLine(own, angle, reach).data.forEach((value, i) => (strokes.data[i] = (strokes.data[i] ?? 0) + value));
  });
  const [strong = 1] = quantiles(strokes, 0.985);
  return mapped(strokes, (value) => 1 - unit(value / Math.max(strong, 1e-3)) ** 1.15);
}

/** Share of each tone (0…255) in pencil drawings: paper, even middle tones, dark accents (the paper's parameters). */
function toneCurve(): Float64Array {
  const shares = Float64Array.from({ length: 256 }, (_, v) => {
    const bright = Math.exp(-(255 - v) / 9) / 9;
    const middle = v >= 105 && v <= 225 ? 1 / 120 : 0;
    const dark = Math.exp(-((v - 90) ** 2) / (2 * 11 * 11)) / Math.sqrt(2 * Math.PI * 121);
    return 0.52 * bright + 0.37 * middle + 0.11 * dark;
  });
  let sum = 0;
  return shares.map((share) => (sum += share));
}

/** The tones of the picture, redistributed as in pencil drawings. */
function pencilTones(luma: Plane): Plane {
  const wanted = toneCurve();
  const all = wanted[255] ?? 1;
  const counts = new Uint32Array(256);
  for (const value of luma.data)
    counts[Math.round(255 * unit(value))] = (counts[Math.round(255 * unit(value))] ?? 0) + 1;
  const table = new Float32Array(256);
  for (let v = 0, sum = 0, tone = 0; v < 256; v++) {
    sum += counts[v] ?? 0;
    while (tone < 255 && (wanted[tone] ?? 0) / all < sum / luma.data.length) tone++;
    table[v] = tone / 255;
  }
  return blurred(
    mapped(luma, (value) => table[Math.round(255 * unit(value))] ?? 1),
    1.2,
  );
}

/** A sheet evenly hatched with a soft pencil, 0…1: two layers of strokes, not quite parallel, over the grain of the paper. */
function hatching(width: number, height: number): Plane {
  const layer = (angle: number, seed: number) => alongLine(blurred(grain(width, height, seed), 0.6), angle, 14);
  const [first, second] = [layer(-0.9, 71), layer(-0.72, 72)];
  const tooth = paper(width, height, 73);
  return mapped(first, (value, i) => {
    const strokes = 0.5 + 2.2 * (value + (second.data[i] ?? 0) - 1);
    return Math.min(0.96, Math.max(0.12, strokes + 0.9 * (tooth.data[i] ?? 0)));
  });
}

/** How often the hatching must be drawn over to reach the tones: (ln H) β = ln J with a smooth β, by Jacobi's iteration. */
function layersFor(tones: Plane, hatch: Plane): Plane {
  const { width, height } = tones;
  const [h, j] = [
    hatch.data.map((value) => Math.log(value)),
    tones.data.map((value) => Math.log(Math.max(0.02, value))),
  ];
  const smoothness = 0.2;
  let beta = blurred(
    mapped(tones, (_, i) => (j[i] ?? 0) / -0.9),
    3,
  );
  for (let round = 0; round < 12; round++) {
    const now = beta.data;
    beta = drawn(width, height, (x, y, i) => {
      const [left, right] = [now[x > 0 ? i - 1 : i] ?? 0, now[x < width - 1 ? i + 1 : i] ?? 0];
      const [up, down] = [now[y > 0 ? i - width : i] ?? 0, now[y < height - 1 ? i + width : i] ?? 0];
      const own = h[i] ?? 0;
      return (own * (j[i] ?? 0) + smoothness * (left + right + up + down)) / (own * own + 4 * smoothness);
    });
  }
  return mapped(beta, (value) => Math.max(0, value));
}

/** 铅笔: strokes along the edges times hatching that carries the tones (Lu, Xu, Jia 2012). No learned model. */
export function pencil(planes: Rgb): Rgb {
  const luma = lumaOf(planes);
  const { width, height } = luma;
  const strokes = sketch(luma);
  const hatch = hatching(width, height);
  const layers = layersFor(pencilTones(luma), hatch);
  const grey = mapped(strokes, (value, i) => value * (hatch.data[i] ?? 1) ** (layers.data[i] ?? 0));
  const layer = (paperTone: number, lead: number) => mapped(grey, (value) => lead + value * (paperTone - lead));
  return [layer(0.985, 0.13), layer(0.98, 0.13), layer(0.965, 0.15)];
}
