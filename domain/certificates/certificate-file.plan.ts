const border = '-----BEGIN SIGNATURE-----';

/** What a text file says besides the statement that is signed. */
export interface Sealing {
  keyId: string;
  signature: string;
  /** Whether it counted when the file was made. */
  standing: string;
  verifyAt: string;
}

/** A certificate as a text file: the signed text first, then its signature and what was not signed. */
export const certificateFile = (text: string, { keyId, signature, standing, verifyAt }: Sealing): string =>
  `${text}${border}\nalgorithm: Ed25519\nkey: ${keyId}\nsignature: ${signature}\n状态: ${standing}\n验证: ${verifyAt}\n`;

/** The signed text of such a file and its signature, whatever an editor did to the line ends; undefined where it is none. */
export function readCertificateFile(file: string): { text: string; keyId: string; signature: string } | undefined {
  const [text, rest] = file
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split(`${border}\n`);
  const [, keyId, signature] =
    /^algorithm: Ed25519\nkey: ([0-9a-f]{16})\nsignature: ([\w-]{86})\n/.exec(rest ?? '') ?? [];
  return text !== undefined && keyId !== undefined && signature !== undefined ? { text, keyId, signature } : undefined;
}
