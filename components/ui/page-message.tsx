import type { ReactNode } from 'react';

type PageMessageProps = { code: string; title: string; children: ReactNode; actions: ReactNode };

/** A page that has only one thing to say: an error, or that nothing is here. */
export function PageMessage({ code, title, children, actions }: PageMessageProps) {
  return (
    <div className="grid min-h-[70dvh] place-content-center justify-items-center gap-1 px-6 py-16 text-center">
      <p className="mb-1 font-mono text-muted-foreground text-xs">{code}</p>
      <h1 className="font-semibold text-xl">{title}</h1>
      <div className="max-w-md text-balance text-muted-foreground">{children}</div>
      <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>
    </div>
  );
}
