/** Does work again and again, until what it answers is called. */
export type Repeat = (ms: number, work: () => void) => () => void;

export const repeat: Repeat = (ms, work) => {
  const timer = setInterval(work, ms);
  return () => clearInterval(timer);
};
