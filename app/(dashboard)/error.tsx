'use client';
import { ErrorMessage, type ErrorMessageProps } from '@/components/shell/error-message';

/** Within the sidebar, so that the other pages stay in reach. */
export default function ErrorPage(props: ErrorMessageProps) {
  return <ErrorMessage {...props} />;
}
