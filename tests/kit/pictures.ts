import sharp from 'sharp';

/** A picture of one colour. */
export const flatPicture = (
  format: 'jpeg' | 'png' | 'webp' = 'jpeg',
  { width = 64, height = 48, color = '#4477aa' } = {},
): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: color } })
    .toFormat(format)
    .toBuffer();

/** A picture that says where and when it was taken, by whom and which way up it is. */
export const tellingPicture = (format: 'jpeg' | 'png' | 'webp', orientation = 6): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#884422' } })
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Artist: 'SECRET-ARTIST', Orientation: String(orientation) },
      IFD2: { DateTimeOriginal: '2021:03:09 00:14:29' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '39/1 54/1 27/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '116/1 23/1 17/1',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>')
    .toFormat(format)
    .toBuffer();
