/**
 * Prisma's own schema engine in its WebAssembly form. The native engine is a separate download that many networks refuse;
 * this one is an npm package and leaves the same `_prisma_migrations` table, so `prisma migrate deploy` goes on working
 * beside it. The package ships without a loader for Node, so the module is instantiated by hand here, and only here.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';

type EngineBindings = {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

async function loadBindings(): Promise<EngineBindings> {
  const resolve = createRequire(path.join(process.cwd(), 'package.json')).resolve;
  const bindingsPath = resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bindings = (await import(
    /* webpackIgnore: true */ /* turbopackIgnore: true */ bindingsPath
  )) as EngineBindings & WebAssembly.ModuleImports;
  const module = await WebAssembly.compile(
    new Uint8Array(await readFile(path.join(path.dirname(bindingsPath), 'schema_engine_bg.wasm'))),
  );
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

/** An engine connected to `connectionString`, knowing `datamodels` as [path, text] pairs. Free it after use. */
export async function openSchemaEngine(
  connectionString: string,
  datamodels: [string, string][],
): Promise<SchemaEngine> {
  const { SchemaEngine } = await loadBindings();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString }));
  return SchemaEngine.new({ datamodels }, () => undefined, adapter as never);
}
