import { databasesBeside, serverPorts, sqlEnvironment } from '#temporal/environment.ts';

describe('how Temporal reaches PostgreSQL', () => {
  it('uses databases of its own beside the application’s', () => {
    expect(databasesBeside('shop')).toEqual({ main: 'shop_temporal', visibility: 'shop_temporal_visibility' });
  });

  it('decodes name and password, and speaks plainly to a database on this machine', () => {
    expect(sqlEnvironment('postgresql://a%40b:p%2Fw@127.0.0.1:5433/ensemble')).toMatchObject({
      SQL_USER: 'a@b',
      SQL_PASSWORD: 'p/w',
      SQL_ADDRESS: '127.0.0.1:5433',
      SQL_MAIN: 'ensemble_temporal',
      SQL_TLS: 'false',
    });
  });

  it.each([
    ['require', 'true', 'false'],
    ['verify-full', 'true', 'true'],
    ['disable', 'false', 'false'],
  ])('obeys sslmode=%s', (mode, tls, verify) => {
    const environment = sqlEnvironment(`postgresql://u:p@db.example.org/x?sslmode=${mode}&sslrootcert=/ca.pem`);
    expect(environment).toMatchObject({ SQL_TLS: tls, SQL_TLS_VERIFY: verify, SQL_PORT: '5432' });
    expect(environment['SQL_TLS_CA_FILE']).toBe('/ca.pem');
  });

  it('takes eight ports from the first one on', () => {
    expect(serverPorts(7233)).toEqual([7233, 7234, 7235, 7236, 7237, 7238, 7239, 7240]);
  });
});
