'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from './button';

/** Copies `text`. `label` names what is copied: "API key". Says that it did, to the eye and to a screen reader. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      // Without https, or when refused, browsers have no clipboard for pages.
      toast.error(`Your browser did not allow copying. Select the ${label} and copy it by hand.`);
    }
  }

  return (
    <>
      <Button variant="ghost" size="icon-sm" onClick={copy} aria-label={`Copy ${label}`} title={`Copy ${label}`}>
        {isCopied ? <Check aria-hidden className="text-success-text" /> : <Copy aria-hidden />}
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? `Copied ${label}` : ''}
      </span>
    </>
  );
}
