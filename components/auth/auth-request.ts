/** How forms talk to next-auth's routes. Signed in or out is the cookie; the answer is where to go, or a sentence. */
export type AuthAnswer = { url: string } | { refused: string };

const OFFLINE = 'The server could not be reached. Check your connection and try again.';

/** POSTs to next-auth with the token that it asks for. `path` as in `callback/credentials` or `signin/github`. */
export async function postToAuth(path: string, fields: Record<string, string>): Promise<AuthAnswer> {
  try {
    const { csrfToken } = await (await fetch('/api/auth/csrf')).json();
    const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' });
    const response = await fetch(`/api/auth/${path}`, { method: 'POST', body });
    const { url, message } = await response.json();
    if (typeof url !== 'string') return { refused: message ?? OFFLINE };
    // A refusal of next-auth's is an address whose `error` is the sentence of lib/api/auth-options.ts.
    return response.ok ? { url } : { refused: new URL(url).searchParams.get('error') ?? OFFLINE };
  } catch {
    return { refused: OFFLINE };
  }
}

/** Answers null once this browser is signed in, else a sentence for the form. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  const answer = await postToAuth('callback/credentials', { email, password });
  return 'refused' in answer ? answer.refused : null;
}
