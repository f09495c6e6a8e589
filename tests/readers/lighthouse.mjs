// Runs Lighthouse on pages: `lighthouse.mjs RUNS FOLDER PAGE…`, in the folder of its modules. Serves FOLDER
// like a static server with gzip. Prints for each page the median score of RUNS in each category,
// the failed audits, and the number of bytes transferred.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const require = createRequire(join(process.cwd(), "package.json"));
const { default: lighthouse } = await import(pathToFileURL(require.resolve("lighthouse")));
const { launch } = await import(pathToFileURL(require.resolve("chrome-launcher")));

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript",
  ".woff2": "font/woff2", ".xml": "application/xml", ".png": "image/png", ".jpg": "image/jpeg",
};
const [runsPerPage, folder, ...pages] = process.argv.slice(2);

const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  if (path === "/robots.txt") return response.writeHead(200).end("");
  try {
    const bytes = readFileSync(join(folder, path));
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    const compressible = /html|css|javascript|xml/.test(type);
    response.writeHead(200, {
      "content-type": type,
      "cache-control": "max-age=31536000",
      ...(compressible && { "content-encoding": "gzip" }),
    });
    response.end(compressible ? gzipSync(bytes) : bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const chrome = await launch({
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const report = {};
for (const page of pages) {
  const runs = [];
  for (let run = 0; run < Number(runsPerPage); run++) {
    const url = `http://127.0.0.1:${server.address().port}/${page}`;
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error", output: "json" });
    runs.push(lhr);
  }
  const categories = Object.keys(runs[0].categories);
  const failed = runs.flatMap((run) => categories.flatMap((name) =>
    run.categories[name].auditRefs
      .filter(({ id, weight }) => weight > 0 && run.audits[id].score !== null && run.audits[id].score < 0.9)
      .map(({ id }) => id)));
  const requests = runs[0].audits["network-requests"].details.items;
  const transferred = (kinds) => requests
    .filter((request) => !kinds || kinds.includes(request.resourceType))
    .reduce((sum, request) => sum + request.transferSize, 0);
  report[page] = {
    scores: Object.fromEntries(categories.map((name) =>
      [name, Math.round(100 * median(runs.map((run) => run.categories[name].score)))])),
    failed: [...new Set(failed)],
    bytes: { all: transferred(), first: transferred(["Document", "Stylesheet"]), script: transferred(["Script"]) },
  };
}
await chrome.kill();
server.close();
console.log(JSON.stringify(report));
