'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useUpstream } from '@/components/data/use-connection'
import { type Remembered, usePinned, useRecent } from '@/components/ui/pinned'
import { code } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import type { SearchAnswer } from './answer'
import styles from './find-dialog.module.css'
import { FindRow } from './find-row'
import { Way } from './keys-shown'
import { actionsNamed, foundGroups, type Group, type Option, usualGroups } from './option'
import { useActions, useLossActions } from './use-actions'
import { useFound } from './use-found'
import { type SearchText, useSearchText } from './use-search-text'

/** Finds anything of the cluster, and anything that can be done, by what is typed. */
export function FindDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useSearchText()
  return t === undefined ? null : <Dialog t={t} onClose={onClose} />
}

/** A modal dialog around a combobox that keeps the focus (ARIA 1.2, list autocomplete with manual selection). */
function Dialog({ t, onClose }: { readonly t: SearchText; readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  /** Enter was pressed before the answer to what is typed had come. */
  const [awaited, setAwaited] = useState(false)
  const asked = text.trim()
  const { answer, isFresh, failure } = useFound(asked)
  const groups = useGroups(t, asked, answer)
  const options = useMemo(() => groups.flatMap((group) => group.options), [groups])
  const { pinned, toggle } = usePinned(useUpstream()?.context)
  const go = useGo(() => dialog.current?.close())
  const at = Math.min(active, options.length - 1)
  const current = options[at]

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Closing, rather than going away, gives the focus back to where it came from.
    return () => element?.close()
  }, [])

  useEffect(() => {
    if (!awaited || !isFresh) return
    setAwaited(false)
    if (current !== undefined) go(current)
  })

  function onKeyDown(event: KeyboardEvent) {
    const last = options.length - 1
    const to = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      setActive(to)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (!isFresh) setAwaited(true)
      else if (current !== undefined) go(current, event.ctrlKey || event.metaKey)
    } else if (event.altKey && event.code === 'KeyP') {
      const service = serviceOf(current)
      if (service === undefined) return
      event.preventDefault()
      toggle(service)
    } else if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      dialog.current?.close()
    }
  }

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={t('title')}
      onClose={onClose}
      // A click on what lies behind closes: the dialog itself is covered by its content.
      onPointerDown={(event) => {
        if (event.target === dialog.current) dialog.current?.close()
      }}
    >
      <div className={styles.rows}>
        <div className={styles.field}>
          <Glass />
          <input
            className={styles.text}
            autoFocus
            type="text"
            role="combobox"
            aria-label={t('label')}
            aria-expanded={options.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={current === undefined ? undefined : `${list}-${at}`}
            placeholder={t('placeholder')}
            value={text}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            enterKeyHint="go"
            maxLength={200}
            onChange={({ target }) => {
              setText(target.value)
              setActive(0)
              setAwaited(false)
            }}
            onKeyDown={onKeyDown}
          />
          <button type="button" className={styles.close} onClick={() => dialog.current?.close()}>
            {t('close')}
          </button>
        </div>
        <div
          id={list}
          className={styles.list}
          role="listbox"
          aria-label={t('results')}
          // A listbox that scrolls is walked by the field above it.
          tabIndex={-1}
          data-old={isFresh ? undefined : true}
        >
          {groups.map((group, index) => (
            <GroupOf
              key={group.id}
              group={group}
              t={t}
              list={list}
              first={groups.slice(0, index).reduce((sum, { options: before }) => sum + before.length, 0)}
              current={current}
              pinned={pinned}
              onChoose={go}
            />
          ))}
        </div>
        <Notes t={t} asked={asked} answer={isFresh ? answer : undefined} failure={failure} found={options.length} />
        <footer className={styles.foot} aria-hidden="true">
          <Hint label={t('keys.move')}>
            <Way way="ArrowUp" t={t} />
            <Way way="ArrowDown" t={t} />
          </Hint>
          <Hint label={t('keys.open')}>
            <Way way="Enter" t={t} />
          </Hint>
          <Hint label={t('keys.pin')}>
            <Way way="Alt+p" t={t} />
          </Hint>
          <Hint label={t('keys.close')}>
            <Way way="Escape" t={t} />
          </Hint>
        </footer>
      </div>
    </dialog>
  )
}

function useGroups(t: SearchText, asked: string, answer: SearchAnswer | undefined): readonly Group[] {
  const to = useAddresses()
  const context = useUpstream()?.context
  const { pinned } = usePinned(context)
  const recent = useRecent(context)
  const actions = useActions(t)
  const losses = useLossActions(t, answer?.results ?? noResults)
  if (asked === '') return usualGroups(pinned, recent, actions, to)
  return foundGroups(answer ?? nothing, [...losses, ...actionsNamed(actions, asked)], to)
}

