import type { Payments } from '#domain/ports/payments.ts';
import { SettingsError, type Settings } from '../env.ts';
import { createAlipay } from './alipay.ts';
import type { Credentials } from './gateway.ts';
import { noPayments } from './no-payments.ts';

/** Certificates where they are set, else the public key; without either there are none. */
function credentialsOf(settings: Settings): Credentials | undefined {
  const { ALIPAY_APP_CERT, ALIPAY_CERT, ALIPAY_ROOT_CERT, ALIPAY_PUBLIC_KEY: alipayPublicKey } = settings;
  if (ALIPAY_APP_CERT && ALIPAY_CERT && ALIPAY_ROOT_CERT)
    return {
      appCertContent: ALIPAY_APP_CERT,
      alipayPublicCertContent: ALIPAY_CERT,
      alipayRootCertContent: ALIPAY_ROOT_CERT,
    };
  if (ALIPAY_APP_CERT || ALIPAY_CERT || ALIPAY_ROOT_CERT)
    throw new SettingsError(
      'Wrong settings:\n  ALIPAY_APP_CERT, ALIPAY_CERT and ALIPAY_ROOT_CERT need each other: all three, or none',
    );
  return alipayPublicKey ? { alipayPublicKey } : undefined;
}

/** The payment provider of these settings; without an app there is none. */
export function paymentsOf(settings: Settings): Payments {
  const { ALIPAY_APP_ID: appId, ALIPAY_PRIVATE_KEY: privateKey, ALIPAY_SELLER_ID: sellerId } = settings;
  const { ALIPAY_GATEWAY: gateway, ALIPAY_RETURN_URL: returnUrl, PUBLIC_URL } = settings;
  if (!appId) return noPayments;
  const credentials = credentialsOf(settings);
  if (!privateKey || !credentials || !sellerId)
    throw new SettingsError(
      'Wrong settings:\n  ALIPAY_APP_ID needs ALIPAY_PRIVATE_KEY, ALIPAY_SELLER_ID, and the certificates or ALIPAY_PUBLIC_KEY',
    );
  const notifyUrl =
    settings.ALIPAY_NOTIFY_URL ?? (PUBLIC_URL && new URL('/vfine/v1/payments/alipay/notify', PUBLIC_URL).href);
  return createAlipay({ appId, privateKey, credentials, sellerId, gateway, notifyUrl, returnUrl });
}
