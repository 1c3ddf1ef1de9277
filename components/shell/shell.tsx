import Link from 'next/link';
import type { ReactNode } from 'react';
import { Drawer } from './drawer';
import { Mark } from './mark';
import { NavLinks } from './nav-links';

type ShellProps = {
  /** The workspace's name or switcher. */
  head: ReactNode;
  /** The user's menu. */
  foot: ReactNode;
  children: ReactNode;
};

/** What surrounds every page of the product: the sidebar, on a small screen a bar with a menu, and the content. */
export function Shell({ head, foot, children }: ShellProps) {
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only rounded-md bg-primary px-3 py-2 font-medium text-primary-foreground text-sm focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-border border-b bg-sidebar px-2 md:hidden">
        <Drawer head={head} foot={foot} />
        <HomeLink />
      </header>
      <aside
        aria-label="Sidebar"
        className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-border border-r bg-sidebar p-3 md:flex"
      >
        <div className="px-2 pt-1.5">
          <HomeLink />
        </div>
        {head}
        <NavLinks />
        <div className="mt-auto">{foot}</div>
      </aside>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        {children}
      </main>
    </div>
  );
}

function HomeLink() {
  return (
    <Link href="/" prefetch={false} className="inline-flex items-center gap-2 rounded-sm font-semibold tracking-tight">
      <Mark className="size-6" />
      Abmatic
    </Link>
  );
}
