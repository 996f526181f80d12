import type { ObjectRef } from '@/lib/kubernetes/record'

/** What stands before the id of a finding in the address of a page that is not its subject's own: `Gateway/edge/`. */
export function withinOf({ kind, name }: ObjectRef): string {
  return `${kind}/${name}/`
}
