/**
 * Prisma's own schema engine in its WebAssembly form. The native engine is a separate download that many networks refuse;
 * this one is an npm package and leaves the same `_prisma_migrations` table, so `prisma migrate deploy` goes on working
 * beside it. The package ships without a loader for Node, so the module is instantiated by hand here, and only here.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, DriverAdapterError } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { log } from '../log';
import { processWide } from '../process-wide';

type EngineBindings = {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

/** Once in a process: the JavaScript half keeps the instance in a variable of its module, and a second would replace it. */
function bindings(): Promise<EngineBindings> {
  return processWide('schema engine', loadBindings);
}

async function loadBindings(): Promise<EngineBindings> {
  const resolve = createRequire(path.join(process.cwd(), 'package.json')).resolve;
  const bindingsPath = resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine = (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ bindingsPath)) as EngineBindings &
    WebAssembly.ModuleImports;
  const module = await WebAssembly.compile(
    new Uint8Array(await readFile(path.join(path.dirname(bindingsPath), 'schema_engine_bg.wasm'))),
  );
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine;
}

/** What the engine calls when it panics; the exception that follows says only "unreachable". */
const panicRegistry = { set_message: (message: string) => log().fatal({ message }, 'The schema engine panicked') };

/**
 * The driver's own executeScript cuts a script at every semicolon, those in comments and functions too, and runs the
 * pieces one by one. Sent whole, a script is one transaction: a migration that fails leaves nothing behind.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script).catch(throwForEngine);
    };
    return adapter;
  }
}

function throwForEngine(error: unknown): never {
  if (!(error instanceof pg.DatabaseError)) throw error;
  const { code = '', severity = 'ERROR', message, detail, column, hint } = error;
  throw new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}

/** Runs `work` with an engine connected to `connectionString`, which knows prisma/schema.prisma. */
export async function withSchemaEngine<T>(
  connectionString: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panicRegistry });
  const schemaPath = path.join(process.cwd(), 'prisma', 'schema.prisma');
  const [{ SchemaEngine }, schema] = await Promise.all([bindings(), readFile(schemaPath, 'utf8')]);
  const pool = new pg.Pool({ connectionString, max: 1 }); // one session, or the engine's own lock would lock nobody out
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
    const engine = await SchemaEngine.new(
      { datamodels: [['schema.prisma', schema]] },
      () => undefined,
      adapter as never,
    );
    return await work(engine).finally(() => engine.free());
  } finally {
    await pool.end();
  }
}