const noResults: readonly never[] = []
const nothing: Pick<SearchAnswer, 'results' | 'counts'> = {
  results: noResults,
  counts: { address: 0, service: 0, namespace: 0, node: 0, pod: 0, finding: 0 },
}

/** Goes where an option leads, in a tab of its own if asked, or does what it does; the dialog has closed before. */
function useGo(close: () => void) {
  const router = useRouter()
  return (option: Option, apart = false) => {
    if (option.href !== undefined && apart) {
      window.open(option.href, '_blank', 'noopener')
      return
    }
    close()
    if (option.href !== undefined) router.push(option.href)
    else if (option.type === 'action') option.action.run?.()
  }
}

function serviceOf(option: Option | undefined): Remembered | undefined {
  if (option?.type === 'service') return option.service
  return option?.type === 'hit' && option.hit.kind === 'service' ? option.hit : undefined
}

function GroupOf({
  group: { id, options, more },
  t,
  list,
  first,
  current,
  pinned,
  onChoose,
}: {
  readonly group: Group
  readonly t: SearchText
  readonly list: string
  /** How many options stand before it. */
  readonly first: number
  readonly current: Option | undefined
  readonly pinned: readonly Remembered[]
  readonly onChoose: (option: Option, apart?: boolean) => void
}) {
  const heading = `${list}-${id}`
  const isPinned = (service: Remembered | undefined) =>
    service !== undefined &&
    pinned.some(({ namespace, name }) => namespace === service.namespace && name === service.name)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a listbox has groups, not fieldsets.
    <div role="group" aria-labelledby={heading}>
      <div id={heading} className={styles.heading} role="presentation">
        {t(`group.${id}`)}
        {more === 0 ? null : <span className={styles.more}>{t('more', { count: more })}</span>}
      </div>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus (ARIA combobox).
        <div
          key={option.id}
          id={`${list}-${first + index}`}
          className={styles.option}
          role="option"
          tabIndex={-1}
          aria-selected={option === current}
          ref={option === current ? scrollIntoView : undefined}
          onPointerDown={(event) => event.preventDefault()}
          onClick={(event) => onChoose(option, event.ctrlKey || event.metaKey)}
        >
          <FindRow option={option} t={t} />
          {id !== 'pinned' && isPinned(serviceOf(option)) ? <Pinned t={t} /> : null}
        </div>
      ))}
    </div>
  )
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}

function Pinned({ t }: { readonly t: SearchText }) {
  return (
    <span className={styles.pin}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
        <path d="M3 0.5h4v4l1.5 2h-7l1.5-2zM4.5 6.5h1v3.5h-1z" fill="currentColor" />
      </svg>
      <span className="visually-hidden">{t('pinned')}</span>
    </span>
  )
}

/** What the list does not say: that there is nothing, that something could not be looked at, that nobody answers. */
function Notes({
  t,
  asked,
  answer,
  failure,
  found,
}: {
  readonly t: SearchText
  readonly asked: string
  /** Of what is typed; undefined while it is on its way. */
  readonly answer: SearchAnswer | undefined
  readonly failure: string | undefined
  readonly found: number
}) {
  const isAsked = asked !== ''
  const isReading = (resource: string) =>
    answer?.incomplete.some((state) => state.resource === resource && state.status === 'syncing') === true
  const reading = answer?.unread.filter(isReading) ?? []
  const refused = answer?.unread.filter((resource) => !isReading(resource)) ?? []
  const isNothing = isAsked && answer !== undefined && found === 0
  return (
    <div className={styles.notes}>
      {/* Where a pause follows the typing, the number is read out; each keystroke would be noise. */}
      <p role="status" className={isNothing ? styles.nothing : 'visually-hidden'}>
        {isNothing ? t('nothing', { asked }) : isAsked && answer !== undefined ? t('announce', { count: found }) : null}
      </p>
      {isNothing ? <p className={styles.note}>{t.rich('hint', { code })}</p> : null}
      {isAsked && failure !== undefined ? (
        <p role="alert" className={styles.note}>
          {failure === '' ? t('noServer') : t('failed', { reason: failure })}
        </p>
      ) : null}
      {!isAsked || refused.length === 0 ? null : (
        <p className={styles.note}>{t.rich('unread', { resources: refused.join(', '), code })}</p>
      )}
      {!isAsked || reading.length === 0 ? null : (
        <p className={styles.note}>{t.rich('reading', { resources: reading.join(', '), code })}</p>
      )}
    </div>
  )
}

function Hint({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className={styles.hint}>
      {children}
      {label}
    </span>
  )
}

function Glass() {
  return (
    <svg className={styles.glass} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d="M7 2.25a4.75 4.75 0 1 1 0 9.5a4.75 4.75 0 0 1 0-9.5ZM10.5 10.5l3.75 3.75"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
    </svg>
  )
}
