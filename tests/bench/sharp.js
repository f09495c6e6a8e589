// Resizes photos with sharp: `node sharp.js OUT FILE...`: three widths, quality 80, upright, two jobs
// of one thread each.
const sharp = require(process.env.SHARP || "sharp");
const path = require("path");

sharp.concurrency(1);
sharp.cache(false);
const [out, ...files] = process.argv.slice(2);
let next = 0;

async function job() {
  while (next < files.length) {
    const file = files[next++];
    const stem = path.basename(file, ".jpg");
    for (const width of [1600, 960, 480]) {
      await sharp(file).rotate().resize({ width, withoutEnlargement: true })
        .jpeg({ quality: 80 }).toFile(`${out}/${stem}-${width}.jpg`);
    }
  }
}

Promise.all([job(), job()]).catch((error) => { console.error(error); process.exit(1); });
