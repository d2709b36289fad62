/** Everything of PIAXI lies below this prefix of the storage, at the paths that its clients ask for. */
const root = 'piaxi';

const videoFolderOf = (videoId: number): string => `${root}/videos/${videoId}`;
const bgmFolderOf = (bgmId: number): string => `${root}/bgms/${bgmId}`;
const roleFolderOf = (roleId: number): string => `${root}/roles/${roleId}`;
export const worksFolderOf = (worksId: number): string => `${root}/works/${worksId}`;

/** The normalised clip, its copy without sound, a still of it; subtitles are written as they are asked for. */
export const originalOf = (videoId: number): string => `${videoFolderOf(videoId)}/original.mp4`;
export const silentOf = (videoId: number): string => `${videoFolderOf(videoId)}/silent.mp4`;
export const posterOf = (videoId: number): string => `${videoFolderOf(videoId)}/poster.jpg`;

export const bgmOf = (bgmId: number): string => `${bgmFolderOf(bgmId)}/bgm.mp3`;
export const rolePictureOf = (roleId: number): string => `${roleFolderOf(roleId)}/role.jpg`;

export const productOf = (worksId: number): string => `${worksFolderOf(worksId)}/product.mp4`;
/** A recording is never served: `file` is chance. */
export const recordingOf = (worksId: number, file: string): string => `${worksFolderOf(worksId)}/recordings/${file}`;

/** Where a clip or a piece of music waits to be taken in; `ticket` is random. */
export const intakeOf = (ticket: string): string => `${root}/intake/${ticket}`;
