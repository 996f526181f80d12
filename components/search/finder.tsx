'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useUpstream } from '@/components/data/use-connection'
import { useRecord } from '@/components/data/use-records'
import { placeOf } from '@/components/ui/address'
import { useKey } from '@/components/ui/keys'
import { late } from '@/components/ui/late'
import { rememberVisit, usePinned } from '@/components/ui/pinned'
import { useAddresses } from '@/components/ui/use-address'
import styles from './finder.module.css'
import { useIsApple } from './use-is-apple'

const loadDialog = () => import('./find-dialog')
// No first picture needs them.
const FindDialog = late(() => loadDialog().then((module) => module.FindDialog))
const KeyList = late(() => import('./key-list').then((module) => module.KeyList))

/** How long it says what a key has done, in milliseconds: long enough to be read. */
const SAID_MS = 2_000

/** The way to everything: a button and its keys, which find, list keys, and go to the pages from anywhere. */
export function Finder() {
  const t = useTranslations('app')
  const isApple = useIsApple()
  const [open, setOpen] = useState<'find' | 'keys'>()
  const [said, say] = useSaid()
  useKey('find', () => setOpen('find'))
  useKey('keys', () => setOpen('keys'))
  useGoing()
  useVisit(say)
  useCopyLink(say)
  const close = () => setOpen(undefined)
  return (
    <>
      <button
        type="button"
        className={styles.find}
        aria-keyshortcuts="Control+K Meta+K"
        onPointerEnter={() => void loadDialog()}
        onClick={() => setOpen('find')}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path
            d="M7 2.25a4.75 4.75 0 1 1 0 9.5a4.75 4.75 0 0 1 0-9.5ZM10.5 10.5l3.75 3.75"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </svg>
        <span className={styles.text}>{t('find')}</span>
        <span className={styles.key} aria-hidden="true">
          {isApple ? '⌘K' : 'Ctrl K'}
        </span>
      </button>
      <span role="status" className={said === undefined ? 'visually-hidden' : styles.said}>
        {said}
      </span>
      {open === 'find' ? <FindDialog onClose={close} /> : null}
      {open === 'keys' ? <KeyList onClose={close} /> : null}
    </>
  )
}

function useGoing(): void {
  const router = useRouter()
  const to = useAddresses()
  const namespace = placeOf(usePathname())?.namespace
  useKey('goWall', () => router.push(to.wall()))
  useKey('goNamespace', namespace === undefined ? false : () => router.push(to.namespace(namespace)))
  useKey('goWhatIf', () => router.push(to.whatIf()))
}

/** A Service that is looked at is remembered, and can be pinned; one that does not exist is not. */
function useVisit(say: (text: string) => void): void {
  const t = useTranslations('app')
  const place = placeOf(usePathname())
  const context = useUpstream()?.context
  const [namespace, name] = place?.page === 'service' ? [place.namespace, place.name] : [undefined, undefined]
  const isThere = useRecord('Service', `${namespace}/${name}`) !== undefined
  const { isPinned, toggle } = usePinned(context)
  const isKnown = namespace !== undefined && context !== undefined && isThere
  useKey(
    'pin',
    isKnown &&
      (() => {
        say(t(isPinned({ namespace, name }) ? 'unpinned' : 'pinned', { name }))
        toggle({ namespace, name })
      }),
  )
  useEffect(() => {
    if (isKnown) rememberVisit(context, { namespace, name })
  }, [isKnown, context, namespace, name])
}

function useCopyLink(say: (text: string) => void): void {
  const t = useTranslations('copy')
  useKey('copyLink', () => {
    const copying = navigator.clipboard?.writeText(window.location.href) ?? Promise.reject(new Error('no clipboard'))
    copying.then(
      () => say(t('copied')),
      () => say(t('failed')),
    )
  })
}

/** What a key has done, for as long as it is to be read. */
function useSaid(): readonly [string | undefined, (text: string) => void] {
  const [said, say] = useState<string>()
  useEffect(() => {
    if (said === undefined) return
    const timer = setTimeout(() => say(undefined), SAID_MS)
    return () => clearTimeout(timer)
  }, [said])
  return [said, say]
}
