/** First two and last three characters, e.g. `dayifu` → `da*ifu`; of five or fewer only the first. */
export function maskAccount(account: string): string {
  const [first, last] = account.length > 5 ? [2, 3] : [1, 0];
  const hidden = Math.max(0, account.length - first - last);
  return account.slice(0, first) + '*'.repeat(hidden) + account.slice(account.length - last);
}

/** What Alipay takes as an account: a phone number, a mail address, a user number or a login name. */
export const accountPattern = /^[\w.@+-]{3,100}$/;
