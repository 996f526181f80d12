import { Children, type ReactNode } from 'react'

/** Marks what is code in a sentence that is told richly. */
export function code(chunks: ReactNode): ReactNode {
  return <code>{chunks}</code>
}

/** A sentence as a teller gives it: text and marked pieces in a row. */
export function Told({ children }: { readonly children: ReactNode }) {
  return <>{Children.toArray(children)}</>
}
