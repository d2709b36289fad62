/** Options as one reads them; only for words of our own, never for a file name or anything a user wrote. */
export const words = (text: string): string[] => text.split(' ');

export const audioOutput = words('-c:a aac -b:a 128k -ar 48000 -ac 2');

/** No metadata of inputs, no version of tools. */
export const nothingPrivate = words('-map_metadata -1 -map_chapters -1 -fflags +bitexact');

/** Written a buffer at a time, not packet by packet: whoever reads is woken less often. */
export const unhurried = words('-flush_packets 0');
