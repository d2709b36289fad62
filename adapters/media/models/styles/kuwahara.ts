import type { Flow } from './flow.ts';
import { mapped, type Plane, type Rgb } from './plane.ts';

const sectors = 8;
const angles = 32; // over half a turn
const clarities = 5;

/** Which pixels count how much in one sector of the window. */
interface Sector {
  offsets: Int32Array;
  weights: Float32Array;
}

/** Weight of a place of the unit disc in each sector: polynomials that overlap (Kyprianidis et al. 2010). */
function sectorWeights(u: number, v: number, radius: number): number[] {
  const zeta = 2 / radius;
  const zero = Math.PI / sectors + 0.2; // sectors overlap a little
  const eta = (zeta + Math.cos(zero)) / Math.sin(zero) ** 2;
  const all = Array.from({ length: sectors }, (_, k) => {
    const turn = (2 * Math.PI * k) / sectors;
    const [along, aside] = [u * Math.cos(turn) + v * Math.sin(turn), v * Math.cos(turn) - u * Math.sin(turn)];
    return Math.max(0, along + zeta - eta * aside * aside) ** 2;
  });
  const sum = all.reduce((a, b) => a + b, 0);
  const fall = Math.exp(-3.125 * (u * u + v * v));
  return all.map((weight) => (sum === 0 ? 0 : (weight / sum) * fall));
}

/** The window for one direction: an ellipse along it, longer and narrower where the direction is clear. */
function windowFor(angle: number, clarity: number, radius: number, stride: number): Sector[] {
  const [long, short] = [radius * (1 + clarity), radius / (1 + clarity)];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const lists = Array.from({ length: sectors }, () => ({ offsets: [] as number[], weights: [] as number[] }));
  for (let y = -2 * radius; y <= 2 * radius; y++)
    for (let x = -2 * radius; x <= 2 * radius; x++) {
      const [u, v] = [(x * c + y * s) / long, (y * c - x * s) / short];
      if (u * u + v * v > 1) continue;
      sectorWeights(u, v, radius).forEach((weight, k) => {
        if (weight < 1e-4) return;
        lists[k]?.offsets.push(y * stride + x);
        lists[k]?.weights.push(weight);
      });
    }
  return lists.map(({ offsets, weights }) => ({
    offsets: Int32Array.from(offsets),
    weights: Float32Array.from(weights),
  }));
}

/** The picture with its border repeated, four values a pixel: red, green, blue, luma. */
function framed(planes: Rgb, border: number) {
  const [{ width, height }] = planes;
  const [wide, high] = [width + 2 * border, height + 2 * border];
  const data = new Float32Array(wide * high * 4);
  for (let y = 0, at = 0; y < high; y++)
    for (let x = 0; x < wide; x++, at += 4) {
      const from = Math.min(height - 1, Math.max(0, y - border)) * width + Math.min(width - 1, Math.max(0, x - border));
      planes.forEach((plane, c) => (data[at + c] = plane.data[from] ?? 0));
      data[at + 3] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
  return { data, stride: wide };
}

/** Adds the sector's mean colour to `sum`, weighted by how even the sector is; `sum` is r, g, b and the weight. */
function addSector({ offsets, weights }: Sector, data: Float32Array, at: number, sum: Float64Array): void {
  let [r, g, b, l, squares, all] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < offsets.length; k++) {
    const weight = weights[k] ?? 0;
    const i = 4 * (at + (offsets[k] ?? 0));
    const luma = data[i + 3] ?? 0;
    r += weight * (data[i] ?? 0);
    g += weight * (data[i + 1] ?? 0);
    b += weight * (data[i + 2] ?? 0);
    l += weight * luma;
    squares += weight * luma * luma;
    all += weight;
  }
  if (all === 0) return;
  const variance = Math.abs(squares / all - (l / all) ** 2);
  const evenness = 1 / (1 + (2000 * variance) ** 4);
  sum[0] = (sum[0] ?? 0) + (r / all) * evenness;
  sum[1] = (sum[1] ?? 0) + (g / all) * evenness;
  sum[2] = (sum[2] ?? 0) + (b / all) * evenness;
  sum[3] = (sum[3] ?? 0) + evenness;
}

/**
 * Anisotropic Kuwahara filter: each pixel takes the colour of the evenest of eight sectors of a window that lies along
 * the edge (Kyprianidis, Kang, Döllner 2009, with the polynomial weights of 2010). Flattens tones and keeps edges.
 */
export function kuwahara(planes: Rgb, flow: Flow, radius: number): Rgb {
  const [{ width, height }] = planes;
  const border = 2 * radius;
  const { data, stride } = framed(planes, border);
  const windows = Array.from({ length: angles * clarities }, (_, n) =>
    windowFor((Math.PI * (n % angles)) / angles, Math.floor(n / angles) / (clarities - 1), radius, stride),
  );
  const out: [Plane, Plane, Plane] = [
    mapped(planes[0], () => 0),
    mapped(planes[0], () => 0),
    mapped(planes[0], () => 0),
  ];
  const sum = new Float64Array(4);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const angle = Math.atan2(flow.y[i] ?? 0, flow.x[i] ?? 0);
      const turn = Math.round((angle / Math.PI) * angles + 2 * angles) % angles;
      const clear = Math.round((flow.clarity[i] ?? 0) * (clarities - 1));
      sum.fill(0);
      for (const sector of windows[clear * angles + turn] ?? [])
        addSector(sector, data, (y + border) * stride + x + border, sum);
      out.forEach((plane, c) => (plane.data[i] = (sum[c] ?? 0) / (sum[3] ?? 1)));
    }
  return out;
}
