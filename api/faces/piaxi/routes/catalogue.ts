import { z } from 'zod';
import { say } from '#api/kernel/declaration.ts';
import { findBgms, findVideo, findVideos } from '#domain/dubbing/find-catalogue.ts';
import { piaxi } from '../face.ts';
import { VideoId } from '../inputs.ts';
import { presentSubtitle, SubtitleView } from '../presenters/subtitle.ts';
import {
  BgmView,
  presentBgm,
  presentVideo,
  presentVideoDetail,
  VideoDetailView,
  VideoView,
} from '../presenters/catalogue.ts';

export const catalogueRoutes = [
  piaxi.route('GET /videos', {
    summary: 'List all videos available for dubbing, oldest first, at most 500',
    auth: 'none',
    output: z.object({ videos: z.array(VideoView) }),
    words: '获取video列表成功',
    example: {
      videos: [
        { video_id: 1, name: '泰囧', duration: 10 },
        { video_id: 2, name: '无间道', duration: 10 },
      ],
    },
    handler: async ({ em }) => ({ videos: (await findVideos(em)).map(presentVideo) }),
  }),

  piaxi.route('GET /videos/:video_id', {
    summary: 'One video with its roles',
    auth: 'none',
    input: { params: VideoId },
    output: VideoDetailView,
    words: '获取video3详情成功',
    example: {
      name: '无间道',
      duration: 10,
      roles: [
        { role_id: 10, name: '陈永仁' },
        { role_id: 11, name: '刘健明' },
      ],
    },
    handler: async ({ em, params: { video_id: id } }) =>
      say(`获取video${id}详情成功`, presentVideoDetail(await findVideo(em, id))),
  }),

  piaxi.route('GET /videos/:video_id/subtitle', {
    summary: 'What is said in a video; times in ms',
    ours: true,
    auth: 'none',
    input: { params: VideoId },
    output: SubtitleView,
    words: '获取字幕成功',
    example: { subtitle: [{ start: 0, end: 1500, text: '我想做个好人', role_id: 10 }] },
    handler: async ({ em, params }) => presentSubtitle((await findVideo(em, params.video_id)).lines),
  }),

  piaxi.route('GET /bgms', {
    summary: 'List background music, oldest first, at most 500',
    auth: 'none',
    output: z.object({ bgms: z.array(BgmView) }),
    words: '获取bgm列表成功',
    example: {
      bgms: [
        { bgms_id: 1, bgm_id: 1, name: '天台', duration: 10 },
        { bgms_id: 2, bgm_id: 2, name: '菜市场', duration: 10 },
      ],
    },
    handler: async ({ em }) => ({ bgms: (await findBgms(em)).map(presentBgm) }),
  }),
];
