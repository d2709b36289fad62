// The kernel of frames and sound. It owns no memory: the caller lays out planes, tables and scratch rows and hands over their addresses.
export { columns, columnsSize, plane } from './resample';
export { rgbToYuv, yuvToRgb } from './color';
export { copy, fill, mix, mixTo, over } from './blend';
export { add, between, listen } from './sound';
