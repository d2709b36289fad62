import { z } from 'zod';
import { whole } from '../setting-kinds.ts';

const certificate = z.string().includes('-----BEGIN CERTIFICATE-----').optional();

/** Who takes and pays the money. */
export const alipaySettings = {
  ALIPAY_APP_ID: z
    .string()
    .optional()
    .meta({ example: '2021000000000000' })
    .describe('app that takes and pays the money; none: the embedded stand-in'),
  ALIPAY_PRIVATE_KEY: z
    .string()
    .optional()
    .meta({ example: 'ALIPAY_PRIVATE_KEY_FILE=/run/secrets/alipay-app (PKCS8)' })
    .describe('private key of the app'),
  ALIPAY_PUBLIC_KEY: z
    .string()
    .optional()
    .meta({ example: 'ALIPAY_PUBLIC_KEY_FILE=/run/secrets/alipay' })
    .describe("Alipay's public key for the app, where it has no certificates: it can take money, but not pay out"),
  ALIPAY_APP_CERT: certificate
    .meta({ example: 'ALIPAY_APP_CERT_FILE=/run/secrets/appCertPublicKey.crt' })
    .describe('certificate of the app, PEM'),
  ALIPAY_CERT: certificate
    .meta({ example: 'ALIPAY_CERT_FILE=/run/secrets/alipayCertPublicKey_RSA2.crt' })
    .describe("Alipay's certificate for the app, PEM"),
  ALIPAY_ROOT_CERT: certificate
    .meta({ example: 'ALIPAY_ROOT_CERT_FILE=/run/secrets/alipayRootCert.crt' })
    .describe("Alipay's root certificates, PEM"),
  ALIPAY_SELLER_ID: z
    .string()
    .regex(/^2088\d{12}$/)
    .optional()
    .meta({ example: '2088000000000000' })
    .describe('account that the money goes to'),
  ALIPAY_GATEWAY: z
    .url()
    .default('https://openapi.alipay.com/gateway.do')
    .meta({ example: 'https://openapi.alipay.com/gateway.do' })
    .describe('where Alipay answers'),
  ALIPAY_NOTIFY_URL: z
    .url()
    .optional()
    .meta({ example: 'https://api.example.org/vfine/v1/payments/alipay/notify' })
    .describe('where Alipay tells of payments; none: below PUBLIC_URL, and without that it tells nothing'),
  ALIPAY_RETURN_URL: z
    .url()
    .optional()
    .meta({ example: 'https://www.example.org/paid' })
    .describe('page that buyers return to from the cashier'),
  ALIPAY_STAND_IN_SPEED: whole(1).describe(
    'how much faster than the real ones the stand-in sends its notifications again',
  ),
};
