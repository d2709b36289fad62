/** What the guardian started for this run of Jest. Each service starts when the first test asks for it. */
interface Services {
  /** A PostgreSQL: URL of its first database, and the name of a migrated one to copy. */
  database: { url: string; template: string };
  /** A real Temporal server. */
  temporal: { address: string };
  /** File of the workflows' bundle. */
  workflows: { path: string };
  /** Executable of the time-skipping server. */
  timeSkipping: { path: string };
}

export type ServiceName = keyof Services;

/** Asks the guardian for a service; it starts each one once, whoever asks. */
export async function service<N extends ServiceName>(name: N): Promise<Services[N]> {
  const origin = process.env['ENSEMBLE_TEST_SERVICES'];
  if (!origin) throw new Error('ENSEMBLE_TEST_SERVICES is not set: tests/kit/global-setup.ts sets it');
  const answer = await fetch(`${origin}/${name}`);
  if (!answer.ok) throw new Error(`The test service ${name} does not start: ${await answer.text()}`);
  return (await answer.json()) as Services[N];
}

/** How each service is started, by the guardian. */
export type Starters = { [N in ServiceName]: () => Promise<Services[N]> };
