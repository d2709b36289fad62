import { readable, readableOfTemporal } from '#scripts/platform/log-lines.ts';

const own = (line: object) => readable(JSON.stringify({ level: 'info', time: '…', role: 'api', ...line }));

describe('log lines of our own processes', () => {
  it.each([
    ['shows what happened', { msg: 'API ready', event: 'api_ready', port: 8080 }, 'API ready port=8080'],
    ['marks trouble', { level: 'warn', msg: 'slow', ms: 9000 }, 'warn slow ms=9000'],
    ['hides details', { level: 'debug', msg: 'polling' }, undefined],
    ['hides reading that went well', { event: 'request', method: 'GET', status: 200, msg: 'request' }, undefined],
    [
      'shows reading that went wrong',
      { event: 'request', method: 'GET', status: 500, msg: 'request' },
      expect.any(String),
    ],
    ['shows writing', { event: 'request', method: 'POST', status: 200, msg: 'request' }, expect.any(String)],
  ])('%s', (_name, line, shown) => {
    expect(own(line)).toEqual(shown);
  });

  it('shows what is no log line, such as a crash, as it is', () => {
    expect(readable('TypeError: x is not a function')).toBe('TypeError: x is not a function');
  });
});

const of = (level: string, msg: string) => readableOfTemporal(JSON.stringify({ level, msg, error: 'refused' }));

describe('log lines of the Temporal server', () => {
  it('shows warnings and errors, but neither what it always says nor what is no log line', () => {
    expect(of('error', 'unable to refresh')).toBe('error unable to refresh error=refused');
    expect(of('info', 'started')).toBeUndefined();
    expect(of('warn', 'network dial error')).toBeUndefined();
    expect(readableOfTemporal('Processing config file as template')).toBeUndefined();
  });
});
