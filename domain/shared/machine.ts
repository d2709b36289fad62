import { DomainError } from './errors.ts';

type Table = Record<string, Record<string, string>>;

/** The states of a machine as a union: `StateOf<typeof workMachine>`. */
export type StateOf<M extends { table: Table }> = keyof M['table'] & string;
/** The events of a machine as a union. */
export type MachineEvent<M extends { table: Table }> = {
  [S in keyof M['table']]: keyof M['table'][S];
}[keyof M['table']] &
  string;

/** One table decides a noun's whole life: states, the events each accepts, and where they lead. */
export function machine<const T extends Table>(name: string, table: T) {
  type State = keyof T & string;
  const states = Object.keys(table) as [State, ...State[]];

  /** Where the event leads, or undefined where the state does not accept it. */
  function peek(state: State, event: string): State | undefined {
    return table[state]?.[event];
  }

  return {
    name,
    table,
    states,
    peek,
    /** The next state; refuses with `unsupported` what the table does not allow. */
    next(state: State, event: string): State {
      const to = peek(state, event);
      if (to === undefined)
        throw new DomainError('conflict', 'unsupported', `${name} in ${state} does not allow ${event}`);
      return to;
    },
    /** True when no event leads out of the state. */
    isFinal: (state: State): boolean => Object.keys(table[state] ?? {}).length === 0,
  };
}
