import type { ReactNode } from 'react';
import { Mark } from '@/components/shell/mark';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center px-4 py-10">
      <div className="grid w-[min(22rem,calc(100vw-2rem))] gap-6">
        <p className="flex items-center justify-center gap-2.5 font-semibold text-lg tracking-tight">
          <Mark className="size-8" />
          Abmatic
        </p>
        {children}
      </div>
    </main>
  );
}
