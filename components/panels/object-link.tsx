'use client'

import Link from 'next/link'
import { useAddresses } from '@/components/ui/use-address'
import type { ObjectRef } from '@/lib/kubernetes/record'
import { resourceOf } from './yaml-address'
import { YamlLink } from './yaml-link'

/** `Pod frontend-0` as a link: to its own page where there is one, else to its YAML where that may be read. */
export function ObjectLink({ object }: { readonly object: ObjectRef }) {
  const to = useAddresses()
  const { kind, namespace, name } = object
  const label = (
    <>
      {kind} <code>{name}</code>
    </>
  )
  const pages: Readonly<Record<string, () => string>> = {
    Pod: () => to.pod(namespace, name),
    Service: () => to.service(namespace, name),
    Node: () => to.node(name),
  }
  const page = Object.hasOwn(pages, kind) ? pages[kind]?.() : undefined
  if (page !== undefined)
    return (
      <Link href={page} prefetch={false}>
        {label}
      </Link>
    )
  return resourceOf(object) === undefined ? <span>{label}</span> : <YamlLink object={object}>{label}</YamlLink>
}
