import { hasRole, requireRole, type Actor } from '#domain/shared/actor.ts';

const actor = (roles: Actor['roles']): Actor => ({ id: 1, uuid: 'u', realm: 'vfine', roles, isMusician: false });

describe('roles', () => {
  test('an administrator has every role', () => {
    expect(hasRole(actor(['admin']), 'manager')).toBe(true);
  });

  test('a manager is no administrator', () => {
    expect(() => requireRole(actor(['manager']), 'admin')).toThrow(
      expect.objectContaining({ kind: 'forbidden' }) as Error,
    );
  });

  test('nobody without a role has one', () => {
    expect(hasRole(actor([]), 'manager')).toBe(false);
  });
});
