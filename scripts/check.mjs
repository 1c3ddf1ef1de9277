// Everything that must hold, one step after another; all of them run, whatever failed before. `npm test` is this;
// `npm run verify` leaves the browser out. A step without a count of its own counts as one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const reports = mkdtempSync(path.join(tmpdir(), 'abmatic-check-'));
const vitestReport = path.join(reports, 'vitest.json');
const playwrightReport = path.join(reports, 'playwright.json');

/** @type {{ name: string, command: string, env?: Record<string, string>, count?: () => { passed: number, failed: number } }[]} */
const steps = [
  { name: 'Format and lint', command: 'biome check --error-on-warnings .' },
  { name: 'Types', command: 'npm run --silent types' },
  {
    name: 'Architecture, unit, property and integration tests',
    command: `vitest run --reporter=default --reporter=json --outputFile.json=${vitestReport}`,
    count: countVitest,
  },
  { name: 'Build', command: 'npm run --silent build' },
  {
    name: 'Browser tests',
    command: 'playwright test --reporter=list,json',
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
    count: countPlaywright,
  },
].filter(({ name }) => name !== 'Browser tests' || !process.argv.includes('--no-browser'));

function countVitest() {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(vitestReport, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests };
}

function countPlaywright() {
  const { stats } = JSON.parse(readFileSync(playwrightReport, 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

/** A step that fails without a failed test, because it could not even begin, counts as one failure. */
function run({ command, env, count }) {
  const bin = path.resolve('node_modules/.bin');
  const { status } = spawnSync(command, {
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, ...env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, NEXT_TELEMETRY_DISABLED: '1' },
  });
  const { passed, failed } = tryCount(count) ?? { passed: status === 0 ? 1 : 0, failed: 0 };
  return { passed, failed: status === 0 ? failed : Math.max(failed, 1) };
}

function tryCount(count) {
  try {
    return count?.();
  } catch {
    return undefined; // it ended before it wrote its report
  }
}

const startedAt = Date.now();
const secondsSince = (time) => ((Date.now() - time) / 1000).toFixed(1);
const results = steps.map((step, i) => {
  const stepStartedAt = Date.now();
  console.log(`\n[${i + 1}/${steps.length}] ${step.name}`);
  const result = run(step);
  console.log(
    `[${i + 1}/${steps.length}] ${step.name}: ${result.failed ? 'FAILED' : 'ok'}, ${secondsSince(stepStartedAt)} s`,
  );
  return { ...step, ...result };
});
rmSync(reports, { recursive: true, force: true });

const failedSteps = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
const sum = (/** @type {'passed' | 'failed'} */ key) => results.reduce((total, result) => total + result[key], 0);
console.log(`\n${failedSteps.length ? `Failed: ${failedSteps.join('; ')}. ` : ''}${secondsSince(startedAt)} s in all.`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(failedSteps.length ? 1 : 0);
