import { alongFlow, flowOf, linesOf } from './flow.ts';
import { kuwahara } from './kuwahara.ts';
import { clouds, grain } from './noise.ts';
import { blurred, levelled, lumaOf, mapped, smoothstep, type Plane, type Rgb } from './plane.ts';

const paperColor = [0.95, 0.925, 0.86];
const inkColor = [0.09, 0.085, 0.1];

const bins = 4096;

function extremes({ data }: Plane): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

/** Values replaced by their rank (0…1): a screen of even distribution darkens exactly as much as it is asked to. */
function ranked(plane: Plane): Plane {
  const [low, high] = extremes(plane);
  const binOf = (value: number) => Math.floor(((value - low) / (high - low || 1)) * (bins - 1));
  const below = new Float64Array(bins);
  for (const value of plane.data) below[binOf(value)] = (below[binOf(value)] ?? 0) + 1 / plane.data.length;
  for (let bin = 1; bin < bins; bin++) below[bin] = (below[bin] ?? 0) + (below[bin - 1] ?? 0);
  return mapped(plane, (value) => below[binOf(value)] ?? 0);
}

/** Furrows of a gouge that follow the form: noise of one width, drawn along the flow. */
function furrows(width: number, height: number, flow: ReturnType<typeof flowOf>): Plane {
  const noise = grain(width, height, 17);
  const [fine, coarse] = [blurred(noise, 1.3), blurred(noise, 2.6)];
  return ranked(
    alongFlow(
      mapped(fine, (value, i) => value - (coarse.data[i] ?? 0)),
      flow,
      11,
    ),
  );
}

/** 木刻: black line and white line; middle tones are furrows along the form, as many as the tone asks for. No learned model. */
export function woodcut(planes: Rgb): Rgb {
  const { width, height } = planes[0];
  const luma = levelled(lumaOf(planes));
  const flow = flowOf([luma], 3);
  const tones = levelled(kuwahara([luma, luma, luma], flow, 4)[0]);
  const screen = furrows(width, height, flowOf([blurred(tones, 2)], 9));
  const lines = linesOf(tones, flow, { sigma: 1.4, sharpness: 16, threshold: 0.5, softness: 0.15, length: 6 });
  const worn = clouds(width, height, 5, 3, 27);
  const white = mapped(tones, (tone, i) => {
    const wanted = smoothstep(0.06, 0.74, tone);
    const carved = smoothstep(-0.06, 0.06, wanted * 1.12 - 0.06 - (screen.data[i] ?? 0));
    return Math.min(carved, lines.data[i] ?? 1);
  });
  const layer = (c: number) =>
    mapped(white, (value, i) => {
      const ink = (inkColor[c] ?? 0) + 0.1 * smoothstep(0.62, 0.8, worn.data[i] ?? 0);
      return ink + value * ((paperColor[c] ?? 1) - ink);
    });
  return [layer(0), layer(1), layer(2)];
}
