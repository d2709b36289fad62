import { ids } from './index-rows.ts';

/** What the documents describe and we do not serve yet. Building one takes its rows out of here. */
export const notBuilt: Record<string, [what: string, rows: string[]][]> = {
  vfine: [
    ['projects and bidding', ids('VF', '26-27 37-39 44-47 91-97')],
    ['checkpoints', ids('VF', '55-66 98-99')],
  ],
  piaxi: [],
  okman: [['the face', ids('OK', '1-78')]],
  qu: [['the face', ids('QU', '1-27')]],
};
