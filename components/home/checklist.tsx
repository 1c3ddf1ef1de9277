import { ArrowRight, CircleCheck, CircleDashed } from 'lucide-react';
import Link from 'next/link';
import { buttonStyles } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';

export type ChecklistStep = {
  title: string;
  /** What it takes, while it is to do. */
  howTo: string;
  isDone: boolean;
  href: string;
  action: string;
};

/** The way from an empty workspace to a measured one. The first step that is not done is the one to take now. */
export function Checklist({ steps }: { steps: ChecklistStep[] }) {
  const next = steps.find((step) => !step.isDone);
  const doneCount = steps.filter((step) => step.isDone).length;
  return (
    <Card aria-labelledby="checklist">
      <header className="flex items-center justify-between gap-4 border-border border-b px-5 py-3.5">
        <h2 id="checklist" className="font-semibold">
          {next ? 'Get started' : 'Everything is set up'}
        </h2>
        <p role="status" className="text-muted-foreground text-sm tabular-nums">
          {doneCount} of {steps.length} done
        </p>
      </header>
      <ol className="divide-y divide-border">
        {steps.map((step) => (
          <Step key={step.title} step={step} isNext={step === next} />
        ))}
      </ol>
    </Card>
  );
}

function Step({ step, isNext }: { step: ChecklistStep; isNext: boolean }) {
  const Icon = step.isDone ? CircleCheck : CircleDashed;
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-5 py-2.5">
      <Icon aria-hidden className={cn('size-5 shrink-0', step.isDone ? 'text-success' : 'text-muted-foreground')} />
      <div className="min-w-0 flex-1 basis-48">
        <p className={cn('font-medium text-sm', step.isDone && 'text-muted-foreground')}>
          <span className="sr-only">{step.isDone ? 'Done: ' : 'To do: '}</span>
          {step.title}
        </p>
        {!step.isDone && <p className="text-muted-foreground text-sm">{step.howTo}</p>}
      </div>
      {isNext && (
        <Link href={step.href} className={buttonStyles({ variant: 'primary', size: 'sm' })}>
          {step.action}
          <ArrowRight aria-hidden />
        </Link>
      )}
    </li>
  );
}
