import { zlibSync } from 'fflate';
import { readPng } from '../../picture/read-png.js';
import { dictionary, Name, Stream, type Ref } from '../syntax/objects.js';
import type { FileBody } from './file-body.js';

/** An image (ISO 32000-1 8.9.5), its transparency beside it. @throws PictureError when it is no whole PNG */
export function addImage(file: FileBody, png: Uint8Array): Ref {
  const { width, height, colours, opacity } = readPng(png);
  const image = (space: string, samples: Uint8Array, mask?: Ref): Ref =>
    file.add(
      new Stream(
        dictionary({
          Type: new Name('XObject'),
          Subtype: new Name('Image'),
          Width: width,
          Height: height,
          ColorSpace: new Name(space),
          BitsPerComponent: 8,
          Filter: new Name('FlateDecode'),
          SMask: mask,
        }),
        zlibSync(samples),
      ),
    );
  return image('DeviceRGB', colours, opacity === undefined ? undefined : image('DeviceGray', opacity));
}
