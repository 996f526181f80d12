'use client'

import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useLocale } from 'use-intl'
import type { TermId } from '@/messages/term'
import { placeBeside } from './beside'
import { termLink } from './term-links'
import styles from './term-popover.module.css'
import { useTermsText } from './use-terms'

/** How long a pointer rests on a term before it is explained, and how long it may be on its way into the popover; ms. */
const REST = 250
const WAY = 250

interface Shown {
  readonly term: HTMLElement
  /** Asked for by a press: it stays until it is closed, and has the focus. */
  readonly pinned: boolean
}

/**
 * The explanation of the term under the pointer, in focus or pressed. It can be pointed into and it goes on Escape, as
 * WCAG 1.4.13 asks. What is pressed for a reason of its own, as a column's head that sorts, is explained on hover and
 * focus alone.
 */
export function TermPopover({ first }: { readonly first: { readonly term: HTMLElement; readonly by: string } }) {
  const [shown, show] = useState<Shown | undefined>(() => {
    if (first.by === 'click') return opensBy(first.term) ? { term: first.term, pinned: true } : undefined
    return { term: first.term, pinned: false }
  })
  const popover = useRef<HTMLDivElement>(null)
  const latest = useRef(shown)
  useEffect(() => {
    latest.current = shown
  }, [shown])

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const after = (ms: number, run: () => void) => {
      clearTimeout(timer)
      timer = setTimeout(run, ms)
    }
    const isInside = (target: EventTarget | null) =>
      target instanceof Node && popover.current?.contains(target) === true
    const listeners: { readonly [K in keyof DocumentEventMap]?: (event: DocumentEventMap[K]) => void } = {
      pointerover({ target, pointerType }) {
        if (pointerType === 'touch') return
        const term = termAt(target)
        if (term !== undefined) after(REST, () => show((now) => (now?.term === term ? now : { term, pinned: false })))
        else if (isInside(target)) clearTimeout(timer)
        else after(WAY, () => show((now) => (now?.pinned || isFocused(now?.term) ? now : undefined)))
      },
      focusin({ target }) {
        const term = termAt(target)
        if (term?.matches(':focus-visible')) show((now) => (now?.term === term ? now : { term, pinned: false }))
        else if (term === undefined && !isInside(target)) show(undefined)
      },
      click({ target }) {
        const term = termAt(target)
        if (term !== undefined && opensBy(term)) {
          clearTimeout(timer)
          show((now) => (now?.term === term && now.pinned ? undefined : { term, pinned: true }))
        } else if (!isInside(target)) show(undefined)
      },
      keydown(event) {
        if (event.key !== 'Escape' || popover.current === null) return
        clearTimeout(timer)
        if (popover.current.contains(document.activeElement)) latest.current?.term.focus({ preventScroll: true })
        show(undefined)
        // The page under it may have something to close as well, and is not meant.
        event.preventDefault()
        event.stopPropagation()
      },
    }
    const entries = Object.entries(listeners) as [string, EventListener][]
    for (const [type, listener] of entries) document.addEventListener(type, listener, type === 'keydown')
    const leave = (event: Event) => {
      if (!isInside(event.target)) show((now) => (now?.pinned ? now : undefined))
    }
    window.addEventListener('scroll', leave, { capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      for (const [type, listener] of entries) document.removeEventListener(type, listener, type === 'keydown')
      window.removeEventListener('scroll', leave, { capture: true })
    }
  }, [])

  return shown === undefined ? null : <Popover key={keyOf(shown)} shown={shown} element={popover} />
}

function Popover({
  shown,
  element,
}: {
  readonly shown: Shown
  readonly element: React.RefObject<HTMLDivElement | null>
}) {
  const { term, pinned } = shown
  const t = useTermsText()
  const locale = useLocale()
  const id = useId()
  const isThere = t !== undefined

  useLayoutEffect(() => {
    const popover = element.current
    if (popover === null || !isThere) return
    popover.showPopover()
    const place = placeBeside(term.getBoundingClientRect(), popover.getBoundingClientRect(), {
      width: document.documentElement.clientWidth,
      height: window.innerHeight,
    })
    popover.style.left = `${place.x}px`
    popover.style.top = `${place.y}px`
    term.setAttribute('aria-describedby', `${id}-text`)
    if (pinned) popover.focus({ preventScroll: true })
    return () => term.removeAttribute('aria-describedby')
  }, [element, term, pinned, id, isThere])

  const name = term.getAttribute('data-term')
  if (t === undefined || name === null || !t.has(`term.${name as TermId}.name`)) return null
  const known = name as TermId
  const link = termLink(known, locale)
  return (
    <div
      ref={element}
      popover="manual"
      className={styles.popover}
      role="dialog"
      aria-labelledby={`${id}-name`}
      tabIndex={-1}
    >
      <p id={`${id}-name`} className={styles.name}>
        {t(`term.${known}.name`)}
      </p>
      <p id={`${id}-text`}>{t(`term.${known}.text`)}</p>
      {link === undefined ? null : (
        <a href={link} target="_blank" rel="noreferrer">
          {t('more')}
        </a>
      )}
    </div>
  )
}

function termAt(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element && target.closest<HTMLElement>('[data-term]')) || undefined
}

/** Whether a press on it asks for the explanation, and for nothing else. */
function opensBy(term: HTMLElement): boolean {
  return term.hasAttribute('aria-haspopup')
}

function isFocused(term: HTMLElement | undefined): boolean {
  return term !== undefined && term === document.activeElement && term.matches(':focus-visible')
}

const keys = new WeakMap<HTMLElement, number>()
let keysGiven = 0

/** Another term, or another way to be there, is another popover. */
function keyOf({ term, pinned }: Shown): string {
  let key = keys.get(term)
  if (key === undefined) {
    keysGiven += 1
    key = keysGiven
    keys.set(term, key)
  }
  return `${key} ${pinned}`
}
