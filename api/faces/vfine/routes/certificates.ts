import { z } from 'zod';
import type { RawAnswer } from '#api/kernel/declaration.ts';
import { findOwnCertificate, listCertificates, verifyCertificate } from '#domain/certificates/find-certificates.ts';
import type { Certificate } from '#domain/orders/certificate.entity.ts';
import { mapSlice } from '#domain/shared/slice.ts';
import { vfine } from '../face.ts';
import { text, uuid } from '../inputs.ts';
import {
  CertificateView,
  presentCertificate,
  presentPaper,
  presentText,
  presentVerification,
  verificationPath,
  verifyPath,
  VerificationView,
} from '../presenters/certificate.ts';
import { askingPage, provenPage } from '../presenters/verification-page.ts';
import { texts } from '../words.ts';

const params = z.object({ uuid });
const number = text(40);
const signature = text(200).meta({ description: 'key and signature as printed, `key:signature`' });

const saved = (type: string, { number: name }: Certificate, extension: string, body: Buffer | string): RawAnswer => ({
  type,
  body,
  headers: { 'Content-Disposition': `attachment; filename="${name.replace(/[^\w-]/g, '_')}.${extension}"` },
});

const pageOf = (body: string, status = 200): RawAnswer => ({ status, type: 'text/html; charset=utf-8', body });

/** Licences that somebody has bought; nobody else sees them, unless the holder shows number and signature. */
export const certificateRoutes = [
  vfine.list('GET /certificates/', {
    summary: "The caller's licence certificates, newest first",
    auth: 'user',
    item: CertificateView,
    handler: async ({ em, actor, window }) =>
      mapSlice(await listCertificates(em, actor.id, window), presentCertificate),
  }),

  vfine.route('GET /certificates/keys', {
    summary: 'The public keys that certificates are verified with, the one in use first',
    ours: true,
    auth: 'none',
    output: z.object({
      keys: z.array(
        z.object({
          id: z.string(),
          algorithm: z.literal('Ed25519'),
          public_key: z.string().meta({ description: 'base64' }),
        }),
      ),
    }),
    handler: async ({ ports: { signer } }) => ({
      keys: signer.keys.map(({ id, publicKey }) => ({ id, algorithm: 'Ed25519' as const, public_key: publicKey })),
    }),
  }),

  vfine.route('GET /certificates/verification', {
    summary: 'Verify a certificate by its number and signature: what it says, and whether it counts',
    ours: true,
    auth: 'none',
    rate: 'verify',
    input: { query: z.object({ number, signature }) },
    output: VerificationView,
    handler: async ({ em, query, ports: { signer } }) =>
      presentVerification(await verifyCertificate(em, signer, query), query.signature),
  }),

  vfine.raw(`GET ${verifyPath}`, {
    summary: 'The same as a page, where the QR code of a certificate leads',
    ours: true,
    auth: 'none',
    rate: 'verify',
    type: 'text/html',
    input: { query: z.object({ number: number.exactOptional(), signature: signature.exactOptional() }) },
    refuse: ({ kind }, { link }) =>
      kind === 'too_many'
        ? pageOf(askingPage(link(verifyPath), texts['too_many_requests']), 400)
        : pageOf(askingPage(link(verifyPath), '未找到与该编号和签名相符的证书。'), 404),
    async handler({ em, query, ports: { signer }, link }) {
      if (!query.number || !query.signature) return pageOf(askingPage(link(verifyPath)));
      const given = { number: query.number.trim(), signature: query.signature.trim() };
      return pageOf(provenPage(await verifyCertificate(em, signer, given)));
    },
  }),

  vfine.raw('GET /certificates/:uuid.txt', {
    summary: 'A certificate as a text file that can be verified offline',
    auth: 'user',
    type: 'text/plain',
    input: { params },
    async handler({ em, actor, params: { uuid: id }, absolute }) {
      const certificate = await findOwnCertificate(em, actor.id, id);
      const file = presentText(certificate, absolute(verificationPath(certificate)));
      return saved('text/plain; charset=utf-8', certificate, 'txt', file);
    },
  }),

  vfine.raw('GET /certificates/:uuid.pdf', {
    summary: 'A certificate as a PDF file; one that is void says so across the page',
    auth: 'user',
    rate: 'verify',
    type: 'application/pdf',
    input: { params },
    async handler({ em, actor, params: { uuid: id }, absolute, ports: { certificatePrinter } }) {
      const certificate = await findOwnCertificate(em, actor.id, id);
      const paper = presentPaper(certificate, absolute(verificationPath(certificate)));
      return saved('application/pdf', certificate, 'pdf', await certificatePrinter.print(paper));
    },
  }),

  vfine.route('GET /certificates/:uuid/', {
    summary: 'One certificate of the caller',
    auth: 'user',
    input: { params },
    output: CertificateView,
    example: {
      uuid: '4f08e0ad-8475-462b-9371-48e541eafaa8',
      author: 'eigenTunes亦听',
      licensee: 'Admin',
      work_name: '漫步星空',
      work_path: '/path.mp3',
      work: {
        uuid: '2dc065a3-239f-45ae-ba6c-cf17636b8dd3',
        name: '漫步星空',
        path: '/path.mp3',
        avatar: '/path.jpg',
        producer: { uuid: '48b475fb-a796-41bc-8fe4-d8b7497aee4d', name: 'eigenTunes亦听' },
      },
      purchase_date: '2017-05-08T10:15:02.402000Z',
      purpose: '广告/宣传片',
      detail: '全渠道投放',
      price: '0.01',
      income: '0.00',
      order: '184d37c2-b836-479e-aa8b-2991ff3781d3',
      number: 'VF20170508101502',
      owner: 'eigenTunes亦听',
      kind: '非独家使用许可',
      term: '自签发之日起永久有效',
      territory: '全球',
      status: 'ISSUED',
      statement: 'V.Fine 音乐作品授权证书 v1\n证书编号: VF20170508101502\n…',
      signature: null,
    },
    handler: async ({ em, actor, params: { uuid: id } }) =>
      presentCertificate(await findOwnCertificate(em, actor.id, id)),
  }),
];
