/**
 * Cuts the embedded data set out of Fashion-MNIST: the first 1,000 training and 500 test images of each class, in the
 * original order, as official idx .gz files. Run once by hand; its output is committed beside it.
 *
 *   node data/fashion-mnist-cut/make.mjs SOURCE [OUT] [TRAIN_PER_CLASS TEST_PER_CLASS]
 *
 * SOURCE holds the four official files ({train,t10k}-{images-idx3,labels-idx1}-ubyte.gz), for example Debian's package
 * dataset-fashion-mnist; OUT is this folder unless given. Prints the SHA-256 of each unpacked file, which
 * lib/data/fashion-mnist.ts checks.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const [source, out = dirname(fileURLToPath(import.meta.url)), trainPerClass = '1000', testPerClass = '500'] =
  process.argv.slice(2);
if (!source) {
  process.stderr.write('usage: node make.mjs SOURCE [OUT] [TRAIN_PER_CLASS TEST_PER_CLASS]\n');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
cut('train', Number(trainPerClass));
cut('t10k', Number(testPerClass));

/** Keeps the first `perClass` images of each class of one part. */
function cut(part, perClass) {
  const images = gunzipSync(readFileSync(join(source, `${part}-images-idx3-ubyte.gz`)));
  const labels = gunzipSync(readFileSync(join(source, `${part}-labels-idx1-ubyte.gz`)));
  const pixels = images.readUInt32BE(8) * images.readUInt32BE(12);
  const seen = new Map();
  const kept = [];
  for (let i = 0; i < labels.readUInt32BE(4); i++) {
    const label = labels[8 + i];
    const count = seen.get(label) ?? 0;
    if (count === perClass) continue;
    seen.set(label, count + 1);
    kept.push(i);
  }
  const short = [...seen].find(([, count]) => count < perClass);
  if (short) throw new Error(`${part}: class ${short[0]} has ${short[1]} images, ${perClass} are needed`);

  const imageHeader = Buffer.from(images.subarray(0, 16));
  const labelHeader = Buffer.from(labels.subarray(0, 8));
  imageHeader.writeUInt32BE(kept.length, 4);
  labelHeader.writeUInt32BE(kept.length, 4);
  const at = (i) => images.subarray(16 + i * pixels, 16 + (i + 1) * pixels);
  write(`${part}-images-idx3-ubyte`, Buffer.concat([imageHeader, ...kept.map(at)]));
  write(
    `${part}-labels-idx1-ubyte`,
    Buffer.concat([labelHeader, Buffer.from(kept.map((i) => labels[8 + i]))]),
  );
}

function write(name, bytes) {
  const packed = gzipSync(bytes, { level: 9 });
  writeFileSync(join(out, `${name}.gz`), packed);
  process.stdout.write(
    `${createHash('sha256').update(bytes).digest('hex')}  ${name} (${packed.length} bytes)\n`,
  );
}
