'use client'

import { Failure } from '@/components/ui/late'

/** In the place of a page that failed; the bar above it stays. */
export default function PageError({ error }: { readonly error: Error }) {
  return <Failure error={error} />
}
