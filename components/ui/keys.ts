'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'

/**
 * Every key of the product, in the order in which they are listed: the one place where they are chosen, so that they do
 * not collide. Each entry names ways that do the same: one key (`n`), keys one after the other (`g w`), or a key with
 * Ctrl, ⌘ on a Mac (`Mod+k`). Where two of them are on one page and share a way, the one that came last has it. The
 * words stand in messages/search, under the same names.
 */
export const keyTable = {
  find: ['Mod+k', '/'],
  filter: ['/'],
  keys: ['?'],
  goWall: ['g w'],
  goNamespace: ['g n'],
  goWhatIf: ['g i'],
  pin: ['p'],
  copyLink: ['c'],
  hideHealthy: ['h'],
  fullScreen: ['f'],
  fit: ['f'],
  walk: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'],
  choose: ['Enter'],
  back: ['Escape'],
  zoomIn: ['+'],
  zoomOut: ['-'],
  legend: ['l'],
  now: ['n'],
  play: ['Space'],
  earlier: [','],
  later: ['.'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type KeyId = keyof typeof keyTable

/** A key that something on the page answers to. Without `press` it is answered elsewhere, and only listed here. */
interface Registered {
  readonly id: KeyId
  readonly press: (() => void) | undefined
}

/** How long the second key of two may be awaited, in milliseconds. */
const SEQUENCE_MS = 1_000

let registered: readonly Registered[] = []
const listeners = new Set<() => void>()
let begun: { readonly key: string; readonly at: number } | undefined

/**
 * Answers to a key for as long as the component stands on the page, and lists it under `?`. Without `press` it is listed
 * alone: something focused answers by itself, as the graph does to arrows. `false` for `press`: not now.
 */
export function useKey(id: KeyId, press?: (() => void) | false): void {
  const latest = useRef(press)
  useEffect(() => {
    latest.current = press
  })
  const isOn = press !== false
  const isHeard = press !== undefined
  useEffect(() => {
    if (!isOn) return
    const own: Registered = {
      id,
      press: isHeard
        ? () => {
            if (latest.current) latest.current()
          }
        : undefined,
    }
    change([...registered, own])
    return () => change(registered.filter((each) => each !== own))
  }, [id, isOn, isHeard])
}

/** A key as the page has it now: its name and the ways that lead to it. */
export interface LiveKey {
  readonly id: KeyId
  readonly ways: readonly string[]
  /** Does what the key does; absent where something focused answers to it by itself. */
  readonly press?: () => void
}

/** What the keys of this page do now, in the order of the table; the ways of each that another does not have. */
export function useLiveKeys(): readonly LiveKey[] {
  const now = useSyncExternalStore(
    subscribe,
    () => registered,
    () => registered,
  )
  return liveKeys(now)
}

function liveKeys(all: readonly Registered[]): readonly LiveKey[] {
  const holders = new Map<string, KeyId>()
  for (const { id } of all) for (const way of keyTable[id]) holders.set(way, id)
  return (Object.keys(keyTable) as KeyId[]).flatMap((id) => {
    const ways = keyTable[id].filter((way) => holders.get(way) === id)
    const press = all.findLast((each) => each.id === id)?.press
    return ways.length === 0 ? [] : [{ id, ways, ...(press !== undefined && { press }) }]
  })
}

const offKey = 'switchboard-single-keys'

/** Whether keys without Ctrl or ⌘ are answered. Who speaks to their machine needs to turn them off (WCAG 2.1.4). */
export function useSingleKeys(): readonly [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, areSingleKeysOn, () => true)
  return [on, setSingleKeys]
}

let singleKeys: boolean | undefined

function areSingleKeysOn(): boolean {
  if (singleKeys === undefined) {
    try {
      singleKeys = window.localStorage.getItem(offKey) !== 'off'
    } catch {
      singleKeys = true
    }
  }
  return singleKeys
}

function setSingleKeys(on: boolean): void {
  singleKeys = on
  try {
    if (on) window.localStorage.removeItem(offKey)
    else window.localStorage.setItem(offKey, 'off')
  } catch {
    // It holds for this page then.
  }
  tell()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of [...listeners]) listener()
}

function change(next: readonly Registered[]): void {
  if (registered.length === 0) window.addEventListener('keydown', onKeyDown)
  registered = next
  if (registered.length === 0) window.removeEventListener('keydown', onKeyDown)
  tell()
}

function onKeyDown(event: KeyboardEvent): void {
  const before = begun
  begun = undefined
  if (event.defaultPrevented || event.isComposing || event.repeat || event.altKey) return
  const isChord = event.ctrlKey || event.metaKey
  // A modal dialog has the page to itself; in it, in a text and in a list, keys mean what they write.
  if (document.querySelector('dialog:modal') !== null) return
  if (!isChord && (!areSingleKeysOn() || isWriting(event.target))) return
  const key = keyName(event)
  if (!isChord && (key === 'Space' || key === 'Enter') && isPressable(event.target)) return
  const isSecond = before !== undefined && event.timeStamp - before.at < SEQUENCE_MS
  const press = (isSecond ? pressOf(`${before.key} ${key}`) : undefined) ?? pressOf(isChord ? `Mod+${key}` : key)
  if (press !== undefined) {
    event.preventDefault()
    press()
  } else if (!isChord) begun = { key, at: event.timeStamp }
}

/** As the table names it: `Space`, and a letter small, so that a locked capital is no other key. */
function keyName({ key }: KeyboardEvent): string {
  if (key === ' ') return 'Space'
  return key.length === 1 ? key.toLowerCase() : key
}

/** What answers to a way to press keys: the last that came of those that are listened for. */
function pressOf(way: string): (() => void) | undefined {
  const held = registered.findLast(({ id }) => (keyTable[id] as readonly string[]).includes(way))
  return held?.press
}

/** Whether the focused element answers to Space or Enter by itself, as a button does. */
function isPressable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary, input, [role="button"]') !== null
}

const silentInputs: ReadonlySet<string> = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset'])
const writingRoles: ReadonlySet<string> = new Set(['textbox', 'searchbox', 'combobox', 'listbox', 'menu'])

/** Whether keys that arrive there are text, or pick from a list by its first letters. */
function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !silentInputs.has(target.type)
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable ||
    writingRoles.has(target.getAttribute('role') ?? '')
  )
}
