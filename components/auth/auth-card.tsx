import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';

type AuthCardProps = {
  title: string;
  /** Why the browser was sent here, if there is anything to say. */
  notice?: string;
  children: ReactNode;
  /** The way to the other page. */
  foot: ReactNode;
};

/** What the pages for signing in and up have in common. */
export function AuthCard({ title, notice, children, foot }: AuthCardProps) {
  return (
    <>
      <Card className="grid gap-5 p-6">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {notice && <Notice tone="warning">{notice}</Notice>}
        {children}
      </Card>
      <p className="text-center text-muted-foreground text-sm">{foot}</p>
    </>
  );
}
