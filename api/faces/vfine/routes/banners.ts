import { z } from 'zod';
import type { Banner } from '#domain/catalog/banner.entity.ts';
import { addBanner, listBanners, removeBanner } from '#domain/catalog/banners.ts';
import { vfine } from '../face.ts';
import { recordAct } from '../record-act.ts';
import { Nothing, numberId, requiredText, text } from '../inputs.ts';

const keys = { href: z.string(), type: z.string().meta({ example: 'SLIDER' }), name: z.string() };
const BannerView = z.object(keys);
const OwnBannerView = z.object({ id: z.int(), ...keys });

const present = ({ href, type, name }: Banner): z.input<typeof BannerView> => ({ href, type, name });

/** A path or a web address; no other scheme, for clients follow it. */
const href = requiredText(500).regex(/^(?:https?:\/\/\S+|(?!\/\/|[\s\w.+-]*:)\S+)$/i);

export const bannerRoutes = [
  vfine.route('GET /banner/', {
    summary: 'Banners of a type, in the order in which they were added',
    auth: 'none',
    input: { query: z.object({ type: text(20).exactOptional().meta({ example: 'SLIDER' }) }) },
    output: z.object({ data: z.array(BannerView) }),
    example: { data: [{ href: 'x1.jpg', type: 'SLIDER', name: 'banne1' }] },
    handler: async ({ em, query }) => ({ data: (await listBanners(em, query.type)).map(present) }),
  }),

  vfine.route('GET /admin/banners/', {
    summary: 'Banners with the numbers they are removed by',
    ours: true,
    auth: 'admin',
    output: z.object({ data: z.array(OwnBannerView) }),
    handler: async ({ em }) => ({ data: (await listBanners(em)).map((one) => ({ id: one.id, ...present(one) })) }),
  }),

  vfine.route('POST /admin/banners/', {
    summary: 'Add a banner',
    ours: true,
    auth: 'admin',
    input: { body: z.object({ href, type: z.string().regex(/^[A-Z][A-Z\d_-]{0,19}$/), name: requiredText(64) }) },
    output: OwnBannerView,
    refusals: { invalid_value: '传入参数不规范' },
    async handler(asked) {
      const banner = await addBanner(asked.em, asked.body);
      await recordAct(asked, 'banner.add', `banner:${banner.id}`, { after: banner.type });
      return { id: banner.id, ...present(banner) };
    },
  }),

  vfine.route('DELETE /admin/banners/:id/', {
    summary: 'Remove a banner',
    ours: true,
    auth: 'admin',
    input: { params: z.object({ id: numberId }) },
    status: 204,
    output: Nothing,
    async handler(asked) {
      const { id, type } = await removeBanner(asked.em, asked.params.id);
      await recordAct(asked, 'banner.remove', `banner:${id}`, { before: type });
    },
  }),
];
