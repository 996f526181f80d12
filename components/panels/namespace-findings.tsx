'use client'

import { late } from '@/components/ui/late'
import type { Finding, Findings } from '@/lib/kubernetes/finding'
import { withinOf } from './finding-address'
import { FindingRows, findingRows } from './finding-rows'
import { ObjectLink } from './object-link'

const FindingList = late(() => import('./finding-list').then((module) => module.FindingList))

/**
 * What is to be put right in a namespace, the worst first, each with the way to its place; below, what is found about
 * objects that no Service stands for.
 */
export function NamespaceFindings({ found }: { readonly found: readonly Findings[] }) {
  return (
    <>
      <FindingRows rows={findingRows(found, isToPutRight)} />
      {found.map((each) =>
        each.subject.kind === 'Service' ? null : (
          <div key={each.name}>
            <ObjectLink object={each.subject} />
            <FindingList found={each} within={withinOf(each.subject)} />
          </div>
        ),
      )}
    </>
  )
}

/** Notes are left to the pages of their Services, and consequences to their causes. */
function isToPutRight({ severity, cause }: Finding): boolean {
  return severity !== 'info' && cause === undefined
}
