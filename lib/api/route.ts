/**
 * A route of the API, declared: who may call it, what it takes, what it does. What all routes share happens here, in one
 * order: who asks, what is asked (unknown fields are refused), the handler, the answer.
 *
 *     export const PATCH = route({
 *       access: 'admin',
 *       summary: 'Rename the workspace.',
 *       body: z.object({ name: WorkspaceName }),
 *       handler: ({ actor, body, now }) => renameWorkspace(db(), { workspaceId: actor.workspaceId, ...body, now }),
 *     });
 */
import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { db } from '../db/client';
import { type Access, type ActorOf, findActor } from './actor';
import { invalidInput, reasonFor } from './invalid-input';
import { readJsonBody } from './read-body';
import { refuse } from './refusal';

export type Call<A extends Access, P, Q, B> = {
  request: NextRequest;
  /** Null for 'public', a Person for 'signed-in', else an Actor. */
  actor: ActorOf<A>;
  params: P;
  query: Q;
  body: B;
  now: Date;
};

export type Declaration<A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  access: A;
  /** One sentence for the documentation of the API. */
  summary?: string;
  /** What is left out takes nothing: `{}`. Parameters of a query are texts, or lists of texts when given more than once. */
  params?: P;
  query?: Q;
  body?: B;
  /** Answers a JSON-able value (200), nothing (204), or a Response. Refuses by throwing AppError. */
  handler(call: Call<A, z.output<P>, z.output<Q>, z.output<B>>): unknown;
};

type NextContext = { params: Promise<Record<string, string | string[] | undefined>> };

/** What Next.js calls, and what was declared, from which the documentation of the API is made. */
export type Route<D> = ((request: NextRequest, context: NextContext) => Promise<Response>) & { declaration: D };

const NOTHING = z.object({});
type Nothing = typeof NOTHING;

export function route<
  A extends Access,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(declaration: Declaration<A, P, Q, B>): Route<Declaration<A, P, Q, B>> {
  const { access, params, query, body, handler } = declaration;

  async function answer(request: NextRequest, context: NextContext): Promise<Response> {
    const now = new Date();
    const actor = await findActor[access](db(), request, now);
    return respond(
      await handler({
        request,
        actor,
        now,
        params: parse(params, params ? await context.params : {}, 'The path'),
        query: parse(query, queryOf(request), 'The query'),
        body: parse(body, body ? await readJsonBody(request) : {}, 'The body'),
      }),
    );
  }

  const handle = (request: NextRequest, context: NextContext) =>
    answer(request, context).catch((error) => refuse(error, `${request.method} ${new URL(request.url).pathname}`));
  return Object.assign(handle, { declaration });
}

function parse<S extends z.ZodType>(schema: S | undefined, input: unknown, whole: string): z.output<S> {
  const declared = schema ?? NOTHING;
  const strict = declared instanceof z.ZodObject ? declared.strict() : declared;
  const parsed = strict.safeParse(input, { error: reasonFor });
  if (!parsed.success) throw invalidInput(parsed.error, whole);
  return parsed.data as z.output<S>;
}

function queryOf({ nextUrl: { searchParams } }: NextRequest): Record<string, string | string[] | undefined> {
  const names = [...new Set(searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

function respond(value: unknown): Response {
  const response =
    value instanceof Response
      ? value
      : value === undefined
        ? new Response(null, { status: 204 })
        : Response.json(value);
  if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store');
  return response;
}
