/** What a product shall be like. */
export interface DubbingRequest {
  bgmId: number | null;
  useOriginalSubtitle: boolean;
  useOriginalDialogue: boolean;
  denoise: boolean;
  burnSubtitle: boolean;
}

export const plainRequest: DubbingRequest = {
  bgmId: null,
  useOriginalSubtitle: false,
  useOriginalDialogue: false,
  denoise: false,
  burnSubtitle: false,
};

/** True where both ask for the same product. */
export const isSameRequest = (a: DubbingRequest, b: DubbingRequest): boolean =>
  a.bgmId === b.bgmId &&
  a.useOriginalSubtitle === b.useOriginalSubtitle &&
  a.useOriginalDialogue === b.useOriginalDialogue &&
  a.denoise === b.denoise &&
  a.burnSubtitle === b.burnSubtitle;
