let cards = 0;

/** Number of a card that nobody else shows. */
export const nextCard = (): string => `36222719950101${String(++cards).padStart(4, '0')}`;

/** What somebody hands in to have their real name verified. */
export const realNameRequest = (more: object = {}) => ({
  name: '大姨夫',
  id_card: nextCard(),
  id_card_facade: '/facade',
  id_card_obverse: '/obverse',
  ...more,
});

/** What somebody hands in to become a musician. */
export const musicianApplication = (more: object = {}) => ({
  avatar: '/path',
  name: 'lee',
  occupations: ['singer'],
  id: '130104190001011234',
  id_card_facade: '/front',
  id_card_obverse: '/back',
  music: 'music path',
  ...more,
});
