import { z } from 'zod';

/** 32 bytes. */
export const base64Key = /^[A-Za-z0-9+/]{43}=$/;

// Settings of the usual kinds, each with an example for the documentation.

export const port = (fallback: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(65535)
    .default(fallback)
    .meta({ example: String(fallback) });
export const whole = (fallback: number, min = 1) =>
  z.coerce
    .number()
    .int()
    .min(min)
    .default(fallback)
    .meta({ example: String(fallback) });
export const flag = (fallback: boolean) =>
  z
    .enum(['on', 'off', 'true', 'false', '1', '0'])
    .transform((value) => ['on', 'true', '1'].includes(value))
    .default(fallback)
    .meta({ example: fallback ? 'on' : 'off' });
export const text = (example: string) => z.string().min(1).meta({ example });
