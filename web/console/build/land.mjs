// The outline of the land as one SVG path, made at build time from Natural Earth (1:110m, public domain) as
// the package world-atlas has it. The map is equirectangular: x is longitude, y latitude, see src/pages/live/map.tsx.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const width = 1000; // 360 degrees
const height = width / 2;
const seam = -169; // the longitude of the left edge: between Asia and America, so that no land is cut
const smallest = 6; // square pixels; smaller islands would be dots
const closest = 0.9; // pixels between two points of the outline

/** An esbuild plugin that provides the module "land". */
export const land = {
  name: 'land',
  setup(build) {
    build.onResolve({ filter: /^land$/ }, () => ({ path: 'land', namespace: 'land' }));
    build.onLoad({ filter: /.*/, namespace: 'land' }, () => ({
      contents: `export const land = ${JSON.stringify(outline())};`,
    }));
  },
};

function outline() {
  const atlas = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('world-atlas/land-110m.json'), 'utf8'),
  );
  const arcs = atlas.arcs.map((arc) => decoded(arc, atlas.transform));
  return atlas.objects.land.geometries
    .flatMap((shape) => shape.arcs)
    .flat()
    .map((ring) => whole(ring.flatMap((i) => (i < 0 ? arcs[~i].toReversed() : arcs[i]))))
    .filter((ring) => area(ring) >= smallest && ring.some(([, y]) => y < 400)) // Antarctica has no visitors
    .map(path)
    .join('');
}

/** An arc of TopoJSON is a list of steps on a grid; the result is in pixels of the map. */
function decoded(arc, { scale, translate }) {
  let x = 0;
  let y = 0;
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    const longitude = x * scale[0] + translate[0];
    const latitude = y * scale[1] + translate[1];
    return [(((longitude - seam + 360) % 360) / 360) * width, ((90 - latitude) / 180) * height];
  });
}

/** A ring that leaves the map on one side and comes back on the other goes on outside instead. */
function whole(ring) {
  let turns = 0;
  return ring.map(([x, y], i) => {
    const step = i ? x - ring[i - 1][0] : 0;
    if (Math.abs(step) > width / 2) turns -= Math.sign(step);
    return [x + turns * width, y];
  });
}

function area(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [x1, y1] = ring[i];
    const [x2, y2] = ring[(i + 1) % ring.length];
    sum += x1 * y2 - x2 * y1;
  }
  return Math.abs(sum / 2);
}

/** A ring in relative steps of tenths of a pixel, without points that nobody would see. */
function path(ring) {
  const points = [];
  for (const point of ring) {
    const last = points.at(-1);
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= closest) points.push(point);
  }
  let [x, y] = points[0].map(tenths);
  let text = `M${x / 10} ${y / 10}l`;
  for (const point of points.slice(1)) {
    const [nx, ny] = point.map(tenths);
    text += `${step(nx - x)}${step(ny - y)}`;
    [x, y] = [nx, ny];
  }
  return `${text.trimEnd()}z`;
}

const tenths = (n) => Math.round(n * 10);

function step(n) {
  const text = String(n / 10).replace(/^(-?)0\./, '$1.');
  return n < 0 ? text : ` ${text}`;
}
