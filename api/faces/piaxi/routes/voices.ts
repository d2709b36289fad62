import { z } from 'zod';
import type { EntityManager } from '@mikro-orm/core';
import { findWorksToSpeak } from '#domain/dubbing/members.ts';
import { requireOpen } from '#domain/dubbing/recordings.ts';
import { findOwnWorks, findWorks } from '#domain/dubbing/works.ts';
import { piaxi } from '../face.ts';
import { Start, WorksId, WorksRole } from '../inputs.ts';
import { keepVoice } from '../keep-voice.ts';
import { presentRecording, RecordingView } from '../presenters/works.ts';
import { noRoom } from '../words.ts';

const accepted =
  'One file of any name in a multipart form: mp3, aac, m4a, wav, amr, ogg or webm by its content. All recordings in the works of one owner together are at most `USER_QUOTA_MB`, those of one works at most three times as long as its clip, or twelve minutes where that is more.';

export const voiceRoutes = [
  piaxi.route('POST /files/works/:works_id/:file', {
    summary: 'Upload the recording of a works, to its path voice.*',
    description: `${accepted} The mini programs send no session with a file: for a while after its creation a works takes a few recordings without one. A later one replaces the former.`,
    ours: true,
    auth: 'none',
    rate: 'voice',
    withoutTransaction: true,
    input: { params: WorksId.extend({ file: z.string().regex(/^voice\.\w{1,8}$/) }), file: '*' },
    output: RecordingView,
    words: '上传录音成功',
    refusals: { no_room: noRoom },
    async handler({ em, actor, params: { works_id: worksId }, ports, file }) {
      const { voices } = ports.settings;
      const admit = async (unit: EntityManager) => {
        if (actor) await findOwnWorks(unit, actor.id, worksId);
        else requireOpen(await findWorks(unit, worksId), voices, ports.clock.now());
      };
      await admit(em);
      const place = { worksId, roleId: null, startMs: 0, mostOpen: actor ? null : voices.openUploads, admit };
      return presentRecording(await keepVoice(em, ports, place, file));
    },
  }),

  piaxi.route('POST /works/:works_id/roles/:role_id/voice', {
    summary: 'Upload a recording for one role, from a time on the clip: the owner, or who has taken the role',
    description: `${accepted} Without a start it begins where the role speaks first; a later one for the same start replaces the former.`,
    ours: true,
    auth: 'user',
    rate: 'voice',
    withoutTransaction: true,
    input: { params: WorksRole, query: Start, body: Start, file: '*' },
    output: RecordingView,
    words: '上传录音成功',
    refusals: { no_room: noRoom },
    async handler({ em, actor, params: { works_id: worksId, role_id: roleId }, query, body, ports, file }) {
      const admit = (unit: EntityManager) => findWorksToSpeak(unit, actor.id, worksId, roleId);
      const works = await admit(em);
      const first = works.video.$.lines.find((line) => line.roleId === roleId)?.startMs ?? 0;
      const startMs = body.start ?? query.start ?? first;
      return presentRecording(await keepVoice(em, ports, { worksId, roleId, startMs, mostOpen: null, admit }, file));
    },
  }),
];
