'use client'

import Link from 'next/link'
import type { Addresses } from '@/components/ui/address'
import { useAddresses } from '@/components/ui/use-address'
import type { ObjectRef } from '@/lib/kubernetes/record'
import { resourceOf } from './yaml-address'
import { YamlLink } from './yaml-link'

/** `Pod frontend-0` as a link: to its own page where there is one, else to its YAML where that may be read. */
export function ObjectLink({ object }: { readonly object: ObjectRef }) {
  const to = useAddresses()
  const { kind, name } = object
  const label = (
    <>
      {kind} <code>{name}</code>
    </>
  )
  const page = pageOf(object, to)
  if (page !== undefined)
    return (
      <Link href={page} prefetch={false}>
        {label}
      </Link>
    )
  return resourceOf(object) === undefined ? <span>{label}</span> : <YamlLink object={object}>{label}</YamlLink>
}

function pageOf({ kind, namespace, name }: ObjectRef, to: Addresses): string | undefined {
  switch (kind) {
    case 'Pod':
      return to.pod(namespace, name)
    case 'Service':
      return to.service(namespace, name)
    case 'Node':
      return to.node(name)
    default:
      return undefined
  }
}
