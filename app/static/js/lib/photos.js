// Photos before they travel: turned upright, made small enough, their time and place kept.

export const EDGE_MAX = 2560;
const QUALITY = 0.85;
const JPEG = "image/jpeg";
const APP1 = 0xffe1;
const ORIENTATION = 0x0112;

/** A JPEG of at most 2560 pixels with the EXIF of the original; the file itself when it is small enough already. */
export async function shrink(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = EDGE_MAX / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1 && file.type === JPEG) {
    bitmap.close();
    return file;
  }
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * Math.min(1, scale));
  canvas.height = Math.round(bitmap.height * Math.min(1, scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close(); // a picture of twelve megapixels holds 48 MB until somebody sweeps
  const small = await new Promise((done) => canvas.toBlob(done, JPEG, QUALITY));
  const exif = file.type === JPEG ? await exifOf(file) : null;
  const parts = exif ? [small.slice(0, 2), exif, small.slice(2)] : [small];
  return new File(parts, file.name.replace(/\.\w+$/, "") + ".jpg", { type: JPEG });
}

/** The EXIF segment of a JPEG with its orientation set to upright (the pixels are turned already), or null. */
async function exifOf(file) {
  const view = new DataView(await file.slice(0, 128 * 1024).arrayBuffer());
  for (let at = 2; at + 4 < view.byteLength; ) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2) + 2;
    if ((marker & 0xff00) !== 0xff00 || at + length > view.byteLength) return null;
    if (marker === APP1 && view.getUint32(at + 4) === 0x45786966) return upright(view, at, length);
    at += length;
  }
  return null;
}

function upright(view, at, length) {
  const copy = view.buffer.slice(at, at + length);
  const tiff = new DataView(copy, 10);
  const little = tiff.getUint16(0) === 0x4949;
  const first = tiff.getUint32(4, little);
  for (let i = 0, n = tiff.getUint16(first, little); i < n; i++) {
    const entry = first + 2 + i * 12;
    if (tiff.getUint16(entry, little) === ORIENTATION) tiff.setUint16(entry + 8, 1, little);
  }
  return copy;
}
