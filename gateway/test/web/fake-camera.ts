import encodeQR from 'qr';

/** What Chromium shows as its camera: flags that name a file, which is read when the camera is opened. */
export function cameraFlags(file: string): readonly string[] {
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
}

const [WIDTH, HEIGHT] = [640, 480];

/** A film of one picture, the QR code of a text, as YUV4MPEG2 in 4:2:0. */
export function filmOf(text: string): Uint8Array {
  const modules = encodeQR(text, 'raw', { ecc: 'low', border: 4 });
  const scale = Math.floor(HEIGHT / modules.length);
  const [left, top] = [WIDTH, HEIGHT].map((side) => (side - scale * modules.length) >> 1) as [number, number];
  const light = Buffer.alloc(WIDTH * HEIGHT, 235);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++)
      if (modules[Math.floor((y - top) / scale)]?.[Math.floor((x - left) / scale)] === true)
        light[y * WIDTH + x] = 16;
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const head = `YUV4MPEG2 W${String(WIDTH)} H${String(HEIGHT)} F5:1 Ip A1:1 C420jpeg\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from('FRAME\n'), light, grey]);
}
