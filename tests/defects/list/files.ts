import type { Defect } from '../plant.ts';

/** Uploads, files and certificates. */
export const files: readonly Defect[] = [
  {
    name: 'anybody may say that a file was uploaded',
    file: 'api/faces/vfine/routes/storage.ts',
    find: "if (!(await objectStore.hasSent(claimed))) throw new DomainError('invalid', 'bad_signature');",
    put: '',
    tests: ['tests/api/vfine/uploads.test.ts'],
  },
  {
    name: 'the key of a callback may lie anywhere',
    file: 'adapters/oss/public-keys.ts',
    find: 'if (!prefixes.some((prefix) => url.startsWith(prefix)) || !URL.canParse(url)) return undefined;',
    put: 'return lookUp(url).catch(() => undefined);',
    tests: ['tests/api/vfine/uploads.test.ts'],
  },
  {
    name: 'the address of a key may climb out of its folder',
    file: 'adapters/oss/public-keys.ts',
    find: 'username || password || !prefixes.some((prefix) => href.startsWith(prefix))',
    put: 'username || password',
    tests: ['tests/adapters/oss/public-keys.test.ts'],
  },
  {
    name: 'an upload has the size that was told',
    file: 'domain/uploads/uploads.ts',
    find: ' || (said && said.size !== stored.size)',
    put: '',
    tests: ['tests/api/vfine/uploads.test.ts'],
  },
  {
    name: 'an upload of somebody else may be sold',
    file: 'domain/uploads/uploads.ts',
    find: "if (uploaderOf(key) !== user.uuid) throw new DomainError('invalid', 'invalid_value', 'not an upload of the caller');",
    put: '',
    tests: ['tests/api/vfine/works.test.ts'],
  },
  {
    name: 'a link to a file never ends',
    file: 'domain/uploads/signed-link.ts',
    find: 'if (until < now.getTime()) throw missing;',
    put: '',
    tests: ['tests/api/vfine/media-links.test.ts'],
  },
  {
    name: 'a licence that was given back still opens the song',
    file: 'domain/works/song-right.ts',
    find: "state: 'ISSUED', order:",
    put: "state: { $ne: 'DRAFT' }, order:",
    tests: ['tests/api/vfine/songs.test.ts'],
  },
  {
    name: 'a certificate is shown to whoever knows its id',
    file: 'domain/certificates/find-certificates.ts',
    find: '{ ...issued, id, order: { buyer: buyerId } }',
    put: '{ ...issued, id }',
    tests: ['tests/api/vfine/certificates.test.ts'],
  },
  {
    name: 'any signature proves a certificate',
    file: 'domain/certificates/find-certificates.ts',
    find: ' || !signer.verify(statementText(statementOf(certificate)), read)',
    put: '',
    tests: ['tests/api/vfine/certificates.test.ts'],
  },
  {
    name: 'the price is not among what a certificate signs',
    file: 'domain/certificates/statement.plan.ts',
    find: "  ['授权费用', `人民币 ${statement.price} 元`],\n",
    put: '',
    tests: ['tests/domain/certificates/sign-certificate.test.ts'],
  },
  {
    name: 'a download leads to whatever the work names',
    file: 'domain/songs/find-song.ts',
    find: 'if (!song || uploaderOf(song.path) !== work.producer.unwrap().uuid) return undefined;',
    put: 'if (!song) return undefined;',
    tests: ['tests/api/vfine/songs.test.ts'],
  },
  {
    name: 'a licensee gets what the work is today, not what they ordered',
    file: 'domain/songs/find-song.ts',
    find: "right === 'licensed' ? await licensedSong(em, actor, work) : work",
    put: 'work',
    tests: ['tests/api/vfine/songs.test.ts'],
  },
];
