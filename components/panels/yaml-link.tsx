'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import type { MouseEvent, ReactNode } from 'react'
import { useCallback } from 'react'
import { withYaml, type YamlPlace, yamlPlaceOf } from './yaml-address'

/**
 * Opens the YAML of an object over this page, at a field where one is given. Going back closes it again; nothing is
 * asked of Next's server, since the page under it stays as it is.
 */
export function YamlLink({
  object,
  at,
  className,
  children,
}: YamlPlace & { readonly className?: string | undefined; readonly children: ReactNode }) {
  const pathname = usePathname()
  const query = useSearchParams()
  const href = withYaml(pathname, new URLSearchParams(query), { object, ...(at === undefined ? {} : { at }) })

  function open(event: MouseEvent) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    window.history.pushState(null, '', href)
  }

  return (
    <a href={href} className={className} onClick={open}>
      {children}
    </a>
  )
}

/** The sheet that the address opens, and the way to close it. */
export function useYamlPlace(): readonly [YamlPlace | undefined, () => void] {
  const pathname = usePathname()
  const query = useSearchParams()
  const close = useCallback(() => {
    const now = new URLSearchParams(window.location.search)
    window.history.replaceState(null, '', withYaml(pathname, now, undefined))
  }, [pathname])
  return [yamlPlaceOf(new URLSearchParams(query)), close]
}
