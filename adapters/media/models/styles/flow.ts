import { blurred, drawn, mapped, sampled, type Plane } from './plane.ts';

/** Which way edges run, as unit vectors, and how clear that is (0 no way, 1 one way only). */
export interface Flow {
  x: Float32Array;
  y: Float32Array;
  clarity: Float32Array;
}

/** Central differences with Sobel's weights. */
function gradient({ data, width, height }: Plane): { dx: Float32Array; dy: Float32Array } {
  const [dx, dy] = [new Float32Array(data.length), new Float32Array(data.length)];
  for (let y = 0, i = 0; y < height; y++) {
    const [up, row, down] = [Math.max(0, y - 1) * width, y * width, Math.min(height - 1, y + 1) * width];
    for (let x = 0; x < width; x++, i++) {
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)];
      const [a, b, c] = [data[up + left] ?? 0, data[up + x] ?? 0, data[up + right] ?? 0];
      const [d, f] = [data[row + left] ?? 0, data[row + right] ?? 0];
      const [g, h, k] = [data[down + left] ?? 0, data[down + x] ?? 0, data[down + right] ?? 0];
      dx[i] = (c + 2 * f + k - a - 2 * d - g) / 8;
      dy[i] = (g + 2 * h + k - a - 2 * b - c) / 8;
    }
  }
  return { dx, dy };
}

/** How steep the plane is at each pixel. */
export function steepness(plane: Plane): Plane {
  const { dx, dy } = gradient(plane);
  return mapped(plane, (_, i) => Math.hypot(dx[i] ?? 0, dy[i] ?? 0));
}

/** The structure tensor of one or several planes, smoothed by `sigma` px (Brox et al. 2006; Kyprianidis and Kang 2011). */
export function flowOf(planes: readonly [Plane, ...Plane[]], sigma: number): Flow {
  const [first] = planes;
  const [xx, xy, yy] = [mapped(first, () => 0), mapped(first, () => 0), mapped(first, () => 0)];
  for (const plane of planes) {
    const { dx, dy } = gradient(plane);
    for (let i = 0; i < dx.length; i++) {
      const [gx, gy] = [dx[i] ?? 0, dy[i] ?? 0];
      xx.data[i] = (xx.data[i] ?? 0) + gx * gx;
      xy.data[i] = (xy.data[i] ?? 0) + gx * gy;
      yy.data[i] = (yy.data[i] ?? 0) + gy * gy;
    }
  }
  const [e, f, g] = [blurred(xx, sigma).data, blurred(xy, sigma).data, blurred(yy, sigma).data];
  const flow: Flow = {
    x: new Float32Array(e.length),
    y: new Float32Array(e.length),
    clarity: new Float32Array(e.length),
  };
  for (let i = 0; i < e.length; i++) {
    const [a, b, c] = [e[i] ?? 0, f[i] ?? 0, g[i] ?? 0];
    const across = 0.5 * Math.atan2(2 * b, a - c);
    flow.x[i] = -Math.sin(across);
    flow.y[i] = Math.cos(across);
    flow.clarity[i] = Math.sqrt((a - c) ** 2 + 4 * b * b) / (a + c + 1e-6);
  }
  return flow;
}

/** Smooths along the flow only, with a Gaussian of `sigma` px on the streamline through each pixel (line integral convolution). */
export function alongFlow(plane: Plane, flow: Flow, sigma: number): Plane {
  const { width, height } = plane;
  const reach = Math.ceil(2 * sigma);
  const weights = Float32Array.from({ length: reach + 1 }, (_, k) => Math.exp(-(k * k) / (2 * sigma * sigma)));
  return drawn(width, height, (x, y, i) => {
    let sum = plane.data[i] ?? 0;
    let all = 1;
    for (const side of [1, -1]) {
      let [px, py, vx, vy] = [x, y, side * (flow.x[i] ?? 0), side * (flow.y[i] ?? 0)];
      for (let k = 1; k <= reach; k++) {
        px += vx;
        py += vy;
        if (px < 0 || py < 0 || px > width - 1 || py > height - 1) break;
        const weight = weights[k] ?? 0;
        sum += weight * sampled(plane, px, py);
        all += weight;
        const at = Math.round(py) * width + Math.round(px);
        const [fx, fy] = [flow.x[at] ?? 0, flow.y[at] ?? 0];
        const turn = fx * vx + fy * vy < 0 ? -1 : 1;
        [vx, vy] = [turn * fx, turn * fy];
      }
    }
    return sum / all;
  });
}

interface Lines {
  sigma: number; // px, half the width of a line
  sharpness: number; // how much the difference is stressed over the tone
  threshold: number; // tone below which ink begins
  softness: number; // tone over which it fades
  length: number; // px along the line
}

/**
 * Lines as an artist would draw them: 1 is paper, 0 is ink. Difference of Gaussians across the flow, smoothed along it
 * (Kang, Lee, Chui 2007), with a soft threshold (XDoG: Winnemöller, Kyprianidis, Olsen 2012).
 */
export function linesOf(luma: Plane, flow: Flow, { sigma, sharpness, threshold, softness, length }: Lines): Plane {
  const reach = Math.ceil(3.2 * sigma);
  const weightsFor = (s: number) => {
    const weights = Float32Array.from({ length: reach + 1 }, (_, k) => Math.exp(-(k * k) / (2 * s * s)));
    const sum = weights.reduce((all, weight, k) => all + (k === 0 ? weight : 2 * weight), 0);
    return weights.map((weight) => weight / sum);
  };
  const [narrow, wide] = [weightsFor(sigma), weightsFor(1.6 * sigma)];
  const mix = narrow.map((weight, k) => (1 + sharpness) * weight - sharpness * (wide[k] ?? 0));
  const difference = drawn(luma.width, luma.height, (x, y, i) => {
    const [nx, ny] = [flow.y[i] ?? 0, -(flow.x[i] ?? 0)];
    let sum = (mix[0] ?? 0) * (luma.data[i] ?? 0);
    for (let k = 1; k <= reach; k++)
      sum += (mix[k] ?? 0) * (sampled(luma, x + k * nx, y + k * ny) + sampled(luma, x - k * nx, y - k * ny));
    return sum;
  });
  return mapped(alongFlow(difference, flow, length), (value) =>
    value >= threshold ? 1 : Math.max(0, 1 + Math.tanh((value - threshold) / softness)),
  );
}
