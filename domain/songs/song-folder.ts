/** What was made of the songs of a work lies below this prefix of the storage; the upload itself lies where its owner put it. */
export const songFolderOf = (workId: string): string => `vfine/works/${workId}`;

/** Everything made of one upload; `print` names it by all that it depends on. */
export const ingestedOf = (workId: string, print: string) => {
  const at = (name: string) => `${songFolderOf(workId)}/${print}/${name}`;
  return {
    peaks: at('peaks.json'),
    preview: at('preview.mp3'),
    watermarked: at('watermarked.mp3'),
    facts: at('facts.json'), // written last
  };
};
