/** Launches PostgreSQL, and again where that may help: the port was taken in between, a dead one's memory is still held. */
import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from './explain';
import { freePort } from './free-port';
import type { Place } from './place';
import { findPostmaster, launch, type Settings, stopPostmaster } from './postmaster';
import { logSize, readLog } from './server-log';

const LAUNCHES_MAX = 5;
const IS_FAILURE = /FATAL|PANIC|error/i; // without one, it was killed
const MAY_PASS = /already in use|still in use|lock file .* already exists|shutting down/i;

export type Starter = {
  /** Launches PostgreSQL unless the last launch is under way. Throws StartError when it ended and cannot be helped. */
  ensureLaunched(): Promise<void>;
  /** What PostgreSQL wrote to its log since its last launch. */
  lastWords(): Promise<string>;
  stopWhatItLaunched(): Promise<void>;
};

export function createStarter(place: Place, options: { settings?: Settings; port?: number }): Starter {
  let launches = 0;
  let current: { hasEnded(): boolean } | undefined;
  let logStart = 0;
  const lastWords = () => readLog(place, logStart);
  return {
    lastWords,
    async ensureLaunched() {
      if (current && !current.hasEnded()) return;
      const words = current ? await lastWords() : '';
      if (launches >= LAUNCHES_MAX || (IS_FAILURE.test(words) && !MAY_PASS.test(words))) {
        throw explain('The built-in database did not start', words, place);
      }
      await sleep(launches * 200);
      const isPortTaken = /address already in use/i.test(words);
      const port = options.port && !isPortTaken ? options.port : await freePort();
      logStart = await logSize(place);
      launches += 1;
      current = await launch(place, port, options.settings);
    },
    async stopWhatItLaunched() {
      const running = current && !current.hasEnded() ? await findPostmaster(place) : undefined;
      if (running) await stopPostmaster(running);
    },
  };
}
